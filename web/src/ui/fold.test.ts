import { describe, expect, it } from 'vitest';
import type { Office } from '../session/model';
import { countryWords, findOffices, fold, matches } from './fold';
import { offices } from './gallery/people';

describe('fold', () => {
  it.each([
    ['Élodie LEFÈVRE', 'elodie lefevre'], ['Nguyễn', 'nguyen'], ['Żółć', 'zolc'], ['Straße', 'strasse'], ['Søren', 'soren'],
    ['خَالِد المنصوري', 'خالد المنصوري'], ['أحمد', 'احمد'], ['مريم الشامسى', 'مريم الشامسي'], ['الإمارات', 'الامارات'], ['مـــحمد', 'محمد'],
    ['O’Brien-Smith', 'o brien smith'], ['\u202eabc\u2069', 'abc'], ['', ''],
  ])('%s', (typed, folded) => {
    expect(fold(typed)).toBe(folded);
  });

  it('matches the beginnings of words, each of them', () => {
    expect(matches('wanjiku kamau', 'kam wan')).toBe(true);
    expect(matches('wanjiku kamau', 'anjiku')).toBe(false);
  });
});

describe('finding an office', () => {
  const found = (typed: string): string[] => findOffices(offices, typed).map(({ country }) => country);

  it.each([
    ['switz', 'CH'], ['Suisse', 'CH'], ['suiza', 'CH'], ['سويسرا', 'CH'], ['ch', 'CH'], ['إمارات', 'AE'], ['الامارات', 'AE'], ['khalid', 'AE'], ['خالد', 'AE'],
    ['陳', 'SG'], ['Emirats arabes', 'AE'], ['émirats', 'AE'], ['emirats', 'AE'], ['lefevre', 'FR'], ['araujo', 'BR'],
  ])('%s', (typed, country) => {
    expect(found(typed)[0]).toBe(country);
  });

  it('gives all for nothing typed and none for nonsense', () => {
    expect(found(' ')).toHaveLength(offices.length);
    expect(found('zzzz')).toEqual([]);
  });

  it('puts the country before a person of that name', () => {
    const [base] = offices;
    if (!base) throw new Error('no sample offices');
    const named: Office = { ...base, officers: base.officers.map((officer) => ({ ...officer, name: { own: 'France Gall' } })) };
    expect(findOffices([named, ...offices.filter(({ country }) => country === 'FR')], 'france').map(({ country }) => country)).toEqual(['FR', base.country]);
  });

  it('knows a country in four languages', () => {
    expect(countryWords('KE')).toContain('كينيا');
  });
});
