/** A fact that somebody is writing, kept sealed in this browser from one key to the next until it is signed or given up. */
import { untracked } from '@preact/signals';
import type { PublicationsDesk } from '../../session/publication-model';
import type { TypedFact } from './typed';

export interface KeptFact {
  readonly typed: TypedFact;
  readonly access: string;
  /** What its author had seen when they began: what came since is a conflict, also on another day. */
  readonly seen: number;
}

const TEXTS = ['value', 'n', 'unit', 'from', 'max', 'text', 'source', 'url', 'certainty', 'asOf', 'review'] as const satisfies readonly (keyof TypedFact)[];

function keptAs(item: string, field: string): string {
  return `fact/${item}/${field}`;
}

/** As it is now: what one types does not draw a whole country anew. */
export function keptFact(desk: PublicationsDesk, item: string, field: string): KeptFact | undefined {
  const kept = untracked(() => desk.kept.value.get(keptAs(item, field)));
  return isKept(kept) ? kept : undefined;
}

export function keepFact(desk: PublicationsDesk, item: string, field: string, fact: KeptFact | null) {
  return desk.keep(keptAs(item, field), fact);
}

/** Another version of the program may have kept it otherwise. */
function isKept(kept: unknown): kept is KeptFact {
  const { typed, access, seen } = (kept ?? {}) as Partial<Record<keyof KeptFact, unknown>>;
  return typeof typed === 'object' && typed !== null && typeof access === 'string' && typeof seen === 'number'
    && TEXTS.every((name) => typeof (typed as Record<string, unknown>)[name] === 'string') && 'extendable' in typed;
}
