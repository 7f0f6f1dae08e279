/** The search in its states. */
import type { Loadable, Thread } from '../../session/model';
import { conversation, incomingThread, longThread, roomAt, rooms } from './cases';
import type { Scene } from './scenes';

const many: Thread = {
  ...longThread, room: { ...roomAt(2), entries: 120 },
  items: Array.from({ length: 120 }, (_, n) => conversation.filter(({ kind }) => kind === 'message').map((item) => ({ ...item, id: `${item.id}${n}`, at: item.at - n * 3_600_000 }))).flat().slice(0, 120),
};
const blank = (at: number): Loadable<Thread> => ({ state: 'ready', value: { room: roomAt(at), items: [], epoch: 1, members: [] } });
const open: Readonly<Record<string, Loadable<Thread>>> = Object.fromEntries(rooms.map(({ id }, at) => [id, blank(at)]));
const found = { ...open, [roomAt(0).id]: { state: 'ready', value: incomingThread } as const, [roomAt(1).id]: { state: 'ready', value: { ...longThread, room: roomAt(1) } } as const };

export const searchScenes: Readonly<Record<string, Scene>> = {
  search: { at: '#/search', threads: found },
  'search-found': { at: '#/search', threads: found, type: 'kiptoo' },
  'search-number': { at: '#/search', threads: found, type: 'CH93 0076 2011 6238' },
  'search-arabic': { at: '#/search', threads: found, type: 'المعلومات' },
  'search-none': { at: '#/search', threads: found, type: 'xylophone before:tomorrow' },
  'search-running': { at: '#/search', threads: { ...found, [roomAt(4).id]: { state: 'loading' } }, type: 'kiptoo' },
  'search-many': { at: '#/search', threads: { ...found, [roomAt(2).id]: { state: 'ready', value: many } }, type: 'the' },
};
