import '../styles/directory.css';
import '../styles/thread.css';
import '../styles/notices.css';
import { FailureNotice, Loading } from '../elements/notice';
import { LinkButton } from '../elements/button';
import { href, type Route } from '../router';
import { t } from '../text';
import { lazy } from '../shell/lazy';
import { NoticeList } from './list';
import { NoticeScreen } from './notice';
import { ReviewQueue } from './queue';
import { useNotices, useNoticeWords } from './use-notices';

const DraftScreen = lazy(() => import('./draft').then((part) => part.DraftScreen), ['inside', 'rest', 'notices']);

/** The list, one notice, what waits for review, or one that is being written. */
export function NoticesScreen({ route }: { route: Extract<Route, { screen: 'notices' }> }) {
  const found = useNotices();
  const words = useNoticeWords();
  if (found.state === 'failed') return <FailureNotice failure={found.failure} />;
  if (found.state === 'loading' || words === null) return <Loading />;
  const desk = found.value;
  if (route.at === undefined) return <NoticeList desk={desk} words={words} />;
  if (route.at === 'new') return <DraftScreen desk={desk} words={words} route={route} />;
  if (route.at === 'review') return <ReviewQueue desk={desk} words={words} />;
  const notice = desk.all.value.find(({ id }) => id === route.at);
  if (notice === undefined) return <div class="stack"><p>{t('error.not_found')}</p><LinkButton to={href({ screen: 'notices' })}>{t('notices.back')}</LinkButton></div>;
  return <NoticeScreen desk={desk} words={words} notice={notice} />;
}
