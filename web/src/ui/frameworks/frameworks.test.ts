/** The tables are those that judge the Python half: tests/frameworks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { frameworkCountries, frameworkWords, jurisdictions, shippedFacts, worldMap } from '../../../framework-data';
import { countryCodes } from '../countries';
import { compare, DOORS, tonight } from './compare';
import { deadline, type Span, WORKING_WEEK } from './deadlines';
import { jsonOf, tableOf } from './exchange';
import { differences, fromCsv, fromJson } from './importing';
import { workDaysOf } from './work-calendar';
import { coverageOf, type Fact, type FactValue, isDuration, merge, type Said, type Standing, type State } from '../../session/framework-facts';

function table<T>(name: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../../tests/frameworks', name), 'utf8')) as T;
}

const DAY = 86_400_000;
const ms = (moment: string): number => Date.parse(moment);
const fact = (field: string, value: FactValue, review = ''): Fact => ({ field, value, text: '', source: 'a law', url: '', certainty: 'high', as_of: '', review });
const { fields } = frameworkWords('en') as { fields: { key: string; section: string; asked: boolean; name: string }[] };
const keys = fields.map(({ key }) => key);
const shipped = (country: string): readonly Fact[] => shippedFacts(country) as readonly Fact[];

interface Term { name: string; start: string; span: Span; extensions?: Span[]; tz: string; weekdays?: number[]; closed?: string[]; at: string; ends: string; day: string; works: boolean; send_by: string; limited?: boolean }

describe('terms', () => {
  const { cases, no_time: noTime } = table<{ cases: Term[]; no_time: Span[] }>('deadlines.json');
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { start, span, extensions = [], tz, weekdays = WORKING_WEEK, closed = [], limited = false, ...one }) => {
    const found = deadline(ms(start), span, { tz, weekdays, closed }, extensions);
    expect(found).toEqual({ at: ms(one.at), ends: ms(one.ends), day: one.day, works: one.works, sendBy: one.send_by, limited });
  });
  it.each(noTime)('$n $unit is no time', (span) => {
    expect(deadline(0, span, { tz: 'UTC', weekdays: WORKING_WEEK, closed: [] })).toBeNull();
  });
});

it('is a working day where one of the offices works', () => {
  const hours = [{ day: 7, from: 480, to: 960 }];
  expect(workDaysOf([{ hours, closed: ['2026-12-25', '2026-12-26'] }, { hours, closed: ['2026-12-25'] }])).toEqual({ weekdays: [7], closed: ['2026-12-25'] });
  expect(workDaysOf([])).toEqual({ weekdays: WORKING_WEEK, closed: [] });
});

type Row = [string, number, number, string | null, string];
interface Merging { begin: number; cases: { name: string; draft: string | null; published: Row[]; offered: Row[]; now: number; state: State; value: string | null; earlier: [string | null, string | null, number][]; proposed?: string[] }[] }

describe('what stands', () => {
  const { begin, cases } = table<Merging>('merging.json');
  const said = ([by, day, index, value, review]: Row): Said => ({ field: 'fiu_hold', fact: value === null ? null : fact('fiu_hold', value, review), at: begin * 1000 + day * DAY, index, by, ref: '' });
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const standings = merge(keys, one.draft === null ? [] : [fact('fiu_hold', one.draft)], one.published.map(said), one.offered.map(said), begin * 1000 + one.now * DAY);
    const found = standings.get('fiu_hold');
    expect([...standings.keys()]).toEqual(keys);
    expect(found?.state).toBe(one.state);
    expect(found?.fact?.value ?? null).toBe(one.value);
    expect(found?.proposed.map((offer) => offer.fact?.value)).toEqual(one.proposed ?? []);
    expect(found?.earlier.map((was) => [was.said?.by ?? null, was.fact?.value ?? null, (was.until - begin * 1000) / DAY])).toEqual(one.earlier);
  });
});

type Shown = string | [string, State] | [number, string] | string[];
interface Tonights { cases: { name: string; facts: Record<string, Shown>; answer: string; state: string; doors: string[]; urgent_oral: string; languages: string[]; span?: [number, string] }[] }

describe('tonight', () => {
  const standing = (field: string, shown: Shown): Standing => {
    const pair = Array.isArray(shown) && field !== 'languages';
    const value = !pair ? shown : typeof shown[0] === 'number' ? { n: shown[0], unit: shown[1] as 'hours', from: '', extendable: false, max: null } : shown[0];
    const state = pair && typeof shown[0] === 'string' ? shown[1] as State : 'to_be_confirmed';
    return { field, fact: fact(field, value as FactValue), state, said: null, proposed: [], earlier: [] };
  };
  it.each(table<Tonights>('tonight.json').cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const row = tonight(new Map(Object.entries(one.facts).map(([field, shown]) => [field, standing(field, shown)])));
    expect([row.answer, row.state, row.urgentOral, row.languages]).toEqual([one.answer, one.state, one.urgent_oral, one.languages]);
    expect(DOORS.map(([field]) => row.doors[field].answer)).toEqual(one.doors);
    if (one.span) expect([row.doors.pre_request_freeze.span?.n, row.doors.pre_request_freeze.span?.unit]).toEqual(one.span);
  });
});

describe('what ships', () => {
  const records = new Map(frameworkCountries().map((country) => [country.toLowerCase(), merge(keys, shipped(country), [], [], 0)]));

  it('is twelve countries, confirmed by nobody, read as the Python half reads them', () => {
    expect(records.size).toBe(12);
    const asked = fields.filter((field) => field.asked).map(({ key }) => key);
    for (const record of records.values()) expect(coverageOf(asked, record)).toMatchObject({ fields: 84, confirmed: 0, stale: 0, proposed: 0 });
    const swiss = records.get('ch')?.get('fiu_hold_days')?.fact;
    expect(swiss?.value).toEqual({ n: 5, unit: 'working_days', from: 'MROS tells the intermediary that the report went to a prosecutor', extendable: false, max: null });
    expect(swiss?.text).toMatch(/^5 working days\. Counted from/);
    const british = records.get('gb')?.get('fiu_hold_days')?.fact?.value ?? null;
    expect(isDuration(british) && british.max).toBeNull();
  });

  it('stands side by side', () => {
    const lines = compare(fields, ['ch', 'gb'].flatMap((item) => records.get(item) ?? []), true);
    expect(lines.find(({ field }) => field === 'languages')?.differs).toBe(true);
    expect(lines.find(({ field }) => field === 'judicial_restraint')?.differs).toBe(false);
    expect(lines.some(({ field }) => field === 'aro')).toBe(false);
    const every = compare(fields, [...records.values()], false);
    expect(every.map(({ field }) => field)).toEqual(keys);
    expect(every.every(({ cells }) => cells.length === 12)).toBe(true);
  });

  it('comes out of a file as it went in, as JSON and as a table', () => {
    const odd: readonly Fact[] = [
      { ...fact('tips', '=1+1; \'quoted\', "twice"\nand a line'), source: '-', as_of: '2026-11' },
      { ...fact('transmission', ['@one', 'two, three']), text: '\nbegins with a line', url: 'https://law.example/?a=1' },
      fact('pre_request_days', { n: 3, unit: 'months', from: '+ order', extendable: true, max: 6 }),
      { ...fact('costs', null), text: '\u201a', source: '', certainty: 'unverified' },
    ];
    const whole = new Map([...records, ['gb-sct', merge(keys, odd, [], [], 0)]]);
    for (const taken of [fromJson(jsonOf(whole)), fromCsv(tableOf(whole))]) {
      expect([...taken.keys()]).toEqual([...whole.keys()]);
      for (const [item, facts] of taken) expect(differences(facts, whole.get(item) ?? new Map())).toEqual([]);
      expect(taken.get('gb-sct')).toHaveLength(odd.length);
      const changed = taken.get('ch')?.map((one) => (one.field === 'fiu_hold' ? { ...one, source: 'another' } : one)) ?? [];
      expect(differences(changed, whole.get('ch') ?? new Map()).map(({ field }) => field)).toEqual(['fiu_hold']);
    }
  });

  const { json, tables } = table<{ json: [unknown, string][]; tables: [string, string][] }>('files.json');
  it.each(json)('%j is no framework', (file, kind) => {
    expect(() => fromJson(typeof file === 'string' ? file : JSON.stringify(file))).toThrow(expect.objectContaining({ kind }) as Error);
  });
  it.each(tables)('%j is no table of one', (text, kind) => {
    expect(() => fromCsv(text)).toThrow(expect.objectContaining({ kind }) as Error);
  });

  it('goes into a table without a formula', () => {
    const odd = merge(keys, [{ ...fact('tips', ['=1', "it's"]), text: "'=x", source: '%y' }], [], [], 0);
    const text = tableOf(new Map([['ch', odd]]));
    expect(text).toContain(`"'=1\nit's"`);
    expect(text).toContain(`"''=x","'%y"`);
  });

  it('has a name for every field, and every country but Antarctica on the map', () => {
    expect(fields.every(({ name }) => name !== '')).toBe(true);
    const { paths, circles } = worldMap() as { paths: Record<string, string>; circles: Record<string, unknown> };
    expect(countryCodes.filter((code) => !(code in paths) && !(code in circles))).toEqual(['AQ']);
    expect(['SG', 'MT', 'MU', 'BH', 'HK', 'LI', 'VA', 'TV'].filter((code) => !(code in circles))).toEqual([]);
    const { countries } = jurisdictions() as { countries: { code: string }[] };
    expect(new Set(countries.map(({ code }) => code))).toEqual(new Set(countryCodes));
  });
});
