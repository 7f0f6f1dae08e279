import { signal } from '@preact/signals';
import type { Failure } from '../../session/model';
import type { PublicationsDesk, SearchAnswer } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { SelectField } from '../elements/choices';
import { FailureNotice } from '../elements/notice';
import { languageName } from '../format-values';
import { PublicationFailure } from '../library/failed';
import { Hit } from '../library/hits';
import type { LibraryCodes } from '../library/use-reference';
import { count, t, tn } from '../text';

const SHELVES = ['framework', 'library', 'meeting', 'course', 'news', 'glossary'] as const;
type Shelf = (typeof SHELVES)[number];
const MOST = 20;

interface Narrowed {
  readonly shelf: Shelf | '';
  readonly language: string;
  readonly type: string;
}

const WHOLE: Narrowed = { shelf: '', language: '', type: '' };

/** The server's answers to the last words: to all of it, and as it was narrowed; in memory only, as everything that is searched. */
interface Answered {
  readonly words: string;
  readonly whole: SearchAnswer;
  readonly narrowed: Narrowed;
  readonly answer: SearchAnswer;
}
const answered = signal<Answered | null>(null);

interface Props {
  readonly desk: PublicationsDesk | null;
  readonly failure: Failure | null;
  readonly words: string;
  readonly codes: LibraryCodes;
}

/** The words leave this machine only when somebody presses the button, and never what is among messages. */
export function OnServer({ desk, failure: unreached, words, codes }: Props) {
  const { busy, failure, ask } = useAsk();
  const said = answered.value?.words === words ? answered.value : null;
  const search = (narrowed: Narrowed): void => {
    if (!desk) return;
    const one = <Code extends string>(code: Code | ''): readonly Code[] => (code ? [code] : []);
    const asked = { text: words, limit: MOST, shelves: one(narrowed.shelf), languages: one(narrowed.language), filters: { types: one(narrowed.type) } };
    ask(() => desk.search(asked), (answer) => { answered.value = { words, narrowed, answer, whole: narrowed === WHOLE || !said ? answer : said.whole }; });
  };
  return (
    <section class="elsewhere-group" aria-labelledby="on-server">
      <h3 id="on-server">{t('search.on_server')}</h3>
      {unreached ? <><p class="hint">{t('search.server_unreached')}</p><FailureNotice failure={unreached} /></> : null}
      {desk && !said ? <><p class="hint">{t('search.on_server_text')}</p><Button icon="search" busy={busy} onClick={() => { search(WHOLE); }}>{t('search.ask_server', { words })}</Button></> : null}
      {said ? <Narrowing said={said} codes={codes} busy={busy} put={search} /> : null}
      <PublicationFailure failure={failure} />
      {said ? <Found answer={said.answer} codes={codes} /> : null}
      {said ? <Searched answer={said.whole} /> : null}
    </section>
  );
}

/** How many there are of each, of all that was found; a choice asks again. */
function Narrowing({ said: { whole, narrowed }, codes, busy, put }: { said: Answered; codes: LibraryCodes; busy: boolean; put: (narrowed: Narrowed) => void }) {
  const { shelves, languages, types } = whole.facets;
  const choices = (counts: Readonly<Record<string, number>>, name: (code: string) => string) =>
    Object.entries(counts).map(([value, n]) => ({ value, label: `${name(value)} (${count(n)})` })).sort((a, b) => a.label.localeCompare(b.label));
  const found = SHELVES.filter((shelf) => shelves[shelf]);
  return (
    <>
      {found.length > 1 ? (
        <div class="search-chips" role="group" aria-label={t('search.narrow')}>
          <Button pressed={narrowed.shelf === ''} busy={busy} onClick={() => { put({ ...narrowed, shelf: '' }); }}>{t('library.all')} {count(whole.total)}</Button>
          {found.map((shelf) => <Button key={shelf} pressed={narrowed.shelf === shelf} busy={busy} onClick={() => { put({ ...narrowed, shelf }); }}>{t(`search.shelf.${shelf}`)} {count(shelves[shelf] ?? 0)}</Button>)}
        </div>
      ) : null}
      <div class="library-facets">
        {Object.keys(languages).length > 1 ? <SelectField label={t('library.facet.language')} value={narrowed.language} empty={t('library.all')} choices={choices(languages, languageName)} onChange={(language) => { put({ ...narrowed, language }); }} /> : null}
        {Object.keys(types).length > 1 ? <SelectField label={t('library.facet.type')} value={narrowed.type} empty={t('library.all')} choices={choices(types, (code) => codes.nameOf('types', code))} onChange={(type) => { put({ ...narrowed, type }); }} /> : null}
      </div>
    </>
  );
}

function Found({ answer, codes }: { answer: SearchAnswer; codes: LibraryCodes }) {
  return (
    <>
      <p class="hint" role="status">{tn('library.hits_found', answer.total)}{answer.total ? '' : ` · ${t('library.hits_none')}`}</p>
      {SHELVES.map((shelf) => <ShelfHits key={shelf} shelf={shelf} answer={answer} codes={codes} />)}
    </>
  );
}

function ShelfHits({ shelf, answer, codes }: { shelf: Shelf; answer: SearchAnswer; codes: LibraryCodes }) {
  const hits = answer.hits.filter((hit) => hit.shelf === shelf);
  if (!hits.length) return null;
  return <><h4>{t(`search.shelf.${shelf}`)}</h4><ol class="hits">{hits.map((hit, n) => <Hit key={n} hit={hit} codes={codes} />)}</ol></>;
}

/** Shelf by shelf, and what the server could not look into. */
function Searched({ answer: { searched } }: { answer: SearchAnswer }) {
  return (
    <div class="elsewhere-where hint">
      <p>{t('search.server_searched')}</p>
      <ul>
        {SHELVES.map((shelf) => <li key={shelf}>{searched[shelf] ? t('search.where.shelf', { shelf: t(`search.shelf.${shelf}`), n: count(searched[shelf]) }) : t('search.where.nothing', { shelf: t(`search.shelf.${shelf}`) })}</li>)}
      </ul>
      <p>{t('search.server_not')}</p>
    </div>
  );
}
