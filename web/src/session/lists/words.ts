/**
 * How two words of analysed names relate, and how far that makes them one word: what screening/relation.py says, as far as
 * their forms say it (protocol/screening.md). Forms have no table of known names, nicknames, terms or sounds: those relations are missing.
 */
import type { Word as Form } from '../../protocol/screening-files.ts';

/** n name, i initial, p particle, t title, l legal form, d number, a first letters of several words. */
export type Role = 'n' | 'i' | 'p' | 't' | 'l' | 'd' | 'a';
/** As far as comparing needs to tell them apart. */
export type Script = 'latin' | 'arabic' | 'hebrew' | 'cyrillic' | 'greek' | 'han' | 'hangul' | 'kana' | 'other';

export interface Word {
  readonly role: Role;
  readonly script: Script;
  /** As it was written, in lower case; empty where the name falls into other words than its forms. */
  readonly written: string;
  /** Latin letters and digits of each reading, the likeliest first; skeletons in the same places. */
  readonly latins: readonly string[];
  readonly skeletons: readonly string[];
}

/** The relations of relation.py that forms can show, with the columns of evidence that they add to. */
export const RELATIONS = ['exact', 'romanised', 'term', 'edit_slight', 'edit', 'edit_heavy', 'skeleton', 'skeleton_across', 'skeleton_near', 'initial', 'shortened', 'acronym'] as const;
export type Relation = (typeof RELATIONS)[number];

export interface Likeness {
  readonly relation: Relation;
  /** In [0, 1]: how much of the agreement of two equal words it is worth. */
  readonly worth: number;
}

const LONG_SKELETON = 3;
const ACRONYM = 0.9;
const MOST_READINGS = 3;
const SCRIPTS: readonly (readonly [RegExp, Script])[] = [
  [/[a-z\p{Script=Latin}\p{N}]/iu, 'latin'], [/\p{Script=Arabic}/u, 'arabic'], [/\p{Script=Hebrew}/u, 'hebrew'], [/\p{Script=Cyrillic}/u, 'cyrillic'],
  [/\p{Script=Greek}/u, 'greek'], [/\p{Script=Han}/u, 'han'], [/\p{Script=Hangul}/u, 'hangul'], [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'kana'],
];
const LETTER = /[\p{L}\p{N}]/u;

/** Of the first letter or digit. */
export function scriptOf(text: string): Script {
  const first = LETTER.exec(text.normalize('NFKC'))?.[0] ?? '';
  return SCRIPTS.find(([pattern]) => pattern.test(first))?.[1] ?? 'other';
}

export function wordOf(form: Form, script: Script, written: string): Word {
  const latins: string[] = [];
  const skeletons: string[] = [];
  for (let at = 1; at + 1 < form.length; at += 2) {
    latins.push(form[at] ?? '');
    skeletons.push(form[at + 1] ?? '');
  }
  return { role: (form[0] ?? 'n') as Role, script: written === '' ? script : scriptOf(written), written, latins, skeletons };
}

const BETWEEN_WORDS = /[\s\p{P}\p{S}]+/u;
const WITHIN_WORDS = /['’ʼ`´\p{Mn}\p{Cf}]/gu;
const ABD = /^abd(?:ul|el|al|ol|oul|our|ur|us|er|ar)(?!l?ah?$)(?=.{3})|^abd(?=[rknqsmghjwf].{3})/;

/** The words of a name as they were written, cut where an analysis cuts them; another number of words where it knows more. */
export function writtenWords(text: string): readonly string[] {
  const plain = text.normalize('NFKC').toLowerCase().replace(WITHIN_WORDS, '');
  return plain.split(BETWEEN_WORDS).filter((word) => word !== '').flatMap((word) => {
    if (/^عبدال.{2}/u.test(word)) return ['عبد', 'ال', word.slice(5)];
    if (/^ال.{3}/u.test(word)) return ['ال', word.slice(2)];
    const abd = ABD.exec(word);
    return abd ? ['abd', word.slice(abd[0].length)] : [word];
  });
}

/** Neighbours written as one: letters and skeletons joined, what they do in the name dropped. */
export function joined(words: readonly Word[]): Word {
  let parts: readonly (readonly [string, string])[] = [['', '']];
  for (const word of words) {
    parts = parts.flatMap(([latin, skeleton]) => word.latins.map((own, n) => [latin + own, skeleton + (word.skeletons[n] ?? '')] as const)).slice(0, 8);
  }
  const written = words.every((word) => word.written !== '') ? words.map((word) => word.written).join('') : '';
  return { role: 'n', script: words[0]?.script ?? 'other', written, latins: parts.map(([latin]) => latin), skeletons: parts.map(([, skeleton]) => skeleton) };
}

export function latinOf(word: Word): string {
  return word.latins[0] ?? '';
}

/** The strongest relation of two words. Symmetric. */
export function relate(left: Word, right: Word): Likeness | null {
  const [one, other] = [latinOf(left), latinOf(right)];
  if (left.role === 'a' || right.role === 'a') return one === other ? { relation: 'acronym', worth: ACRONYM } : null;
  if (left.role === 'd' || right.role === 'd') return left.role === right.role && numberOf(one) === numberOf(other) ? { relation: 'term', worth: 1 } : null;
  const found = left.script === right.script ? within(left, right) : across(left, right);
  if (one.length !== 1 && other.length !== 1) return found;
  const initial = byInitial(left, right);
  return initial !== null && initial.worth > (found?.worth ?? 0) ? initial : found;
}

const ROMAN: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 };

