import type { Ms, RoomSummary } from '../../session/model';
import { Icon } from '../elements/icon';
import { ListTime } from '../elements/moment';
import { CountryBadge, PersonName } from '../elements/names';
import { clockWords, firstClock, Ring } from '../elements/ring';
import { RequestStateChip, UrgencyChip } from '../elements/status';
import { countryName, list } from '../format';
import { href } from '../router';
import { t, tn } from '../text';

export function RoomRow({ room, now, current, onFocus }: { room: RoomSummary; now: Ms; current: boolean; onFocus: () => void }) {
  const clock = firstClock(room.clocks);
  const classes = ['room', room.unread ? 'room-unread' : '', current ? 'room-current' : '', room.block ? 'room-blocked' : ''].join(' ');
  return (
    <li class={classes}>
      <a class="room-link" href={href({ screen: 'thread', room: room.id })} aria-current={current ? 'page' : undefined} onFocus={onFocus}>
        <span class="room-ring">{room.block ? <Icon name="shield-x" /> : clock ? <Ring clock={clock} now={now} /> : <Icon name="message-square" />}</span>
        <span class="room-main">
          <span class="room-top">
            <span class="room-who">
              {room.counterparts.map((office) => <CountryBadge key={office.id} country={office.country} />)}
              <bdi>{list([...new Set(room.counterparts.map((office) => countryName(office.country)))])}</bdi>
            </span>
            <span class="room-when"><ListTime at={room.lastAt} now={now} /></span>
          </span>
          <span class="room-subject" dir="auto">{room.subject || t(room.about === 'hit' ? 'room.hit' : 'room.no_subject')}</span>
          {room.block ? <span class="room-alarm">{t('room.blocked')}</span> : <RoomNews room={room} now={now} />}
        </span>
      </a>
    </li>
  );
}

function RoomNews({ room, now }: { room: RoomSummary; now: Ms }) {
  const clock = firstClock(room.clocks);
  return (
    <>
      <span class="room-preview">
        {room.lastBy.ours ? t('room.you') : <PersonName name={room.lastBy.officer.name} short />}{': '}
        <bdi>{room.preview}</bdi>
      </span>
      <span class="room-tags">
        {room.request ? <><UrgencyChip urgency={room.request.urgency} /><RequestStateChip state={room.request.state} /></> : null}
        {clock && (clock.state === 'running' || clock.state === 'missed') ? <span class="room-clock">{clock.party === 'them' ? `${t('clock.party.them')} · ` : ''}{clockWords(clock, now)}</span> : null}
        {room.unread ? <span class="unread">{tn('room.unread', room.unread)}</span> : null}
        {room.attachments ? <span class="tag"><Icon name="paperclip" />{tn('room.files', room.attachments)}</span> : null}
        {room.draft ? <span class="tag">{t('room.draft')}</span> : null}
      </span>
    </>
  );
}
