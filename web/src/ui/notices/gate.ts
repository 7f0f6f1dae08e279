/**
 * What a draft of a notice must still say before its bureau may submit it, by colour.
 *
 * The rules are data (`virtual:reference/notice-rules`, loaded when a form opens); the command line reads the same file
 * (src/repatria/notices/gate.py) and both are judged by tests/notices/gate_cases.json. A draft need not be whole.
 */
import type { Need, NoticeRules, Rule } from 'virtual:reference/types';

/** `path` into the record ("assets.1.link"); `code` of the group `gate` of `virtual:reference/notices/…`. */
export interface Missing {
  readonly path: string;
  readonly code: string;
}

/** In the order of the form; empty when nothing stands in the way. Throws for a colour that there is not. */
export function missing(rules: NoticeRules, record: unknown, colour: string): readonly Missing[] {
  const groups = rules.colours[colour];
  if (groups === undefined) throw new Error(`no notice is ${colour}`);
  return groups.flatMap((group) => rules.rules[group] ?? []).flatMap((rule) => failures(rule, record));
}

function failures({ code, each, path, need }: Rule, record: unknown): readonly Missing[] {
  if (each === undefined) return holds(need, record) ? [] : [{ path, code }];
  return elements(at(record, each)).flatMap((element, place) => (holds(need, element) ? [] : [{ path: `${each}.${String(place)}.${path}`, code }]));
}

/** What stands at a dotted path; undefined where there is nothing. */
function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    if (Array.isArray(found) && !/^\d+$/.test(key)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return found;
}

function said(value: unknown): boolean {
  if (typeof value === 'string') return /[^\s\p{Cf}]/u.test(value);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(said);
  return typeof value === 'number';
}

function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function among(value: unknown, allowed: readonly string[]): boolean {
  return typeof value === 'string' && allowed.includes(value);
}

function holds(need: Need, value: unknown): boolean {
  if ('said' in need) return said(at(value, need.said));
  if ('is' in need) return among(at(value, need.is), need.of);
  if ('includes' in need) return elements(at(value, need.includes)).some((one) => among(one, need.of));
  if ('only' in need) return elements(at(value, need.only)).every((one) => among(one, need.of));
  if ('at_least' in need) return reaches(at(value, need.at_least), need.n);
  if ('some' in need) return elements(at(value, need.some)).some((one) => holds(need.that, one));
  if ('any' in need) return need.any.some((inner) => holds(inner, value));
  if ('all' in need) return need.all.every((inner) => holds(inner, value));
  return !holds(need.not, value);
}

function reaches(value: unknown, least: number): boolean {
  return typeof value === 'number' && value >= least;
}
