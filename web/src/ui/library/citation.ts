/** How a document is cited, in the forms that people are asked for. Pure; what is not known is left out, never guessed. */
import type { LibraryRecord } from '../../protocol/publications';

export const STYLES = ['apa', 'chicago', 'oscola', 'bibtex', 'ris'] as const;
export type Style = (typeof STYLES)[number];

interface Work {
  readonly item: string;
  readonly title: string;
  readonly language: string;
  readonly by: string;
  readonly authors: readonly string[];
  readonly publisher: string;
  readonly year: string;
  readonly edition: string;
  readonly identifier: string;
  readonly url: string;
}

function workOf(item: string, { words, authors, publisher, year, edition, identifier, url }: LibraryRecord): Work {
  const { title = '', language = '' } = words[0] ?? {}; // cited by its own title, not by a translation
  return { item, title, language, by: authors.length ? authors.join('; ') : publisher, authors, publisher, year, edition, identifier, url };
}

function ended(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}

function sentence(parts: readonly string[]): string {
  return parts.filter(Boolean).map(ended).join(' ');
}

function apa({ by, title, year, edition, identifier, authors, publisher, url }: Work): string {
  const head = `${by} (${year || 'n.d.'})`;
  const named = [title, edition && `(${edition})`, identifier && `(${identifier})`].filter(Boolean).join(' ');
  return [sentence([head, named, authors.length ? publisher : '']), url].filter(Boolean).join(' ');
}

function chicago({ by, title, year, edition, identifier, authors, publisher, url }: Work): string {
  const made = [authors.length ? publisher : '', year].filter(Boolean).join(', ');
  return sentence([by, title, edition, identifier, made, url]);
}

/** Oxford's, as lawyers write it: author, title (edition, publisher year) identifier. */
function oscola({ by, title, year, edition, identifier, authors, publisher, url }: Work): string {
  const made = [edition, [authors.length ? publisher : '', year].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [`${by}, ${title}`, made && `(${made})`, identifier, url && `<${url}>`].filter(Boolean).join(' ');
}

function bibtex(work: Work): string {
  const bare = (text: string): string => text.replace(/[{}\\]/g, '');
  const fields = {
    title: work.title && `{${bare(work.title)}}`, author: (work.authors.length ? work.authors : [work.publisher]).map((name) => `{${bare(name)}}`).join(' and '),
    publisher: bare(work.publisher), year: bare(work.year), edition: bare(work.edition), number: bare(work.identifier), url: bare(work.url), langid: work.language,
  };
  const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`);
  return [`@misc{${work.item},`, ...lines, '}'].join('\n');
}

function ris({ title, authors, publisher, year, edition, identifier, url, language }: Work): string {
  const lines: [string, string][] = [
    ['TY', 'RPRT'], ['TI', title], ...(authors.length ? authors : [publisher]).map((name): [string, string] => ['AU', name]), ['PB', publisher],
    ['PY', /^\d{4}/.exec(year)?.[0] ?? ''], ['ET', edition], ['SN', identifier], ['LA', language], ['UR', url],
  ];
  return [...lines.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}`), 'ER  - '].join('\n');
}

const WRITTEN: Record<Style, (work: Work) => string> = { apa, chicago, oscola, bibtex, ris };

export function citation(style: Style, item: string, record: LibraryRecord): string {
  return WRITTEN[style](workOf(item, record));
}
