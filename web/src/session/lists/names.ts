/**
 * Which words of two analysed names belong together, and what that says in a few numbers: alignment.py and evidence.py of the
 * Python engine, for one pair of names at a time.
 */
import type { Word as Form } from '../../protocol/screening-files.ts';
import { joined, latinOf, likeness, numberOf, relate, type Relation, type Role, type Script, scriptOf, type Word, wordOf, writtenWords } from './words.ts';

/** How rare words are, in nats: of persons' names by letters and by skeleton, and of what things are called. */
export interface Commonness {
  readonly latin: Readonly<Record<string, number>>;
  readonly skeletons: Readonly<Record<string, number>>;
  readonly things: Readonly<Record<string, number>>;
}

export type Sort = 'person' | 'ship' | 'thing';

/** A word, or two or three neighbours written as one; `covers` are its words' places as bits. */
export interface Unit {
  readonly word: Word;
  readonly covers: number;
  readonly mass: number;
}

export interface Name {
  readonly text: string;
  readonly sort: Sort;
  readonly script: Script;
  /** Single words first. */
  readonly units: readonly Unit[];
  readonly singles: number;
  /** What the whole name weighs. */
  readonly mass: number;
  readonly latin: string;
  /** Words that weigh as names do. */
  readonly heavy: number;
  readonly numbers: string;
}

export interface Step {
  readonly left: Unit;
  readonly right: Unit;
  readonly relation: Relation;
  readonly worth: number;
}

const MOST_WORDS = 12;
const MOST_GLUED = 3;
const LEAST_JOINED = 0.88;
const ROLE_WEIGHT: Readonly<Record<Role, number>> = { n: 1, i: 0.35, p: 0.2, t: 0.1, l: 0.12, d: 0.8, a: 1 };
/** A lighter word does not make a name. */
export const LIGHT = 2.6;
const RAREST = 10.5;
const RAREST_OF_LENGTH = [1, 4, 5.5, 6.8, 8.2, 9.4] as const;
const COMMONEST = 3;
const [LEAST_WORDS, MOST_INITIALS] = [3, 8];

export function sortOf(kind: string): Sort {
  return kind === 'person' ? 'person' : kind === 'vessel' ? 'ship' : 'thing';
}

/** The words that are compared, of a name and its forms. */
export function wordsOf(text: string, forms: readonly Form[]): readonly Word[] {
  const script = scriptOf(text);
  const written = writtenWords(text);
  return forms.slice(0, MOST_WORDS).map((form, at) => wordOf(form, script, written.length === forms.length ? (written[at] ?? '') : ''));
}

/** A name's words and joined neighbours, weighed. */
export function nameOf(text: string, words: readonly Word[], sort: Sort, common: Commonness): Name {
  const masses = words.map((word) => ROLE_WEIGHT[word.role] * rarity(word, sort, common));
  const units: Unit[] = words.map((word, at) => ({ word, covers: 1 << at, mass: masses[at] ?? 0 }));
  const together = (places: readonly number[], word: Word): void => {
    units.push({ word, covers: places.reduce((bits, at) => bits | (1 << at), 0), mass: places.reduce((sum, at) => sum + (masses[at] ?? 0), 0) });
  };
  for (let size = 2; size <= MOST_GLUED; size++) {
    for (let at = 0; at + size <= words.length; at++) {
      const some = words.slice(at, at + size);
      const joint = jointOf(some[0]);
      if (joint !== 0 && some.every((word) => jointOf(word) === joint)) together(some.map((_, n) => at + n), joined(some));
    }
  }
  const [one, last] = [words[0], words.at(-1)];
  if (sort === 'person' && words.length > 2 && one && last) together([0, words.length - 1], joined([one, last]));
  const named = words.flatMap((word, at) => (word.role === 'n' ? [at] : []));
  if (sort !== 'person' && named.length >= LEAST_WORDS && named.length <= MOST_INITIALS) {
    together(named, { role: 'a', script: 'latin', written: '', latins: [named.map((at) => latinOf(words[at] as Word)[0]).join('')], skeletons: [''] });
  }
  const numbers = [...new Set(words.filter(({ role }) => role === 'd').map((word) => String(numberOf(latinOf(word)))))].sort().join(' ');
  return {
    text, sort, script: words[0]?.script ?? 'other', units, singles: words.length, mass: masses.reduce((sum, mass) => sum + mass, 0), numbers,
    latin: words.filter(({ role }) => role !== 't').map(latinOf).join(' '), heavy: masses.filter((mass) => mass > LIGHT).length,
  };
}

function jointOf(word: Word | undefined): number {
  if (word === undefined || word.role === 'l' || word.role === 'd' || word.role === 't') return 0;
  return word.script === 'latin' && latinOf(word).length === 1 ? 1 : 2;
}

/** Nats that agreement in a word is worth. */
function rarity(word: Word, sort: Sort, common: Commonness): number {
  const most = rarest(word);
  if (word.role === 'd') return most;
  let counted = (sort === 'person' ? common.latin : common.things)[latinOf(word)] ?? most;
  if (sort === 'person' && word.script !== 'latin') for (const skeleton of word.skeletons) counted = Math.min(counted, common.skeletons[skeleton] ?? most);
  return Math.min(Math.max(counted, COMMONEST), most);
}

