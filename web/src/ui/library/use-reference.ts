/** What the library and the glossary read of the reference data; it comes when first needed, once. */
import type Codes from 'virtual:reference/library/fr';
import type { Term } from 'virtual:reference/glossary';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Language } from '../../session/model';
import { countryName } from '../format';
import { currentLanguage } from '../text';
import type { Facet } from './entries';
import { type Entry, shippedEntry } from './entries';

type Groups = typeof Codes;
export type Group = keyof Groups;

const codes: Record<Language, () => Promise<{ default: Groups }>> = {
  en: () => import('virtual:reference/library/en'),
  fr: () => import('virtual:reference/library/fr'),
  es: () => import('virtual:reference/library/es'),
  ar: () => import('virtual:reference/library/ar'),
};

/** What a module gives once it is there; `fallback` where it cannot be fetched, null while it comes. */
function useModule<T>(load: () => Promise<T>, fallback: T, key: string): T | null {
  const [found, setFound] = useState<{ readonly key: string; readonly value: T } | null>(null);
  useEffect(() => {
    let wanted = true;
    const put = (value: T): void => { if (wanted) setFound({ key, value }); };
    load().then(put, () => { put(fallback); });
    return () => { wanted = false; };
  }, [key]);
  return found?.key === key ? found.value : null;
}

const NO_GROUPS: Groups = { types: [], topics: [], regions: [], audiences: [], phases: [], access: [] };
const GROUP_OF: Readonly<Record<Exclude<Facet, 'language'>, Group>> = { type: 'types', topic: 'topics', region: 'regions', audience: 'audiences', phase: 'phases' };

export interface LibraryCodes {
  readonly groups: Groups;
  /** A code's name in the reader's language; of a country its own; the code itself where it has none. */
  nameOf(group: Group, code: string): string;
  nameIn(facet: Exclude<Facet, 'language'>, code: string): string;
  /** Topic by what it refines. */
  readonly above: ReadonlyMap<string, string>;
}

export function codesOfGroups(groups: Groups): LibraryCodes {
  const names = new Map(Object.entries(groups).map(([group, list]) => [group, new Map(list.map(({ code, name }) => [code, name]))]));
  const nameOf = (group: Group, code: string): string => names.get(group)?.get(code) ?? (/^[A-Z]{2}$/.test(code) ? countryName(code) : code);
  const above = new Map(groups.topics.filter(({ under }) => under).map(({ code, under }) => [code, under]));
  return { groups, nameOf, nameIn: (facet, code) => nameOf(GROUP_OF[facet], code), above };
}

/** Null while they come; without them codes stand in. */
export function useLibraryCodes(): LibraryCodes | null {
  const language = currentLanguage();
  return useModule(async () => codesOfGroups((await codes[language]()).default), codesOfGroups(NO_GROUPS), language);
}

const NONE: Readonly<Record<string, string>> = {};

/** What ships, with its abstracts where they are wanted and once they came. Null while it comes. */
export function useShipped(abstracts: boolean): readonly Entry[] | null {
  const shipped = useModule(async () => (await import('virtual:reference/library')).default, [], 'library');
  const said = useModule(async () => (abstracts ? (await import('virtual:reference/abstracts')).default : NONE), NONE, String(abstracts)) ?? NONE;
  return useMemo(() => shipped?.map((entry) => shippedEntry(entry, said[entry.item] ?? '')) ?? null, [shipped, said]);
}

export function useGlossary(): readonly Term[] | null {
  return useModule(async () => (await import('virtual:reference/glossary')).default, [], 'glossary');
}
