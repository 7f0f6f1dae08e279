/**
 * Which names of a list are worth aligning with one asked for: by the consonants of its words (also one apart), then by how far
 * those words are alike. So each query looks at some dozens of names, however long the list is.
 */
import { type Commonness, LIGHT, type Name, nameOf, type Sort, sortOf, type Unit, wordsOf } from './names.ts';
import type { Word as Form } from '../../protocol/screening-files.ts';
import { type Identifier, numbersOf } from './numbers.ts';
import type { Entry } from './own-lists.ts';
import { latinOf, likeness, relate, type Word } from './words.ts';

/** A listed name, kept small: its words are numbers of places. */
interface Listed {
  readonly row: number;
  readonly text: string;
  readonly sort: Sort;
  readonly words: readonly number[];
  readonly mass: number;
  readonly weak: boolean;
}

/** A word, and the names that it stands in. */
interface Place {
  readonly at: number;
  readonly word: Word;
  readonly names: number[];
}

/** Words that share a key with very many others say little; no more of them are looked at. */
const MOST_WORDS_OF_KEY = 400;
/** A name that shares less of what it weighs is not looked at. */
const LEAST_SHARE = 0.12;
const LEAST_OF_SKELETON = 3;
/** A thing's name of so many words may be the first letters of a longer one. */
const MOST_WORDS_OF_SHORT = 2;

export class Candidates {
  readonly #entries: Entry[] = [];
  readonly #names: Listed[] = [];
  readonly #numbers = new Map<string, number[]>();
  readonly #words = new Map<string, number>();
  readonly #places: Place[] = [];
  /** By skeleton, by skeleton with one consonant left out, and by letters where there is no consonant. */
  readonly #keys = new Map<string, number[]>();
  readonly #joined = new Map<string, number[]>();
  #shares = new Float32Array(0);
  #seen = new Float32Array(0);

  readonly #common: Commonness;

  constructor(common: Commonness) {
    this.#common = common;
  }

  get size(): number {
    return this.#entries.length;
  }

  entry(row: number): Entry {
    return this.#entries[row] as Entry;
  }