/** Of a word whose characters nobody knows: about as many as its syllables. */
const SYLLABLE = /[aeiouy]+/g;

/** Of a word that nobody has counted; of few characters, each a common one, in East Asian scripts. */
function rarest({ role, script, written, latins: [latin = ''] }: Word): number {
  if (role === 'd') return Math.min(RAREST, 4 + latin.length);
  const most = RAREST_OF_LENGTH[latin.length] ?? RAREST;
  if (script !== 'han' && script !== 'hangul' && script !== 'kana') return most;
  return Math.min(most, 3 + 2.2 * (written.length || Math.max(1, latin.match(SYLLABLE)?.length ?? 0)));
}

/** Pairs of units, each time the heaviest agreement, without regard to order. */
export function align(left: Name, right: Name): readonly Step[] {
  const cells: Step[] = [];
  left.units.forEach((one, n) => {
    right.units.forEach((other, m) => {
      const [single, singleToo] = [n < left.singles, m < right.singles];
      if (!single && !singleToo) return;
      const found = relate(one.word, other.word);
      if (found !== null && found.worth > 0 && ((single && singleToo) || found.worth >= LEAST_JOINED)) cells.push({ left: one, right: other, ...found });
    });
  });
  const gain = ({ worth, left: one, right: other }: Step): number => worth * (one.mass + other.mass);
  cells.sort((one, other) => gain(other) - gain(one));
  let [ours, theirs] = [0, 0];
  return cells.filter(({ left: one, right: other }) => {
    if ((one.covers & ours) !== 0 || (other.covers & theirs) !== 0) return false;
    ours |= one.covers;
    theirs |= other.covers;
    return true;
  });
}

export type Evidence = Readonly<Record<string, number>>;
const MOST_NATS = 40;

/** The columns of evidence.py by name; without `forms`, whose codes the analysed words lack. */
export function evidenceOf(left: Name, right: Name, steps: readonly Step[]): Evidence {
  const sum = (value: (step: Step) => number): number => steps.reduce((total, step) => total + value(step), 0);
  const [ours, theirs] = [Math.max(left.mass, 1e-6), Math.max(right.mass, 1e-6)];
  const shares = [sum((step) => step.left.mass * step.worth) / ours, sum((step) => step.right.mass * step.worth) / theirs] as const;
  const rests = [Math.max(left.mass - sum((step) => step.left.mass), 0), Math.max(right.mass - sum((step) => step.right.mass), 0)] as const;
  const full = steps.filter((step) => massOf(step) > LIGHT);
  const extras = [rests[0] / ours, rests[1] / theirs] as const;
  const relations = Object.fromEntries(steps.map(({ relation }) => [relation, 2 * sum((step) => (step.relation === relation ? massOf(step) : 0)) / (ours + theirs)]));
  return {
    agreed_less: Math.min(...shares), agreed_more: Math.max(...shares), agreed_nats: Math.min(sum((step) => massOf(step) * step.worth), MOST_NATS),
    conflict_nats: Math.min(...rests, MOST_NATS), conflict_share: Math.min(...extras), extra_query: extras[0], extra_listed: extras[1],
    extra_nats: Math.min(Math.abs(rests[0] - rests[1]), MOST_NATS), weakest: Math.min(1, ...full.map(({ worth }) => worth)), letters: letters(left.latin, right.latin),
    disorder: disorder(steps), numbers: left.numbers === right.numbers ? 0 : left.numbers && right.numbers ? 1 : 0.5, words: Math.min(full.length / 5, 1),
    across: left.script === 'latin' === (right.script === 'latin') ? 0 : 1, things: left.sort !== 'person' && right.sort !== 'person' ? 1 : 0,
    ships: left.sort === 'ship' || right.sort === 'ship' ? 1 : 0, ...relations,
  };
}

export function massOf({ left, right }: Step): number {
  return (left.mass + right.mass) / 2;
}

export function firstPlace({ covers }: Unit): number {
  return 31 - Math.clz32(covers & -covers);
}

/** Share of the pairs of aligned units that stand in another order in the two names. */
function disorder(steps: readonly Step[]): number {
  let turned = 0;
  for (const one of steps) {
    for (const other of steps) {
      if ((firstPlace(one.left) - firstPlace(other.left)) * (firstPlace(one.right) - firstPlace(other.right)) < 0) turned++;
    }
  }
  return turned / Math.max(steps.length * (steps.length - 1), 1);
}

/** How alike the names are as wholes, in written or in sorted order. */
function letters(one: string, other: string): number {
  const written = likeness(one.replaceAll(' ', ''), other.replaceAll(' ', ''));
  return written === 1 ? 1 : Math.max(written, likeness(sorted(one), sorted(other)));
}

function sorted(name: string): string {
  return name.split(' ').sort().join('');
}
