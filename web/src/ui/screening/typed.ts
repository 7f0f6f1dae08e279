/** What is typed into the form, and the queries that it makes. Pure. */
import type { Gender, Kind, Query, QueryScheme, Typed } from '../../session/screening-model';
import { countryCodes } from '../countries';
import { countriesMeant, fold } from '../fold';
import { countryName } from '../format';

export const MOST_QUERIES = 100;
const MOST_NAMES = 20;
const MOST_DATES = 10;
const LONGEST_NAME = 10_000;
const LONGEST_NUMBER = 200;

/** What keeps the form from being asked, by field; `text` is what is wrong. */
export type Fault =
  | { readonly field: 'name' | 'names'; readonly code: 'nothing' | 'too_long' }
  | { readonly field: 'names'; readonly code: 'too_many'; readonly n: number }
  | { readonly field: 'born' | 'countries'; readonly code: 'bad_date' | 'bad_country'; readonly text: string };

export function blankTyped(threshold: number): Typed {
  return { many: false, kind: 'person', name: '', names: '', born: '', countries: '', gender: '', identifiers: [], threshold };
}

/** A form filled with a record that is known already. */
export function typedOf(query: Query, threshold: number): Typed {
  const [name = '', ...others] = query.names;
  return {
    many: false, kind: query.kind, name, names: others.join('\n'), born: query.birth_dates.join(', '),
    countries: query.countries.map((code) => countryName(code)).join(', '), gender: query.genders[0] ?? '',
    identifiers: query.identifiers.map(({ scheme, value }) => ({ scheme: scheme as QueryScheme, value })), threshold,
  };
}

export function queriesOf(typed: Typed): { readonly queries: readonly Query[]; readonly faults: readonly Fault[] } {
  return typed.many ? manyOf(typed) : oneOf(typed);
}

function manyOf({ kind, names }: Typed): ReturnType<typeof queriesOf> {
  const found = lines(names);
  if (found.length === 0) return { queries: [], faults: [{ field: 'names', code: 'nothing' }] };
  if (found.length > MOST_QUERIES) return { queries: [], faults: [{ field: 'names', code: 'too_many', n: found.length }] };
  if (found.some((name) => name.length > LONGEST_NAME)) return { queries: [], faults: [{ field: 'names', code: 'too_long' }] };
  return { queries: found.map((name) => queryOf(kind, [name])), faults: [] };
}

function oneOf(typed: Typed): ReturnType<typeof queriesOf> {
  const names = [...new Set([typed.name.trim(), ...lines(typed.names)])].filter(Boolean);
  const identifiers = typed.identifiers.map(({ scheme, value }) => ({ scheme, value: value.trim() })).filter(({ value }) => value !== '');
  const born = isPerson(typed.kind) ? parts(typed.born) : [];
  const countries = parts(typed.countries).map((text) => ({ text, code: findCountry(text) }));
  const faults: Fault[] = [];
  if (names.length === 0 && identifiers.length === 0) faults.push({ field: 'name', code: 'nothing' });
  if (names.some((name) => name.length > LONGEST_NAME)) faults.push({ field: 'name', code: 'too_long' });
  if (names.length > MOST_NAMES) faults.push({ field: 'names', code: 'too_many', n: names.length });
  const badDate = born.find((text, n) => !isBirthDate(text) || n >= MOST_DATES);
  if (badDate !== undefined) faults.push({ field: 'born', code: 'bad_date', text: badDate });
  const badCountry = countries.find(({ code }) => code === undefined);
  if (badCountry !== undefined) faults.push({ field: 'countries', code: 'bad_country', text: badCountry.text });
  const codes = countries.flatMap(({ code }) => code ?? []);
  const genders: readonly Gender[] = isPerson(typed.kind) && typed.gender ? [typed.gender] : [];
  const numbers = identifiers.map(({ scheme, value }) => ({ scheme, value: value.slice(0, LONGEST_NUMBER) }));
  const query = { ...queryOf(typed.kind, names), birth_dates: born, countries: [...new Set(codes)].slice(0, MOST_DATES), genders, identifiers: numbers };
  return { queries: faults.length ? [] : [query], faults };
}

export function queryOf(kind: Kind, names: readonly string[]): Query {
  return { kind, names, birth_dates: [], countries: [], genders: [], identifiers: [] };
}

/** Whether the query says what the figures "with birth date and country" were measured with. */
export function saysFacts(typed: Typed): boolean {
  return !typed.many && ((isPerson(typed.kind) && typed.born.trim() !== '') || typed.countries.trim() !== '');
}

export function isPerson(kind: Kind): boolean {
  return kind === 'person';
}

function lines(text: string): string[] {
  return text.split(/[\n\r]+/).map((line) => line.trim()).filter(Boolean);
}

function parts(text: string): string[] {
  return text.split(/[,;،؛\n]+/).map((part) => part.trim()).filter(Boolean);
}

/** A year, a month of a year, or a day that exists. */
export function isBirthDate(text: string): boolean {
  const [, year = '', month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  const moved = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return year > '1799' && !Number.isNaN(moved.getTime()) && moved.toISOString().startsWith(`${year}-${month}-${day}`);
}

/** The one country that a name in any of the four languages, or a code, means. */
export function findCountry(text: string): string | undefined {
  const folded = fold(text);
  const meant = countriesMeant(countryCodes, folded);
  if (meant.length <= 1) return meant[0];
  return meant.find((code) => ['en', 'fr', 'es', 'ar'].some((language) => fold(countryName(code, language)) === folded));
}
