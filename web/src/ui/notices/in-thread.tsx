import type { EntryId, NoticeMention, RoomId } from '../../session/model';
import { Icon } from '../elements/icon';
import { href } from '../router';
import { t } from '../text';
import { useNotices } from './use-notices';

/** In a letter that carries a notice's record, or tells of a hit: the way to the notice. */
export function InThread({ mention, room, entry }: { mention: NoticeMention; room: RoomId; entry: EntryId }) {
  const found = useNotices();
  const ready = found.state === 'ready' ? found.value : undefined;
  // What a hit names need not be in our register; what a letter carries, only its record's hash says.
  const id = mention.kind === 'hit' ? ready?.all.value.find((notice) => notice.id === mention.of)?.id : ready && ready.all.value.length > 0 ? ready.inThread(room, entry) : undefined;
  return (
    <p class="notice-mention"><Icon name="bell" /> {t(`notices.thread.${mention.kind}`)} {id ? <a href={href({ screen: 'notices', at: id })}>{t('notices.thread.open')}</a> : null}</p>
  );
}
