import '../styles/library.css';
import type { Term } from 'virtual:reference/glossary';
import { signal } from '@preact/signals';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { SelectField } from '../elements/choices';
import { Empty, FailureNotice, Loading } from '../elements/notice';
import { fold, matches } from '../fold';
import { csvOf } from '../notices/filters';
import { languageNames, t, tcode, tn } from '../text';
import { useDesk } from '../desk';
import { useGlossary } from './use-reference';

/** Kept while one looks elsewhere. */
export const glossaryTyped = signal('');
const group = signal('');
const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;

/** What each thing is called in the four languages, side by side. */
export function GlossaryScreen() {
  const terms = useGlossary();
  if (terms === null) return <Loading />;
  const found = foundTerms(terms, glossaryTyped.value, group.value);
  const groups = [...new Set(terms.map((term) => term.group))].map((value) => ({ value, label: groupName(value) })).sort((a, b) => a.label.localeCompare(b.label));
  return (
    <div class="library glossary">
      <div class="screen-head"><h1 tabIndex={-1}>{t('nav.glossary')}</h1><Save terms={found} /></div>
      <p class="hint lead-text">{t('glossary.lead')}</p>
      <form class="library-filters pair" role="search" aria-label={t('glossary.find')} onSubmit={(event) => { event.preventDefault(); }}>
        <TextField label={t('glossary.find')} type="search" value={glossaryTyped.value} onInput={(text) => { glossaryTyped.value = text; }} />
        <SelectField label={t('glossary.group')} value={group.value} empty={t('library.all')} choices={groups} onChange={(value) => { group.value = value; }} />
      </form>
      <p role="status" class="hint">{tn('glossary.found', found.length)}</p>
      {found.length ? <Table terms={found} /> : <Empty icon="search" title={t('glossary.none')} action={<Button onClick={() => { glossaryTyped.value = ''; group.value = ''; }}>{t('library.show_all')}</Button>} />}
    </div>
  );
}

export function foundTerms(terms: readonly Term[], text: string, ofGroup = ''): readonly Term[] {
  const query = fold(text);
  const words = (term: Term): string => fold([...LANGUAGES.map((language) => term[language]), term.note].join(' '));
  return terms.filter((term) => (ofGroup === '' || term.group === ofGroup) && (query === '' || matches(words(term), query)));
}

function groupName(code: string): string {
  return tcode('glossary.group', code, code);
}

function Table({ terms }: { terms: readonly Term[] }) {
  return (
    <table class="glossary-table">
      <caption class="visually-hidden">{t('nav.glossary')}</caption>
      <thead><tr>{LANGUAGES.map((language) => <th key={language} scope="col"><bdi lang={language}>{languageNames[language]}</bdi></th>)}<th scope="col">{t('glossary.note')}</th></tr></thead>
      <tbody>
        {terms.map((term) => (
          <tr key={term.key}>
            {LANGUAGES.map((language) => <td key={language} data-label={languageNames[language]}><bdi lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>{term[language]}</bdi></td>)}
            <td class="glossary-note" data-label={t('glossary.note')}>{term.note ? <bdi lang="en">{term.note}</bdi> : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Save({ terms }: { terms: readonly Term[] }) {
  const { verbs } = useDesk();
  const { failure, ask } = useAsk();
  const table = (): string => csvOf([[...LANGUAGES.map((language) => languageNames[language]), t('glossary.group'), t('glossary.note')], ...terms.map((term) => [...LANGUAGES.map((language) => term[language]), groupName(term.group), term.note])]);
  const save = (): void => {
    ask(async () => {
      const desk = await verbs.publications();
      return desk.ok ? desk.value.save('glossary.csv', table()) : desk;
    });
  };
  return <><Button kind="quiet" icon="download" onClick={save}>{t('library.csv')}</Button><FailureNotice failure={failure} /></>;
}
