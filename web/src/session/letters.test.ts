import { describe, expect, it } from 'vitest';
import { freeze, longThread } from '../ui/gallery/cases.ts';
import { isFound, isReadItem, letterOf, markPieces, snippetOf, stemOf, type Letter } from './letters.ts';
import { parseQuery } from './query.ts';

const ME = 'my key';
const letters: readonly Letter[] = longThread.items.filter(isReadItem).map((item, n) => letterOf(longThread, item, n === 0));
const ask = (typed: string) => parseQuery(typed, (folded) => (folded === 'kenya' ? ['KE'] : []));
/** The numbers of the messages that are found, from 0. */
const found = (typed: string): number[] => letters.flatMap((letter, n) => (isFound(letter, ask(typed), ME) ? [n] : []));
const marked = (text: string, typed: string): string => markPieces(text, ask(typed)).map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join('');

describe('what is found in a message', () => {
  it('is every word, each from its beginning, whatever its accents', () => {
    expect(found('prosecutor canton')).toEqual([2]);
    expect(found('prosec seiz')).toEqual([2]);
    expect(found('ecutor')).toEqual([]);
    expect(found('geneve ministere')).toEqual([2]);
    expect(found('prosecutor -canton')).toEqual([]);
  });

  it('is Arabic with or without its article and what is written onto a word', () => {
    expect(found('حساب')).toEqual([4]);
    expect(found('الحساب')).toEqual([4]);
    expect(found('والحساب')).toEqual([4]);
    expect(found('المُعلومات')).toEqual([4]);
    expect(stemOf('للمصرف')).toBe('مصرف');
    expect(stemOf('ولد')).toBe('لد'); // an extra beginning, never instead of the word
    expect(stemOf('bank')).toBe('');
  });

  it('is a phrase in its order', () => {
    expect(found('"formal request leaves"')).toEqual([3]);
    expect(found('"request formal"')).toEqual([]);
    expect(found('"formal requ"')).toEqual([]);
  });

  it('is a number however it is grouped on either side', () => {
    expect(found('AE07 0331 2345')).toEqual([4]);
    expect(found('AE0703312345')).toEqual([4]);
    expect(found('CH93 0076 2011 6238 5295 7')).toEqual([0]);
  });

  it('is looked for in requests, answers, references, and names of files', () => {
    expect(found('Kiptoo')).toEqual([0]);
    expect(found('FOJ-2026-11842')).toEqual([1]);
    expect(found('existence confidential')).toEqual([0]);
    expect(found('certified pdf')).toEqual([0]);
    expect(found('2388410')).toEqual([2]);
  });

  it('is the subject once, with the first message', () => {
    expect(longThread.room.subject).toContain('Freeze');
    expect(found('freeze')).toEqual([0]);
  });

  it('follows the operators', () => {
    expect(found('from:kenya')).toEqual([0, 3]);
    expect(found('from:wanjiku')).toEqual([0, 3]);
    expect(found('from:ursina to:kenya')).toEqual([1, 2, 5]);
    expect(found('to:me')).toEqual([0, 3, 4]);
    expect(found('has:attachment')).toEqual([0]);
    expect(found('kind:answer')).toEqual([2]);
    expect(found('kind:freeze')).toEqual([0]);
    expect(found('kind:freeze kind:answer')).toEqual([0, 2]);
    expect(found('is:unread')).toEqual([]);
    expect(found('from:me')).toEqual([]);
    expect(letters.filter((letter) => isFound(letter, ask('from:me'), letters[1]?.item.officer.id ?? '')).map(({ item }) => item.ours)).toContain(true);
    const at = new Date(letters[3]?.at ?? 0);
    const date = `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
    expect(found(`after:${date}`)).toEqual([3, 4, 5]);
    expect(found(`before:${date}`)).toEqual([0, 1, 2]);
  });
});

describe('marking', () => {
  it('marks the words and loses nothing of the text', () => {
    expect(marked('The bank, the Bánk!', 'bank')).toBe('The [bank], the [Bánk]!');
    expect(marked('one two three', 'two three')).toBe('one [two three]');
    expect(marked('  spaces  kept ', 'kept')).toBe('  spaces  [kept] ');
    expect(marked('', 'kept')).toBe('');
    const text = freeze.facts;
    expect(markPieces(text, ask('eleven "county government" 2.4')).map((piece) => piece.text).join('')).toBe(text);
  });

  it('marks phrases and grouped numbers as one', () => {
    expect(marked('a formal request, a request', '"formal request"')).toBe('a [formal request], a request');
    expect(marked('IBAN: CH93 0076 2011 6238 5295 7 at', 'CH930076201162385')).toBe('IBAN: [CH93 0076 2011 6238 5295] 7 at');
    expect(marked('CH9300762011623852957 at', '0076 2011')).toBe('[CH9300762011623852957] at');
  });

  it('marks Arabic words with what is written onto them', () => {
    expect(marked('إلى المصرف وللمصرف', 'مصرف')).toBe('إلى [المصرف وللمصرف]');
  });

  it('cuts a line around what was found', () => {
    const long = { ...letters[0], parts: [`${'word '.repeat(100)}needle ${'word '.repeat(100)}`] } as Letter;
    const pieces = snippetOf(long, ask('needle'));
    const text = pieces.map((piece) => piece.text).join('');
    expect(text.length).toBeLessThan(240);
    expect(text.startsWith('…') && text.endsWith('…')).toBe(true);
    expect(pieces.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['needle']);
    expect(snippetOf({ ...long, parts: [] }, ask('needle')).map((piece) => piece.text).join('')).toBe('');
  });
});
