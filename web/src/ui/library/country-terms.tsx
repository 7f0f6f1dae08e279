import '../styles/library.css';
import { useMemo, useState } from 'preact/hooks';
import type { Term } from 'virtual:reference/glossary';
import type { Language, Office } from '../../session/model';
import { TextField } from '../elements/field';
import { countryName } from '../format';
import { languageList } from '../format-values';
import { href } from '../router';
import { currentLanguage, languageNames, t } from '../text';
import { foundTerms } from './glossary';
import { TermFinder } from './term-finder';
import { useGlossary } from './use-reference';

const OURS: readonly Language[] = ['en', 'fr', 'es', 'ar'];
const SHOWN = 8;

interface Props {
  readonly office: Office;
  /** In which its law wants a request, where the framework says so. */
  readonly formal: readonly string[];
  /** What is written so far. */
  readonly text: string;
}

/** For whoever writes to a country: what things are called in its languages. Works on what is typed, in this browser. */
export function CountryTerms({ office, formal, text }: Props) {
  const terms = useGlossary();
  const [typed, setTyped] = useState('');
  const mine = currentLanguage();
  const written = useMemo(() => (terms ? termsIn(terms, text) : []), [terms, text]);
  if (terms === null) return null;
  const theirs = [...new Set([...formal, ...office.languages])];
  const known = OURS.filter((language) => theirs.includes(language));
  const others = known.filter((language) => language !== mine);
  const shown = typed.trim() ? foundTerms(terms, typed).slice(0, SHOWN) : written.slice(0, SHOWN);
  return (
    <section class="country-terms" aria-labelledby="country-terms">
      <h2 id="country-terms">{t('glossary.for_country')}</h2>
      <p class="hint">{t('glossary.for_country_text', { country: countryName(office.country), languages: languageList(theirs) })}</p>
      {known.length === 0 ? <p>{t('glossary.for_country_none')}</p> : null}
      {known.length > 0 && others.length === 0 ? <p>{t('glossary.for_country_same')}</p> : null}
      {others.length > 0 ? (
        <>
          <TextField label={t('glossary.for_country_find')} type="search" value={typed} onInput={setTyped} />
          {!typed.trim() && written.length ? <p class="hint">{t('glossary.for_country_yours')}</p> : null}
          <dl class="country-words" aria-live="polite">
            {shown.map((term) => (
              <div key={term.key}><dt lang={mine}>{term[mine]}</dt>{others.map((language) => <dd key={language}><span class="hint">{languageNames[language]}</span> <bdi lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>{term[language]}</bdi></dd>)}</div>
            ))}
          </dl>
          {typed.trim() && !shown.length ? <p class="hint">{t('glossary.none')}</p> : null}
        </>
      ) : null}
      <p class="hint">{t('glossary.ours')} · <a href={href({ screen: 'glossary' })}>{t('glossary.all')}</a></p>
    </section>
  );
}

/** Terms in a text of any of the four languages, in the order in which they stand there. */
export function termsIn(terms: readonly Term[], text: string): readonly Term[] {
  const found = OURS.flatMap((language) => new TermFinder(terms, language).pieces(text).flatMap(({ term }) => (term ? [term] : [])));
  return [...new Map(found.map((term) => [term.key, term])).values()];
}
