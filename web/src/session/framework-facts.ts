/**
 * What stands of a framework: the shipped draft, what was published in its place, what is proposed, how old it is. Pure.
 *
 * As repatria.frameworks.facts; tests/frameworks/merging.json judges both.
 */
import { type Duration, type Fact, type FactValue, staleFrom } from '../protocol/publications.ts';
import type { Ms } from './model.ts';

export type { Duration, Fact, FactValue } from '../protocol/publications.ts';

export type State = 'unknown' | 'to_be_confirmed' | 'proposed' | 'confirmed' | 'stale' | 'retired';

/** What somebody published or offered; `fact` null takes it away. `by` as the directory names who signed, `ref` the statement's hash. */
export interface Said {
  readonly field: string;
  readonly fact: Fact | null;
  readonly at: Ms;
  readonly index: number;
  readonly by: string;
  readonly ref: string;
}

/** What stood once: `said` null is the shipped draft; `until` is when something came in its place. */
export interface Earlier {
  readonly fact: Fact | null;
  readonly said: Said | null;
  readonly until: Ms;
}

/** `said` is null where what ships stands, or nothing; `earlier` is newest first. */
export interface Standing {
  readonly field: string;
  readonly fact: Fact | null;
  readonly state: State;
  readonly said: Said | null;
  readonly proposed: readonly Said[];
  readonly earlier: readonly Earlier[];
}

export type Standings = ReadonlyMap<string, Standing>;

/** By field: `fields` in their order, then any other. A published fact replaces the shipped one for good, also one that retires it. */
export function merge(fields: readonly string[], shipped: readonly Fact[], published: readonly Said[], offered: readonly Said[], now: Ms): Standings {
  const drafts = new Map(shipped.map((fact) => [fact.field, fact]));
  const versions = byField(published);
  const offers = byField(offered);
  const more = [...new Set([...drafts.keys(), ...versions.keys(), ...offers.keys()])].filter((key) => !fields.includes(key)).sort();
  return new Map([...fields, ...more].map((key) => [key, standingOf(key, drafts.get(key) ?? null, versions.get(key) ?? [], offers.get(key) ?? [], now)]));
}

function byField(all: readonly Said[]): ReadonlyMap<string, readonly Said[]> {
  const found = new Map<string, Said[]>();
  for (const said of [...all].sort((one, other) => one.index - other.index)) found.set(said.field, [...(found.get(said.field) ?? []), said]);
  return found;
}

function standingOf(field: string, draft: Fact | null, versions: readonly Said[], proposed: readonly Said[], now: Ms): Standing {
  const said = versions.at(-1) ?? null;
  if (said === null) return { field, fact: draft, state: proposed.length ? 'proposed' : draft ? 'to_be_confirmed' : 'unknown', said, proposed, earlier: [] };
  const state = said.fact === null ? 'retired' : isStale(said.fact, said.at, now) ? 'stale' : 'confirmed';
  const before = versions.slice(0, -1).map((one, at): Earlier => ({ fact: one.fact, said: one, until: versions[at + 1]?.at ?? 0 }));
  const shipped: readonly Earlier[] = draft ? [{ fact: draft, said: null, until: versions[0]?.at ?? 0 }] : [];
  return { field, fact: said.fact, state, said, proposed, earlier: [...shipped, ...before].reverse() };
}

export function isStale(fact: Pick<Fact, 'review'>, publishedAt: Ms, now: Ms): boolean {
  return now >= staleFrom(fact, publishedAt / 1000) * 1000;
}

/** Of the fields that officers write: how many are known, confirmed, stale, and on how many somebody proposed something. */
export interface Coverage {
  readonly fields: number;
  readonly known: number;
  readonly confirmed: number;
  readonly stale: number;
  readonly proposed: number;
}

export function coverageOf(asked: readonly string[], standings: Standings): Coverage {
  const all = asked.flatMap((field) => standings.get(field) ?? []);
  const having = (holds: (one: Standing) => boolean): number => all.filter(holds).length;
  return {
    fields: asked.length, known: having(({ fact }) => fact !== null), confirmed: having(({ state }) => state === 'confirmed'),
    stale: having(({ state }) => state === 'stale'), proposed: having(({ proposed }) => proposed.length > 0),
  };
}

export function isDuration(value: FactValue): value is Duration {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
