import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { SearchAnswer } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox, SelectField } from '../elements/choices';
import { Icon } from '../elements/icon';
import { Empty, FailureNotice } from '../elements/notice';
import { languageName, longDate } from '../format-values';
import { csvOf } from '../notices/filters';
import { href } from '../router';
import { currentLanguage, t, tn } from '../text';
import { chosen, type Entry, type Facet, FACETS, type Filters, type Found, UNFILTERED, wordsIn } from './entries';
import { Hits } from './hits';
import type { LibraryProps } from './library';
import { freshOf } from './use-entries';
import type { LibraryCodes } from './use-reference';

/** Kept while a document is open. */
const filters = signal<Filters>(UNFILTERED);
const answered = signal<{ readonly text: string; readonly answer: SearchAnswer } | null>(null);
const SHOWN = 40;

/** Something is looked for: what abstracts say counts. */
export function isAsked(): boolean {
  return filters.value.text !== '';
}

export function LibraryList({ desk, failure, codes, shelf }: LibraryProps) {
  const [shown, setShown] = useState(SHOWN);
  const now = filters.value;
  const listed = desk?.reading.value.lists.find(({ name }) => name === now.list)?.items ?? [];
  const fresh = freshOf(desk);
  const isFresh = ({ item }: Entry): boolean => fresh.has(item);
  const found = chosen(shelf.entries, { filters: now, above: codes.above, names: namesOf(codes), isFresh, isListed: ({ item }) => listed.includes(`library/${item}`) });
  return (
    <div class="library">
      <Head desk={desk} />
      <p class="hint lead-text">{t('library.lead')}</p>
      {fresh.size ? <p class="hint">{tn('library.new_since', fresh.size)}</p> : null}
      <FailureNotice failure={failure} />
      <Filtering desk={desk} codes={codes} found={found} />
      {answered.value && answered.value.text === now.text && now.text ? <Hits answer={answered.value.answer} codes={codes} /> : null}
      <div class="screen-head">
        <p role="status" class="hint">{tn('library.found', found.entries.length)}{shelf.reading ? ` · ${tn('library.reading', shelf.reading)}` : ''}{shelf.beyond ? ` · ${tn('library.beyond', shelf.beyond)}` : ''}</p>
        {desk ? <Save desk={desk} entries={found.entries} codes={codes} /> : null}
      </div>
      {found.entries.length ? null : <Empty icon="search" title={t('library.none')} action={<Button onClick={() => { filters.value = UNFILTERED; }}>{t('library.show_all')}</Button>}>{t('library.none_text')}</Empty>}
      <ul class="library-list">{found.entries.slice(0, shown).map((entry) => <Row key={entry.item} entry={entry} codes={codes} fresh={isFresh(entry)} />)}</ul>
      {found.entries.length > shown ? <Button onClick={() => { setShown(shown + SHOWN); }}>{t('library.more')}</Button> : null}
      <p class="hint">{t('library.ours')}</p>
    </div>
  );
}

export function namesOf(codes: LibraryCodes): (facet: Facet, code: string) => string {
  return (facet, code) => (facet === 'language' ? languageName(code) : codes.nameIn(facet, code));
}

function Head({ desk }: Pick<LibraryProps, 'desk'>) {
  const me = desk?.me.value;
  const waiting = desk?.toDecide.value.filter((offer) => offer.shelf === 'library').length ?? 0;
  return (
    <div class="screen-head">
      <h1 tabIndex={-1}>{t('nav.library')}</h1>
      <p class="actions">
        {me?.secretariat ? <LinkButton icon="list-checks" to={href({ screen: 'library', at: '_review' })}>{t('library.queue', { n: waiting })}</LinkButton> : null}
        <LinkButton icon="globe" to={href({ screen: 'glossary' })}>{t('nav.glossary')}</LinkButton>
        {desk ? <LinkButton icon="check-check" to={href({ screen: 'library', at: '_lists' })}>{t('library.lists')}</LinkButton> : null}
        {me?.contributor ? <LinkButton kind="primary" icon="plus" to={href({ screen: 'library', at: '_new' })}>{t('library.contribute')}</LinkButton> : null}
      </p>
    </div>
  );
}

