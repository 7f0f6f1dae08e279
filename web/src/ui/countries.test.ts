import { expect, it } from 'vitest';
import { readRows } from '../../reference';
import { countryChoices, countryCodes } from './countries';

it('offers the countries of the reference data', () => {
  expect([...countryCodes].sort()).toEqual(readRows('countries.csv').map((row) => row['alpha2']).sort());
});

it('sorts them by name, and keeps what it does not know', () => {
  const names = countryChoices('').map(({ label }) => label);
  expect(names.indexOf('Åland Islands')).toBeLessThan(names.indexOf('Albania'));
  expect(countryChoices('ZZ').filter(({ value }) => value === 'ZZ')).toHaveLength(1);
  expect(countryChoices('CH').filter(({ value }) => value === 'CH')).toHaveLength(1);
});
