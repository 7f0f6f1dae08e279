/** When a meeting is: what its record says in its own zone, and which moments these are. Pure. */
import type { MeetingRecord } from '../../protocol/publications';
import type { Ms } from '../../session/model';
import { momentOf } from '../zones';

const DAY_MS = 86_400_000;

/** How much a `local` of protocol/publications.md says. */
export type Precision = 'month' | 'day' | 'minute';

export function precisionOf(local: string): Precision {
  return local.length === 7 ? 'month' : local.length === 10 ? 'day' : 'minute';
}

/** The moment that a `local` begins with; without a zone, of a day or a month, its first moment UTC. */
export function beginOf(local: string, tz: string): Ms {
  const whole = precisionOf(local) === 'month' ? `${local}-01` : local;
  return momentOf(precisionOf(whole) === 'day' ? `${whole}T00:00:00` : `${whole}:00`, tz || 'UTC');
}

/** The moment from which on it is over: of a day or a month the end of it, in the zone. */
export function overAt(local: string, tz: string): Ms {
  switch (precisionOf(local)) {
    case 'minute':
      return beginOf(local, tz);
    case 'day':
      return beginOf(new Date(Date.parse(`${local}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10), tz);
    case 'month':
      return beginOf(nextMonth(local), tz);
  }
}

function nextMonth(month: string): string {
  const [year = 0, of = 0] = month.split('-').map(Number);
  return of === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${String(year).padStart(4, '0')}-${String(of + 1).padStart(2, '0')}`;
}

export type Phase = 'planned' | 'open' | 'closed' | 'now' | 'over' | 'cancelled';

/** What a reader wants to know first: may one still be nominated, is it on, is it over. The clock knows what nobody has published yet. */
export function phaseOf({ state, start, end, tz, register_by: registerBy }: MeetingRecord, now: Ms): Phase {
  if (state === 'cancelled') return 'cancelled';
  if (state === 'held' || now >= overAt(end, tz)) return 'over';
  if (now >= beginOf(start, tz)) return 'now';
  if (state === 'open' && registerBy !== null && now >= registerBy * 1000) return 'closed';
  return state;
}

/** Days of the programme, in order, each with what begins on it. */
export function daysOf<P extends { readonly start: string }>(programme: readonly P[]): readonly (readonly [string, readonly P[]])[] {
  const days = new Map<string, P[]>();
  for (const point of [...programme].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))) {
    const day = point.start.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), point]);
  }
  return [...days];
}