  /** The entry of a name, the name as it is aligned, and whether its list calls it weak. */
  name(at: number): { readonly row: number; readonly name: Name; readonly weak: boolean } {
    const { row, text, sort, words, weak } = this.#names[at] as Listed;
    return { row, weak, name: nameOf(text, words.map((place) => (this.#places[place] as Place).word), sort, this.#common) };
  }

  /** `forms`: of each of its names, the weak ones last. */
  add(entry: Entry, forms: readonly (readonly Form[])[]): void {
    const row = this.#entries.push(entry) - 1;
    for (const number of numbersOf(entry.identifiers)) push(this.#numbers, number, row);
    entry.names.forEach((text, n) => {
      const own = forms[n] ?? [];
      const weak = n >= entry.names.length - entry.weak;
      if (own.length > 0) this.#addName(row, nameOf(text, wordsOf(text, own), sortOf(entry.kind), this.#common), weak);
    });
  }

  #addName(row: number, { text, sort, mass, units, singles }: Name, weak: boolean): void {
    const at = this.#names.length;
    const places = units.slice(0, singles).map(({ word }) => this.#place(word));
    this.#names.push({ row, text, sort, mass, weak, words: places.map((place) => place.at) });
    for (const { word, names } of places) if (word.role !== 't' && names.at(-1) !== at) names.push(at);
    for (const { word } of units.slice(singles)) push(this.#joined, joinedKey(word), at);
    if (sort !== 'person' && singles <= MOST_WORDS_OF_SHORT) for (const { word } of places) push(this.#joined, `@${latinOf(word)}`, at);
  }

  /** A word that many names have stands here once, with its keys. */
  #place(word: Word): Place {
    const id = [word.script, word.role, word.written, ...word.latins, ...word.skeletons].join(' ');
    const known = this.#words.get(id);
    if (known !== undefined) return this.#places[known] as Place;
    const at = this.#places.length;
    const place = { at, word, names: [] };
    this.#places.push(place);
    this.#words.set(id, at);
    for (const key of keysOf(word)) push(this.#keys, key, at);
    return place;
  }

  /** The entries that have one of these numbers. */
  byNumbers(identifiers: readonly Identifier[]): ReadonlySet<number> {
    return new Set(numbersOf(identifiers).flatMap((number) => this.#numbers.get(number) ?? []));
  }

  /** Places of the names that are worth aligning, the likeliest first. */
  nearest(query: Name, most: number): readonly number[] {
    if (this.#shares.length < this.#names.length) {
      this.#shares = new Float32Array(this.#names.length);
      this.#seen = new Float32Array(this.#names.length);
    }
    const touched: number[] = [];
    for (const [n, unit] of query.units.entries()) if (n >= query.singles || unit.word.role !== 't') this.#add(unit, n < query.singles, touched);
    const found = touched.map((at) => ({ at, share: (2 * (this.#shares[at] ?? 0)) / (query.mass + (this.#names[at]?.mass ?? 0)) }));
    for (const at of touched) this.#shares[at] = this.#seen[at] = 0;
    return found.filter(({ share }) => share >= LEAST_SHARE).sort((one, other) => other.share - one.share || one.at - other.at).slice(0, most).map(({ at }) => at);
  }

  /** Adds to each name what the best of its words shares with this one. */
  #add(unit: Unit, single: boolean, touched: number[]): void {
    const here: number[] = [];
    const count = (names: readonly number[], gain: number): void => {
      for (const at of names) {
        const before = this.#seen[at] ?? 0;
        if (gain <= before) continue;
        if (before === 0) here.push(at);
        if ((this.#shares[at] ?? 0) === 0) touched.push(at);
        this.#shares[at] = (this.#shares[at] ?? 0) + gain - before;
        this.#seen[at] = gain;
      }
    };
    for (const { word, names } of this.#alike(unit.word, single)) {
      const worth = relate(unit.word, word)?.worth ?? 0;
      if (worth > 0) count(names, worth * unit.mass);
    }
    const keys = single ? [joinedKey(unit.word), `@${latinOf(unit.word)}`] : unit.word.role === 'a' ? [joinedKey(unit.word)] : [];
    if (unit.mass > LIGHT) for (const key of keys) count(this.#joined.get(key) ?? [], 0.9 * unit.mass);
    for (const at of here) this.#seen[at] = 0;
  }

  #alike(word: Word, single: boolean): Iterable<Place> {
    const found = new Set<number>();
    for (const key of single ? keysOf(word) : [word.skeletons[0] ?? '']) {
      const places = this.#keys.get(key) ?? [];
      const nearest = places.length <= MOST_WORDS_OF_KEY ? places : this.#closest(word, places);
      for (const at of nearest) found.add(at);
    }
    return [...found].map((at) => this.#places[at] as Place);
  }

  /** Of very many words with one key those with the likest letters. */
  #closest(word: Word, places: readonly number[]): readonly number[] {
    const latin = latinOf(word);
    const ranked = places.map((at) => ({ at, alike: likeness(latin, latinOf((this.#places[at] as Place).word)) }));
    return ranked.sort((one, other) => other.alike - one.alike).slice(0, MOST_WORDS_OF_KEY).map(({ at }) => at);
  }
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else if (known.at(-1) !== value) known.push(value);
}

/** Skeletons; of the likeliest also with each consonant left out; and where nothing is left of a word, its letters. */
function keysOf(word: Word): ReadonlySet<string> {
  const keys = new Set(word.skeletons.filter((skeleton) => skeleton !== ''));
  const [first = ''] = word.skeletons;
  if (first.length >= LEAST_OF_SKELETON) for (let at = 0; at < first.length; at++) keys.add(`-${first.slice(0, at)}${first.slice(at + 1)}`);
  if (first.length >= LEAST_OF_SKELETON) keys.add(`-${first}`);
  if (first.length < 2) keys.add(`=${latinOf(word).slice(0, 3)}`);
  if (word.role === 'i' || latinOf(word).length === 1) keys.add(`=${latinOf(word)}`);
  return keys;
}

function joinedKey(word: Word): string {
  return word.role === 'a' ? `@${latinOf(word)}` : (word.skeletons[0] ?? '');
}
