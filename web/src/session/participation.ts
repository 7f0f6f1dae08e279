/**
 * Who goes to a meeting or course, and what is written together, folded from rooms (protocol/publications.md, "What is
 * sealed"). Pure.
 */
import type { BodyOf } from '../protocol/bodies.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { checkRecord } from '../protocol/publications.ts';
import type { Opened } from './person-room.ts';
import type { Manuscript, Participant, Places, PlaceState, PlaceView } from './publication-model.ts';

/** Who has a place, whatever became of it. */
const TAKEN: readonly PlaceState[] = ['confirmed', 'attended', 'absent', 'certified'];

/** An opened entry in a room of mine. */
export interface Said {
  readonly room: string;
  readonly opened: Opened;
}

export interface Event {
  readonly shelf: 'meeting' | 'course';
  readonly item: string;
  /** To which nominations go; only this office gives places. */
  readonly office: string;
  readonly capacity: number | null;
}

/** Entries of each room in the room's order. */
export function foldPlaces(said: readonly Said[], event: Event, signer: (by: string) => string = (by) => by): Places {
  const people = new Map<string, PlaceView>();
  const participations = new Set<string>();
  for (const { room, opened } of said) {
    const { body, hash } = opened;
    if (isOf(body, 'participation') && body.shelf === event.shelf && body.item === event.item) {
      participations.add(hash);
      for (const person of body.people) propose(people, person, { room, opened });
    } else if (isOf(body, 'place') && participations.has(body.re)) {
      const answer = { entry: hash, key: opened.author, by: signer(opened.author) };
      for (const { id, state } of body.people) decide(people, { id, state }, { room, opened }, event.office, answer);
    }
  }
  const all = [...people.values()];
  const taken = all.filter(({ state }) => TAKEN.includes(state)).length;
  return { people: all, taken, free: event.capacity === null ? null : Math.max(0, event.capacity - taken) };
}

/** An id names one person for all time, and belongs to the room and the office that named it first. */
function propose(people: Map<string, PlaceView>, person: Participant, { room, opened }: Said): void {
  const before = people.get(person.id);
  if (before !== undefined && (before.room !== room || before.office !== opened.office)) return;
  const state = before?.state ?? 'proposed';
  const { decidedAt, answer } = before ?? {};
  const decided = { ...(decidedAt === undefined ? {} : { decidedAt }), ...(answer === undefined ? {} : { answer }) };
  people.set(person.id, { person, state, room, entry: opened.hash, office: opened.office, at: opened.atMs, ...decided });
}

/** Withdrawing is either office's; everything else only who gives the places, and nobody certifies themselves. */
function decide(people: Map<string, PlaceView>, { id, state }: { id: string; state: PlaceState }, { room, opened }: Said, organiser: string, answer: NonNullable<PlaceView['answer']>): void {
  const before = people.get(id);
  const { office } = opened;
  const may = office === organiser ? state !== 'certified' || before?.person.key !== opened.author : state === 'withdrawn' && office === before?.office;
  if (before?.room === room && may) people.set(id, { ...before, state, decidedAt: opened.atMs, answer });
}

/** Of those with one base the first is the next version; the others stand beside it. */
export function foldManuscripts(said: readonly Said[], signer: (by: string) => string): Manuscript[] {
  const next = new Map<string | null, string>();
  const found: Manuscript[] = [];
  for (const { room, opened } of said) {
    const { body, hash } = opened;
    if (!isOf(body, 'manuscript')) continue;
    const { shelf, item, base, record: draft, text } = body;
    const place = base ?? `${shelf}/${item}`;
    const beside = next.has(place);
    if (!beside) next.set(place, hash);
    found.push({
      entry: hash, room, shelf, item, base, beside, newest: false, at: opened.atMs, by: signer(opened.author), office: opened.office, text,
      record: wholeRecord(shelf, draft), draft,
    });
  }
  return found.map((one) => ({ ...one, newest: !next.has(one.entry) }));
}

function wholeRecord(shelf: Manuscript['shelf'], draft: JsonObject): Manuscript['record'] {
  try {
    return checkRecord(shelf, draft);
  } catch (error) {
    if (error instanceof ProtocolError) return null; // not written to its end yet
    throw error;
  }
}

/** Its shape was checked when it was opened (bodies.ts). */
function isOf<K extends 'participation' | 'place' | 'manuscript'>(body: unknown, kind: K): body is BodyOf<K> {
  return (body as { kind?: unknown } | null | undefined)?.kind === kind;
}
