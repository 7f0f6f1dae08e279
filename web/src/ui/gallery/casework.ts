/** A request whose first 24 hours are being worked, and whose handling was changed, on screen. */
import type { Thread, ThreadItem, TickState } from '../../session/model';
import { base, conversation, incoming, roomAt } from './cases';
import { HOUR, MINUTE, NOW, officeOf, officerOf } from './people';
import type { Scene } from './scenes';

const START = 7 * HOUR - 4 * MINUTE;
const request: ThreadItem = { ...(incoming[1] as Extract<ThreadItem, { kind: 'request' }>), at: NOW - START, canAcknowledge: false, unread: false };
let seq = 20;

function tick(action: string, state: TickState, ago: number, more: Partial<Extract<ThreadItem, { kind: 'tick' }>> = {}): ThreadItem {
  seq += 1;
  return { ...base(seq, 'CH', ago), id: `tick ${String(seq)}`, kind: 'tick', action, state, note: '', attachments: [], ...more };
}

const items: readonly ThreadItem[] = [
  request,
  ...['A01', 'A02', 'A03', 'A05', 'A07', 'A11'].map((action) => tick(action, 'done', START - 30 * MINUTE)),
  tick('A06', 'done', 5 * HOUR, { note: 'MROS holds the account under reference 2026-4471 until Wednesday 17:00.', owner: officerOf('CH', 1), attachments: [{ id: 'p1', name: 'MROS hold 2026-4471.pdf', size: 218_400, type: 'application/pdf', transfer: { state: 'ready' } }] }),
  tick('A10', 'not_applicable', 4 * HOUR, { note: 'No sign of virtual assets.' }),
  { ...base(40, 'AE', 3 * HOUR), kind: 'tick', action: 'A12', state: 'doing', note: 'مريم الشامسي تتولى التنسيق', owner: officerOf('AE', 1), attachments: [] },
  { ...base(41, 'KE', 2 * HOUR), kind: 'handling', of: request.id, from: 'TLP:AMBER+STRICT', to: 'TLP:RED', counts: true, about: { officer: officerOf('KE'), at: request.at } },
  { ...base(42, 'CH', HOUR), kind: 'handling', of: request.id, from: 'TLP:RED', to: 'TLP:AMBER', counts: false, about: { officer: officerOf('KE'), at: request.at } },
  ...conversation.slice(4, 5),
];

const worked: Thread = { room: { ...roomAt(0), handling: 'TLP:RED', unread: 0 }, items, epoch: 1, members: [officeOf('KE'), officeOf('CH'), officeOf('AE')] };
const address = `#/room/${worked.room.id}`;

export const caseworkScenes: Readonly<Record<string, Scene>> = {
  'thread-worked': { at: address, thread: worked },
  'thread-handling': { at: address, thread: worked, press: '.handling-change summary' },
  checklist: { at: `${address}/checklist`, thread: worked },
  'checklist-blank': { at: `${address}/checklist`, thread: { ...worked, items: [request] } },
  'checklist-update': { at: `${address}/checklist`, thread: worked, press: '.action-update' },
};
