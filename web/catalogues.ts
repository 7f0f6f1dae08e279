/**
 * The catalogues of src/locales, handed to the client in parts: what the sign-in page says, what the inbox says, the
 * 24-hour checklist, notices, screening, what is published (and of it frameworks, library, meetings), and the rest. A slow line waits for the first only. One file per language stays the source;
 * why a name was found is said in the words of the command line's catalogues, which are one with the codes of src/repatria/screening.
 *
 * The build fails when a language lacks a sentence, has one too many, or lacks a plural form.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;
export const PARTS = ['front', 'inside', 'rest', 'checklist', 'notices', 'screening', 'publications', 'frameworks', 'library', 'documents', 'meetings', 'courses'] as const;
export type Part = (typeof PARTS)[number];
/** Where these lie is known at once; where the others do, in a file of its own for each language: the inbox does not carry their addresses. */
const FIRST: readonly Part[] = ['front', 'inside'];
const LATER = PARTS.filter((part) => !FIRST.includes(part));
export type Sentences = Record<string, string | Record<string, string>>;

/** Parts that the first word of a key names. */
const OWN: Readonly<Record<string, Part | undefined>> = {
  checklist: 'checklist', notices: 'notices', screening: 'screening', publications: 'publications', frameworks: 'frameworks', library: 'library', documents: 'documents', glossary: 'library', meetings: 'meetings', courses: 'courses', certificate: 'courses',
};
const LOCALES = join(import.meta.dirname, 'src', 'locales');
const COMMANDS = join(import.meta.dirname, '..', 'src', 'repatria', 'cli', 'locales');
const SHARED = /^screen\.(reason|band|kind|verdict)\.|^screen\.lead$/;
const PREFIX = 'virtual:catalogue/';

const FRONT = /^(front|state|action|field|technical|signin|demo|unlock|theme|error|role)\.|^settings\.(language|theme_now)$|^directory\.none$/;
const INSIDE = /^(nav|connection|outgoing|welcome|inbox|room|clock|span|urgency|time)\.|^request\.state\.|^compose\.freeze$|^palette\.open$|^keys\.title$|^settings\.title$|^directory\.title$|^clocks\.title$|^draft\.(?!conflict_|keep|gone|elsewhere)/;

export function partOf(key: string): Part {
  const own = OWN[key.split('.')[0] ?? ''];
  if (own !== undefined) return own;
  return FRONT.test(key) ? 'front' : INSIDE.test(key) ? 'inside' : 'rest';
}

export function readSentences(language: string): Sentences {
  return JSON.parse(readFileSync(join(LOCALES, `${language}.json`), 'utf8')) as Sentences;
}

/** What is wrong with a language when held against English; empty when nothing is. */
export function faultsOf(language: string, sentences: Sentences, english: Sentences): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const missing = Object.keys(english).filter((key) => !(key in sentences)).map((key) => `${key} is missing`);
  const unknown = Object.keys(sentences).filter((key) => !(key in english)).map((key) => `${key} is not in English`);
  const plurals = Object.entries(sentences).filter(([key]) => key in english).flatMap(([key, text]) => {
    if (typeof text !== typeof english[key]) return [`${key} is not of the kind that it is in English`];
    return typeof text === 'string' ? [] : forms.filter((form) => !(form in text)).map((form) => `${key} lacks the form "${form}"`);
  });
  return [...missing, ...unknown, ...plurals];
}

function checked(language: string): Sentences {
  const sentences = readSentences(language);
  const faults = faultsOf(language, sentences, readSentences('en'));
  if (faults.length) throw new Error(`${language}.json: ${faults.join('; ')}`);
  return sentences;
}

/** What both clients say of a lead, by code: the command line's own words. */
export function sharedSentences(language: string): Sentences {
  const all = JSON.parse(readFileSync(join(COMMANDS, `${language}.json`), 'utf8')) as Sentences;
  return Object.fromEntries(Object.entries(all).filter(([key]) => SHARED.test(key)));
}

function loadersOf(language: string, parts: readonly Part[]): string {
  return parts.map((part) => `${part}: () => import('${PREFIX}${language}/${part}')`).join(', ');
}

function moduleOf(name: string): string {
  if (name === 'loaders') {
    const own = (language: string): string => `${loadersOf(language, FIRST)}, ...rest(() => import('${PREFIX}${language}/later'))`;
    return `const rest = (more) => Object.fromEntries(${JSON.stringify(LATER)}.map((part) => [part, () => more().then((loaders) => loaders.default[part]())]));
export default { ${LANGUAGES.map((language) => `${language}: { ${own(language)} }`).join(', ')} };`;
  }
  const [language = '', part = ''] = name.split('/');
  if (part === 'later') return `export default { ${loadersOf(language, LATER)} };`;
  const own = Object.fromEntries(Object.entries(checked(language)).filter(([key]) => partOf(key) === part));
  return `export default ${JSON.stringify(part === 'screening' ? { ...sharedSentences(language), ...own } : own)};`;
}

export function catalogues(): Plugin {
  return {
    name: 'repatria-catalogues',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      for (const folder of [LOCALES, COMMANDS]) for (const language of LANGUAGES) this.addWatchFile(join(folder, `${language}.json`));
      return moduleOf(id.slice(PREFIX.length + 1));
    },
  };
}
