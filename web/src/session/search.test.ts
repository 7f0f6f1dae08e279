import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { incomingThread, longThread, roomAt, roomBlock } from '../ui/gallery/cases.ts';
import { basis } from '../ui/gallery/scenes.ts';
import type { Loadable, RoomSummary, SessionState, State, Thread } from './model.ts';
import { NOTHING, parseQuery } from './query.ts';
import { Finder } from './search.ts';

const READ = { ...longThread, room: { ...longThread.room, id: 'long', entries: 6, lastAt: 1 } };
const NEW = { ...incomingThread, room: { ...incomingThread.room, id: 'new', entries: 1, lastAt: 2 } };
const BLOCKED = { ...roomAt(6), id: 'blocked', block: roomBlock };
const ask = (typed: string) => parseQuery(typed, () => []);

function world() {
  const threads = { long: signal<Loadable<Thread>>({ state: 'loading' }), new: signal<Loadable<Thread>>({ state: 'ready', value: NEW }) };
  const rooms = signal<Loadable<readonly RoomSummary[]>>({ state: 'ready', value: [READ.room, NEW.room, BLOCKED] });
  const session = signal<SessionState>(basis.session);
  const thread = (id: string) => threads[id as keyof typeof threads];
  const finder = new Finder({ rooms, session, thread } as unknown as State);
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise((resolve) => setTimeout(resolve));
  };
  return { threads, rooms, session, finder, until };
}

describe('the finder', () => {
  it('searches what is open already while rooms are still being opened, and says how much that is', async () => {
    const { threads, finder, until } = world();
    const stop = finder.follow();
    await until(() => finder.progress.value.searched === 1);
    expect(finder.progress.value).toEqual({ searched: 1, total: 7, running: true, sealed: 0, blockedRooms: 1 });
    expect(finder.find(ask('kiptoo')).map(({ room }) => room)).toEqual(['new']);
    threads.long.value = { state: 'ready', value: READ };
    await until(() => !finder.progress.value.running);
    expect(finder.progress.value).toMatchObject({ searched: 7, total: 7 });
    expect(finder.find(ask('kiptoo')).map(({ room }) => room)).toEqual(['new', 'long']);
    expect(finder.find(NOTHING)).toEqual([]);
    stop();
  });

  it('says of what it could not search that it could not', async () => {
    const { threads, finder, until } = world();
    threads.long.value = { state: 'failed', failure: { code: 'server' } };
    const stop = finder.follow();
    await until(() => !finder.progress.value.running);
    expect(finder.progress.value).toMatchObject({ searched: 1, total: 7, sealed: 6 });
    stop();
  });

  it('follows a room that changes, and drops one that is blocked', async () => {
    const { threads, rooms, finder, until } = world();
    threads.long.value = { state: 'ready', value: READ };
    const stop = finder.follow();
    await until(() => finder.find(ask('kiptoo')).length === 2);
    const [item] = NEW.items.slice(-1);
    if (item?.kind !== 'request') throw new Error('the sample is a request');
    const changed = { ...NEW, room: { ...NEW.room, entries: 2, lastAt: 3 }, items: [...NEW.items, { ...item, id: 'later', kind: 'message' as const, body: 'Xylophone' }] };
    threads.new.value = { state: 'ready', value: changed };
    rooms.value = { state: 'ready', value: [READ.room, changed.room] };
    await until(() => finder.find(ask('xylophone')).length === 1);
    rooms.value = { state: 'ready', value: [{ ...READ.room, block: roomBlock }, changed.room] };
    await until(() => finder.find(ask('kiptoo')).every(({ room }) => room === 'new'));
    expect(finder.progress.value).toMatchObject({ total: 2, blockedRooms: 1 });
    stop();
  });

  it('forgets the words and the index when the keys go', async () => {
    const { finder, session, until } = world();
    const stop = finder.follow();
    finder.typed.value = 'kiptoo';
    await until(() => finder.find(ask('kiptoo')).length === 1);
    session.value = { state: 'locked', login: 'x', passkey: false };
    expect(finder.find(ask('kiptoo'))).toEqual([]);
    expect([finder.typed.value, finder.progress.value.searched]).toEqual(['', 0]);
    stop();
  });
});
