/** Finding by what people type: case, accents, Arabic vowel signs and letter variants do not matter. */
import type { Name, Office } from '../session/model';
import { countryName } from './format';

const arabic: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ئ: 'ي', ؤ: 'و', ة: 'ه', ک: 'ك', ی: 'ي' };

export function fold(text: string): string {
  return text
    .replace(/[أإآٱىئؤةکی]/g, (letter) => arabic[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069]/gu, '') // marks, tatweel, direction marks
    .toLowerCase()
    .replace(/ß/g, 'ss').replace(/ø/g, 'o').replace(/ł/g, 'l').replace(/đ/g, 'd').replace(/ı/g, 'i').replace(/æ/g, 'ae').replace(/œ/g, 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Every word of the query begins a word of the text. Both already folded. */
export function matches(folded: string, query: string): boolean {
  const words = ` ${folded}`;
  return query.split(' ').every((word) => words.includes(` ${word}`) || (word.startsWith('ال') && words.includes(` ${word.slice(2)}`)));
}

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
