import { describe, expect, it } from 'vitest';
import type { MeetingRecord } from '../../protocol/publications';
import { meetingCalendar } from './calendar';
import type { PlaceState, PlaceView } from '../../session/publication-model';
import { asPrecise, blankRecord, gaps, isLocal, nextPoint, tidy, zoneChoices } from './draft';
import { chosen, type Entry, UNFILTERED, yearsOf } from './entries';
import { addressOf, isLink, linkOf } from './news-links';
import { answersOf, groupsOf, isBeyond, lettersOf, mayWithdraw, tooMany } from './seats';
import { beginOf, daysOf, overAt, phaseOf } from './when';

const iso = (at: number): string => new Date(at).toISOString();
const record: MeetingRecord = { ...blankRecord('en', 'xn/secretariat'), words: [{ language: 'en', title: 'Workshop; in Vienna', text: '' }], start: '2027-05-03', end: '2027-05-04', tz: 'Europe/Vienna', city: 'Vienna', country: 'AT' };
const entry = (item: string, part: Partial<MeetingRecord>): Entry => ({ item, record: { ...record, ...part }, access: 'members', published: null });

describe('when a meeting is', () => {
  it('is by the clocks of the place, also over their change', () => {
    expect(iso(beginOf('2027-03-27T09:00', 'Europe/Vienna'))).toBe('2027-03-27T08:00:00.000Z');
    expect(iso(beginOf('2027-03-28T09:00', 'Europe/Vienna'))).toBe('2027-03-28T07:00:00.000Z');
    expect(iso(beginOf('2027-03-28T02:30', 'Europe/Vienna'))).toBe('2027-03-28T01:30:00.000Z'); // skipped: as much later
    expect(iso(beginOf('2027-10-31T02:30', 'Europe/Vienna'))).toBe('2027-10-31T00:30:00.000Z'); // twice: the first
    expect(iso(overAt('2027-10-31', 'Europe/Vienna'))).toBe('2027-10-31T23:00:00.000Z');
    expect(iso(overAt('2014-09', ''))).toBe('2014-10-01T00:00:00.000Z');
    expect(iso(overAt('2014-12', ''))).toBe('2015-01-01T00:00:00.000Z');
  });

  it('says what the clock knows before anybody publishes it', () => {
    const open: MeetingRecord = { ...record, state: 'open', register_by: Date.parse('2027-04-01T00:00:00Z') / 1000 };
    expect(phaseOf(open, Date.parse('2027-03-31T23:59:59Z'))).toBe('open');
    expect(phaseOf(open, Date.parse('2027-04-01T00:00:00Z'))).toBe('closed');
    expect(phaseOf(open, Date.parse('2027-05-03T12:00:00Z'))).toBe('now');
    expect(phaseOf(open, Date.parse('2027-05-04T22:00:00Z'))).toBe('over');
    expect(phaseOf({ ...open, state: 'cancelled' }, Date.parse('2027-05-03T12:00:00Z'))).toBe('cancelled');
  });

  it('puts points under their day, in order', () => {
    expect(daysOf([{ start: '2027-05-04T09:00' }, { start: '2027-05-03T14:00' }, { start: '2027-05-03T09:00' }]).map(([day, points]) => [day, points.length])).toEqual([['2027-05-03', 2], ['2027-05-04', 1]]);
  });
});

describe('the list', () => {
  it('has what comes soonest first, what was newest first, and finds by country in any language', () => {
    const entries = [entry('old', { start: '2010-12-14', end: '2010-12-15', state: 'held' }), entry('later', { start: '2027-09-01', end: '2027-09-02' }), entry('next', {}), entry('older', { start: '2009-01', end: '2009-01', state: 'held', country: 'JO' })];
    const found = chosen(entries, UNFILTERED, Date.parse('2026-11-23T00:00:00Z'));
    expect(found.ahead.map(({ item }) => item)).toEqual(['next', 'later']);
    expect(found.past.map(({ item }) => item)).toEqual(['old', 'older']);
    expect(chosen(entries, { ...UNFILTERED, text: 'الأردن' }, 0).past.map(({ item }) => item)).toEqual(['older']);
  });
});

