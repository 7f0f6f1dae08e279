/** The browser's comparison of own lists, on the labelled cases of the Python engine (tests/screening/analysed.py). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ANALYSIS, type ListedEntry } from '../../protocol/screening-files.ts';
import { compareFacts, type Known } from './facts.ts';
import type { Commonness } from './names.ts';
import { checkDigitsHold } from './numbers.ts';
import { type Asked, type ListHit, OwnLists } from './own-lists.ts';
import type { Model } from './score.ts';

const ROOT = new URL('../../../../', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
const model = read('src/repatria/screening/model.json') as Model;
const common = read('src/repatria/screening/commonness.json') as Commonness;

interface Shared {
  readonly analysis: number;
  readonly cases: readonly { readonly case: string; readonly expected: 'match' | 'lead' | 'no'; readonly query: Asked; readonly listed: Asked & { readonly id: string } }[];
  readonly weak: readonly { readonly listed: Asked & { readonly id: string; readonly weak: number }; readonly queries: readonly { readonly query: Asked; readonly score: number; readonly weak: boolean }[] }[];
  readonly births: readonly (readonly [string, string, string])[];
  readonly sound: Readonly<Record<string, string>>;
  readonly unsound: Readonly<Record<string, string>>;
}
const shared = read('tests/screening/analysed.json') as Shared;
const caseOf = (name: string): Shared['cases'][number] => {
  const found = shared.cases.find((one) => one.case === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const entryOf = ({ forms, ...says }: Asked & { id: string }): ListedEntry => ({
  says: { ...says, colour: '', weak_names: [], charges: [], links: [], facts: [] } as unknown as ListedEntry['says'],
  content: 'c'.repeat(64), source: { name: 'published.csv', sha256: '', size: 1, taken: '', licence: '' }, line: 7,
  more: { list: '', offences: [], doubts: [] }, forms,
});

function listing(...listed: (Asked & { id: string })[]): OwnLists {
  const lists = new OwnLists(model, common);
  lists.begin('key');
  for (const one of listed) lists.add('key', 'own', entryOf(one));
  return lists;
}

function hitOf(name: string): ListHit | undefined {
  const { query, listed } = caseOf(name);
  return listing(listed).screen(query, 1, 0)[0];
}

/** What forms do not carry (other legal forms, terms in other languages) or what they make too much of. */
const BEYOND_FORMS = new Set(['state company in Persian', 'transliterated company words', 'shortened company words']);

test('the cases are of the version that is compared', () => {
  expect(shared.analysis).toBe(ANALYSIS);
});

for (const { case: name, expected } of shared.cases.filter((one) => one.expected !== 'lead')) {
  test(`${name}: ${expected}${BEYOND_FORMS.has(name) ? ', which forms do not show' : ''}`, () => {
    const matched = (hitOf(name)?.score ?? 0) >= 1000 * model.threshold;
    expect(matched).toBe(BEYOND_FORMS.has(name) ? expected !== 'match' : expected === 'match');
  });
}

test('words stand aligned with the codes that the catalogues know, and where they are written', () => {
  expect(hitOf('Arabic')?.reasons.map(({ kind, query, listed }) => [kind, query, listed])).toEqual([
    ['skeleton_across', 'طارق', 'tariq'], ['particle', 'ال', 'al'], ['skeleton_across', 'نابلسي', 'nabulsi'],
  ]);
  expect(hitOf('initial')?.reasons.map(({ kind }) => kind)).toEqual(['initial', 'exact']);
  expect(hitOf('order')?.reasons.at(-1)?.kind).toBe('order_differs');
  expect(hitOf('written as one')?.reasons[0]).toMatchObject({ kind: 'split', query: 'leonoramarchetti', listed: 'leonora marchetti' });
  expect(hitOf('split')?.reasons[1]).toMatchObject({ kind: 'joined', query: 'mar chetti', listed: 'marchetti' });
  expect(hitOf('honorific')?.reasons.at(-1)).toMatchObject({ kind: 'title_ignored', query: 'dr' });
  expect(hitOf('acronym')?.reasons[0]?.kind).toBe('acronym');
});

for (const { listed, queries } of shared.weak) {
  const { names, weak, ...says } = listed;
  const entry = entryOf({ ...says, names: names.slice(0, -weak) });
  const lists = new OwnLists(model, common);
  lists.begin('key');
  lists.add('key', 'own', { ...entry, says: { ...entry.says, weak_names: names.slice(-weak) } });
  test.each(queries)('a weak alias says as little as it does to the whole engine: $query.names $query.birth_dates', ({ query, score, weak: said }) => {
    const [hit] = lists.screen(query, 1, 0);
    expect(Math.abs((hit?.score ?? 0) - score)).toBeLessThanOrEqual(40);
    expect((hit?.score ?? 0) >= 1000 * model.threshold).toBe(score >= 1000 * model.threshold);
    expect(hit?.reasons.some(({ kind }) => kind === 'weak_alias')).toBe(said);
  });
}

