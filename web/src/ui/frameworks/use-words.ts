/** The reference data's words about frameworks, countries and their parts; they come when first needed. */
import type frenchWords from 'virtual:reference/framework-words/fr';
import type rows from 'virtual:reference/jurisdictions';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../session/model';
import { countryName } from '../format';
import { arriving } from '../shell/lazy';
import { currentLanguage } from '../text';

export type FrameworkWords = typeof frenchWords;
export type FieldWords = FrameworkWords['fields'][number];
export type Jurisdictions = typeof rows;

const loaders: Record<Language, () => Promise<{ default: FrameworkWords }>> = {
  en: () => import('virtual:reference/framework-words/en'),
  fr: () => import('virtual:reference/framework-words/fr'),
  es: () => import('virtual:reference/framework-words/es'),
  ar: () => import('virtual:reference/framework-words/ar'),
};

/** Counts what is on its way, as code that comes later is counted. */
export async function arrives<T>(coming: Promise<T>): Promise<T> {
  arriving.value += 1;
  try {
    return await coming;
  } finally {
    arriving.value -= 1;
  }
}

/** Null while they are on their way; `failed` where the line did not bring them. */
export function useFrameworkWords(): { readonly words: FrameworkWords; readonly rows: Jurisdictions } | 'failed' | null {
  const language = currentLanguage();
  const [found, setFound] = useState<ReturnType<typeof useFrameworkWords>>(null);
  useEffect(() => {
    let wanted = true;
    const put = (next: typeof found): void => { if (wanted) setFound(next); };
    arrives(Promise.all([loaders[language](), import('virtual:reference/jurisdictions')])).then(([words, jurisdictions]) => { put({ words: words.default, rows: jurisdictions.default }); }, () => { put('failed'); });
    return () => { wanted = false; };
  }, [language]);
  return found;
}

/** The country to whose people an item belongs: its first two letters. */
export function countryOf(item: string): string {
  return item.slice(0, 2).toUpperCase();
}

export function itemName(item: string, { others }: Jurisdictions): string {
  const own = others.find((other) => other.item === item)?.names;
  if (own) return own[currentLanguage()];
  return item.length === 2 ? countryName(countryOf(item)) : `${countryName(countryOf(item))} (${item.toUpperCase()})`;
}

export function zoneOf(item: string, { others, countries }: Jurisdictions): string {
  const part = others.find((other) => other.item === item)?.tz;
  return part !== undefined && part !== '' ? part : countries.find(({ code }) => code === countryOf(item))?.tz ?? 'UTC';
}
