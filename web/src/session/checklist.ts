/** How far the 24-hour checklist of a room is (protocol/bodies.md, "Ticks"). Pure: a fold over the thread. */
import type { Attachment, EntryId, Ms, OfficeRef, OfficerRef, ThreadItem, TickState } from './model.ts';

/** An action of the reference data's checklist; hours after T+0. */
export interface PlannedAction {
  readonly id: string;
  readonly phase: string;
  readonly from: number;
  readonly to: number;
  /** Not to be skipped without a written reason. */
  readonly critical: boolean;
}

export interface ActionNow<A extends PlannedAction = PlannedAction> {
  readonly id: string;
  /** Absent for an action of a newer checklist. */
  readonly planned?: A;
  readonly state: TickState;
  readonly note: string;
  readonly owner?: OfficerRef;
  /** Who said so last; absent while nobody has. */
  readonly said?: { readonly officer: OfficerRef; readonly office: OfficeRef; readonly at: Ms };
  readonly files: readonly { readonly entry: EntryId; readonly file: Attachment }[];
}

export interface Counted {
  readonly done: number;
  readonly total: number;
}

export interface ChecklistNow<A extends PlannedAction = PlannedAction> {
  /** T+0. */
  readonly startedAt: Ms;
  readonly endsAt: Ms;
  readonly actions: readonly ActionNow<A>[];
  /** Without those that do not apply. */
  readonly all: Counted;
  readonly critical: Counted;
}

const HOUR_MS = 3_600_000;
const HOURS = 24;

type TickItem = Extract<ThreadItem, { kind: 'tick' }>;

function isTick(item: ThreadItem): item is TickItem {
  return item.kind === 'tick';
}

function isUrgent(item: ThreadItem): boolean {
  return item.kind === 'request' && (item.request.urgency === 'flash' || item.request.urgency === 'urgent');
}

/** Whether the room has one: it opens with an urgent request, or somebody has begun it. */
export function hasChecklist(items: readonly ThreadItem[]): boolean {
  return items.some((item) => isTick(item) || isUrgent(item));
}

export function foldChecklist<A extends PlannedAction>(items: readonly ThreadItem[], planned: readonly A[]): ChecklistNow<A> {
  const ticks = items.filter(isTick);
  const startedAt = (items.find(isUrgent) ?? ticks[0])?.at ?? 0;
  const unplanned = ticks.map(({ action }) => action).filter((id, n, all) => all.indexOf(id) === n && !planned.some((one) => one.id === id));
  const actions: ActionNow<A>[] = [
    ...planned.map((one) => ({ ...actionOf(one.id, ticks), planned: one })),
    ...unplanned.map((id) => actionOf(id, ticks)),
  ];
  return {
    startedAt, endsAt: startedAt + HOURS * HOUR_MS, actions,
    all: counted(actions), critical: counted(actions.filter(({ planned: one }) => one?.critical === true)),
  };
}

function actionOf(id: string, ticks: readonly TickItem[]): Omit<ActionNow, 'planned'> {
  const own = ticks.filter(({ action }) => action === id);
  const last = own.at(-1);
  const files = own.flatMap((tick) => tick.attachments.map((file) => ({ entry: tick.id, file })));
  if (last === undefined) return { id, state: 'open', note: '', files };
  const { state, note, owner, officer, office, at } = last;
  return { id, state, note, files, said: { officer, office, at }, ...(owner === undefined ? {} : { owner }) };
}

function counted(actions: readonly { state: TickState }[]): Counted {
  const applicable = actions.filter(({ state }) => state !== 'not_applicable');
  return { done: applicable.filter(({ state }) => state === 'done').length, total: applicable.length };
}

export function dueAt(startedAt: Ms, { to }: PlannedAction): Ms {
  return startedAt + to * HOUR_MS;
}
