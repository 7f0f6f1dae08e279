/** What the client needs of src/repatria/screening: the model, how rare words are, and what was measured of the scores. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'src', 'repatria', 'screening');

interface Figures {
  readonly names_alone: number[][];
  readonly with_facts: number[][];
}

interface KindFigures {
  readonly at_1_in_1000: number[];
  readonly at_1_in_100: number[];
  readonly alarms: number | null;
}

/** Of several lists the least and the most. */
function kindOf({ at_1_in_1000: rare, at_1_in_100: common, alarms }: KindFigures): unknown {
  const ends = (figures: number[]): number[] => [Math.min(...figures), Math.max(...figures)];
  return { rare: ends(rare), common: ends(common), alarms };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}

/** Scores per mille, as they travel; each row: threshold, recall, share of innocents with a hit. */
function rowsOf(sets: Figures): unknown {
  const rows = (set: number[][]): unknown => set.map(([at = 0, recall, alarms]) => ({ threshold: Math.round(at * 1000), recall, alarms }));
  return { namesAlone: rows(sets.names_alone), withFacts: rows(sets.with_facts) };
}

function measured(): unknown {
  const { threshold, measured: server } = read('model.json') as { threshold: number; measured: Figures };
  const { browser, full } = read('own_lists.json') as { browser: Figures; full: Figures };
  const { organisation, vessel } = read('measured_kinds.json') as Record<string, KindFigures>;
  const kinds = { organisation: organisation && kindOf(organisation), vessel: vessel && kindOf(vessel) };
  return { threshold: Math.round(threshold * 1000), ...(rowsOf(server) as object), ownLists: rowsOf(browser), ownListsByServer: rowsOf(full), kinds };
}

function model(): unknown {
  const { people, things, facts, threshold } = read('model.json') as Record<string, unknown>;
  return { people, things, facts, threshold };
}

function commonness(): unknown {
  const { latin, skeletons, things } = read('commonness.json') as Record<string, unknown>;
  return { latin, skeletons, things };
}

/** By the name of its virtual module. */
export const screeningData: Readonly<Record<string, (() => unknown) | undefined>> = { measured, 'screening-model': model, commonness };
