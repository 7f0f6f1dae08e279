/** Finding countries and offices by what people type, in any of the four languages. */
import { fold, matches } from '../session/folding';
import type { Name, Office } from '../session/model';
import { countryName } from './format';

export { fold, matches } from '../session/folding';

const languages = ['en', 'fr', 'es', 'ar'] as const;

/** All that an officer may type to mean this country: its names in the four languages, and its code. */
export function countryWords(code: string): string {
  const all = languages.flatMap((language) => {
    const name = fold(countryName(code, language));
    return [name, name.replace(/(^| )ال/g, '$1')]; // found with and without the Arabic article
  });
  return `${all.join(' ')} ${code.toLowerCase()}`;
}

function nameWords(name: Name): string {
  return fold(`${name.own} ${name.latin ?? ''}`);
}

export function officeWords(office: Office): string {
  return [countryWords(office.country), nameWords(office.name), fold(office.agency), ...office.officers.map((o) => nameWords(o.name))].join(' ');
}

/** Offices that match, the ones whose country begins with the query first. */
export function findOffices(offices: readonly Office[], typed: string): readonly Office[] {
  const query = fold(typed);
  if (!query) return offices;
  const found = offices.filter((office) => matches(officeWords(office), query));
  const first = (office: Office): number => (matches(countryWords(office.country), query) ? 0 : 1);
  return [...found].sort((a, b) => first(a) - first(b));
}

/** Among these countries the one whose code was typed, else all whose name in any language begins so. */
export function countriesMeant(countries: readonly string[], folded: string): readonly string[] {
  const exact = countries.filter((code) => code.toLowerCase() === folded);
  if (exact.length || !folded) return exact;
  return countries.filter((code) => matches(countryWords(code), folded));
}
