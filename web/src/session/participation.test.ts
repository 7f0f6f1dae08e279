import { expect, it } from 'vitest';
import { foldPlaces, type Said } from './participation.ts';

const EVENT = { shelf: 'course', item: 'stop-the-money', office: 'xn/desk', capacity: null } as const;
const person = { id: 'p1', key: 'nuru', name: 'Nuru', latin: 'Nuru', title: '', languages: [], role: '', visa: false, passport: '', notes: '' };

/** As rooms give them: what was opened, in the room's order. */
function said(hash: string, author: string, office: string, body: object): Said {
  return { room: 'r1', opened: { hash, seq: 0, kind: 'body', author, office, atMs: hash.length, value: {}, body: body as Said['opened']['body'] } };
}

const asks = said('ask', 'nuru', 'xn/desk', { kind: 'participation', shelf: 'course', item: 'stop-the-money', people: [person] });
const answer = (hash: string, author: string, office: string, state: string): Said => said(hash, author, office, { kind: 'place', re: 'ask', people: [{ id: 'p1', state }] });
const told = (...entries: readonly Said[]) => foldPlaces([asks, ...entries], EVENT, (key) => `the holder of ${key}`).people[0];

it('lets nobody certify themselves, and tells which message certified and who signed it', () => {
  expect(told()?.state).toBe('proposed');
  expect(told(answer('own', 'nuru', 'xn/desk', 'certified'))?.state).toBe('proposed');
  expect(told(answer('else', 'anna', 'ch/bern', 'certified'))?.state).toBe('proposed');
  expect(told(answer('colleague', 'kofi', 'xn/desk', 'certified'))).toMatchObject({ state: 'certified', answer: { entry: 'colleague', key: 'kofi', by: 'the holder of kofi' } });
  // Their own withdrawal counts all the same.
  expect(told(answer('own', 'nuru', 'xn/desk', 'withdrawn'))?.state).toBe('withdrawn');
});

it('keeps the answer when the person is named again', () => {
  const again = said('again', 'nuru', 'xn/desk', { kind: 'participation', shelf: 'course', item: 'stop-the-money', people: [{ ...person, title: 'Officer' }] });
  expect(told(answer('colleague', 'kofi', 'xn/desk', 'certified'), again)).toMatchObject({ state: 'certified', entry: 'again', person: { title: 'Officer' }, answer: { entry: 'colleague' } });
});
