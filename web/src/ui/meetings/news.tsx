import '../styles/library.css';
import '../styles/meetings.css';
import { useState } from 'preact/hooks';
import type { ItemView, NewsRecord, OfferView, PublicationsDesk, RecordView, Version } from '../../session/publication-model';
import { Button, LinkButton } from '../elements/button';
import { Ltr } from '../elements/names';
import { Empty, FailureNotice, Loading } from '../elements/notice';
import { fullTime } from '../format';
import { Decide } from '../library/decide';
import { Gone, History } from '../library/history';
import { RetireForm } from '../library/retiring';
import { UnderWay } from '../library/under-way';
import { usePublications } from '../library/use-publications';
import { href, type Route, route as here } from '../router';
import { lazy } from '../shell/lazy';
import { currentLanguage, t, tn } from '../text';
import { titleIn } from './entries';
import { addressOf } from './news-links';
import { freshOf } from './use-meetings';

export type NewsRoute = Extract<Route, { screen: 'news' }>;

const SAYS = ['inside', 'rest', 'publications', 'library', 'documents', 'meetings'] as const;
const NewsForm = lazy(() => import('./news-form').then((part) => part.NewsForm), SAYS);
const FeedScreen = lazy(() => import('./feed').then((part) => part.FeedScreen), SAYS);

/** What stands of one item, as far as it could be read. */
export interface Told {
  readonly view: ItemView;
  readonly standing: Version;
  readonly record: RecordView<NewsRecord>;
}

function recordOf(desk: PublicationsDesk, of: Pick<Version, 'item' | 'parts' | 'document'>): RecordView<NewsRecord> {
  return desk.record({ ...of, shelf: 'news' }).value;
}

/** Read inside a component: what is pinned first, then the newest. */
export function toldOf(desk: PublicationsDesk): readonly Told[] {
  const read = desk.shelf('news').value.flatMap((view) => (view.standing?.document ? [{ view, standing: view.standing, record: recordOf(desk, view.standing) }] : []));
  const pinned = ({ record }: Told): number => (record.state === 'ready' && record.value.pinned ? 0 : 1);
  return read.sort((a, b) => pinned(a) - pinned(b) || b.standing.at - a.standing.at);
}

/** What the network tells its members: the list, one of it, one that is written, or the address for other readers. */
export function NewsScreen({ route }: { route: NewsRoute }) {
  const found = usePublications();
  if (found.state === 'loading') return <Loading />;
  if (found.state === 'failed') return <div class="library"><h1 tabIndex={-1}>{t('nav.news')}</h1><FailureNotice failure={found.failure} /></div>;
  const desk = found.value;
  if (route.at === undefined) return <NewsList desk={desk} />;
  if (route.at === '_feed') return <FeedScreen desk={desk} />;
  if (route.at === '_new' || route.arg === 'revise') return <NewsForm desk={desk} route={route} />;
  return <NewsPage desk={desk} item={route.at} />;
}

function NewsList({ desk }: { desk: PublicationsDesk }) {
  const told = toldOf(desk);
  const fresh = freshOf(desk, 'news');
  const unread = told.filter(({ view }) => fresh.has(view.item)).length;
  const may = desk.may('news', 'new');
  const open = desk.toDecide.value.filter(({ shelf }) => shelf === 'news');
  const mine = desk.mine.value.filter((offer) => offer.shelf === 'news' && offer.state === 'offered' && !open.includes(offer));
  return (
    <div class="library news">
      <div class="screen-head">
        <h1 tabIndex={-1}>{t('nav.news')}</h1>
        <p class="actions">
          <LinkButton icon="calendar" to={href({ screen: 'meetings' })}>{t('nav.meetings')}</LinkButton>
          <LinkButton to={href({ screen: 'news', at: '_feed' })}>{t('meetings.feed')}</LinkButton>
          {may.offer ? <LinkButton kind="primary" icon="plus" to={href({ screen: 'news', at: '_new' })}>{t(may.publish ? 'meetings.write_news' : 'meetings.propose_news')}</LinkButton> : null}
        </p>
      </div>
      {unread ? <p class="hint">{tn('library.new_since', unread)}</p> : null}
      <UnderWay desk={desk} shelf="news" />
      {[...open, ...mine].map((offer) => <Offered key={offer.hash} desk={desk} offer={offer} />)}
      {told.length ? null : <Empty icon="info" title={t('meetings.no_news')}>{t('meetings.no_news_text')}</Empty>}
      <ul class="news-list">{told.map((one) => <li key={one.view.item}><Row told={one} fresh={fresh.has(one.view.item)} /></li>)}</ul>
    </div>
  );
}

function Marks({ told: { standing, record }, fresh }: { told: Told; fresh: boolean }) {
  return (
    <p class="chips">
      {fresh ? <span class="chip library-new">{t('library.new')}</span> : null}
      {record.state === 'ready' && record.value.pinned ? <span class="chip">{t('meetings.pinned')}</span> : null}
      <span class="hint"><bdi>{standing.by}</bdi> · {fullTime(standing.at)}</span>
    </p>
  );
}

