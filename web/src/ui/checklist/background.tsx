import type frenchWords from 'virtual:reference/checklist/fr';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../session/model';
import { currentLanguage, t } from '../text';
import type { Planned } from './checklist';

/** Why, who and what comes out of each action, in the reader's language; null while it is on its way. */
export type Words = typeof frenchWords | null;

const ENGLISH: Words = {};
const loaders: Record<Language, () => Promise<Words>> = {
  en: () => Promise.resolve(ENGLISH),
  fr: async () => (await import('virtual:reference/checklist/fr')).default,
  es: async () => (await import('virtual:reference/checklist/es')).default,
  ar: async () => (await import('virtual:reference/checklist/ar')).default,
};

export function useWords(): Words {
  const language = currentLanguage();
  const [words, setWords] = useState<Words>(null);
  useEffect(() => {
    let wanted = true;
    const put = (found: Words): void => { if (wanted) setWords(found); };
    put(null);
    loaders[language]().then(put, () => { put(ENGLISH); }); // the reference page's own words stand in
    return () => { wanted = false; };
  }, [language]);
  return words;
}

/** Translated by us, and marked so; what has no translation stays in English, and says so. Sources are quoted as they are. */
export function Background({ planned, words }: { planned: Planned; words: Words }) {
  const language = currentLanguage();
  const own = words?.[planned.id];
  const { why, who, output, note } = own ?? planned;
  const tongue = own ? { lang: language } : { lang: 'en', dir: 'ltr' } as const;
  const facts = [[t('checklist.why'), note ? `${why}. ${note}` : why], [t('checklist.who'), who], [t('checklist.output'), output]] as const;
  return (
    <details class="technical">
      <summary>{t('checklist.more')}</summary>
      <dl class="facts">
        {facts.map(([name, text]) => <div key={name}><dt>{name}</dt><dd {...tongue}>{text}</dd></div>)}
        <div><dt>{t('checklist.hook')}</dt><dd lang="en" dir="ltr">{planned.hook}</dd></div>
      </dl>
      {language === 'en' || words === null ? null : <p class="hint">{t(own ? 'checklist.translated' : 'checklist.untranslated')}</p>}
    </details>
  );
}
