/** From evidence to a score: score.py with the same coefficients (model.json). Log-odds until `scoreOf`. */
import type { Evidence } from './names.ts';

interface Terms {
  readonly intercept: number;
  readonly terms: readonly { readonly of: readonly (readonly [string, number, number])[]; readonly weight: number }[];
}

/** What model.json holds, as far as scores need it. */
export interface Model {
  readonly people: Terms;
  readonly things: Terms;
  readonly facts: Readonly<Record<string, number>>;
  readonly threshold: number;
}

/** What the names alone say. */
export function oddsOf(row: Evidence, model: Model): number {
  const { intercept, terms } = row['things'] ? model.things : model.people;
  return terms.reduce((sum, { of, weight }) => sum + weight * of.reduce((share, [column, low, high]) => share * ramp(row[column] ?? 0, low, high), 1), intercept);
}

function ramp(value: number, low: number, high: number): number {
  return Math.min(Math.max((value - low) / (high - low), 0), 1);
}

const LITTLE_NATS = 9;
const ACRONYM_SHARE = 0.5;
const OTHER_WORDS_NATS = 2;
const WITHIN = 0.9;
const BEYOND_GUARD = 0.05;

/** The same, held near what so little agreement may say (guard_names). `heavy`: the full words of the fuller name. */
export function guarded(odds: number, row: Evidence, heavy: number): number {
  const at = (column: string): number => row[column] ?? 0;
  const [things, single] = [at('things') > 0, heavy <= 1];
  const contained = things && at('ships') === 0 && at('agreed_more') > WITHIN;
  const lone = Math.round(at('words') * 5) <= 1 && !single && at('agreed_less') < 0.8;
  let most = Infinity;
  if (at('agreed_nats') < LITTLE_NATS) most = Math.min(most, -0.1);
  if (single && !things) most = Math.min(most, 1);
  if (lone && !contained) most = Math.min(most, -1.6);
  if (things && at('numbers') === 1) most = Math.min(most, -0.6);
  if (things && single && at('ships') > 0 && at('weakest') < 1) most = Math.min(most, 0.4);
  if (things && at('acronym') > ACRONYM_SHARE) most = Math.min(most, 0.3);
  if (things && at('conflict_nats') > OTHER_WORDS_NATS) most = Math.min(most, 1.5);
  return odds > most ? most + BEYOND_GUARD * (odds - most) : odds;
}

const WEAK_ALIAS = 0.4;
const WEAKER = 1;

/** Of a pair of names with a weak alias: it says less, and never much (guard_weak). */
export function guardedWeak(odds: number): number {
  const less = odds - WEAKER;
  return less > WEAK_ALIAS ? WEAK_ALIAS + BEYOND_GUARD * (less - WEAK_ALIAS) : less;
}

const SAME_NUMBER = 3.5;
const FULL_AGREEMENT = 2;
const LEAST_OF_FULL_AGREEMENT = -1;

/** Names and facts together (with_facts). */
export function withFacts(names: number, facts: readonly string[], model: Model): number {
  const odds = facts.reduce((sum, fact) => sum + (model.facts[fact] ?? 0), names);
  if (facts.includes('identifier_equal')) return Math.max(odds, SAME_NUMBER);
  return names >= FULL_AGREEMENT && !facts.includes('kind_differs') ? Math.max(odds, LEAST_OF_FULL_AGREEMENT) : odds;
}

/** Per mille. */
export function scoreOf(odds: number): number {
  return Math.round(1000 / (1 + Math.exp(-Math.max(Math.min(odds, 30), -30))));
}
