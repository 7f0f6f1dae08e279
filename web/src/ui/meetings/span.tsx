import type { MeetingRecord } from '../../protocol/publications';
import type { Ms } from '../../session/model';
import { clockTime, sharesClock, weekdayTime } from '../format';
import { longDate, monthYear } from '../format-values';
import { formatLocale, t } from '../text';
import { localOf } from '../zones';
import { beginOf, type Phase, phaseOf, precisionOf } from './when';

/** The days, or the month, as the meeting's own calendar has them: no zone moves a day. */
export function Span({ record: { start, end } }: { record: Pick<MeetingRecord, 'start' | 'end'> }) {
  return <time dateTime={start.slice(0, 10)}>{spanWords(start, end)}</time>;
}

/** "3–5 July 2013", "31 January – 2 February 2027", "September 2014". */
export function spanWords(start: string, end: string): string {
  const days = precisionOf(start) !== 'month' && precisionOf(end) !== 'month';
  const [from, to] = [start, end].map((local) => (days ? local.slice(0, 10) : local.slice(0, 7)));
  if (from === undefined || to === undefined || from === to) return days ? dayWords(start.slice(0, 10)) : monthYear(start.slice(0, 7));
  const at = (day: string): Date => new Date(`${days ? day : `${day}-15`}T12:00:00Z`);
  return new Intl.DateTimeFormat(`${formatLocale()}-ca-gregory`, { ...(days ? { day: 'numeric' } : {}), month: 'long', year: 'numeric', timeZone: 'UTC' }).formatRange(at(from), at(to));
}

export function dayWords(day: string): string {
  return longDate(Date.parse(`${day}T12:00:00Z`), 'UTC');
}

export function weekday(day: string): string {
  return new Intl.DateTimeFormat(`${formatLocale()}-ca-gregory`, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}

/** With the weekday where it is another day here. */
function timeHere(at: Ms, tz: string): string {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return localOf(at, here).slice(0, 10) === localOf(at, tz).slice(0, 10) ? clockTime(at) : weekdayTime(at);
}

/** From hour to hour by the clocks of the place; by the reader's own below where these show another. */
export function Hours({ start, end, tz }: { start: string; end: string; tz: string }) {
  if (precisionOf(start) !== 'minute') return null;
  const [from, to] = [beginOf(start, tz), precisionOf(end) === 'minute' ? beginOf(end, tz) : null];
  const here = timeHere(from, tz);
  return (
    <>
      <time class="meeting-there" dateTime={new Date(from).toISOString()}>{to === null || to === from ? clockTime(from, tz) : t('meetings.hours', { from: clockTime(from, tz), to: clockTime(to, tz) })}</time>
      {sharesClock(from, tz) ? null : <span class="meeting-here">{to === null || to === from ? t('meetings.your_time', { time: here }) : t('meetings.your_hours', { from: here, to: timeHere(to, tz) })}</span>}
    </>
  );
}

/** "Africa/Nairobi (GMT+3)" as it is on the first day. */
export function ZoneName({ tz, at }: { tz: string; at: Ms }) {
  const offset = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'shortOffset' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return <bdi dir="ltr">{tz.replaceAll('_', ' ')}{offset && offset !== tz ? ` (${offset.replace('GMT', 'UTC')})` : ''}</bdi>;
}

const TONES: Readonly<Record<Phase, string>> = { planned: '', open: 'chip-good', closed: '', now: 'chip-good', over: '', cancelled: 'chip-bad' };

export function PhaseChip({ record, now }: { record: MeetingRecord; now: Ms }) {
  const phase = phaseOf(record, now);
  return phase === 'over' ? null : <span class={`chip ${TONES[phase]}`}>{t(`meetings.phase.${phase}`)}</span>;
}
