import type { NoticesDesk, NoticeView } from '../../session/notice-model';
import type { Answered, Found, Lead, ListsAnswered, Query, ScreeningDesk, Typed } from '../../session/screening-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Empty, FailureNotice, Loading, Notice } from '../elements/notice';
import { list } from '../format';
import type { NoticeWords } from '../notices/use-notices';
import { t, tcode, tn } from '../text';
import { Decision } from './decision';
import { LeadCard } from './lead';
import { measuredAt } from './measured';
import { tableOf } from './table';
import { saysFacts } from './typed';
import { WatchAll, WatchThis } from './watched';
import { scoreText, share } from './words';

interface Props {
  readonly desk: ScreeningDesk;
  readonly notices: NoticesDesk;
  readonly words: NoticeWords;
  readonly typed: Typed;
  readonly answered: Answered;
  readonly askLower: () => void;
}

/** The leads at or above the threshold, best first; with several names, each under its own. */
export function Results({ desk, notices, words, typed, answered, askLower }: Props) {
  const noticeOf = (id: string): NoticeView | undefined => notices.all.value.find((notice) => notice.id === id);
  const shown = answered.found.map((found) => ({ ...found, leads: found.leads.filter(({ score }) => score >= typed.threshold) }));
  const empty = answered.found.filter((found) => found.empty).flatMap(({ query }) => query.names);
  const all = shown.reduce((sum, { leads }) => sum + leads.length, 0);
  const below = answered.found.reduce((sum, { leads }) => sum + leads.length, 0) - all;
  const many = answered.found.length > 1;
  return (
    <section class="screening-results" aria-labelledby="results-title">
      <div class="screen-head">
        <h2 id="results-title" tabIndex={-1}>{tn('screening.found', all, { listed: answered.listed + (answered.lists?.entries ?? 0) })}</h2>
        <Export desk={desk} table={() => tableOf(shown, desk, noticeOf, words)} />
      </div>
      <p role="status" class="hint">{t('screening.position', { position: answered.position })}{below ? ` ${tn('screening.below', below)}` : ''}</p>
      <AgainstLists desk={desk} lists={answered.lists} />
      {empty.length ? <Notice tone="warning" live><p>{t('screening.empty', { names: list(empty) })}</p></Notice> : null}
      {all ? <Notice tone="warning"><p>{tcode('screen', 'lead', '')}</p></Notice> : null}
      {typed.threshold < answered.threshold ? <p><Button icon="refresh-cw" onClick={askLower}>{t('screening.ask_lower', { score: scoreText(typed.threshold) })}</Button></p> : null}
      {many ? <WatchAll desk={desk} queries={answered.found.filter((found) => !found.empty).map(({ query }) => query)} /> : shown[0] && !shown[0].empty ? <WatchThis desk={desk} query={shown[0].query} /> : null}
      {many ? <Several shown={shown} desk={desk} noticeOf={noticeOf} words={words} typed={typed} />
        : all && shown[0] ? <Leads {...shown[0]} desk={desk} noticeOf={noticeOf} words={words} open />
          : <Nothing typed={typed} />}
      {answered.found.some(({ leads }) => leads.length >= answered.limit) ? <p class="hint">{t('screening.capped', { n: answered.limit })}</p> : null}
    </section>
  );
}

/** What of the office's own lists was compared; they may still have to be fetched. Nothing where the office has none. */
function AgainstLists({ desk, lists }: { desk: ScreeningDesk; lists: ListsAnswered | null }) {
  if (!desk.lists.value?.length) return null;
  if (lists === null) return <Loading label={t('screening.lists.comparing')} />;
  return (
    <p role="status" class="hint">
      {lists.screened.length ? tn('screening.lists.screened', lists.entries, { names: list(lists.screened) }) : ''} {lists.leftOut.length ? t('screening.lists.left_out', { names: list(lists.leftOut) }) : ''}
    </p>
  );
}

interface Listing {
  readonly desk: ScreeningDesk;
  readonly noticeOf: (id: string) => NoticeView | undefined;
  readonly words: NoticeWords;
}

function Leads({ query, leads, desk, noticeOf, words, open }: Listing & { query: Query; leads: readonly Lead[]; open: boolean }) {
  return (
    <div class="clues">
      {leads.map((lead, n) => (
        <LeadCard key={lead.id} lead={lead} notice={noticeOf(lead.notice)} words={words} open={open && n === 0}><Decision desk={desk} query={query} lead={lead} /></LeadCard>
      ))}
    </div>
  );
}

/** Those with leads first, each with its own; then the names without any. */
function Several({ shown, desk, noticeOf, words, typed }: Listing & { shown: readonly Found[]; typed: Typed }) {
  const without = shown.filter(({ leads }) => leads.length === 0);
  return (
    <>
      {shown.filter(({ leads }) => leads.length > 0).map(({ query, leads }, n) => (
        <details key={n} class="screening-of" open={n === 0}>
          <summary><bdi>{query.names[0] ?? ''}</bdi> <span class="hint">{tn('screening.leads', leads.length)}</span></summary>
          <WatchThis desk={desk} query={query} />
          <Leads query={query} leads={leads} desk={desk} noticeOf={noticeOf} words={words} open={false} />
        </details>
      ))}
      {without.length ? (
        <details class="screening-of">
          <summary>{tn('screening.without', without.length)}</summary>
          <ul>{without.map(({ query }, n) => <li key={n}><bdi>{query.names[0] ?? ''}</bdi></li>)}</ul>
          <p>{nothingProves(typed)}</p>
        </details>
      ) : null}
    </>
  );
}

function Nothing({ typed }: { typed: Typed }) {
  return <Empty icon="search" title={t('screening.none')}>{nothingProves(typed)}</Empty>;
}

function nothingProves(typed: Typed): string {
  const row = measuredAt(typed.threshold, saysFacts(typed));
  const missed = row ? t('screening.none_missed', { missed: share(1 - row.recall, 0) }) : '';
  return `${t('screening.none_text', { score: scoreText(typed.threshold) })} ${missed}`.trim();
}

function Export({ desk, table }: { desk: ScreeningDesk; table: () => string }) {
  const { failure, ask } = useAsk();
  return (
    <div class="actions">
      <Button kind="quiet" icon="download" onClick={() => { ask(() => desk.save('screening.csv', table())); }}>{t('screening.csv')}</Button>
      <FailureNotice failure={failure} />
    </div>
  );
}
