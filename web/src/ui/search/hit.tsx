import type { Ms } from '../../session/model';
import { type Letter, markPieces, type Piece, snippetOf } from '../../session/letters';
import type { Query } from '../../session/query';
import { Icon } from '../elements/icon';
import { ListTime } from '../elements/moment';
import { CountryBadge, PersonName, visibleName } from '../elements/names';
import { UrgencyChip } from '../elements/status';
import { countryName } from '../format';
import { href } from '../router';
import { t } from '../text';

/** One message found, with what was looked for marked in it; leads to that very message. */
export function HitRow({ letter, query, now, onFocus }: { letter: Letter; query: Query; now: Ms; onFocus: () => void }) {
  const { item } = letter;
  const files = item.kind === 'acknowledgement' ? [] : item.attachments.filter(({ name }) => markPieces(name, query).some(({ marked }) => marked));
  return (
    <li class="hit-row">
      <a class="hit" href={href({ screen: 'thread', room: letter.room, entry: letter.entry })} onFocus={onFocus}>
        <span class="hit-top">
          <span class="room-who"><CountryBadge country={item.office.country} /><PersonName name={item.officer.name} short /><span class="hint">{countryName(item.office.country)}</span></span>
          <span class="room-when"><ListTime at={letter.at} now={now} /></span>
        </span>
        <span class="hit-subject" dir="auto">{letter.subject ? <Marked pieces={markPieces(letter.subject, query)} /> : t('room.no_subject')}</span>
        <span class="hit-text" dir="auto"><Marked pieces={snippetOf(letter, query)} /></span>
        <span class="room-tags">
          {letter.unread ? <span class="unread">{t('search.unread')}</span> : null}
          {item.kind === 'request' ? <><UrgencyChip urgency={item.request.urgency} /><span>{t(`request.kind.${item.request.kind}`)}</span></> : null}
          {item.kind === 'message' && item.answer ? <span>{t(`outcome.${item.answer.outcome}`)}</span> : null}
          {item.kind === 'acknowledgement' ? <span>{t('search.acknowledgement')}</span> : null}
          {files.map((file) => <span key={file.id} class="tag"><Icon name="paperclip" /><bdi dir="ltr"><Marked pieces={markPieces(visibleName(file.name), query)} /></bdi></span>)}
        </span>
      </a>
    </li>
  );
}

function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return <>{pieces.map(({ text, marked }, index) => (marked ? <mark key={index}>{text}</mark> : text))}</>;
}
