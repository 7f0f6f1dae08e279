/** What web/reference.ts hands the client about frameworks: shipped facts in the form of documents, fields in words, countries, the map. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, readRows } from './reference.ts';

interface ShippedDuration { n: number; unit: string; start?: string; extendable?: boolean; max?: { n: number; unit: string } }

interface ShippedFact {
  field: string;
  value: string | string[] | null;
  text: string;
  source: string;
  certainty: string;
  duration?: ShippedDuration | null;
}

type Words = Record<string, string>;

export function frameworkCountries(): string[] {
  return readdirSync(join(FOLDER, 'frameworks')).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5)).sort();
}

/** As repatria.frameworks.facts reads it: a length of time becomes the value, and the words that stood there begin the text. */
export function shippedFacts(country: string): unknown {
  const { facts, as_of } = JSON.parse(readFileSync(join(FOLDER, 'frameworks', `${country}.json`), 'utf8')) as { facts: ShippedFact[]; as_of: string };
  return facts.map(({ field, value, text, source, certainty, duration }) => ({
    field, value: duration ? lengthOf(duration) : value, text: duration && value ? `${String(value)}. ${text}`.trim() : text, source, url: '', certainty, as_of, review: '',
  }));
}

/** A most in another unit stays in the words: 7 working days and 186 days are no sum. */
function lengthOf({ n, unit, start = '', extendable = false, max }: ShippedDuration): unknown {
  return { n, unit, from: start, extendable, max: max?.unit === unit ? max.n : null };
}

const NOT_ASKED = new Set(['country', 'uncac_status', 'focal_points']);

/** Sections, fields and fixed values in one language. */
export function frameworkWords(language: string): unknown {
  const { sections, fields } = JSON.parse(readFileSync(join(FOLDER, 'frameworks.schema.json'), 'utf8')) as { sections: { id: string; code: string }[]; fields: { key: string; section: string; type: string }[] };
  const said = new Map(readRows('framework-words.csv').map((row) => [`${row['group'] ?? ''}/${row['code'] ?? ''}`, row[language] ?? '']));
  const values = readRows('framework-words.csv').filter(({ group }) => group === 'value');
  return {
    sections: sections.map(({ id, code }) => ({ id, code, name: said.get(`section/${id}`) })),
    fields: fields.map(({ key, section, type }) => ({ key, section, type, help: said.get(`help/${key}`) ?? '', name: said.get(`field/${key}`), asked: section !== 'governance' && !NOT_ASKED.has(key) })),
    values: Object.fromEntries(values.map((row) => [row['code'] ?? '', row[language] ?? ''])),
    languages: Object.fromEntries(readRows('languages.csv').map((row) => [row['code'] ?? '', row[`name_${language}`] ?? ''])),
  };
}

/** What countries.csv knows, and who has a law of their own besides; a network of recovery is shown only where a source confirms it. */
export function jurisdictions(): unknown {
  const split = (cell = '', by = ','): string[] => cell.split(by).map((one) => one.trim()).filter(Boolean);
  const countries = readRows('countries.csv').map((row) => {
    const sure = split(row['arin_certainty'], ';');
    return {
      code: row['alpha2'], region: row['subregion'] || row['region'], uncac: row['uncac_party'], uncacDate: row['uncac_date'] || row['uncac_year'], uncacSure: row['uncac_certainty'],
      egmont: row['egmont'] === 'y' ? row['egmont_fiu'] || 'y' : '', arin: split(row['arin'], ';').filter((_, at) => sure[at] === 'confirmed'), interpol: row['interpol'], tz: row['tz_main'], languages: split(row['languages_official']), currency: row['currency'], dial: row['dial_code'],
    };
  });
  const others = readRows('jurisdictions.csv').map((row) => ({
    item: row['item'], parent: row['parent'], tz: row['tz'], note: row['note'], names: row['name_en'] ? Object.fromEntries(['en', 'fr', 'es', 'ar'].map((language) => [language, row[`name_${language}`]])) as Words : null,
  }));
  return { countries, others };
}

/** Paths and circles by alpha-2, made by build/world-map.js. */
export function worldMap(): unknown {
  return JSON.parse(readFileSync(join(FOLDER, 'world-map.json'), 'utf8'));
}