const known = (own: Partial<Known>): Known => ({ kind: 'person', birth_dates: [], countries: [], genders: [], identifiers: [], ...own });
const factsOf = (one: Partial<Known>, other: Partial<Known>): string[] => compareFacts(known(one), known(other)).map(({ fact }) => fact);

test.each(shared.births)('a birth date of %s beside %s is %s', (one, other, fact) => {
  expect(factsOf({ birth_dates: [one] }, { birth_dates: [other] })).toEqual([fact]);
  expect(factsOf({ birth_dates: ['1950', other] }, { birth_dates: [one] })).toHaveLength(1);
});

test('countries, genders and kinds speak where both sides say something', () => {
  expect(factsOf({ countries: ['se'], genders: ['male'] }, { countries: ['JO', 'SE'], genders: ['female'] })).toEqual(['country_shared', 'gender_contradicts']);
  expect(factsOf({ countries: ['FR'], genders: ['other'] }, { countries: ['JO'], genders: ['male'] })).toEqual(['country_not_shared']);
  expect(factsOf({ kind: 'organisation' }, {})).toEqual(['kind_differs']);
  expect(factsOf({ kind: 'vessel', birth_dates: ['soon', '9999'] }, { kind: 'organisation', birth_dates: ['1961'] })).toEqual([]);
});

test('numbers are held against their check digits, of wallets against their form', () => {
  for (const [scheme, value] of Object.entries(shared.sound)) expect(checkDigitsHold({ scheme, value }), scheme).toBe(true);
  for (const [scheme, value] of Object.entries(shared.unsound)) expect(checkDigitsHold({ scheme, value }), scheme).toBe(scheme === 'wallet');
});

test('an equal number finds its holder whatever the name, and two of one kind speak against it', () => {
  const { listed, query } = caseOf('unlike names');
  const iban = { scheme: 'iban', value: 'CH93 0076 2011 6238 5295 7' };
  const lists = listing({ ...listed, identifiers: [iban] });
  const [hit] = lists.screen({ ...query, identifiers: [{ scheme: 'iban', value: 'ch9300762011623852957' }] }, 10, 700);
  expect(lists.screen({ ...query, names: [], forms: [], identifiers: [iban] }, 10, 700)[0]?.name).toBe(listed.names[0]);
  expect(hit).toMatchObject({ id: 'list/own/listed', list: 'own', source: 'published.csv', line: 7, content: 'c'.repeat(64) });
  expect(hit?.reasons.at(-1)?.kind).toBe('identifier_equal');
  expect(lists.screen({ ...query, names: [], forms: [], identifiers: [{ scheme: 'iban', value: 'CH12' }] }, 10, 0)).toEqual([]);
  expect(factsOf({ identifiers: [{ scheme: 'imo', value: '9074729' }] }, { identifiers: [{ scheme: 'imo', value: 'IMO 9319466' }] })).toEqual(['identifier_contradicts']);
});

test('the best of all lists comes first, and an ended list is gone', () => {
  const { listed, query } = caseOf('order');
  const other = caseOf('brothers').listed;
  const lists = listing({ ...other, id: 'other' });
  lists.begin('second');
  lists.add('second', 'ours/too', entryOf({ ...listed, id: 'a/b' }));
  lists.add('second', 'ours/too', entryOf({ ...listed, id: 'aa', birth_dates: ['1961'] }));
  expect(lists.listed).toBe(3);
  const found = lists.screen({ ...query, birth_dates: ['1961'] }, 10, 700);
  expect(found.map(({ id }) => id)).toEqual(['list/ours/too/aa', 'list/ours/too/a/b']);
  expect(found[0]?.score).toBeGreaterThan(found[1]?.score ?? 1000);
  lists.end('second');
  expect(lists.screen(query, 10, 700)).toEqual([]);
});

test('a common name among thousands is found with what makes it rare', () => {
  const { listed } = caseOf('common names');
  const forms = (family: string, skeleton: string): Asked['forms'] => [[['n', 'maria', 'MR'], ['n', family, skeleton]]];
  const names = Array.from({ length: 3_000 }, (_, n) => ({ ...listed, id: `${n}`, names: [`Maria ${n}`], forms: forms(`x${n}`.replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? ''), 'PP') }));
  const lists = listing(...names, { ...listed, id: 'right', names: ['Maria Vereshchagina'], forms: forms('vereshchagina', 'PRSKN') });
  const [first] = lists.screen({ ...listed, names: ['Мария Верещягина'], forms: forms('vereshchyagina', 'PRSKN') }, 10, 0);
  expect(first?.id).toBe('list/own/right');
});
