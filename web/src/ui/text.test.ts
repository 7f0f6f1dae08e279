// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../session/model';
import { count, isolateLtr, speak, t, tcode, tn } from './text';

const languages: readonly Language[] = ['en', 'fr', 'es', 'ar'];
type Catalogue = Record<string, string | Record<string, string>>;
const read = (language: string): Catalogue => JSON.parse(readFileSync(join(import.meta.dirname, '..', 'locales', `${language}.json`), 'utf8')) as Catalogue;
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('catalogues', () => {
  const english = read('en');

  it.each(languages)('%s has exactly the keys of English', (language) => {
    expect(Object.keys(read(language)).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(languages)('%s keeps every placeholder', (language) => {
    for (const [key, text] of Object.entries(read(language))) {
      const original = english[key];
      if (typeof text === 'string' && typeof original === 'string') expect([key, ...placeholders(text)]).toEqual([key, ...placeholders(original)]);
    }
  });

  it.each(languages)('%s has every plural form that its language uses', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, text] of Object.entries(read(language))) {
      if (typeof text !== 'string') expect([key, ...Object.keys(text).sort()]).toEqual([key, ...forms]);
    }
  });

  it.each(languages)('%s leaves no sentence empty that English fills', (language) => {
    for (const [key, text] of Object.entries(read(language))) if (text === '') expect(english[key]).toBe('');
  });

  it.each(languages.slice(1))('%s is translated', (language) => {
    const same = Object.entries(read(language)).filter(([key, text]) => typeof text === 'string' && text === english[key] && text.length > 14 && !text.startsWith('{'));
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

describe('t', () => {
  it('isolates what is put into a sentence, and not numbers', async () => {
    await speak('ar');
    expect(t('thread.acknowledged', { who: 'Wanjiku', office: 'KE' })).toContain('\u2068Wanjiku\u2069');
    expect(t('quiz.group', { n: 3 })).toBe('المجموعة 3');
  });

  it('puts values in once: a name that looks like a placeholder stays a name', async () => {
    await speak('en');
    expect(t('thread.entry_by', { who: '{time}', time: 'noon' })).toBe('\u2068{time}\u2069, \u2068noon\u2069');
  });

  it('turns the document to the language', async () => {
    await speak('ar');
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['ar', 'rtl']);
    await speak('fr');
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['fr', 'ltr']);
  });

  it('finds codes that come from elsewhere, or says so', async () => {
    await speak('en');
    expect(tcode('error', 'too_late', '?')).toBe('Too late to undo: it has left.');
    expect(tcode('error', 'toString', '?')).toBe('?');
  });
});

describe('plurals', () => {
  it('has the six Arabic forms', async () => {
    await speak('ar');
    expect([0, 1, 2, 3, 11, 100].map((n) => tn('office.officers', n))).toEqual(['لا موظفين', 'موظف واحد', 'موظفان', '3 موظفين', '11 موظفاً', '100 موظف']);
  });

  it('treats nought as one in French, not in English', async () => {
    await speak('fr');
    expect([tn('room.files', 0), tn('room.files', 1), tn('room.files', 2)]).toEqual(['0 fichier', '1 fichier', '2 fichiers']);
    await speak('en');
    expect([tn('room.files', 0), tn('room.files', 1)]).toEqual(['0 files', '1 file']);
  });
});

it('writes Latin digits in Arabic and isolates ids left to right', async () => {
  await speak('ar');
  expect(count(1240)).toMatch(/^1[.,٬]?240$/);
  expect(isolateLtr('+41 58')).toBe('\u2066+41 58\u2069');
});
