/** Who has a place, who waits, and what may be said about each next. Pure. */
import type { PlaceState, PlaceView, StateOfPlace } from '../../session/publication-model';
import type { Phase } from './when';

const TAKEN: readonly PlaceState[] = ['confirmed', 'attended', 'absent', 'certified'];
/** Who may still hope to go. */
const COUNTING: readonly PlaceState[] = ['proposed', 'waiting', 'confirmed'];

export type Group = 'proposed' | 'confirmed' | 'waiting' | 'came' | 'ended';
export const GROUPS: readonly Group[] = ['proposed', 'confirmed', 'waiting', 'came', 'ended'];

const GROUP_OF: Readonly<Record<PlaceState, Group>> = {
  proposed: 'proposed', confirmed: 'confirmed', waiting: 'waiting', attended: 'came', absent: 'came', certified: 'came', declined: 'ended', withdrawn: 'ended',
};

/** Those of one kind beside each other, in the order in which they were named: of the waiting list the first is the next. */
export function groupsOf(people: readonly PlaceView[]): readonly (readonly [Group, readonly PlaceView[]])[] {
  const named = [...people].sort((a, b) => a.at - b.at);
  return GROUPS.map((group) => [group, named.filter(({ state }) => GROUP_OF[state] === group)] as const).filter(([, found]) => found.length > 0);
}

const BEFORE: Readonly<Record<PlaceState, readonly StateOfPlace[]>> = {
  proposed: ['confirmed', 'waiting', 'declined'], waiting: ['confirmed', 'declined'], confirmed: ['waiting', 'declined'], declined: ['confirmed', 'waiting'],
  withdrawn: [], attended: ['absent'], absent: ['attended'], certified: [],
};
const AFTER: Readonly<Record<PlaceState, readonly StateOfPlace[]>> = {
  proposed: [], waiting: [], confirmed: ['attended', 'absent'], declined: [], withdrawn: [], attended: ['certified', 'absent'], absent: ['attended'], certified: [],
};

/** What the organising office may say of a person: places before, who came from the first hour on, nothing of a meeting that is off. */
export function answersOf(state: PlaceState, phase: Phase): readonly StateOfPlace[] {
  if (phase === 'cancelled') return [];
  if (phase === 'over') return AFTER[state];
  return phase === 'now' ? [...new Set([...BEFORE[state], ...AFTER[state]])] : BEFORE[state];
}

/** The nominating office takes somebody back until the meeting has begun. */
export function mayWithdraw(state: PlaceState, phase: Phase): boolean {
  return COUNTING.includes(state) && phase !== 'over' && phase !== 'now';
}

export function isTaken(state: PlaceState): boolean {
  return TAKEN.includes(state);
}

export function isHoping({ state }: Pick<PlaceView, 'state'>): boolean {
  return COUNTING.includes(state);
}

/** Named, and neither taken back nor declined. */
export function isStanding({ state }: Pick<PlaceView, 'state'>): boolean {
  return GROUP_OF[state] !== 'ended';
}

/** Would there be more than there are places? Whoever has one already takes none. */
export function isBeyond(place: Pick<PlaceView, 'state'>, next: StateOfPlace, free: number | null): boolean {
  return free === 0 && isTaken(next) && !isTaken(place.state);
}

/** Two organisers may have given the last place at the same moment. */
export function tooMany(people: readonly PlaceView[], capacity: number | null): number {
  return capacity === null ? 0 : Math.max(0, people.filter(({ state }) => isTaken(state)).length - capacity);
}

/** What is said of several people goes as one message to each nomination's room. */
export function lettersOf(people: readonly PlaceView[], state: StateOfPlace): readonly { readonly room: string; readonly entry: string; readonly people: readonly { readonly id: string; readonly state: StateOfPlace }[] }[] {
  const entries = new Map<string, PlaceView[]>();
  for (const place of people) entries.set(place.entry, [...(entries.get(place.entry) ?? []), place]);
  return [...entries].flatMap(([entry, found]) => (found[0] ? [{ room: found[0].room, entry, people: found.map(({ person: { id } }) => ({ id, state })) }] : []));
}