/** Narrows at once what is listed; Enter asks the server for the texts of the files too. */
function Filtering({ desk, codes, found }: Pick<LibraryProps, 'desk' | 'codes'> & { found: Found }) {
  const { busy, failure, ask } = useAsk();
  const now = filters.value;
  const set = (part: Partial<Filters>): void => { filters.value = { ...filters.value, ...part }; };
  const [open] = useState(() => window.matchMedia('(min-width: 48rem)').matches || FACETS.some((facet) => now[facet] !== ''));
  const fresh = freshOf(desk).size;
  const search = (): void => {
    const { text, type, topic, region, language } = filters.value;
    if (!desk || !text.trim()) return;
    const one = (code: string): readonly string[] => (code ? [code] : []);
    ask(() => desk.search({ text: text.trim(), shelves: ['library'], languages: one(language), filters: { types: one(type), topics: one(topic), regions: one(region) }, limit: 20 }), (answer) => { answered.value = { text, answer }; });
  };
  return (
    <form class="library-filters" role="search" aria-label={t('library.find')} onSubmit={(event) => { event.preventDefault(); search(); }}>
      <div class="library-asked">
        <TextField label={t('library.find')} hint={t('library.find_hint')} type="search" value={now.text} onInput={(text) => { set({ text }); }} />
        {desk ? <Button submit icon="search" busy={busy} disabled={!now.text.trim()}>{t('library.find_texts')}</Button> : null}
      </div>
      <FailureNotice failure={failure} />
      <details open={open}>
        <summary>{t('library.filter')}</summary>
        <div class="library-facets">
          {FACETS.map((facet) => <FacetField key={facet} facet={facet} codes={codes} counts={found.counts[facet]} set={set} />)}
          {desk ? <SelectField label={t('library.lists')} value={now.list} empty={t('library.all')} choices={desk.reading.value.lists.map(({ name }) => ({ value: name, label: name }))} onChange={(list) => { set({ list }); }} /> : null}
        </div>
        {desk ? (
          <div class="actions">
            <Checkbox label={t('library.fresh', { n: fresh })} checked={now.fresh} onChange={(on) => { set({ fresh: on }); }} />
            {fresh ? <CaughtUp desk={desk} /> : null}
          </div>
        ) : null}
      </details>
    </form>
  );
}

function CaughtUp({ desk }: { desk: NonNullable<LibraryProps['desk']> }) {
  const { busy, failure, ask } = useAsk();
  const shown = desk.position.value;
  return <><Button kind="quiet" icon="check" busy={busy} onClick={() => { ask(() => desk.caughtUp(shown)); }}>{t('library.caught_up')}</Button><FailureNotice failure={failure} /></>;
}

/** Each choice with how many there are of it; topics with what refines them below. */
function FacetField({ facet, codes, counts, set }: { facet: Facet; codes: LibraryCodes; counts: ReadonlyMap<string, number>; set: (part: Partial<Filters>) => void }) {
  const names = namesOf(codes);
  const value = filters.value[facet];
  const order = facet === 'topic' ? codes.groups.topics.map(({ code }) => code) : [...counts.keys()].sort((a, b) => names(facet, a).localeCompare(names(facet, b)));
  const shown = order.filter((code) => counts.has(code) || code === value);
  const label = (code: string): string => `${codes.above.has(code) && facet === 'topic' ? '– ' : ''}${names(facet, code)} (${counts.get(code) ?? 0})`;
  return <SelectField label={t(`library.facet.${facet}`)} value={value} empty={t('library.all')} choices={shown.map((code) => ({ value: code, label: label(code) }))} onChange={(code) => { set({ [facet]: code }); }} />;
}

function Save({ desk, entries, codes }: { desk: NonNullable<LibraryProps['desk']>; entries: readonly Entry[]; codes: LibraryCodes }) {
  const { failure, ask } = useAsk();
  const table = (): string => csvOf([
    [t('library.field.title'), t('library.field.publisher'), t('library.field.year'), t('library.facet.type'), t('library.facet.topic'), t('library.facet.region'), t('library.facet.language'), t('library.field.url'), t('library.field.licence'), t('library.column.item')],
    ...entries.map(({ item, record, languages }) => [wordsIn(record, currentLanguage()).title, record.publisher, record.year, codes.nameIn('type', record.type), record.topics.map((code) => codes.nameIn('topic', code)).join('; '),
      record.regions.map((code) => codes.nameIn('region', code)).join('; '), languages.join('; '), record.url, record.licence, item]),
  ]);
  return <div class="actions"><Button kind="quiet" icon="download" onClick={() => { ask(() => desk.save('library.csv', table())); }}>{t('library.csv')}</Button><FailureNotice failure={failure} /></div>;
}

export function Row({ entry, codes, fresh }: { entry: Entry; codes: LibraryCodes; fresh: boolean }) {
  const { record, languages, published } = entry;
  const words = wordsIn(record, currentLanguage());
  return (
    <li>
      <a class="library-row" href={href({ screen: 'library', at: entry.item })}>
        <span class="library-row-type">{codes.nameIn('type', record.type)}{record.year ? ` · ${record.year}` : ''}</span>
        <span class="library-row-title" lang={words.language} dir="auto">{words.title}</span>
        <span class="hint" dir="auto">{[...record.authors, record.publisher].filter(Boolean).join(' · ')}</span>
        <span class="room-tags">
          {fresh ? <span class="chip library-new">{t('library.new')}</span> : null}
          <span>{languages.map((code) => code.toUpperCase()).join(' ')}</span>
          {record.files.length ? <span><Icon name="paperclip" /> {tn('library.files', record.files.length)}</span> : null}
          {record.body.length ? <span><Icon name="file" /> {t('library.own_text')}</span> : null}
          {published ? <span>{longDate(published.at)}</span> : null}
        </span>
      </a>
    </li>
  );
}
