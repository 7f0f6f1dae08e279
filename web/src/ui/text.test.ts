// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, faultsOf, partOf, readSentences } from '../../catalogues';
import { count, isolateLtr, learn, speak, t, tcode, tn } from './text';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

beforeAll(async () => {
  await speak('en');
  await learn('inside', 'rest');
});

describe('catalogues', () => {
  const english = readSentences('en');

  it.each(LANGUAGES)('%s has the keys of English and every plural form that its language uses', (language) => {
    expect(faultsOf(language, readSentences(language), english)).toEqual([]);
  });

  it('has a check that finds what is missing, unknown or of one form too few', () => {
    const faulty = { ...readSentences('ar'), 'office.officers': { one: 'x', other: 'x' }, 'made.up': 'x' } as Record<string, string | Record<string, string>>;
    delete faulty['action.copy'];
    expect(faultsOf('ar', faulty, english).sort()).toEqual([
      'action.copy is missing', 'made.up is not in English', ...['few', 'many', 'two', 'zero'].map((form) => `office.officers lacks the form "${form}"`),
    ]);
  });

  it.each(LANGUAGES)('%s keeps every placeholder', (language) => {
    for (const [key, text] of Object.entries(readSentences(language))) {
      const original = english[key];
      if (typeof text === 'string' && typeof original === 'string') expect([key, ...placeholders(text)]).toEqual([key, ...placeholders(original)]);
    }
  });

  it.each(LANGUAGES)('%s leaves no sentence empty that English fills', (language) => {
    for (const [key, text] of Object.entries(readSentences(language))) if (text === '') expect(english[key]).toBe('');
  });

  it.each(LANGUAGES.slice(1))('%s is translated', (language) => {
    const same = Object.entries(readSentences(language)).filter(([key, text]) => typeof text === 'string' && text === english[key] && text.length > 14 && !text.startsWith('{'));
    expect(same.map(([key]) => key)).toEqual([]);
  });

  // What is on the page before more of the language has come would be drawn empty.
  it.each([
    ['front', ['sign-in/sign-in.tsx', 'sign-in/demo-people.tsx', 'unlock/unlock.tsx', 'shell/front.tsx', 'shell/preferences.tsx', 'shell/app.tsx', 'shell/lazy.tsx', 'elements/notice.tsx', 'elements/field.tsx']],
    ['inside', ['shell/inside.tsx', 'shell/frame.tsx', 'shell/welcome.tsx', 'shell/banners.tsx', 'shell/outgoing.tsx', 'inbox/inbox.tsx', 'inbox/room-row.tsx', 'inbox/draft-row.tsx',
      'compose/saving.ts', 'clocks/due.tsx', 'elements/ring.tsx', 'format.ts']],
  ])('%s has every sentence of its screens', (part, files) => {
    const allowed = part === 'front' ? ['front'] : ['front', 'inside'];
    for (const file of files) {
      const source = readFileSync(join(import.meta.dirname, file), 'utf8');
      const keys = [...source.matchAll(/(?:\btn?\((?:'|`)|label: ')([a-z_]+\.[a-z_.]*)/g)].map(([, key = '']) => key);
      for (const key of keys) expect([file, key, allowed.includes(partOf(key.endsWith('.') ? `${key}x` : key))]).toEqual([file, key, true]);
    }
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

it('ends in the language asked for last, however the lines arrive', async () => {
  await Promise.all([speak('fr'), speak('ar')]);
  expect(t('action.close')).toBe('إغلاق');
});
