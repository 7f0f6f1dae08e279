import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import expressions from 'virtual:reference/offence-expressions';
import { parseCsv } from '../../../reference';
import { suggester } from './offences';

const TABLE = join(import.meta.dirname, '..', '..', '..', '..', 'tests', 'notices', 'charges.csv');
const charges = parseCsv(readFileSync(TABLE, 'utf8')).map((row) => [row['charge'] ?? '', row['codes'] ?? ''] as const);
const suggest = suggester(expressions);

/** The same table judges the suggestions of the command line (tests/notices/test_offences.py). */
it.each(charges)('suggests what the shared table says: %s', (charge, codes) => {
  expect(suggest(charge).map(({ code }) => code).sort()).toEqual(codes.split(' ').filter(Boolean).sort());
});

it('quotes the words as they stand', () => {
  expect(suggest('Получение  взятки; ОТМЫВАНИЕ').map(({ words }) => words).sort()).toEqual(['ОТМЫВАНИЕ', 'Получение взятки']);
  expect(suggest('تهمة غَسْلُ الأموال').map(({ words }) => words)).toEqual(['غَسْلُ الأموال']);
  expect(suggest('涉嫌受贿罪').map(({ words }) => words)).toEqual(['受贿']);
});

it('takes a text of any length and of any characters', () => {
  expect(suggest('abuse of office detournement de a '.repeat(10_000)).map(({ code }) => code)).toEqual(['UNCAC-19']);
  expect(suggest('\uD800\u0000👩‍👩‍👧 ﷺ')).toEqual([]);
});
