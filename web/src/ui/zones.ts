/** Between a moment and what the clocks of a time zone show. Pure. */
import type { Ms } from '../session/model';

const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** "2026-11-23T09:05:00" on the clocks of that zone. */
export function localOf(at: Ms, tz: string): string {
  let format = formats.get(tz);
  if (!format) formats.set(tz, (format = new Intl.DateTimeFormat('en-US', { timeZone: tz, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })));
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${(parts['year'] ?? '').padStart(4, '0')}-${parts['month'] ?? ''}-${parts['day'] ?? ''}T${parts['hour'] ?? ''}:${parts['minute'] ?? ''}:${parts['second'] ?? ''}`;
}

/** A time that is skipped is as much later as the clocks moved; one that comes twice is the first. */
export function momentOf(local: string, tz: string): Ms {
  const asUtc = Date.parse(`${local}Z`);
  const offset = (at: Ms): Ms => Date.parse(`${localOf(at, tz)}Z`) - at;
  const before = asUtc - offset(asUtc - DAY);
  if (localOf(before, tz) === local) return before;
  const later = asUtc - offset(asUtc + DAY);
  return localOf(later, tz) === local ? later : before;
}
