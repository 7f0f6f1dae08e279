import '../styles/checklist.css';
import planned from 'virtual:reference/checklist';
import { foldChecklist } from '../../session/checklist';
import type { Thread } from '../../session/model';
import { useDesk } from '../desk';
import { LinkButton } from '../elements/button';
import { Icon } from '../elements/icon';
import { href } from '../router';
import { t } from '../text';
import { doneWords, leftWords } from './words';

/** In the thread: how far the first 24 hours are, and the way to them. */
export function ChecklistCard({ thread }: { thread: Thread }) {
  const { state } = useDesk();
  const { all, endsAt } = foldChecklist(thread.items, planned);
  return (
    <section class="checklist-card" aria-label={t('checklist.title')}>
      <Icon name="list-checks" />
      <div>
        <p><strong>{t('checklist.title')}</strong> · {doneWords(all)}, {leftWords(endsAt, state.now.value)}</p>
        <progress max={Math.max(1, all.total)} value={all.done} aria-label={doneWords(all)} />
      </div>
      <LinkButton to={href({ screen: 'thread', room: thread.room.id, entry: 'checklist' })}>{t('checklist.open')}</LinkButton>
    </section>
  );
}
