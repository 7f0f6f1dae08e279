/**
 * What one person keeps for themselves about publications (protocol/publications.md, "What is sealed"): lists, what
 * they watch, how far they have read and learnt; and how two devices' changes come together. Pure.
 */
import type { JsonObject } from '../protocol/canonical.ts';
import type { CourseProgress, ItemId, ItemKey, ReadingList } from './publication-model.ts';

export interface Kept {
  readonly lists: readonly ReadingList[];
  readonly watched: readonly ItemKey[];
  /** Size of the register at the last visit. */
  readonly seen: number;
  readonly progress: Readonly<Record<ItemId, CourseProgress>>;
}

export const NOTHING_KEPT: Kept = { lists: [], watched: [], seen: 0, progress: {} };

/** As it is sealed. */
export function contentOf({ lists, watched, seen, progress }: Kept): JsonObject {
  return JSON.parse(JSON.stringify({ kind: 'reading', lists, watched, seen, progress })) as JsonObject;
}

/** Our own seal stands for its shape; what a newer program added is left out. */
export function keptIn(content: JsonObject): Kept {
  const { lists, watched, seen, progress } = { ...NOTHING_KEPT, ...(content as unknown as Kept) };
  return { lists, watched, seen, progress };
}

/** What was changed here since `base`, on top of what another device has saved meanwhile. */
export function merged(base: Kept, mine: Kept, theirs: Kept): Kept {
  return {
    lists: mergedLists(base.lists, mine.lists, theirs.lists),
    watched: mergedSet(base.watched, mine.watched, theirs.watched),
    seen: Math.max(mine.seen, theirs.seen),
    progress: mergedProgress(mine.progress, theirs.progress),
  };
}

/** Theirs, without what was taken away here, and with what was added here. */
function mergedSet<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[]): T[] {
  const left = theirs.filter((one) => mine.includes(one) || !base.includes(one));
  return [...left, ...mine.filter((one) => !base.includes(one) && !left.includes(one))];
}

function mergedLists(base: readonly ReadingList[], mine: readonly ReadingList[], theirs: readonly ReadingList[]): ReadingList[] {
  const named = (lists: readonly ReadingList[]) => new Map(lists.map((list) => [list.name, list.items]));
  const [before, here, there] = [named(base), named(mine), named(theirs)];
  // A list that one device dropped and the other one wrote on stays: nothing that somebody gathered is lost.
  const changedThere = (name: string) => JSON.stringify(there.get(name)) !== JSON.stringify(before.get(name));
  const changedHere = (name: string) => JSON.stringify(here.get(name)) !== JSON.stringify(before.get(name));
  const names = [...new Set([...there.keys(), ...here.keys()])].filter((name) => {
    if (here.has(name) && there.has(name)) return true;
    if (here.has(name)) return !before.has(name) || changedHere(name);
    return !before.has(name) || changedThere(name);
  });
  return names.map((name) => {
    const [was, is, other] = [before.get(name) ?? [], here.get(name), there.get(name)];
    return { name, items: is === undefined ? (other ?? []) : other === undefined ? is : mergedSet(was, is, other) };
  });
}

/** What was done is done; of two answers the one that was given here. */
function mergedProgress(mine: Kept['progress'], theirs: Kept['progress']): Kept['progress'] {
  const all = new Map(Object.entries(theirs));
  for (const [course, { done, answers }] of Object.entries(mine)) {
    const other = all.get(course);
    all.set(course, { done: [...new Set([...(other?.done ?? []), ...done])], answers: { ...other?.answers, ...answers } });
  }
  return Object.fromEntries(all);
}
