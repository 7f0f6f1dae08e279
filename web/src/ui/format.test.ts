// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { readRows } from '../../reference';
import { countryName, fullTime, oneName, sharesClock, span, timeThere } from './format';
import { bytes, grouped, languageList, money, monthYear } from './format-values';
import { learn, speak } from './text';

const AT = Date.UTC(2026, 10, 23, 22, 30);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '').replace(/[\u00a0\u202f]/g, ' ');

beforeEach(async () => {
  await speak('en');
  await learn('inside');
});

describe('times', () => {
  it('says the whole moment with its zone', () => {
    expect(plain(fullTime(AT, 'Europe/Zurich'))).toBe('23 November 2026 at 23:30 CET');
  });

  it('uses Latin digits and the Gregorian calendar in Arabic', async () => {
    await speak('ar');
    expect(fullTime(AT, 'Asia/Dubai')).toMatch(/24 نوفمبر 2026/);
  });

  it('names the day there when it is another one', () => {
    const there = timeThere(AT, 'Pacific/Kiritimati'); // UTC+14: the next day for every reader west of it
    expect(there).toBe('Tue 12:30');
  });

  it('knows when two places share a clock', () => {
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(sharesClock(AT, here)).toBe(true);
    expect(sharesClock(AT, 'Pacific/Kiritimati')).toBe(false);
  });
});

describe('money', () => {
  it.each([
    ['2310000.00', 'USD', 'USD 2,310,000.00'],
    ['412000000', 'KES', 'KES 412,000,000'],
    ['about 2 million', 'USD', 'about 2 million USD'],
    ['2.310.000,00', 'EUR', '2.310.000,00 EUR'],
    ['5000', '', '5000'],
    ['12345678901234567890', 'BTC', '12345678901234567890 BTC'],
  ])('%s %s: %s', (amount, currency, shown) => {
    expect(plain(money(amount, currency))).toBe(shown);
  });
});

describe('span', () => {
  it.each([
    [-5 * MINUTE, 'less than a minute'], [59_000, 'less than a minute'], [MINUTE, '1 min'], [HOUR - 1, '59 min'], [HOUR, '1 h 00 min'],
    [17 * HOUR + 4 * MINUTE, '17 h 04 min'], [47 * HOUR, '47 h 00 min'], [48 * HOUR, '2 days'], [73 * HOUR, '3 days 1 h'],
  ])('%d ms', (ms, words) => {
    expect(plain(span(ms))).toBe(words);
  });
});

it('writes sizes', () => {
  expect([0, 1023, 1024, 1_482_113, 5 * 1024 ** 3].map((size) => plain(bytes(size)))).toEqual(['0 bytes', '1,023 bytes', '1 kB', '1.4 MB', '5 GB']);
});

it('reads a month, and leaves anything else as it came', () => {
  expect(monthYear('2026-11')).toBe('November 2026');
  expect(monthYear('2026')).toBe('2026');
});

describe('names', () => {
  it('has the display names of the reference data in all four languages', () => {
    for (const row of readRows('country-names.csv')) {
      for (const language of ['en', 'fr', 'es', 'ar']) expect(countryName(row['alpha2'] ?? '', language)).toBe(row[`name_${language}`]);
    }
  });

  it('gives back what is no country', () => {
    expect(countryName('not-a-region')).toBe('not-a-region');
  });

  it('prefers the script of the reader', async () => {
    const name = { own: 'خالد', latin: 'Khalid' };
    expect(oneName(name)).toBe('Khalid');
    expect(oneName({ own: 'Lucie Thévenin', latin: 'Lucie Thevenin' })).toBe('Lucie Thévenin');
    await speak('ar');
    expect(oneName(name)).toBe('خالد');
    expect(oneName({ own: '陳美玲', latin: 'Tan Mei Ling' })).toBe('Tan Mei Ling');
  });

  it('lists languages', () => {
    expect(languageList(['de', 'fr'])).toBe('German, French');
  });
});

it('groups an IBAN for the eye and leaves other ids alone', () => {
  expect(grouped('CH9300762011623852957')).toBe('CH93 0076 2011 6238 5295 7');
  expect(grouped('0xAbc')).toBe('0xAbc');
});
