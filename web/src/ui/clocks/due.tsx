import type { Clock, Ms, RoomSummary } from '../../session/model';
import { CountryBadge } from '../elements/names';
import { clockWords, mood, Ring } from '../elements/ring';
import { UrgencyChip } from '../elements/status';
import { countryName, fullTime, list } from '../format';
import { href } from '../router';
import { t } from '../text';

export interface Due {
  readonly room: RoomSummary;
  readonly clock: Clock;
}

/** Every clock that runs, the nearest first. */
export function dueClocks(rooms: readonly RoomSummary[]): readonly Due[] {
  return rooms
    .flatMap((room) => room.clocks.map((clock) => ({ room, clock })))
    .filter(({ clock }) => clock.state === 'running' || (clock.state === 'missed' && clock.metAt === undefined))
    .sort((a, b) => a.clock.dueAt - b.clock.dueAt);
}

export function DueList({ title, none, due, now }: { title: string; none: string; due: readonly Due[]; now: Ms }) {
  return (
    <section>
      <h2>{title}</h2>
      {due.length ? null : <p class="hint">{none}</p>}
      <ul class="plain due-list">
        {due.map(({ room, clock }) => (
          <li key={room.id + clock.kind}>
            <a class={`due due-${mood(clock, now)}`} href={href({ screen: 'thread', room: room.id })}>
              <Ring clock={clock} now={now} big />
              <span class="due-main">
                <span class="due-words">{clockWords(clock, now)}</span>
                <span class="due-subject" dir="auto">{room.subject || t('room.no_subject')}</span>
                <span class="due-facts">
                  {room.counterparts.map((office) => <CountryBadge key={office.id} country={office.country} />)}
                  <bdi>{list(room.counterparts.map((office) => countryName(office.country)))}</bdi>
                  {room.request ? <UrgencyChip urgency={room.request.urgency} /> : null}
                  <span class="hint">{t('clock.due', { time: fullTime(clock.dueAt) })}</span>
                  {clock.escalatedTo ? <span class="clock-escalated">{t(`clock.escalated.${clock.escalatedTo}`)}</span> : null}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
