import { signal } from '@preact/signals';
import type { PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { SelectField } from '../elements/choices';
import { TextField } from '../elements/field';
import { CountryBadge } from '../elements/names';
import { Empty, FailureNotice, Notice } from '../elements/notice';
import { countryName, fullTime } from '../format';
import { UnderWay } from '../library/under-way';
import { csvOf } from '../notices/filters';
import { href } from '../router';
import { currentLanguage, t, tn } from '../text';
import { meetingCalendar } from './calendar';
import { isMeetingDraft } from './draft';
import { chosen, type Entry, type Filters, titleIn, UNFILTERED, yearsOf } from './entries';
import { KINDS } from './kinds';
import type { MeetingsProps } from './meetings';
import { isHoping } from './seats';
import { PhaseChip, Span } from './span';
import { freshOf, lastOf, recordOf } from './use-meetings';
import { phaseOf } from './when';

/** Kept while a meeting is open. */
const filters = signal<Filters>(UNFILTERED);

/** What comes, soonest first; then what was, year by year. */
export function MeetingsList({ desk, failure, entries, reading }: MeetingsProps) {
  const { state } = useDesk();
  const found = chosen(entries, filters.value, state.now.value);
  const all = [...found.ahead, ...found.past];
  const fresh = freshOf(desk, 'meeting');
  return (
    <div class="library meetings">
      <Head desk={desk} />
      <p class="hint lead-text">{t('meetings.lead')}</p>
      <FailureNotice failure={failure} />
      {desk ? <><UnderWay desk={desk} shelf="meeting" /><CalledOff desk={desk} entries={entries} /><Proposals desk={desk} /><Begun desk={desk} /></> : null}
      <Filtering entries={entries} />
      <div class="screen-head">
        <p role="status" class="hint">{tn('meetings.found', all.length)}{reading ? ` · ${tn('library.reading', reading)}` : ''}</p>
        {desk ? <Save desk={desk} entries={all} /> : null}
      </div>
      {all.length ? <Part title={t('meetings.ahead')} entries={found.ahead} fresh={fresh} none={reading ? '' : t('meetings.none_ahead')} /> : <Empty icon="search" title={t('meetings.none')} action={<Button onClick={() => { filters.value = UNFILTERED; }}>{t('library.show_all')}</Button>}>{t('meetings.none_text')}</Empty>}
      {found.past.length ? (
        <section class="meetings-part" aria-labelledby="meetings-past">
          <h2 id="meetings-past">{t('meetings.past')}</h2>
          {yearsOf(found.past).map(([year, held]) => (
            <section key={year} class="meetings-year" aria-labelledby={`held-${year}`}>
              <h3 id={`held-${year}`}>{year}</h3>
              <ul class="library-list">{held.map((entry) => <Row key={entry.item} entry={entry} fresh={fresh.has(entry.item)} />)}</ul>
            </section>
          ))}
        </section>
      ) : null}
    </div>
  );
}

function Head({ desk }: Pick<MeetingsProps, 'desk'>) {
  const news = freshOf(desk, 'news').size;
  return (
    <div class="screen-head">
      <h1 tabIndex={-1}>{t('nav.meetings')}</h1>
      <p class="actions">
        {desk ? <LinkButton icon="bell" to={href({ screen: 'news' })}>{news ? t('meetings.news_fresh', { n: news }) : t('nav.news')}</LinkButton> : null}
        {desk?.may('meeting', 'new').offer ? <LinkButton kind="primary" icon="plus" to={href({ screen: 'meetings', at: '_new' })}>{t(desk.me.value.secretariat ? 'meetings.announce' : 'meetings.propose')}</LinkButton> : null}
      </p>
    </div>
  );
}

/** To a meeting that is cancelled, or was taken from the list, somebody of this office was going. */
function CalledOff({ desk, entries }: { desk: PublicationsDesk; entries: readonly Entry[] }) {
  const { state } = useDesk();
  const session = state.session.value;
  if (session.state !== 'ready') return null;
  const own = session.me.office.id;
  const cancelled = entries.filter(({ record }) => record.state === 'cancelled' && phaseOf({ ...record, state: 'planned' }, state.now.value) !== 'over').map(({ item, record }) => ({ item, record }));
  const retired = desk.shelf('meeting').value.filter((view) => view.state === 'retired').flatMap((view) => { const record = lastOf(desk, view); return record ? [{ item: view.item, record }] : []; });
  const shown = [...cancelled, ...retired].flatMap(({ item, record }) => {
    const mine = desk.places('meeting', item, record.office, record.capacity).value.people.filter((place) => place.office === own && isHoping(place));
    return mine.length && own !== record.office ? [{ item, title: titleIn(record.words, currentLanguage()).title, n: mine.length }] : [];
  });
  return <>{shown.map(({ item, title, n }) => <Notice key={item} tone="warning" title={t('meetings.off')}><p><a href={href({ screen: 'meetings', at: item })} dir="auto">{title}</a></p><p>{tn('meetings.off_people', n)}</p></Notice>)}</>;
}

/** What waits for the secretariat, and what became of what I proposed. */
function Proposals({ desk }: { desk: PublicationsDesk }) {
  const decide = desk.toDecide.value.filter(({ shelf }) => shelf === 'meeting');
  const mine = desk.mine.value.filter((offer) => offer.shelf === 'meeting' && (offer.state === 'offered' || offer.state === 'returned' || offer.state === 'refused') && !decide.includes(offer));
  const all = [...decide, ...mine];
  if (!all.length) return null;
  return (
    <section class="meetings-part"><h2>{t('meetings.proposed')}</h2>
      <ul class="library-list">
        {all.map((offer) => {
          const record = recordOf(desk, offer);
          return (
            <li key={offer.hash}><a class="library-row" href={href({ screen: 'meetings', at: offer.item })}>
              <span class="library-row-title" dir="auto">{record.state === 'ready' ? titleIn(record.value.words, currentLanguage()).title : offer.item}</span>
              <span class="hint">{t('documents.offered_by', { who: offer.by, time: fullTime(offer.at) })} · {t(`documents.state.${offer.state}`)}</span>
              {offer.ended?.text ? <span dir="auto">{offer.ended.text}</span> : null}
            </a></li>
          );
        })}
      </ul>
    </section>
  );
}

/** What was begun and is kept in this browser. */
function Begun({ desk }: { desk: PublicationsDesk }) {
  const begun = [...desk.kept.value].flatMap(([id, value]) => (id.startsWith('meeting/') && isMeetingDraft(value) ? [{ at: id.slice('meeting/'.length), title: value.record.words[0]?.title ?? '' }] : []));
  if (!begun.length) return null;
  return (
    <section class="meetings-part"><h2>{t('documents.begun')}</h2>
      <ul class="library-list">{begun.map(({ at, title }) => <li key={at}><a class="library-row" href={href(at === '_new' ? { screen: 'meetings', at } : { screen: 'meetings', at, arg: 'revise' })}><span class="library-row-title" dir="auto">{title || t('documents.untitled')}</span></a></li>)}</ul>
    </section>
  );
}

function Filtering({ entries }: { entries: readonly Entry[] }) {
  const set = (part: Partial<Filters>): void => { filters.value = { ...filters.value, ...part }; };
  const there = KINDS.filter((kind) => entries.some(({ record }) => record.kind === kind));
  return (
    <form class="library-filters meetings-filters" role="search" aria-label={t('meetings.find')} onSubmit={(event) => { event.preventDefault(); }}>
      <TextField label={t('meetings.find')} hint={t('meetings.find_hint')} type="search" value={filters.value.text} onInput={(text) => { set({ text }); }} />
      <SelectField label={t('meetings.field.kind')} value={filters.value.kind} empty={t('library.all')} choices={there.map((value) => ({ value, label: t(`meetings.kind.${value}`) }))} onChange={(kind) => { set({ kind }); }} />
    </form>
  );
}

function Part({ title, entries, fresh, none }: { title: string; entries: readonly Entry[]; fresh: ReadonlySet<string>; none: string }) {
  return <section class="meetings-part"><h2>{title}</h2>{entries.length ? <ul class="library-list">{entries.map((entry) => <Row key={entry.item} entry={entry} fresh={fresh.has(entry.item)} />)}</ul> : <p class="hint">{none}</p>}</section>;
}

function Row({ entry: { item, record }, fresh }: { entry: Entry; fresh: boolean }) {
  const { state } = useDesk();
  const { title, language } = titleIn(record.words, currentLanguage());
  return (
    <li>
      <a class="library-row meeting-row" href={href({ screen: 'meetings', at: item })}>
        <span class="library-row-type">{t(`meetings.kind.${record.kind}`)}{record.series ? <> · <bdi>{record.series}</bdi></> : null}</span>
        <span class="library-row-title" lang={language} dir="auto">{title}</span>
        <span class="hint"><Span record={record} />{record.city ? <> · <bdi>{record.city}</bdi></> : null}{record.country ? <> · <CountryBadge country={record.country} /> {countryName(record.country)}</> : null}</span>
        <span class="chips">{fresh ? <span class="chip library-new">{t('library.new')}</span> : null}<PhaseChip record={record} now={state.now.value} /></span>
      </a>
    </li>
  );
}

function Save({ desk, entries }: { desk: PublicationsDesk; entries: readonly Entry[] }) {
  const { failure, ask } = useAsk();
  const { state } = useDesk();
  const table = (): string => csvOf([
    [t('meetings.field.title'), t('meetings.field.kind'), t('meetings.field.start'), t('meetings.field.end'), t('meetings.field.tz'), t('meetings.field.city'), t('meetings.field.country'), t('meetings.field.host'), t('meetings.field.organisers'), t('meetings.field.participants'), t('meetings.field.countries'), t('meetings.field.source'), t('library.column.item')],
    ...entries.map(({ item, record }) => [titleIn(record.words, currentLanguage()).title, t(`meetings.kind.${record.kind}`), record.start, record.end, record.tz, record.city, record.country, record.host, record.organisers.join('; '), String(record.participants ?? ''), String(record.countries ?? ''), record.source, item]),
  ]);
  return (
    <div class="actions">
      <Button kind="quiet" icon="download" onClick={() => { ask(() => desk.save('meetings.csv', table())); }}>{t('library.csv')}</Button>
      <Button kind="quiet" icon="calendar" onClick={() => { ask(() => desk.save('meetings.ics', meetingCalendar(entries, currentLanguage(), t('nav.meetings'), state.now.value))); }}>{t('meetings.ics')}</Button>
      <FailureNotice failure={failure} />
    </div>
  );
}
