/**
 * When a term of law is over, in the time zone of the country whose law it is. Pure.
 *
 * As repatria.frameworks.deadlines, which says what is counted and why; tests/frameworks/deadlines.json judges both.
 */
import type { Ms } from '../../session/model';
import { localOf, momentOf } from '../zones';

export type Unit = 'hours' | 'working_days' | 'calendar_days' | 'months' | 'years';

export interface Span {
  readonly n: number;
  readonly unit: Unit;
  /** With all extensions, in the same unit. */
  readonly max?: number | null;
}

/** ISO weekdays (1 is Monday) on which the office works, without the closed days ("2026-12-25"). */
export interface WorkCalendar {
  readonly tz: string;
  readonly weekdays: readonly number[];
  readonly closed: readonly string[];
}

/** `at`: the same time of day on the last day; `ends`: the end of that day; `sendBy`: the last day up to it on which the office works. */
export interface Deadline {
  readonly at: Ms;
  readonly ends: Ms;
  readonly day: string;
  readonly works: boolean;
  readonly sendBy: string | null;
  readonly limited: boolean;
}

export const UNITS: readonly Unit[] = ['hours', 'working_days', 'calendar_days', 'months', 'years'];
export const WORKING_WEEK: readonly number[] = [1, 2, 3, 4, 5];
export const MOST: Readonly<Record<Unit, number>> = { hours: 876_000, working_days: 26_000, calendar_days: 36_500, months: 1200, years: 100 };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function isTime({ n, unit }: Span): boolean {
  return UNITS.includes(unit) && Number.isInteger(n) && n >= 0 && n <= MOST[unit];
}

/** Null for what is no time. Each extension begins where what came before ended; nothing goes beyond `max` from the event. */
export function deadline(start: Ms, span: Span, calendar: WorkCalendar, extensions: readonly Span[] = []): Deadline | null {
  if (![span, ...extensions].every(isTime)) return null;
  const free = [span, ...extensions].reduce((at, one) => after(at, one.n, one.unit, calendar), start);
  const limit = span.max === undefined || span.max === null ? null : after(start, span.max, span.unit, calendar);
  const limited = limit !== null && free > limit;
  const at = limited ? limit : free;
  const day = localOf(at, calendar.tz).slice(0, 10);
  return { at, ends: span.unit === 'hours' ? at : momentOf(`${plusDays(day, 1)}T00:00:00`, calendar.tz), day, works: works(day, calendar), sendBy: lastWorked(day, calendar), limited };
}

function after(start: Ms, n: number, unit: Unit, calendar: WorkCalendar): Ms {
  if (unit === 'hours') return start + n * HOUR;
  const local = localOf(start, calendar.tz);
  const parts = start % 1000; // of a second, which local times leave out
  return momentOf(`${dayAfter(local.slice(0, 10), n, unit, calendar)}${local.slice(10)}`, calendar.tz) + parts;
}

function dayAfter(day: string, n: number, unit: Unit, calendar: WorkCalendar): string {
  if (unit === 'calendar_days') return plusDays(day, n);
  if (unit === 'working_days') return plusWorkingDays(day, n, calendar);
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const count = year * 12 + month - 1 + (unit === 'months' ? n : 12 * n);
  const last = new Date(Date.UTC(Math.floor(count / 12), (count % 12) + 1, 0)).getUTCDate();
  return isoDay(Date.UTC(Math.floor(count / 12), count % 12, Math.min(date, last)));
}

function plusWorkingDays(day: string, n: number, calendar: WorkCalendar): string {
  let found = day;
  for (let left = n; left > 0;) {
    found = plusDays(found, 1);
    if (works(found, calendar)) left -= 1;
  }
  return found;
}

function works(day: string, { weekdays, closed }: WorkCalendar): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return (weekdays.length ? weekdays : WORKING_WEEK).includes(weekday) && !closed.includes(day);
}

function lastWorked(day: string, calendar: WorkCalendar): string | null {
  for (let back = 0; back < 366; back += 1) {
    const found = plusDays(day, -back);
    if (works(found, calendar)) return found;
  }
  return null;
}

function isoDay(at: Ms): string {
  return new Date(at).toISOString().slice(0, 10);
}

function plusDays(day: string, n: number): string {
  return isoDay(Date.parse(`${day}T00:00:00Z`) + n * DAY);
}
