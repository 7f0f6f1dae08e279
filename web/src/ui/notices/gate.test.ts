import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import rules from 'virtual:reference/notice-rules';
import words from 'virtual:reference/notices/ar';
import { missing } from './gate';

interface Case {
  readonly name: string;
  readonly colour: string;
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly missing: readonly (readonly [string, string])[];
}
const TABLE = join(import.meta.dirname, '..', '..', '..', '..', 'tests', 'notices', 'gate_cases.json');
const { base, cases } = JSON.parse(readFileSync(TABLE, 'utf8')) as { base: Readonly<Record<string, unknown>>; cases: readonly Case[] };

/** The same table judges the gate of the command line (tests/notices/test_gate.py). */
it.each(cases.map((one) => [one.name, one] as const))('finds what the shared table says: %s', (_name, { record, colour, ...expected }) => {
  const found = missing(rules, record === null ? {} : { ...base, ...record }, colour);
  expect(found.map(({ path, code }) => [path, code])).toEqual(expected.missing);
});

describe('the words of the gate', () => {
  it('are there for every code', () => {
    const codes = new Set(Object.values(rules.rules).flatMap((group) => group.map(({ code }) => code)));
    for (const code of codes) expect(words.words['gate']?.[code], code).toBeTruthy();
  });

  it('come with every type', () => {
    expect(words.types.map(({ code }) => code).sort()).toEqual(Object.keys(rules.colours).sort());
  });
});

it('knows no colour of its own making', () => {
  expect(() => missing(rules, {}, 'gold')).toThrow();
});
