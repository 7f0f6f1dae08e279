import type { SearchAnswer, SearchHit } from '../../session/publication-model';
import { languageName } from '../format-values';
import { href } from '../router';
import { t, tn } from '../text';
import { Empty } from '../elements/notice';
import type { LibraryCodes } from './use-reference';

const SCREENS = { framework: 'frameworks', meeting: 'meetings', course: 'courses' } as const;

/** Where a hit leads: to the page that it stands on, or to the item. */
export function hrefOfHit({ shelf, item, file, page }: SearchHit): string {
  if (shelf === 'glossary') return href({ screen: 'glossary' });
  if (shelf === 'news') return href({ screen: 'news' });
  if (shelf !== 'library') return href({ screen: SCREENS[shelf], at: item });
  return href({ screen: 'library', at: item, ...(file && page ? { arg: file.slice(0, FILE_PREFIX), page: String(page) } : {}) });
}

/** Of a file's hash, in addresses. */
export const FILE_PREFIX = 16;

/** What the server found in the texts, best first, with where. */
export function Hits({ answer, codes }: { answer: SearchAnswer; codes: LibraryCodes | null }) {
  const searched = Object.values(answer.searched).reduce((sum, n) => sum + n, 0);
  return (
    <section class="library-hits" aria-labelledby="hits-title">
      <h2 id="hits-title">{t('library.hits')}</h2>
      <p class="hint" role="status">{tn('library.hits_found', answer.total)} · {tn('library.hits_searched', searched)}</p>
      {answer.hits.length ? <ol class="hits">{answer.hits.map((hit, n) => <Hit key={n} hit={hit} codes={codes} />)}</ol> : <Empty icon="search" title={t('library.none')}>{t('library.hits_none')}</Empty>}
    </section>
  );
}

export function Hit({ hit, codes }: { hit: SearchHit; codes: LibraryCodes | null }) {
  return (
    <li class="hit-row">
      <a class="hit" href={hrefOfHit(hit)}>
        <span class="hit-subject" lang={hit.language} dir="auto">{hit.title}</span>
        <span class="hit-text" lang={hit.language} dir="auto">{hit.snippet.map(([text, marked], n) => (marked ? <mark key={n}>{text}</mark> : text))}</span>
        <span class="room-tags">
          {codes && hit.type ? <span>{codes.nameIn('type', hit.type)}</span> : null}
          <span>{languageName(hit.language)}</span>
          {hit.page === null ? null : <span>{t('library.page_n', { n: hit.page })}</span>}
          {!hit.stands ? <span class="field-error">{t('library.hit_unknown')}</span> : null}
        </span>
      </a>
    </li>
  );
}