describe('the calendar file', () => {
  it('keeps a meeting of hours in place over the change of clocks, and lists of years in order', () => {
    const over = entry('over', { start: '2027-03-27T09:00', end: '2027-03-28T09:00' }); // Vienna's clocks go forward in between
    expect(meetingCalendar([over], 'en', 'Meetings', 0)).toContain('DTSTART:20270327T080000Z\r\nDTEND:20270328T070000Z\r\n');
    const skipped = entry('lord-howe', { start: '2027-10-03T02:29', end: '2027-10-03T02:30', tz: 'Australia/Lord_Howe' });
    expect(meetingCalendar([skipped], 'en', 'Meetings', 0)).toContain('DTSTART:20271002T155900Z\r\nDTEND:20271002T155900Z\r\n');
    expect(yearsOf([entry('a', { start: '2017-12' }), entry('b', { start: '2017-06-06' }), entry('c', {})]).map(([year, held]) => [year, held.length])).toEqual([['2017', 2], ['2027', 1]]);
  });

  it('has the days, and points with an hour in UTC; nothing of a mere month', () => {
    const point = { start: '2027-05-03T09:30', end: '2027-05-03T11:00', place: 'Room 1', speakers: ['A. Muster'], words: [{ language: 'en', title: 'Opening', text: 'In the large hall.' }] };
    const text = meetingCalendar([entry('vienna', { programme: [point] }), entry('month', { start: '2014-09', end: '2014-09' })], 'en', 'Meetings', 0);
    expect(text).toContain('UID:vienna@repatria\r\n');
    expect(text).toContain('DTSTART;VALUE=DATE:20270503\r\nDTEND;VALUE=DATE:20270505\r\nSUMMARY:Workshop\\; in Vienna\r\n');
    expect(text).toContain('DTSTART:20270503T073000Z\r\nDTEND:20270503T090000Z\r\nSUMMARY:Opening\r\nDESCRIPTION:A. Muster\\n\\nIn the large hall.\r\n');
    expect(text).not.toContain('month');
    expect(meetingCalendar([entry('off', { state: 'cancelled' })], 'en', 'Meetings', 0)).toContain('STATUS:CANCELLED');
  });
});

describe('what is announced', () => {
  it('is held against what the register demands before it is signed', () => {
    expect(gaps(blankRecord('en', ''))).toEqual(['title', 'start', 'end']);
    expect(gaps(record)).toEqual([]);
    expect(gaps({ ...record, end: '2027-05-02' })).toEqual(['end']);
    expect(gaps({ ...record, start: '2027-05-03T09:00', tz: '' })).toEqual(['tz']);
    expect(gaps({ ...record, tz: 'Vienna' })).toEqual(['tz']);
    expect(gaps({ ...record, documents: ['No Name'] })).toEqual(['documents']);
    expect(gaps({ ...record, state: 'open', office: '' })).toEqual(['office']);
    expect(gaps({ ...record, decisions: [{ language: 'fr', title: ' ', text: 'x' }] })).toEqual(['decisions']);
    expect([isLocal('2027-02-29'), isLocal('2028-02-29'), isLocal('2027-13'), isLocal('2027-05-03T24:00'), isLocal('2027-05')]).toEqual([false, true, false, false, true]);
    const point = { start: '2027-05-03', end: '2027-05-03', place: '', speakers: [], words: [{ language: 'en', title: 'Opening', text: 'Who is called first.' }, { language: 'ar', title: '', text: 'من يُتصل به أولا' }, { language: 'fr', title: ' ', text: '' }] };
    expect(gaps({ ...record, programme: [point] })).toEqual(['programme']);
    expect(gaps({ ...record, programme: [{ ...point, words: point.words.filter(({ language }) => language !== 'ar') }] })).toEqual([]);
    expect(tidy({ ...record, programme: [{ ...point, words: point.words.filter(({ language }) => language !== 'ar') }] }).programme[0]?.words).toEqual(point.words.slice(0, 1));
    expect(tidy({ ...record, organisers: [' INTERPOL ', ''], city: 'Wien\u202e' }).organisers).toEqual(['INTERPOL']);
  });
});

