import '../styles/directory.css';
import '../styles/notices.css';
import '../styles/screening.css';
import { useEffect } from 'preact/hooks';
import type { Failure } from '../../session/model';
import type { NoticesDesk } from '../../session/notice-model';
import { MOST_WATCHED, type ScreeningDesk, type Typed } from '../../session/screening-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { FailureNotice, Loading, Notice } from '../elements/notice';
import { type NoticeWords, useNotices, useNoticeWords } from '../notices/use-notices';
import { href, type Route } from '../router';
import { count, t } from '../text';
import { takeWanted } from './ask-about';
import { AskForm } from './form';
import { WatchedLeads } from './leads';
import { OwnLists } from './lists';
import { DEFAULT_THRESHOLD, LOWEST } from './measured';
import { Results } from './results';
import { Threshold } from './threshold';
import { blankTyped, queriesOf, typedOf } from './typed';
import { useScreening } from './use-screening';
import { WatchedNames } from './watched';

type ScreeningRoute = Extract<Route, { screen: 'screening' }>;

/** A name or a record against what is listed: asked, ranked, explained; beside it what the office watches. */
export function ScreeningScreen({ route }: { route: ScreeningRoute }) {
  const desk = useScreening();
  const notices = useNotices();
  const words = useNoticeWords();
  if (desk.state === 'failed') return <FailureNotice failure={desk.failure} />;
  if (notices.state === 'failed') return <FailureNotice failure={notices.failure} />;
  if (desk.state === 'loading' || notices.state === 'loading' || words === null) return <Loading />;
  const parts = { desk: desk.value, notices: notices.value, words };
  return (
    <div class="screening">
      <h1 tabIndex={-1}>{t('nav.screening')}</h1>
      <Tabs at={route.at} />
      {route.at === 'watched' ? <WatchedNames desk={desk.value} most={MOST_WATCHED} /> : route.at === 'leads' ? <WatchedLeads {...parts} /> : route.at === 'lists' ? <OwnLists desk={desk.value} /> : <Asking {...parts} />}
    </div>
  );
}

const TABS = [[undefined, 'ask'], ['leads', 'leads'], ['watched', 'watched'], ['lists', 'lists']] as const;

function Tabs({ at }: { at: string | undefined }) {
  const { state } = useDesk();
  const fresh = state.leads.value;
  const known = TABS.some(([tab]) => tab === at) ? at : undefined;
  return (
    <nav class="screening-tabs" aria-label={t('screening.parts')}>
      {TABS.map(([tab, name]) => (
        <a key={name} href={href({ screen: 'screening', at: tab })} aria-current={tab === known ? 'page' : undefined}>
          {t(`screening.tab.${name}`)}{tab === 'leads' && fresh ? <span class="count">{count(fresh)}</span> : null}
        </a>
      ))}
    </nav>
  );
}

function Asking({ desk, notices, words }: { desk: ScreeningDesk; notices: NoticesDesk; words: NoticeWords }) {
  const asking = useAsk();
  const typed = desk.typed.value ?? blankTyped(DEFAULT_THRESHOLD);
  const answered = desk.answered.value;
  useEffect(() => {
    const wanted = takeWanted();
    if (wanted === null) return;
    desk.typed.value = typedOf(wanted, typed.threshold);
    desk.answered.value = null;
  }, []);
  const put = (part: Partial<Typed>): void => { desk.typed.value = { ...typed, ...part }; };
  const ask = (): void => {
    const { queries } = queriesOf(typed);
    // One record is asked from the lowest score on, so that the threshold moves without asking again.
    const threshold = queries.length === 1 ? LOWEST : typed.threshold;
    asking.ask(() => desk.screen(queries, threshold), () => { window.requestAnimationFrame(() => { document.getElementById('results-title')?.focus(); }); });
  };
  return (
    <>
      <p class="hint notices-lead">{t('screening.where')}</p>
      <div class="screening-ask">
        <AskForm desk={desk} typed={typed} put={put} asking={asking} ask={ask} />
        <Threshold typed={typed} put={(threshold) => { put({ threshold }); }} ownLists={(desk.lists.value?.length ?? 0) > 0} />
      </div>
      {asking.busy ? <Loading label={t('screening.asking')} /> : null}
      <NotAnswered failure={asking.failure} again={ask} />
      {answered && !asking.busy && !asking.failure ? <Results desk={desk} notices={notices} words={words} typed={typed} answered={answered} askLower={ask} /> : null}
    </>
  );
}

/** Nothing that was typed is lost; the same can be asked again. */
function NotAnswered({ failure, again }: { failure: Failure | null; again: () => void }) {
  if (failure === null) return null;
  const silent = failure.code === 'offline';
  const busy = failure.code === 'slow_down' || (failure.code === 'server' && failure.detail?.includes('unavailable'));
  return (
    <div class="stack">
      {silent || busy ? <Notice tone="error" live><p>{t(silent ? 'screening.no_answer' : 'screening.busy')}</p></Notice> : <FailureNotice failure={failure} />}
      <p><Button icon="refresh-cw" onClick={again}>{t('action.retry')}</Button></p>
    </div>
  );
}
