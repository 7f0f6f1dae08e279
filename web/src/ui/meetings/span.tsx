import type { MeetingRecord } from '../../protocol/publications';
import type { Ms } from '../../session/model';
import { clockTime, fullTime, sharesClock } from '../format';
import { longDate, monthYear } from '../format-values';
import { t } from '../text';
import { beginOf, type Phase, phaseOf, precisionOf } from './when';

/** The days, or the month, as the meeting's own calendar has them: no zone moves a day. */
export function Span({ record: { start, end } }: { record: Pick<MeetingRecord, 'start' | 'end'> }) {
  const [from, to] = [start.slice(0, 10), end.slice(0, 10)];
  return <><time dateTime={from}>{dayOf(from)}</time>{from === to ? null : <> – <time dateTime={to}>{dayOf(to)}</time></>}</>;
}

function dayOf(day: string): string {
  return precisionOf(day) === 'month' ? monthYear(day) : longDate(Date.parse(`${day}T12:00:00Z`), 'UTC');
}

export function DayName({ day }: { day: string }) {
  return <time dateTime={day}>{dayOf(day)}</time>;
}

/** The hour there; the reader's own beside it where it is another. */
export function HourThere({ local, tz }: { local: string; tz: string }) {
  if (precisionOf(local) !== 'minute') return null;
  const at = beginOf(local, tz);
  return (
    <span class="times">
      <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>{clockTime(at, tz)}</time>
      {sharesClock(at, tz) ? null : <span class="time-there">{t('meetings.your_time', { time: clockTime(at) })}</span>}
    </span>
  );
}

const TONES: Readonly<Record<Phase, string>> = { planned: '', open: 'chip-good', closed: '', now: 'chip-good', over: '', cancelled: 'chip-bad' };

export function PhaseChip({ record, now }: { record: MeetingRecord; now: Ms }) {
  const phase = phaseOf(record, now);
  return phase === 'over' ? null : <span class={`chip ${TONES[phase]}`}>{t(`meetings.phase.${phase}`)}</span>;
}
