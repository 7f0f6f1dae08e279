import type { Clock, Ms } from '../../session/model';
import { fullTime, span } from '../format';
import { t } from '../text';
import { Icon } from './icon';

const RADIUS = 16;
const ROUND = 2 * Math.PI * RADIUS;

export type ClockMood = 'calm' | 'near' | 'late' | 'done';

/** Alarms ring at 50, 80 and 100 per cent; the colour follows the last two, the words always say it. */
export function mood(clock: Clock, now: Ms): ClockMood {
  if (clock.state === 'met' || clock.state === 'stopped') return 'done';
  if (clock.state === 'missed' || now >= clock.dueAt) return 'late';
  return used(clock, now) >= 0.8 ? 'near' : 'calm';
}

export function used(clock: Clock, now: Ms): number {
  const whole = clock.dueAt - clock.startedAt;
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (now - clock.startedAt) / whole));
}

/** The share of time that is left, running out clockwise; never mirrored: clocks turn one way. */
export function Ring({ clock, now, big }: { clock: Clock; now: Ms; big?: boolean }) {
  const how = mood(clock, now);
  const left = how === 'done' ? 1 : 1 - used(clock, now);
  return (
    <span class={`ring ring-${how}${big ? ' ring-big' : ''}`} aria-hidden="true">
      <svg viewBox="0 0 40 40" focusable="false">
        <circle class="ring-track" cx="20" cy="20" r={RADIUS} />
        <circle class="ring-left" cx="20" cy="20" r={RADIUS} transform="rotate(-90 20 20)"
          stroke-dasharray={`${String(left * ROUND)} ${String(ROUND)}`} />
      </svg>
      {how === 'done' ? <Icon name="check" /> : null}
      {how === 'late' ? <Icon name="triangle-alert" /> : null}
    </span>
  );
}

/** "Acknowledge: 2 h 10 min left", "Answer: 40 min late", "Acknowledged in 12 min". */
export function clockWords(clock: Clock, now: Ms): string {
  const what = t(`clock.${clock.kind}`);
  if (clock.state === 'met' && clock.metAt !== undefined) return t('clock.met', { what, span: span(clock.metAt - clock.startedAt) });
  if (clock.state === 'stopped') return t('clock.stopped', { what });
  const late = now - clock.dueAt;
  return late >= 0 ? t('clock.late', { what, span: span(late) }) : t('clock.left', { what, span: span(-late) });
}

export function ClockLine({ clock, now }: { clock: Clock; now: Ms }) {
  return (
    <span class={`clock-line clock-${mood(clock, now)}`} title={fullTime(clock.dueAt)}>
      <Ring clock={clock} now={now} />
      <span>
        {clockWords(clock, now)}
        {clock.escalatedTo ? <span class="clock-escalated">{t(`clock.escalated.${clock.escalatedTo}`)}</span> : null}
      </span>
    </span>
  );
}

/** The clock that matters most of a room: running before done, ours before theirs, then the nearest. */
export function firstClock(clocks: readonly Clock[]): Clock | undefined {
  const open = (clock: Clock): boolean => clock.state === 'running' || clock.state === 'missed';
  const rank = (clock: Clock): number => (open(clock) ? 0 : 2) + (clock.party === 'us' ? 0 : 1);
  return [...clocks].sort((a, b) => rank(a) - rank(b) || a.dueAt - b.dueAt)[0];
}
