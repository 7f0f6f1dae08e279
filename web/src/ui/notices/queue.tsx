import type { NoticesDesk } from '../../session/notice-model';
import { Empty } from '../elements/notice';
import { href } from '../router';
import { t } from '../text';
import { Row } from './list';
import type { NoticeWords } from './use-notices';

/** What the secretariat has to look at, oldest first. */
export function ReviewQueue({ desk, words }: { desk: NoticesDesk; words: NoticeWords }) {
  const waiting = desk.all.value.filter(({ state }) => state === 'submitted').reverse();
  return (
    <div class="notices">
      <a class="back-always" href={href({ screen: 'notices' })}>{t('notices.back')}</a>
      <h1 tabIndex={-1}>{t('notices.queue_title')}</h1>
      <p class="hint">{t('notices.queue_text')}</p>
      {waiting.length === 0 ? <Empty icon="circle-check" title={t('notices.queue_empty')} /> : <ul class="notice-list">{waiting.map((notice) => <Row key={notice.id} notice={notice} words={words} />)}</ul>}
    </div>
  );
}
