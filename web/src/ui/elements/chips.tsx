/** What stands beside an item that is open: its request, its handling, who is on duty, who has read it. Not part of the first inbox. */
import type { Duty, Ms, RoomSummary, Tlp } from '../../session/model';
import { clockTime, oneName, sameDay, weekdayTime } from '../format';
import { t } from '../text';
import { Icon } from './icon';
import { RequestStateChip, UrgencyChip } from './status';

export function RequestChips({ request }: { request: NonNullable<RoomSummary['request']> }) {
  return (
    <>
      <UrgencyChip urgency={request.urgency} />
      <span class="chip">{t(`request.kind.${request.kind}`)}</span>
      <RequestStateChip state={request.state} />
    </>
  );
}

export function HandlingChip({ tlp }: { tlp: Tlp }) {
  return <span class={`chip tlp tlp-${tlp.slice(4).replace('+', '-').toLowerCase()}`} dir="ltr">{tlp}</span>;
}

/** Who answers there now. A dot and words: the dot alone would say nothing to some. */
export function DutyLine({ duty, now, timeZone }: { duty: Duty; now: Ms; timeZone: string }) {
  return (
    <span class={`duty duty-${duty.state}`}>
      <span class="dot" aria-hidden="true" />
      {dutyWords(duty, now, timeZone)}
    </span>
  );
}

export function dutyWords(duty: Duty, now: Ms, timeZone: string): string {
  const when = (at: Ms): string => (sameDay(at, now, timeZone) ? clockTime(at, timeZone) : weekdayTime(at, timeZone));
  switch (duty.state) {
    case 'on_duty':
      return t('duty.on_duty', { name: oneName(duty.officer.name), time: when(duty.until) });
    case 'on_call':
      return t('duty.on_call', { name: oneName(duty.officer.name) });
    case 'closed':
      return duty.nextOpenAt === undefined ? t('duty.closed') : t('duty.closed_until', { time: when(duty.nextOpenAt) });
    case 'unknown':
      return t('duty.unknown');
  }
}

export function ReadState({ state }: { state: 'holding' | 'sending' | 'waiting' | 'sent' | 'delivered' | 'read' | 'failed' }) {
  const icon = state === 'read' || state === 'delivered' ? 'check-check' : state === 'sent' ? 'check' : state === 'failed' ? 'triangle-alert' : 'clock';
  return <span class={`delivery delivery-${state}`}><Icon name={icon} />{t(`delivery.${state}`)}</span>;
}