/** Roman and other digits alike. */
export function numberOf(latin: string): number | string {
  if (/^\d+$/.test(latin)) return Number(latin);
  if (!/^[ivx]+$/.test(latin)) return latin;
  const digits = [...latin].map((digit) => ROMAN[digit] ?? 0);
  return digits.reduce((sum, digit, n) => sum + (digit < (digits[n + 1] ?? 0) ? -digit : digit), 0);
}

function byInitial(left: Word, right: Word): Likeness | null {
  const [short, long] = latinOf(left).length <= latinOf(right).length ? [left, right] : [right, left];
  return long.latins.some((latin) => latin.startsWith(latinOf(short))) ? { relation: 'initial', worth: 0.5 } : null;
}

function within(left: Word, right: Word): Likeness | null {
  const asWritten = left.script !== 'latin' && left.written !== '' && right.written !== '';
  const [one, other] = asWritten ? [left.written, right.written] : [latinOf(left), latinOf(right)];
  if (one === other) return { relation: 'exact', worth: 1 };
  const alike = likeness(one, other);
  if (alike >= 0.85) return { relation: 'edit_slight', worth: 0.5 + alike / 2 };
  if (alike >= 0.5 && sharedSkeleton(left, right) >= LONG_SKELETON) return { relation: 'skeleton', worth: 0.55 + alike / 3 };
  if (alike >= 0.74) return { relation: 'edit', worth: alike };
  if (alike >= 0.6) return { relation: 'edit_heavy', worth: alike - 0.1 };
  const [latin, too] = [latinOf(left), latinOf(right)];
  return alike >= 0.55 && Math.min(latin.length, too.length) >= 4 && (latin.startsWith(too) || too.startsWith(latin)) ? { relation: 'shortened', worth: 0.5 } : null;
}

const WORTH_OF_SKELETON: Readonly<Record<number, number>> = { 1: 0.45, 2: 0.65, 3: 0.8 };

function across(left: Word, right: Word): Likeness | null {
  if (left.latins.some((latin) => right.latins.includes(latin))) return { relation: 'romanised', worth: 1 };
  const alike = bestAlike(left, right);
  const shared = sharedSkeleton(left, right);
  if (shared > 0) {
    const vowels = withoutVowels(left) || withoutVowels(right) ? 0.1 : 0.4;
    return { relation: 'skeleton_across', worth: (WORTH_OF_SKELETON[shared] ?? 0.85) + 0.1 - vowels * (1 - alike) };
  }
  const [one, other] = [left.skeletons[0] ?? '', right.skeletons[0] ?? ''];
  const shortest = Math.min(one.length, other.length);
  if (alike >= 0.4 && shortest >= LONG_SKELETON && edits(one, other) <= 1) {
    return { relation: 'skeleton_near', worth: Math.min(0.45 + 0.04 * shortest, 0.65) + 0.1 * alike };
  }
  return alike >= 0.7 ? { relation: 'skeleton_near', worth: alike - 0.1 } : null;
}

function withoutVowels({ script }: Word): boolean {
  return script === 'arabic' || script === 'hebrew';
}

/** Length of the longest skeleton that both can have; 0: they share none. */
function sharedSkeleton(left: Word, right: Word): number {
  let longest = 0;
  for (const skeleton of left.skeletons) if (skeleton.length > longest && right.skeletons.includes(skeleton)) longest = skeleton.length;
  return longest;
}

function bestAlike(left: Word, right: Word): number {
  let best = 0;
  for (const one of first(left.latins)) for (const other of first(right.latins)) best = Math.max(best, likeness(one, other));
  return best;
}

function first(latins: readonly string[]): readonly string[] {
  return latins.length <= MOST_READINGS ? latins : latins.slice(0, MOST_READINGS);
}

/** 1 for equal words, less by the share of letters that differ; two neighbours swapped count once. */
export function likeness(one: string, other: string): number {
  const longest = Math.max(one.length, other.length);
  if (longest === 0) return 0;
  let distance = edits(one, other);
  if (distance === 2 && one.length === other.length && neighboursSwapped(one, other)) distance = 1;
  return 1 - distance / longest;
}

function neighboursSwapped(one: string, other: string): boolean {
  let at = 0;
  while (one[at] === other[at]) at++;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}

let row = new Uint16Array(64);

/** Letters to insert, drop or change (Levenshtein). */
export function edits(one: string, other: string): number {
  if (one === other) return 0;
  let start = 0;
  let [end, otherEnd] = [one.length, other.length];
  while (start < end && start < otherEnd && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  while (end > start && otherEnd > start && one.charCodeAt(end - 1) === other.charCodeAt(otherEnd - 1)) { end--; otherEnd--; }
  const width = otherEnd - start;
  if (width === 0 || end === start) return Math.max(width, end - start);
  if (row.length <= width) row = new Uint16Array(2 * width);
  for (let at = 0; at <= width; at++) row[at] = at;
  for (let down = start; down < end; down++) {
    let corner = row[0] ?? 0;
    row[0] = down - start + 1;
    const letter = one.charCodeAt(down);
    for (let at = 1; at <= width; at++) {
      const above = row[at] ?? 0;
      const least = letter === other.charCodeAt(start + at - 1) ? corner : Math.min(corner, above, row[at - 1] ?? 0) + 1;
      corner = above;
      row[at] = least;
    }
  }
  return row[width] ?? 0;
}