describe('seats', () => {
  const place = (n: number, state: PlaceState, entryId = `e${n}`): PlaceView => ({
    person: { id: `p${n}`, key: '', name: `N${n}`, latin: '', title: '', languages: [], role: '', visa: false, passport: '', notes: '' }, state, room: `r-${entryId}`, entry: entryId, office: 'ke/nairobi', at: n,
  });

  it('are never given twice: beyond the last one somebody waits, and whoever has one takes no second', () => {
    expect(isBeyond(place(1, 'proposed'), 'confirmed', 0)).toBe(true);
    expect(isBeyond(place(1, 'proposed'), 'waiting', 0)).toBe(false);
    expect(isBeyond(place(1, 'confirmed'), 'attended', 0)).toBe(false);
    expect(isBeyond(place(1, 'waiting'), 'confirmed', 1)).toBe(false);
    expect(isBeyond(place(1, 'proposed'), 'confirmed', null)).toBe(false);
    expect(tooMany([place(1, 'confirmed'), place(2, 'attended'), place(3, 'waiting')], 1)).toBe(1);
    expect(tooMany([place(1, 'confirmed')], null)).toBe(0);
  });

  it('stand by what became of them, who was named first in front', () => {
    const groups = groupsOf([place(3, 'waiting'), place(1, 'waiting'), place(2, 'certified'), place(4, 'withdrawn')]);
    expect(groups.map(([group, people]) => [group, people.map(({ at }) => at)])).toEqual([['waiting', [1, 3]], ['came', [2]], ['ended', [4]]]);
  });

  it('are answered before, counted after, and left alone when the meeting is off', () => {
    expect(answersOf('proposed', 'open')).toEqual(['confirmed', 'waiting', 'declined']);
    expect(answersOf('confirmed', 'open')).not.toContain('attended');
    expect(answersOf('confirmed', 'over')).toEqual(['attended', 'absent']);
    expect(answersOf('attended', 'over')).toContain('certified');
    expect(answersOf('proposed', 'cancelled')).toEqual([]);
    expect([mayWithdraw('waiting', 'closed'), mayWithdraw('confirmed', 'over'), mayWithdraw('declined', 'open')]).toEqual([true, false, false]);
  });

  it('are told with one message to each nomination', () => {
    expect(lettersOf([place(1, 'confirmed', 'a'), place(2, 'waiting', 'b'), place(3, 'proposed', 'a')], 'declined')).toEqual([
      { room: 'r-a', entry: 'a', people: [{ id: 'p1', state: 'declined' }, { id: 'p3', state: 'declined' }] },
      { room: 'r-b', entry: 'b', people: [{ id: 'p2', state: 'declined' }] },
    ]);
  });
});

describe('a form', () => {
  it('tells the same time with more or less of it, and begins each point where the last one ended', () => {
    expect([asPrecise('2027-05-03', 'minute'), asPrecise('2027-05-03T14:00', 'day'), asPrecise('2027-05', 'day'), asPrecise('', 'day')]).toEqual(['2027-05-03T09:00', '2027-05-03', '2027-05-01', '']);
    const first = nextPoint(record, 'ar');
    expect([first.start, first.words[0]?.language]).toEqual(['2027-05-03T09:00', 'en']);
    expect(nextPoint({ ...record, programme: [{ ...first, end: '2027-05-03T10:30' }] }, 'en').start).toBe('2027-05-03T10:30');
  });

  it('offers zones by the names that the network writes, and keeps the one that stands', () => {
    const zones = zoneChoices('Asia/Calcutta', ['Africa/Nairobi']);
    expect(zones).toEqual(expect.arrayContaining(['Asia/Calcutta', 'Asia/Kolkata', 'Asia/Kathmandu', 'Africa/Nairobi', 'UTC']));
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones).not.toContain('Asia/Katmandu');
  });

  it('takes what news lead to as the address bar shows it', () => {
    expect(linkOf('https://repatria.example/#/meetings/vienna')).toBe('meeting/vienna');
    expect(linkOf('https://repatria.example/#/frameworks/ch')).toBe('framework/ch');
    expect([isLink(''), isLink('meeting/vienna'), isLink('https://example.org'), isLink('meeting/..')]).toEqual([true, true, false, false]);
    expect([addressOf('course/first'), addressOf('news/x'), addressOf('javascript:1')]).toEqual(['#/courses/first', '#/news/x', '']);
  });
});
