import { expect, test } from 'vitest';
import type { NoticeRecord, NoticeView } from '../../session/notice-model';
import { blankNotice, tidy, withValue } from './blank';
import { chosen, csvOf, isAboutCorruption, subjectOf, titleOf, UNFILTERED } from './filters';

const blank = blankNotice('silver', 'person', 'en', 0).record;

function notice(more: Partial<NoticeView>, record: Partial<NoticeRecord> = {}): NoticeView {
  return {
    id: 'a'.repeat(64), colour: 'silver', variant: 'notice', country: 'KE', state: 'valid', issuedAt: 0, until: 1, dueForReview: false, reviewFrom: 0, amends: null,
    replacedBy: null, recordHash: '', passed: [], history: [], record: { state: 'ready', value: { ...blank, ...record } }, ...more,
  };
}

const offence = { code: 'UNCAC-17', law: '', charge: '', penalty_months: null };

test('no cell of the table begins a formula, and quotes stay quotes', () => {
  expect(csvOf([['=1+1', ' @cmd', '+49', '-1', '\tx', 'say "so"', 'plain']])).toBe('\ufeff"\'=1+1","\' @cmd","\'+49","\'-1","\'\tx","say ""so""","plain"\r\n');
});

test('only valid notices with a confirmed offence of the convention are about corruption', () => {
  expect(isAboutCorruption(notice({}, { offences: [offence] }))).toBe(true);
  expect(isAboutCorruption(notice({ state: 'suspended' }, { offences: [offence] }))).toBe(false);
  expect(isAboutCorruption(notice({ colour: 'yellow' }, { offences: [offence] }))).toBe(false);
  expect(isAboutCorruption(notice({}, { offences: [{ ...offence, code: '', charge: 'corruption' }] }))).toBe(false);
  expect(isAboutCorruption(notice({ record: { state: 'absent' } }))).toBe(false);
});

test('the title is in the reader’s language where the record has it, else the original', () => {
  const texts = [{ language: 'de', title: 'Gesucht', facts: '' }, { language: 'en', title: 'Wanted', facts: '' }];
  expect(titleOf(notice({}, { texts }))).toBe('Wanted');
  expect(titleOf(notice({}, { texts: texts.slice(0, 1) }))).toBe('Gesucht');
  expect(subjectOf(notice({}, { texts, subject: { ...blank.subject, names: [] } }))).toBe('Wanted');
  expect(titleOf(notice({ record: { state: 'absent' } }))).toBe('');
});

test('filters hold together, and text is found in any spelling', () => {
  const named = notice({}, { subject: { ...blank.subject, names: ['José Ríos'] } });
  const ended = notice({ state: 'withdrawn', country: 'BR' });
  expect(chosen([named, ended], UNFILTERED)).toEqual([named]);
  expect(chosen([named, ended], { ...UNFILTERED, state: '' })).toHaveLength(2);
  expect(chosen([named, ended], { ...UNFILTERED, state: '', country: 'BR' })).toEqual([ended]);
  expect(chosen([named, ended], { ...UNFILTERED, text: 'jose rios' })).toEqual([named]);
  const sailing = notice({}, { assets: blank.assets.map((asset) => ({ ...asset, name: 'Vento Manso' })) });
  expect(chosen([named, sailing], { ...UNFILTERED, text: 'vento' })).toEqual([sailing]);
  expect(chosen([named], { ...UNFILTERED, due: true })).toEqual([]);
});

test('a value at a path changes that and nothing else; blank lines are no values', () => {
  const changed = withValue(blank, 'assets.0.link', 'bought with it');
  expect(changed.assets[0]?.link).toBe('bought with it');
  expect(blank.assets[0]?.link).toBe('');
  expect(changed.subject).toBe(blank.subject);
  expect(tidy(blank)).toMatchObject({ assets: [], offences: [] });
  expect(tidy(withValue(blank, 'assets.0.name', 'Vento Manso')).assets).toMatchObject([{ name: 'Vento Manso', identifiers: [] }]);
  expect(tidy({ ...blank, subject: { ...blank.subject, names: ['  A ', ''] } }).subject.names).toEqual(['A']);
});
