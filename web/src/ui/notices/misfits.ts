/** What a record cannot hold as it was typed (protocol/notices.md, "The record"), said at its field before anything is signed. Pure. */
import type { NoticeRecord } from '../../session/notice-model';
import { isBirthDate } from '../screening/typed';

/** `path` into the record, of a list that is typed as one text the list's own; `n`: how much there may be at most. */
export interface Misfit {
  readonly path: string;
  readonly code: 'bad_date' | 'too_long' | 'too_many';
  readonly n: number;
}

const LINE = 200;
/** Texts of several lines, by the name of their field. */
const LONGEST: Readonly<Record<string, number>> = { facts: 20_000, charge: 2_000, link: 2_000, description: 2_000, address: 500, position: 500, place: 500 };
const MOST_NAMES = 50;
const MOST_CONDITIONS = 20;
/** Pasted with a name, and no part of it: a line holds none (protocol/statements.md). */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]+/g;
const VISIBLE = /[^\s\p{Cf}]/u;

/** With lines as a record holds them; what shows nothing says nothing. */
export function cleaned<T>(value: T, field = ''): T {
  if (typeof value === 'string') return (VISIBLE.test(value) ? (field in LONGEST ? value : lineOf(value)) : '') as T;
  if (Array.isArray(value)) return value.map((one: unknown) => cleaned(one, field)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned<unknown>(inner, key)])) as T;
}

/** As a line of a record or statement. */
export function lineOf(text: string): string {
  return text.replace(MARKS, '').replace(CONTROLS, ' ');
}

/** In the order of the record. `today`: nobody was born later, "2026-11-23". */
export function misfits(record: NoticeRecord, today: string): readonly Misfit[] {
  const { subject, basis, conditions } = record;
  const bad = (path: string, value: string, latest = '9999'): Misfit[] => (value && !(isBirthDate(value) && value <= latest) ? [{ path, code: 'bad_date', n: 0 }] : []);
  const many = (path: string, { length }: readonly string[], n: number): Misfit[] => (length > n ? [{ path, code: 'too_many', n }] : []);
  return [
    ...many('subject.names', subject.names, MOST_NAMES),
    ...subject.born.flatMap((born, n) => bad(`subject.born.${n}`, born, today)),
    ...subject.documents.flatMap(({ expires }, n) => bad(`subject.documents.${n}.expires`, expires)),
    ...bad('basis.date', basis.date),
    ...many('conditions', conditions, MOST_CONDITIONS),
    ...tooLong(record, '', ''),
  ];
}

function tooLong(value: unknown, path: string, field: string): readonly Misfit[] {
  const n = LONGEST[field] ?? LINE;
  if (Array.isArray(value) && value.some((one) => typeof one === 'string')) return value.some((one: string) => one.length > n) ? [{ path, code: 'too_long', n }] : [];
  if (typeof value === 'string') return value.length > n ? [{ path, code: 'too_long', n }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => tooLong(inner, path ? `${path}.${key}` : key, Array.isArray(value) ? field : key));
}
