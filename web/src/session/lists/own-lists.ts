/**
 * The office's own lists, screened in this browser: names compared word by word by their forms (protocol/screening.md).
 * The server analyses the query's names and learns nothing of the lists. Pure; rougher than the Python engine by what forms
 * leave out, as bench/screening/own_lists.py measures.
 */
import type { ListedEntry, Word as Form } from '../../protocol/screening-files.ts';
import { listedId } from '../../protocol/screening.ts';
import { Candidates } from './candidates.ts';
import { compareFacts, type Finding, type Known } from './facts.ts';
import { align, type Commonness, evidenceOf, type Name, nameOf, sortOf, type Step, wordsOf } from './names.ts';
import { factReasons, nameReasons, type Told } from './reasons.ts';
import { guarded, guardedWeak, type Model, oddsOf, scoreOf, withFacts } from './score.ts';

/** One record asked about, and of each of its names the words. */
export interface Asked extends Known {
  readonly names: readonly string[];
  readonly forms: readonly (readonly Form[])[];
}

/** A record of a list that may be the one asked for. Score and weights per mille. */
export interface ListHit {
  readonly id: string;
  readonly content: string;
  readonly list: string;
  readonly source: string;
  readonly line: number;
  readonly score: number;
  readonly name: string;
  readonly queryName: string;
  readonly reasons: readonly Told[];
}

/** What is kept of an entry. */
export interface Entry extends Known {
  readonly id: string;
  readonly content: string;
  readonly list: string;
  readonly source: string;
  readonly line: number;
  readonly names: readonly string[];
  /** How many of the names, the last ones, their list calls weak. */
  readonly weak: number;
}

interface Best {
  readonly odds: number;
  readonly query: Name;
  readonly listed: Name;
  readonly steps: readonly Step[];
  readonly weak: boolean;
}

/** Names of the lists that are aligned with each name asked for. */
const MOST_ALIGNED = 60;
const NEGLIGIBLE = -4;
const UNNAMED = -8;

export class OwnLists {
  readonly #model: Model;
  readonly #common: Commonness;
  readonly #lists = new Map<string, Candidates>();

  constructor(model: Model, common: Commonness) {
    this.#model = model;
    this.#common = common;
  }

  get listed(): number {
    return [...this.#lists.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Puts a list in the place of what was under this key. */
  begin(key: string): void {
    this.#lists.set(key, new Candidates(this.#common));
  }

  add(key: string, list: string, entry: ListedEntry): void {
    const { id, kind, names, weak_names, birth_dates, countries, genders, identifiers } = entry.says;
    const kept: Entry = {
      id: listedId(list, id), content: entry.content, list, source: entry.source.name, line: entry.line, kind, names: [...names, ...weak_names], weak: weak_names.length, birth_dates, countries, genders, identifiers,
    };
    this.#lists.get(key)?.add(kept, entry.forms);
  }

  end(key: string): void {
    this.#lists.delete(key);
  }

  /** The hits at or above the threshold (per mille), best first, at most `limit`. */
  screen(asked: Asked, limit: number, threshold: number): readonly ListHit[] {
    const names = asked.names.flatMap((text, n) => (asked.forms[n]?.length ? [nameOf(text, wordsOf(text, asked.forms[n]), sortOf(asked.kind), this.#common)] : []));
    const hits: ListHit[] = [];
    for (const candidates of this.#lists.values()) {
      const best = new Map<number, Best | null>();
      for (const row of candidates.byNumbers(asked.identifiers)) best.set(row, null);
      for (const query of names) {
        for (const at of candidates.nearest(query, MOST_ALIGNED)) {
          const { row, name, weak } = candidates.name(at);
          const found = this.#compared(query, name, weak);
          if (found.odds > (best.get(row)?.odds ?? -Infinity)) best.set(row, found);
        }
      }
      for (const [row, found] of best) hits.push(...this.#hit(asked, candidates.entry(row), found, threshold));
    }
    return hits.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1)).slice(0, limit);
  }

  #compared(query: Name, listed: Name, weak: boolean): Best {
    const steps = align(query, listed);
    const row = evidenceOf(query, listed, steps);
    const odds = guarded(oddsOf(row, this.#model), row, Math.max(query.heavy, listed.heavy));
    return { odds: weak ? guardedWeak(odds) : odds, query, listed, steps, weak };
  }

  #hit(asked: Asked, entry: Entry, best: Best | null, threshold: number): readonly ListHit[] {
    const names = best?.odds ?? UNNAMED;
    const findings: readonly Finding[] = names < NEGLIGIBLE && asked.identifiers.length === 0 ? [] : compareFacts(asked, entry);
    const score = scoreOf(withFacts(names, findings.map(({ fact }) => fact), this.#model));
    if (score < threshold) return [];
    const { id, content, list, source, line } = entry;
    const told = [...(best ? nameReasons(best.query, best.listed, best.steps, best.weak) : []), ...factReasons(findings, this.#model)];
    return [{ id, content, list, source, line, score, name: best?.listed.text ?? entry.names[0] ?? entry.identifiers[0]?.value ?? '', queryName: best?.query.text ?? '', reasons: told }];
  }
}
