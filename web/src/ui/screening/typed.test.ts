import { expect, test } from 'vitest';
import { blankTyped, findCountry, isBirthDate, queriesOf, queryOf, saysFacts, typedOf } from './typed';

const blank = blankTyped(700);

test('a record is asked as it was typed, blanks left out', () => {
  const typed = { ...blank, name: ' Amos ', names: 'عاموس\n\n Amos \n', born: '1961-04, 1961', countries: 'Kenya، cy', gender: 'male', identifiers: [{ scheme: 'passport', value: ' A1 ' }, { scheme: 'iban', value: '' }] } as const;
  expect(queriesOf(typed)).toEqual({
    faults: [],
    queries: [{ kind: 'person', names: ['Amos', 'عاموس'], birth_dates: ['1961-04', '1961'], countries: ['KE', 'CY'], genders: ['male'], identifiers: [{ scheme: 'passport', value: 'A1' }] }],
  });
});

test('what only persons have is not asked of a ship', () => {
  const typed = { ...blank, kind: 'vessel', name: 'Marigold', born: '1961', gender: 'female', countries: 'PA' } as const;
  expect(queriesOf(typed).queries).toEqual([{ ...queryOf('vessel', ['Marigold']), countries: ['PA'] }]);
});

test('what cannot be asked says so at its field, and nothing is asked', () => {
  const typed = { ...blank, born: '31.02.1961', countries: 'Kenya, Atlantis' };
  expect(queriesOf(typed)).toEqual({
    queries: [],
    faults: [{ field: 'name', code: 'nothing' }, { field: 'born', code: 'bad_date', text: '31.02.1961' }, { field: 'countries', code: 'bad_country', text: 'Atlantis' }],
  });
  expect(queriesOf({ ...blank, name: 'x'.repeat(10_001) }).faults).toEqual([{ field: 'name', code: 'too_long' }]);
});

test('of several names each is a query; more than a hundred are none', () => {
  const many = { ...blank, many: true, kind: 'organisation', names: 'Savane\r\n 海通 \n' } as const;
  expect(queriesOf(many).queries).toEqual([queryOf('organisation', ['Savane']), queryOf('organisation', ['海通'])]);
  expect(queriesOf({ ...many, names: 'x\n'.repeat(101) }).faults).toEqual([{ field: 'names', code: 'too_many', n: 101 }]);
  expect(queriesOf({ ...many, names: ' \n' }).faults).toEqual([{ field: 'names', code: 'nothing' }]);
});

test.each([['1961', true], ['1961-04', true], ['1961-04-02', true], ['1961-02-30', false], ['1961-4', false], ['0000', false], ['', false], ['1961-13', false]])('%s is a birth date: %s', (text, is) => {
  expect(isBirthDate(text)).toBe(is);
});

test.each([['Niger', 'NE'], ['Nigeria', 'NG'], ['ke', 'KE'], ['سويسرا', 'CH'], ['Suiza', 'CH'], ['Congo', 'CG'], ['Gui', undefined], ['', undefined]])('%s means the country %s', (text, code) => {
  expect(findCountry(text)).toBe(code);
});

test('a record that is known fills the form, and asks the same again', () => {
  const query = { kind: 'person', names: ['Amos', 'عاموس'], birth_dates: ['1961'], countries: ['KE', 'CD'], genders: ['male'], identifiers: [{ scheme: 'passport', value: 'A1' }] } as const;
  expect(queriesOf(typedOf(query, 700)).queries).toEqual([query]);
});

test('only a birth date or a country makes the figures those with facts', () => {
  expect(saysFacts({ ...blank, name: 'Amos', gender: 'male' })).toBe(false);
  expect(saysFacts({ ...blank, born: '1961' })).toBe(true);
  expect(saysFacts({ ...blank, many: true, countries: 'KE' })).toBe(false);
  expect(saysFacts({ ...blank, kind: 'vessel', born: '1961' })).toBe(false);
});
