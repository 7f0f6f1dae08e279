import { expect, test } from 'vitest';
import { queryOfAsset, queryOfHolder, queryOfPerson } from './from-record';

const asset = { type: 'bank_account', identifier: 'CH93 0076 2011 6238 5295 7', holder: 'Savane Holdings SA', place: '', amount: '', currency: '', link: '' } as const;

test('a person of a request is asked with everything that can be compared', () => {
  expect(queryOfPerson({ name: 'Амос', latin: 'Amos', born: '1961-04', document: 'A1', nationality: 'KE' }))
    .toEqual({ kind: 'person', names: ['Амос', 'Amos'], birth_dates: ['1961-04'], countries: ['KE'], genders: [], identifiers: [{ scheme: 'other', value: 'A1' }] });
  expect(queryOfPerson({ name: 'Amos', latin: 'Amos', born: 'about 1961', document: '', nationality: 'Kenya' }))
    .toEqual({ kind: 'person', names: ['Amos'], birth_dates: [], countries: [], genders: [], identifiers: [] });
});

test('an asset is asked by its number, its holder by the name', () => {
  expect(queryOfAsset(asset)).toMatchObject({ kind: 'account', names: [], identifiers: [{ scheme: 'iban', value: asset.identifier }] });
  expect(queryOfAsset({ ...asset, type: 'villa', identifier: 'Palm 381' })).toMatchObject({ kind: 'property', identifiers: [{ scheme: 'other', value: 'Palm 381' }] });
  expect(queryOfHolder(asset)).toMatchObject({ kind: 'organisation', names: ['Savane Holdings SA'] });
});
