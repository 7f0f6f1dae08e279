import { expect, test } from 'vitest';
import { contentOf, type Kept, keptIn, merged, NOTHING_KEPT } from './reading-state.ts';

const kept = (change: Partial<Kept>): Kept => ({ ...NOTHING_KEPT, ...change });

test('what two devices changed comes together, and nothing that one of them gathered is lost', () => {
  const base = kept({ watched: ['news/a', 'news/b'], lists: [{ name: 'One', items: ['news/a'] }, { name: 'Gone', items: [] }], seen: 5 });
  const mine = kept({ watched: ['news/b', 'news/c'], lists: [{ name: 'One', items: ['news/a', 'news/b'] }], seen: 9 });
  const theirs = kept({ watched: ['news/a', 'news/b', 'news/d'], lists: [{ name: 'One', items: ['news/c'] }, { name: 'Gone', items: [] }, { name: 'New', items: [] }], seen: 7 });
  expect(merged(base, mine, theirs)).toEqual(kept({
    watched: ['news/b', 'news/d', 'news/c'], lists: [{ name: 'One', items: ['news/c', 'news/b'] }, { name: 'New', items: [] }], seen: 9,
  }));
});

test('a list that was dropped here and written on there stays', () => {
  const base = kept({ lists: [{ name: 'One', items: ['news/a'] }] });
  const theirs = kept({ lists: [{ name: 'One', items: ['news/a', 'news/b'] }] });
  expect(merged(base, NOTHING_KEPT, theirs).lists).toEqual(theirs.lists);
  expect(merged(base, theirs, NOTHING_KEPT).lists).toEqual([{ name: 'One', items: ['news/a', 'news/b'] }]);
  expect(merged(base, NOTHING_KEPT, base).lists).toEqual([]);
});

test('what was learnt on either device is learnt; of two answers the one given here counts', () => {
  const mine = kept({ progress: { course: { done: ['a'], answers: { q: [1] } } } });
  const theirs = kept({ progress: { course: { done: ['b'], answers: { q: [0], r: [2] } }, other: { done: [], answers: {} } } });
  expect(merged(NOTHING_KEPT, mine, theirs).progress).toEqual({ course: { done: ['b', 'a'], answers: { q: [1], r: [2] } }, other: { done: [], answers: {} } });
  expect(keptIn(contentOf(mine))).toEqual(mine);
});
