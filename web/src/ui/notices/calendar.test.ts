import { expect, test } from 'vitest';
import type { NoticeView } from '../../session/notice-model';
import { calendarOf } from './calendar';
import { wordsOf } from './use-notices';

const words = wordsOf({ types: [], words: { calendar: { review: 'Review of {reference}; say why, please', end: 'End of {reference}', suspension: 'Suspension of {reference} ends', name: 'Notices' } } });
const valid: NoticeView = {
  id: 'ab'.repeat(32), colour: 'silver', variant: 'notice', country: 'KE', state: 'valid', issuedAt: 0, until: Date.UTC(2027, 4, 25, 12), dueForReview: false,
  reviewFrom: Date.UTC(2026, 10, 22, 12), amends: null, replacedBy: null, recordHash: '', passed: [], history: [], record: { state: 'absent' },
};

test('a valid notice gives its review and its end, without a name', () => {
  const lines = calendarOf([valid], words, 0).split('\r\n');
  expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual(['DTSTART;VALUE=DATE:20261122', 'DTSTART;VALUE=DATE:20270525']);
  expect(lines).toContain('SUMMARY:Review of abababab\\; say why\\, please');
  expect(lines.every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true);
});

test('a suspended one gives the end of its suspension, an ended one nothing', () => {
  const suspended = calendarOf([{ ...valid, state: 'suspended', suspendedUntil: Date.UTC(2026, 11, 24) }], words, 0);
  expect(suspended).toContain('DTSTART;VALUE=DATE:20261224');
  expect(suspended.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(calendarOf([{ ...valid, state: 'withdrawn' }], words, 0)).not.toContain('VEVENT');
});
