import { expect, test } from 'vitest';
import type { NoticeRecord } from '../../session/notice-model';
import { blankDocument, blankNotice, blankNoticeAsset } from './blank';
import { cleaned, misfits } from './misfits';

const blank = blankNotice('silver', 'person', 'en', 0).record;
const TODAY = '2026-11-23';

function about(subject: Partial<NoticeRecord['subject']>, more: Partial<NoticeRecord> = {}): NoticeRecord {
  return { ...blank, ...more, subject: { ...blank.subject, ...subject } };
}

function found(record: NoticeRecord): string[] {
  return misfits(record, TODAY).map(({ path, code, n }) => [path, code, ...(n ? [n] : [])].join(' '));
}

test('what a record can hold is let be', () => {
  expect(found(blank)).toEqual([]);
  expect(found(about({ names: Array<string>(50).fill('n'.repeat(200)), born: ['1961', '1961-04', TODAY, ''], address: 'a'.repeat(500) }))).toEqual([]);
});

test('a day that there is not, and one on which nobody was born yet, stand at their field', () => {
  const documents = [blankDocument, { ...blankDocument, expires: 'soon' }];
  expect(found(about({ born: ['1961-02-31', '1961', '3061', '2026-11-24'], documents }, { basis: { ...blank.basis, date: '2026-13-01' } }))).toEqual([
    'subject.born.0 bad_date', 'subject.born.2 bad_date', 'subject.born.3 bad_date', 'subject.documents.1.expires bad_date', 'basis.date bad_date',
  ]);
});

test('what is too long or too many is said with how much there may be', () => {
  const record = about(
    { names: Array<string>(51).fill('n').concat('n'.repeat(10_000)), position: 'p'.repeat(501) },
    { conditions: Array<string>(21).fill('c'), assets: [blankNoticeAsset, { ...blankNoticeAsset, holder: 'h'.repeat(201), link: 'l'.repeat(2_000) }] },
  );
  expect(found(record)).toEqual(['subject.names too_many 50', 'conditions too_many 20', 'subject.names too_long 200', 'subject.position too_long 500', 'assets.1.holder too_long 200']);
});

test('lines lose what a record has no place for, and what shows nothing says nothing', () => {
  const record = about({ names: ['\u200fباراكا\u200e سيميو', '\u200b\u2060 ', 'A\tB', 'زن\u200cگی'] }, { texts: [{ language: 'en', title: '\ufeffRoad fund', facts: 'One.\n\u200fTwo.' }] });
  const { subject, texts } = cleaned(record);
  expect(subject.names).toEqual(['باراكا سيميو', '', 'A B', 'زن\u200cگی']);
  expect(texts[0]).toEqual({ language: 'en', title: 'Road fund', facts: 'One.\n\u200fTwo.' });
  expect(cleaned(blank)).toEqual(blank);
});
