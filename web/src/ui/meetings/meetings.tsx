import '../styles/library.css';
import '../styles/meetings.css';
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../session/model';
import type { PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { SelectField } from '../elements/choices';
import { CountryBadge } from '../elements/names';
import { Empty, FailureNotice, Loading } from '../elements/notice';
import { useDesk } from '../desk';
import { countryName } from '../format';
import { usePublications } from '../library/use-publications';
import { csvOf } from '../notices/filters';
import { href, type Route } from '../router';
import { lazy } from '../shell/lazy';
import { currentLanguage, t, tn } from '../text';
import { meetingCalendar } from './calendar';
import { chosen, type Entry, type Filters, titleIn, UNFILTERED } from './entries';
import { KINDS } from './kinds';
import { PhaseChip, Span } from './span';
import { entriesOf, useHeld } from './use-meetings';

export type MeetingsRoute = Extract<Route, { screen: 'meetings' }>;

const SAYS = ['inside', 'rest', 'publications', 'library', 'meetings'] as const;
const MeetingScreen = lazy(() => import('./meeting').then((part) => part.MeetingScreen), SAYS);
const MeetingForm = lazy(() => import('./form').then((part) => part.MeetingForm), SAYS);

export interface MeetingsProps {
  /** Null where it could not be had: what ships is shown all the same. */
  readonly desk: PublicationsDesk | null;
  readonly failure: Failure | null;
  readonly entries: readonly Entry[];
  /** Records that are on their way. */
  readonly reading: number;
  readonly route: MeetingsRoute;
}

/** Kept while a meeting is open. */
const filters = signal<Filters>(UNFILTERED);
const SHOWN = 30;

/** What is to come and what was, one meeting, or one that is being announced. */
export function MeetingsScreen({ route }: { route: MeetingsRoute }) {
  const found = usePublications();
  const held = useHeld();
  if (found.state === 'loading' || held === null) return <Loading />;
  const desk = found.state === 'ready' ? found.value : null;
  const props: MeetingsProps = { desk, failure: found.state === 'failed' ? found.failure : null, ...entriesOf(desk, held), route };
  if (route.at === undefined) return <MeetingsList {...props} />;
  if (desk && (route.at === '_new' || route.arg === 'revise')) return <MeetingForm {...props} desk={desk} />;
  return <MeetingScreen {...props} item={route.at} />;
}

function MeetingsList({ desk, failure, entries, reading }: MeetingsProps) {
  const { state } = useDesk();
  const [shown, setShown] = useState(SHOWN);
  const found = chosen(entries, filters.value, state.now.value);
  const all = [...found.ahead, ...found.past];
  useEffect(() => { setShown(SHOWN); }, [filters.value]);
  return (
    <div class="library">
      <div class="screen-head">
        <h1 tabIndex={-1}>{t('nav.meetings')}</h1>
        <p class="actions">{desk?.may('meeting', 'new').offer ? <LinkButton kind="primary" icon="plus" to={href({ screen: 'meetings', at: '_new' })}>{t(desk.me.value.secretariat ? 'meetings.announce' : 'meetings.propose')}</LinkButton> : null}</p>
      </div>
      <p class="hint lead-text">{t('meetings.lead')}</p>
      <FailureNotice failure={failure} />
      <Filtering entries={entries} />
      <div class="screen-head">
        <p role="status" class="hint">{tn('meetings.found', all.length)}{reading ? ` · ${tn('library.reading', reading)}` : ''}</p>
        {desk ? <Save desk={desk} entries={all} /> : null}
      </div>
      {all.length ? null : <Empty icon="search" title={t('meetings.none')} action={<Button onClick={() => { filters.value = UNFILTERED; }}>{t('library.show_all')}</Button>}>{t('meetings.none_text')}</Empty>}
      <Part title={t('meetings.ahead')} entries={found.ahead} none={all.length ? t('meetings.none_ahead') : ''} />
      <Part title={t('meetings.past')} entries={found.past.slice(0, shown)} none="" />
      {found.past.length > shown ? <Button onClick={() => { setShown(shown + SHOWN); }}>{t('library.more')}</Button> : null}
    </div>
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

function Part({ title, entries, none }: { title: string; entries: readonly Entry[]; none: string }) {
  if (!entries.length) return none ? <section class="meetings-part"><h2>{title}</h2><p class="hint">{none}</p></section> : null;
  return <section class="meetings-part"><h2>{title}</h2><ul class="library-list">{entries.map((entry) => <Row key={entry.item} entry={entry} />)}</ul></section>;
}

function Row({ entry: { item, record } }: { entry: Entry }) {
  const { state } = useDesk();
  const { title, language } = titleIn(record.words, currentLanguage());
  return (
    <li>
      <a class="library-row meeting-row" href={href({ screen: 'meetings', at: item })}>
        <span class="library-row-type">{t(`meetings.kind.${record.kind}`)}{record.series ? <> · <bdi>{record.series}</bdi></> : null}</span>
        <span class="library-row-title" lang={language} dir="auto">{title}</span>
        <span class="hint"><Span record={record} /> · {record.city ? <><bdi>{record.city}</bdi> · </> : null}{record.country ? <CountryBadge country={record.country} /> : null} {record.country ? countryName(record.country) : null}</span>
        <PhaseChip record={record} now={state.now.value} />
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
