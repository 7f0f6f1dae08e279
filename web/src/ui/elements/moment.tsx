import type { Ms } from '../../session/model';
import { clockTime, fullTime, listTime, sharesClock, timeThere } from '../format';
import { t } from '../text';

/** A time in lists: short, with the whole of it on demand and for machines. */
export function ListTime({ at, now }: { at: Ms; now: Ms }) {
  return <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>{listTime(at, now)}</time>;
}

/** A time in the reader's zone and, when it differs, what the clock said where the author sat. */
export function BothTimes({ at, timeZone, now }: { at: Ms; timeZone: string; now: Ms }) {
  return (
    <span class="times">
      <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>{listTime(at, now)}{listTime(at, now) === clockTime(at) ? '' : ` ${clockTime(at)}`}</time>
      {sharesClock(at, timeZone) ? null : <span class="time-there">{t('time.there', { time: timeThere(at, timeZone) })}</span>}
    </span>
  );
}

/** What the clock says there now. */
export function LocalTime({ now, timeZone }: { now: Ms; timeZone: string }) {
  return <span class="time-there">{t('time.local', { time: timeThere(now, timeZone) })}</span>;
}
