/** A meeting as a calendar (RFC 5545): its days, and each point of its programme that has an hour. */
import type { Ms } from '../../session/model';
import { type CalendarEvent, calendarFile, stamp } from '../icalendar';
import { type Entry, titleIn } from './entries';
import { beginOf, overAt, precisionOf } from './when';

const DAY_MS = 86_400_000;

/** Nothing of a meeting of which only the month is known: it has no day to stand on. */
export function meetingCalendar(entries: readonly Entry[], language: string, name: string, now: Ms): string {
  return calendarFile('Meetings', name, entries.flatMap((entry) => eventsOf(entry, language)), now);
}

function eventsOf({ item, record }: Entry, language: string): readonly CalendarEvent[] {
  if (precisionOf(record.start) === 'month' || precisionOf(record.end) === 'month') return [];
  const cancelled = record.state === 'cancelled';
  const location = [record.host, record.city, record.country].filter(Boolean).join(', ');
  const { title, text } = titleIn(record.words, language);
  const whole: CalendarEvent = { uid: `${item}@repatria`, summary: title, description: text, location, cancelled, transparent: true, ...daysBetween(record.start, record.end, record.tz) };
  const points = record.programme.map((point, n) => ({
    uid: `${item}-${n}@repatria`, summary: titleIn(point.words, language).title, description: [point.speakers.join(', '), titleIn(point.words, language).text].filter(Boolean).join('\n\n'), location: point.place || location, cancelled, ...daysBetween(point.start, point.end, record.tz),
  }));
  return [whole, ...points];
}

/** Moments where both have an hour; else the days that they touch. */
function daysBetween(start: string, end: string, tz: string): Pick<CalendarEvent, 'start' | 'end'> {
  // An hour that the clocks skip is a later moment than the one that follows it: nothing ends before it begins.
  if (precisionOf(start) === 'minute' && precisionOf(end) === 'minute') return { start: stamp(beginOf(start, tz)), end: stamp(Math.max(beginOf(start, tz), overAt(end, tz))) };
  const dayAfter = Date.parse(`${end.slice(0, 10)}T00:00:00Z`) + DAY_MS;
  return { start: start.slice(0, 10).replaceAll('-', ''), end: stamp(dayAfter).slice(0, 8) };
}