function Row({ told, fresh }: { told: Told; fresh: boolean }) {
  const { view, record } = told;
  if (record.state === 'failed') return <FailureNotice failure={record.failure} />;
  if (record.state !== 'ready') return record.state === 'loading' ? <Loading /> : null;
  const said = titleIn(record.value.words, currentLanguage());
  return (
    <article class="news-one">
      <Marks told={told} fresh={fresh} />
      <h2 lang={said.language} dir="auto"><a href={href({ screen: 'news', at: view.item })}>{said.title}</a></h2>
      {said.text ? <p class="meeting-text news-first" lang={said.textLanguage} dir="auto">{said.text}</p> : null}
    </article>
  );
}

function NewsPage({ desk, item }: { desk: PublicationsDesk; item: string }) {
  const all = toldOf(desk);
  const told = all.find(({ view }) => view.item === item);
  const titleOf = (of: string): string | undefined => titlesOf(all).get(of);
  const view = desk.item('news', item).value;
  const back = <a class="back-always" href={href({ screen: 'news' })}>{t('meetings.news_back')}</a>;
  if (!told) return <div class="library-page">{back}<h1 tabIndex={-1}>{t('nav.news')}</h1>{view?.state === 'retired' ? <><Gone desk={desk} view={view} titleOf={titleOf} title={t('meetings.news_gone')} /><History desk={desk} view={view} titleOf={titleOf} /></> : <p>{t('error.not_found')}</p>}</div>;
  const { record } = told;
  return (
    <article class="library-page">
      {back}
      <UnderWay desk={desk} of={item} shelf="news" />
      {record.state === 'loading' ? <Loading /> : null}
      {record.state === 'failed' ? <FailureNotice failure={record.failure} /> : null}
      {record.state === 'absent' ? <p>{t('error.not_found')}</p> : null}
      {record.state === 'ready' ? <><Said record={record.value} level={1} /><Marks told={told} fresh={freshOf(desk, 'news').has(item)} /><Tools desk={desk} told={told} titles={titlesOf(all)} /></> : null}
      <History desk={desk} view={told.view} titleOf={titleOf} />
    </article>
  );
}

function Said({ record, level }: { record: NewsRecord; level: 1 | 2 }) {
  const said = titleIn(record.words, currentLanguage());
  const address = addressOf(record.link);
  return (
    <>
      {level === 1 ? <h1 tabIndex={-1} lang={said.language} dir="auto">{said.title}</h1> : <h2 lang={said.language} dir="auto">{said.title}</h2>}
      {said.text ? <p class="meeting-text news-text" lang={said.textLanguage} dir="auto">{said.text}</p> : null}
      {address ? <div class="actions"><LinkButton to={address}>{t('meetings.read_more')}</LinkButton></div> : record.link ? <p class="hint"><Ltr>{record.link}</Ltr></p> : null}
    </>
  );
}

/** Of what stands, by its name, in the reader's language. */
function titlesOf(all: readonly Told[]): ReadonlyMap<string, string> {
  return new Map(all.flatMap(({ view, record }) => (record.state === 'ready' ? [[view.item, titleIn(record.value.words, currentLanguage()).title] as const] : [])));
}

function Tools({ desk, told: { view, standing }, titles }: { desk: PublicationsDesk; told: Told; titles: ReadonlyMap<string, string> }) {
  const [asked, setAsked] = useState(false);
  const may = desk.may('news', view.item);
  if (!may.publish && !may.retire) return null;
  return (
    <section class="library-tools" aria-label={t('documents.tools')}>
      <div class="actions">
        {may.publish ? <LinkButton icon="square-pen" to={href({ screen: 'news', at: view.item, arg: 'revise' })}>{t('meetings.revise')}</LinkButton> : null}
        {may.retire && !asked ? <Button kind="quiet" icon="trash-2" onClick={() => { setAsked(true); }}>{t('meetings.retire_news')}</Button> : null}
      </div>
      {asked ? <><p>{t('meetings.retire_news_text')}</p><RetireForm desk={desk} shelf="news" item={view.item} seen={standing.logIndex + 1} sign={t('meetings.retire_news')} instead={{ choices: [...titles].map(([value, label]) => ({ value, label })) }} cancel={() => { setAsked(false); }} /></> : null}
    </section>
  );
}

/** What somebody proposed, for its author and for who decides. */
function Offered({ desk, offer }: { desk: PublicationsDesk; offer: OfferView }) {
  const record = recordOf(desk, offer);
  if (record.state === 'absent') return null;
  return (
    <section class="library-offer" aria-label={t('meetings.proposal')}>
      <p><strong>{t('meetings.proposal')}</strong> {t('documents.offered_by', { who: offer.by, time: fullTime(offer.at) })}</p>
      {record.state === 'loading' ? <Loading /> : null}
      {record.state === 'failed' ? <FailureNotice failure={record.failure} /> : null}
      {record.state === 'ready' ? <Said record={record.value} level={2} /> : null}
      <Decide desk={desk} offer={offer} here={here.value} to={{ screen: 'news', at: offer.item }} />
    </section>
  );
}
