/**
 * What a person types into the search, taken apart: words, "phrases", -words, and operators as in Gmail
 * (from: to: has: is: kind: before: after:). Pure; what is not understood is handed back, never dropped.
 */
import { fold } from './folding.ts';
import type { Country, Ms } from './model.ts';

/** Somebody or some place: a name folded, and the countries that the same words name. */
export interface Party {
  readonly folded: string;
  readonly countries: readonly Country[];
  /** `from:me`: what I wrote; `to:me`: what others wrote to my office. */
  readonly me: boolean;
}

export interface Query {
  /** Folded; each begins a word of the message. */
  readonly words: readonly string[];
  /** Folded; stand there word by word. */
  readonly phrases: readonly string[];
  /** IBANs, telephone numbers, files' numbers: found however they are grouped. No spaces. */
  readonly numbers: readonly string[];
  readonly without: readonly string[];
  readonly from: readonly Party[];
  readonly to: readonly Party[];
  readonly kinds: readonly string[];
  readonly attachment: boolean;
  readonly unread: boolean;
  readonly before: Ms;
  readonly after: Ms;
  /** Operators with a value that says nothing, as typed. */
  readonly odd: readonly string[];
}

export const NOTHING: Query = {
  words: [], phrases: [], numbers: [], without: [], from: [], to: [], kinds: [], attachment: false, unread: false,
  before: Infinity, after: -Infinity, odd: [],
};

export const KINDS: readonly string[] = [
  'message', 'request', 'answer', 'acknowledgement', 'freeze', 'tracing', 'pre_mla', 'spontaneous', 'confiscation', 'return', 'information',
  'flash', 'urgent', 'priority', 'ordinary',
];
/** `-word`, `name:value`, "quoted": a value may be quoted too. */
const TOKEN = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|“([^”]*)”?|«([^»]*)»?|(\S+))/giu;
const NUMBER_CHARACTERS = 6;
const NUMBER_DIGITS = 4;

/** `countriesOf` gives the countries that a folded name means, in any language. */
export function parseQuery(typed: string, countriesOf: (folded: string) => readonly Country[]): Query {
  const query: Mutable<Query> = { ...NOTHING };
  const plain: string[] = [];
  for (const [whole, minus, name, ...values] of typed.matchAll(TOKEN)) {
    if (UNFINISHED.test(whole)) continue;
    const value = values.find((one) => one !== undefined) ?? '';
    const quoted = values[3] === undefined;
    if (name !== undefined && takeOperator(query, name.toLowerCase(), value, countriesOf)) continue;
    if (name !== undefined && OPERATORS.includes(name.toLowerCase())) query.odd = [...query.odd, whole];
    else if (minus !== '') query.without = [...query.without, ...wordsOf(value)];
    else if (quoted && name === undefined) query.phrases = [...query.phrases, fold(value)].filter(Boolean);
    else plain.push(...wordsOf(name === undefined ? value : `${name} ${value}`));
  }
  return { ...query, ...numbersApart(plain) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const OPERATORS: readonly string[] = ['from', 'to', 'has', 'is', 'kind', 'before', 'after'];

/** Still being typed. */
const UNFINISHED = new RegExp(`^-?(?:(?:${OPERATORS.join('|')}):)?"?$`, 'iu');

/** Whether the operator's value was understood. */
function takeOperator(query: Mutable<Query>, name: string, value: string, countriesOf: (folded: string) => readonly Country[]): boolean {
  const folded = fold(value);
  const party = (): Party => ({ folded, countries: countriesOf(folded), me: folded === 'me' });
  switch (name) {
    case 'from':
      if (folded !== '') query.from = [...query.from, party()];
      return folded !== '';
    case 'to':
      if (folded !== '') query.to = [...query.to, party()];
      return folded !== '';
    case 'has':
      query.attachment ||= /^(attachment|file)s?$/.test(folded);
      return /^(attachment|file)s?$/.test(folded);
    case 'is':
      query.unread ||= folded === 'unread';
      return folded === 'unread';
    case 'kind': {
      const kind = folded.replaceAll(' ', '_');
      if (KINDS.includes(kind)) query.kinds = [...query.kinds, kind];
      return KINDS.includes(kind);
    }
    case 'before':
    case 'after': {
      const at = dayOf(value);
      if (at === undefined) return false;
      if (name === 'before') query.before = Math.min(query.before, at);
      else query.after = Math.max(query.after, at);
      return true;
    }
    default:
      return false;
  }
}

/** The beginning of a day, month or year where the reader is: 2026-11-22, 2026/11, 2026. */
function dayOf(value: string): Ms | undefined {
  const [, year, month = '1', day = '1'] = /^(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?$/u.exec(fold(value).replaceAll(' ', '-')) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(day));
  const real = at.getMonth() === Number(month) - 1 && at.getDate() === Number(day);
  return real ? at.getTime() : undefined;
}

function wordsOf(text: string): string[] {
  return fold(text).split(' ').filter(Boolean);
}

/** "CH93 0076 2011" is one number however it is grouped: words with digits that stand together are joined. */
function numbersApart(plain: readonly string[]): Pick<Query, 'words' | 'numbers'> {
  const words: string[] = [];
  const numbers: string[] = [];
  let run: string[] = [];
  const end = (): void => {
    const joined = run.join('');
    const digits = joined.replace(/\P{N}/gu, '').length;
    if (joined.length >= NUMBER_CHARACTERS && digits >= NUMBER_DIGITS) numbers.push(joined);
    else words.push(...run);
    run = [];
  };
  for (const word of plain) {
    if (/\p{N}/u.test(word)) run.push(word);
    else {
      end();
      words.push(word);
    }
  }
  end();
  return { words, numbers };
}

/** Whether there is anything to look for. */
export function isBlank(query: Query): boolean {
  const { words, phrases, numbers, without, from, to, kinds, attachment, unread, before, after } = query;
  const lists = [words, phrases, numbers, without, from, to, kinds];
  return lists.every((list) => list.length === 0) && !attachment && !unread && before === Infinity && after === -Infinity;
}
