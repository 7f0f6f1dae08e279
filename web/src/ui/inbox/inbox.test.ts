// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { rooms } from '../gallery/cases';
import { chooseRooms } from './inbox';
import { dueClocks } from '../clocks/due';
import { firstClock, mood, used } from '../elements/ring';
import { ackRunning, answerRunning } from '../gallery/cases';

describe('the inbox', () => {
  it('begins with what needs action, the clock that runs out first on top', () => {
    const subjects = chooseRooms(rooms, 'all').slice(0, 3).map(({ counterparts }) => counterparts[0]?.country);
    expect(subjects).toEqual(['SG', 'KE', 'AE']);
  });

  it('filters', () => {
    expect(chooseRooms(rooms, 'action').every(({ needsAction }) => needsAction)).toBe(true);
    expect(chooseRooms(rooms, 'sent').every(({ startedByUs }) => startedByUs)).toBe(true);
    expect(chooseRooms(rooms, 'all')).toHaveLength(rooms.length);
    const sent = chooseRooms(rooms.map((room, index) => ({ ...room, startedByUs: true, lastAt: index })), 'sent');
    expect(sent.map(({ lastAt }) => lastAt)).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

describe('clocks', () => {
  it('lists those that run, the nearest first', () => {
    const due = dueClocks(rooms).map(({ clock }) => clock.dueAt);
    expect(due).toEqual([...due].sort((a, b) => a - b));
    expect(dueClocks([{ ...rooms[0]!, clocks: [{ ...ackRunning, state: 'met', metAt: ackRunning.startedAt }] }])).toEqual([]);
  });

  it('turns near at 80 per cent and late at the end', () => {
    const clock = { ...ackRunning, startedAt: 0, dueAt: 100 };
    expect([0, 79, 80, 99, 100, 200].map((now) => mood(clock, now))).toEqual(['calm', 'calm', 'near', 'near', 'late', 'late']);
    expect([-5, 50, 500].map((now) => used(clock, now))).toEqual([0, 0.5, 1]);
  });

  it('shows ours before theirs and running before done', () => {
    const theirs = { ...answerRunning, party: 'them' as const, dueAt: 1 };
    const done = { ...ackRunning, state: 'met' as const, dueAt: 0 };
    expect(firstClock([done, theirs, answerRunning])).toBe(answerRunning);
    expect(firstClock([done, theirs])).toBe(theirs);
    expect(firstClock([])).toBeUndefined();
  });
});
