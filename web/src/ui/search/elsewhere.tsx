import '../styles/library.css';
import { type ReadonlySignal, signal } from '@preact/signals';
import { type ComponentChildren, Fragment } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { NoticesDesk, NoticeView } from '../../session/notice-model';
import type { Query } from '../../session/query';
import { useDesk } from '../desk';
import { Button } from '../elements/button';
import { OfficeName } from '../elements/names';
import { findOffices } from '../fold';
import { countryName } from '../format';
import { glossaryTyped, foundTerms } from '../library/glossary';
import { chosen, type Entry, UNFILTERED, wordsIn } from '../library/entries';
import { shelfOf } from '../library/use-entries';
import { usePublications } from '../library/use-publications';
import { type LibraryCodes, useGlossary, useLibraryCodes, useShipped } from '../library/use-reference';
import { chosen as chosenNotices, subjectOf, titleOf, UNFILTERED as ALL_NOTICES } from '../notices/filters';
import { useNotices } from '../notices/use-notices';
import { href } from '../router';
import { count, currentLanguage, t, tn } from '../text';
import { reaches } from '../shell/reach';
import { OnServer } from './on-server';

const FEW = 4;
const found = signal(0);
/** How much was found outside of messages: what leads there shows it. */
export const elsewhereFound: ReadonlySignal<number> = found;

/** Everything that is not a message: what this browser has of it at once, and what only the server can look into when it is asked to. */
export function Elsewhere({ query }: { query: Query }) {
  const words = [...query.words, ...query.phrases].join(' ');
  const operational = reaches(useDesk().state.session.value, { screen: 'notices' });
  const notices = useNotices();
  const publications = usePublications();
  const codes = useLibraryCodes();
  const shipped = useShipped(true);
  const terms = useGlossary();
  const desk = publications.state === 'ready' ? publications.value : null;
  const offices = useOffices();
  const shelf = useMemo(() => shipped ?? [], [shipped]);
  const { entries } = shelfOf(desk, shelf);
  if (codes === null || terms === null || words === '') return null;
  const groups = {
    offices: findOffices(offices, words), notices: noticesFound(operational && notices.state === 'ready' ? notices.value : null, words), entries: entriesFound(entries, codes, words), terms: foundTerms(terms, words),
  };
  return (
    <aside class="elsewhere" id="elsewhere" aria-label={t('search.elsewhere')} tabIndex={-1}>
      <Count n={groups.offices.length + groups.notices.length + groups.entries.length + groups.terms.length} />
      <h2>{t('search.elsewhere')}</h2>
      <Group title={t('nav.directory')} all={groups.offices.map((office) => <a key={office.id} class="elsewhere-one" href={href({ screen: 'directory', office: office.id })}><OfficeName office={office} /></a>)} />
      <Group title={t('nav.notices')} all={groups.notices.map((notice) => <NoticeLine key={notice.id} notice={notice} />)} />
      <Group title={t('nav.library')} all={groups.entries.map((entry) => <EntryLine key={entry.item} entry={entry} codes={codes} />)} />
      <Group title={t('nav.glossary')} all={groups.terms.map((term) => <a key={term.key} class="elsewhere-one" href={href({ screen: 'glossary' })} onClick={() => { glossaryTyped.value = term.en; }}>{(['en', 'fr', 'es', 'ar'] as const).map((language, n) => <Fragment key={language}>{n ? ' · ' : ''}<bdi lang={language}>{term[language]}</bdi></Fragment>)}</a>)} />
      <Searched offices={offices.length} notices={!operational ? undefined : notices.state === 'ready' ? notices.value.all.value.length : null} entries={entries.length} terms={terms.length} />
      <OnServer desk={desk} failure={publications.state === 'failed' ? publications.failure : null} words={typedWords(query)} codes={codes} />
    </aside>
  );
}

/** Told after it was drawn: whoever shows it stands elsewhere on the page. */
function Count({ n }: { n: number }) {
  useEffect(() => {
    found.value = n;
    return () => { found.value = 0; };
  }, [n]);
  return n ? null : <p class="hint">{t('search.nothing_elsewhere')}</p>;
}

function useOffices() {
  const { state } = useDesk();
  const directory = state.directory.value;
  return directory.state === 'ready' ? directory.value.offices : [];
}

function noticesFound(desk: NoticesDesk | null, text: string): readonly NoticeView[] {
  return desk ? chosenNotices(desk.all.value, { ...ALL_NOTICES, state: '', text }) : [];
}

function entriesFound(entries: readonly Entry[], codes: LibraryCodes, text: string): readonly Entry[] {
  const never = (): boolean => false;
  return chosen(entries, { filters: { ...UNFILTERED, text }, above: codes.above, names: (facet, code) => (facet === 'language' ? '' : codes.nameIn(facet, code)), isFresh: never, isListed: never }).entries;
}

/** As the server's own syntax has it; operators about mail mean nothing there. */
export function typedWords({ words, phrases, without }: Query): string {
  return [...words, ...phrases.map((phrase) => `"${phrase}"`), ...without.map((word) => `-${word}`)].join(' ');
}

/** A few first; nothing where nothing was found. */
function Group({ title, all }: { title: string; all: readonly ComponentChildren[] }) {
  const [open, setOpen] = useState(false);
  if (!all.length) return null;
  return (
    <section class="elsewhere-group">
      <h3>{title} <span class="hint">{count(all.length)}</span></h3>
      <ul class="plain">{(open ? all : all.slice(0, FEW)).map((one, n) => <li key={n}>{one}</li>)}</ul>
      {all.length > FEW && !open ? <Button kind="quiet" onClick={() => { setOpen(true); }}>{t('search.more', { n: count(all.length - FEW) })}</Button> : null}
    </section>
  );
}

function NoticeLine({ notice }: { notice: NoticeView }) {
  return <a class="elsewhere-one" href={href({ screen: 'notices', at: notice.id })}><bdi>{subjectOf(notice) || titleOf(notice) || notice.id.slice(0, 8)}</bdi> <span class="hint">{countryName(notice.country)}</span></a>;
}

function EntryLine({ entry, codes }: { entry: Entry; codes: LibraryCodes }) {
  const words = wordsIn(entry.record, currentLanguage());
  return <a class="elsewhere-one" href={href({ screen: 'library', at: entry.item })}><span lang={words.language} dir="auto">{words.title}</span> <span class="hint">{[codes.nameIn('type', entry.record.type), entry.record.year].filter(Boolean).join(' · ')}</span></a>;
}

/** What was looked through, and where; nothing else was. `notices`: null where they could not be had, undefined for who has none. */
function Searched({ offices, notices, entries, terms }: { offices: number; notices: number | null | undefined; entries: number; terms: number }) {
  return (
    <div class="elsewhere-where hint">
      <p>{t('search.on_this_machine')}</p>
      <ul>
        <li>{tn('search.where.offices', offices)}</li>
        {notices === undefined ? null : <li>{notices === null ? t('search.where.no_notices') : tn('search.where.notices', notices)}</li>}
        <li>{tn('search.where.entries', entries)}</li>
        <li>{tn('search.where.terms', terms)}</li>
      </ul>
      <p>{t('search.not_here')}</p>
    </div>
  );
}
