/** The notices' own part of the session, and the reference data's words about notices; both come when first needed. */
import type frenchNotices from 'virtual:reference/notices/fr';
import { useEffect, useState } from 'preact/hooks';
import type { Language, Loadable } from '../../session/model';
import type { Colour, NoticesDesk } from '../../session/notice-model';
import { useDesk } from '../desk';
import { currentLanguage } from '../text';

export function useNotices(): Loadable<NoticesDesk> {
  const { verbs } = useDesk();
  const [found, setFound] = useState<Loadable<NoticesDesk>>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    void verbs.notices().then((result) => {
      if (result.ok) result.value.look();
      if (wanted) setFound(result.ok ? { state: 'ready', value: result.value } : { state: 'failed', failure: result.failure });
    });
    return () => { wanted = false; };
  }, [verbs]);
  return found;
}

type Reference = typeof frenchNotices;

const loaders: Record<Language, () => Promise<{ default: Reference }>> = {
  en: () => import('virtual:reference/notices/en'),
  fr: () => import('virtual:reference/notices/fr'),
  es: () => import('virtual:reference/notices/es'),
  ar: () => import('virtual:reference/notices/ar'),
};

export interface NoticeWords {
  readonly types: Reference['types'];
  /** The words of a code in a group of notice-words.json; the code itself where there are none. */
  word(group: string, code: string, values?: Readonly<Record<string, string>>): string;
  nameOf(colour: Colour): string;
}

/** Null while they are on their way; without them codes stand in. */
export function useNoticeWords(): NoticeWords | null {
  const language = currentLanguage();
  const [found, setFound] = useState<NoticeWords | null>(null);
  useEffect(() => {
    let wanted = true;
    const put = (reference: Reference): void => { if (wanted) setFound(wordsOf(reference)); };
    loaders[language]().then(({ default: reference }) => { put(reference); }, () => { put({ types: [], words: {} }); });
    return () => { wanted = false; };
  }, [language]);
  return found;
}

export function wordsOf({ types, words }: Reference): NoticeWords {
  return {
    types,
    word: (group, code, values = {}) => (words[group]?.[code] ?? code).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
    nameOf: (colour) => types.find(({ code }) => code === colour)?.name ?? colour,
  };
}
