/**
 * The active language: `t()` is the only way for a sentence to reach the screen.
 *
 * Values put into a sentence are isolated (U+2068 … U+2069), so that a Latin name inside an Arabic
 * sentence, or the reverse, cannot reorder what is around it.
 */
import { signal } from '@preact/signals';
import loaders from 'virtual:catalogue/loaders';
import type { Language } from '../session/model';
import type { Catalogue, PluralKey, Plural, TextKey } from '../locales/catalogue';

export type Part = 'front' | 'inside' | 'rest' | 'checklist' | 'notices' | 'screening' | 'publications' | 'frameworks' | 'library' | 'documents' | 'meetings' | 'courses';

export const languageNames: Record<Language, string> = { en: 'English', fr: 'Français', es: 'Español', ar: 'العربية' };

const active = signal<{ language: Language; catalogue: Partial<Catalogue>; plural: Intl.PluralRules } | null>(null);
const wanted = new Set<Part>(['front']);

let asked = 0;

/** Loads a language and turns the document to it; the last call wins. Screens show nothing before the first ends. */
export async function speak(language: Language): Promise<void> {
  asked += 1;
  const turn = asked;
  const parts = await Promise.all([...wanted].map((part) => loaders[language][part]()));
  if (turn !== asked) return;
  const catalogue = Object.assign({}, ...parts.map((part) => part.default)) as Partial<Catalogue>;
  active.value = { language, catalogue, plural: new Intl.PluralRules(language) };
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
}

/** Screens behind the sign-in page say more: their part of the language comes together with their code. */
export async function learn(...parts: readonly Part[]): Promise<void> {
  const missing = parts.filter((part) => !wanted.has(part));
  if (!missing.length) return;
  for (const part of missing) wanted.add(part);
  try {
    await speak(currentLanguage());
  } catch (error) {
    for (const part of missing) wanted.delete(part); // so that trying again fetches it again
    throw error;
  }
}

export function currentLanguage(): Language {
  return active.value?.language ?? 'en';
}

export type Params = Readonly<Record<string, string | number>>;

const FSI = '\u2068';
const PDI = '\u2069';
const LRI = '\u2066';

/** For names and other text whose direction is its own. */
export function isolate(text: string): string {
  return FSI + text + PDI;
}

/** For IBANs, telephone numbers, ids: left to right whatever is around them. */
export function isolateLtr(text: string): string {
  return LRI + text + PDI;
}

function fill(sentence: string, params: Params): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? count(value) : isolate(value);
  });
}

/** The tag for Intl: English as most of the network writes dates, and Latin digits in all four. */
export function formatLocale(): string {
  const language = currentLanguage();
  return `${language === 'en' ? 'en-GB' : language}-u-nu-latn`;
}

/** Digits as the other numbers on the page: Latin in all four, as documents of the network write them. */
export function count(value: number): string {
  // A formatter takes an old machine tens of milliseconds, and below a thousand it has nothing to group.
  if (Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
  return new Intl.NumberFormat(formatLocale()).format(value);
}

export function t(key: TextKey, params: Params = {}): string {
  const catalogue = active.value?.catalogue;
  return fill(catalogue?.[key] ?? '', params);
}

/** Picks the plural form for `n`, which the sentence may show as {n}. */
export function tn(key: PluralKey, n: number, params: Params = {}): string {
  const now = active.value;
  if (!now) return '';
  const forms: Plural | undefined = now.catalogue[key];
  return fill(forms?.[now.plural.select(n)] ?? forms?.other ?? '', { ...params, n });
}

/** For codes that come from elsewhere: the sentence under `prefix.code`, or `fallback`. */
export function tcode(prefix: string, code: string, fallback: string): string {
  const found = (active.value?.catalogue as Readonly<Record<string, string | Plural>> | undefined)?.[`${prefix}.${code}`];
  return typeof found === 'string' ? found : fallback;
}
