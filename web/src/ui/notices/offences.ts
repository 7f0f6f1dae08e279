/**
 * Which offences a charge text seems to speak of, as suggestions that the officer confirms.
 *
 * The expressions are data (`virtual:reference/offence-expressions`, loaded when a form opens). The command line reads the
 * same file (src/repatria/notices/offences.py), and tests/notices/charges.csv judges both.
 */
import type { OffenceExpression } from 'virtual:reference/types';

/** `words` as they stand in the text; `certainty` of the expression. */
export interface Suggestion {
  readonly code: string;
  readonly words: string;
  readonly language: string;
  readonly certainty: string;
}

interface Folded {
  readonly text: string;
  readonly places: readonly number[]; // where each character of the folded text came from
  readonly ends: readonly number[]; // where clauses end in it
}

interface Compiled {
  readonly row: OffenceExpression;
  readonly expression: RegExp;
  readonly unless: RegExp | undefined;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly suggestion: Suggestion;
}

const LONGEST_TEXT = 100_000;
const CLAUSE_ENDS = new Set(';.,؛،。、|•\n\r');
const ONE_SPELLING: Readonly<Record<string, string>> = {
  '’': "'", '‘': "'", 'ʼ': "'", '`': "'", '´': "'", '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '−': '-',
  'ى': 'ي', 'ی': 'ي', 'ې': 'ي', 'ک': 'ك', 'ة': 'ه', 'ہ': 'ه', 'ٱ': 'ا', 'ـ': '', 'ß': 'ss',
};
/** JavaScript's \w and \b know ASCII only, the expressions mean letters of any script. */
const LETTER = '[\\p{L}\\p{N}_]';
const EDGE = `(?:(?<=${LETTER})(?!${LETTER})|(?<!${LETTER})(?=${LETTER}))`;

/** Compiles once; the function it gives is for every text. */
export function suggester(rows: readonly OffenceExpression[]): (text: string) => readonly Suggestion[] {
  const compiled = rows.map((row) => ({ row, expression: compile(row.expression), unless: row.unless ? compile(row.unless) : undefined }));
  return (text) => suggest(compiled, text.slice(0, LONGEST_TEXT));
}

/** In the order of the codes; a heading (UNCAC-15) gives way to its own article (UNCAC-15.a) in the same words. */
function suggest(compiled: readonly Compiled[], text: string): readonly Suggestion[] {
  const folded = fold(text);
  const found = new Map<string, Found>();
  for (const one of compiled) {
    const match = found.has(one.row.code) ? undefined : firstMatch(one, folded, text);
    if (match !== undefined) found.set(one.row.code, match);
  }
  const all = [...found.values()];
  const kept = all.filter(({ start, end, suggestion }) => !all.some((other) =>
    other.suggestion.code.startsWith(`${suggestion.code}.`) && other.start < end && start < other.end));
  return kept.map(({ suggestion }) => suggestion);
}

function firstMatch({ row, expression, unless }: Compiled, folded: Folded, text: string): Found | undefined {
  for (const match of folded.text.matchAll(expression)) {
    const start = match.index;
    const end = start + match[0].length;
    if (unless === undefined || clause(folded, start, end).search(unless) < 0) {
      const { code, language, certainty } = row;
      return { start, end, suggestion: { code, words: words(text, folded, start, end), language, certainty } };
    }
  }
  return undefined;
}

function compile(expression: string): RegExp {
  const meant = fold(expression).text.replaceAll('\\w', LETTER).replaceAll('\\b', EDGE);
  return new RegExp(meant, 'gu');
}

function fold(text: string): Folded {
  const letters: string[] = [];
  const places: number[] = [];
  const ends: number[] = [];
  let place = 0;
  for (const letter of text) {
    if (CLAUSE_ENDS.has(letter)) ends.push(letters.length);
    for (const part of plain(letter)) {
      if (part !== ' ' || letters.at(-1) !== ' ') {
        for (const unit of part.split('')) { letters.push(unit); places.push(place); }
      }
    }
    place += letter.length;
  }
  return { text: letters.join(''), places, ends };
}

function plain(letter: string): string {
  if (/^\s$/u.test(letter)) return ' ';
  const bare = letter.normalize('NFKD').replace(/[\p{Mn}\p{Cf}\p{Cc}]/gu, '').toLowerCase();
  return Array.from(bare, (part) => ONE_SPELLING[part] ?? part).join('');
}

/** What stands around a match up to the next punctuation on either side. */
function clause({ text, ends }: Folded, start: number, end: number): string {
  const before = ends[below(ends, start) - 1];
  return text.slice(before === undefined ? 0 : before + 1, ends[below(ends, end)] ?? text.length);
}

/** How many of these rising numbers are below one (by halves: a text may have very many clauses). */
function below(rising: readonly number[], place: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The matched words as they were written, to the end of the last one. */
function words(text: string, { places }: Folded, start: number, end: number): string {
  const first = places[start] ?? 0;
  let last = (places[end - 1] ?? 0) + 1;
  while (last < text.length && continuesWord(text.charAt(last))) last += 1;
  return text.slice(first, last).split(/\s+/u).join(' ');
}

/** Marks, and letters of scripts that put spaces between words (everything before U+2E80). */
function continuesWord(letter: string): boolean {
  return /\p{Mn}/u.test(letter) || (/\p{L}/u.test(letter) && letter < '\u2E80');
}
