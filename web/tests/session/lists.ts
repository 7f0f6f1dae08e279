/** The comparison of own lists in this very thread: what the browser's worklet runs, with the tables read from their files. */
import { readFileSync } from 'node:fs';
import type { Commonness } from '../../src/session/lists/names.ts';
import type { Model } from '../../src/session/lists/score.ts';
import { ListJobs, ListThread } from '../../src/session/lists/thread.ts';

const TABLES = new URL('../../../src/repatria/screening/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, TABLES), 'utf8'));

export function listThread(): ListThread {
  const jobs = new ListJobs(read('model.json') as Model, read('commonness.json') as Commonness);
  return new ListThread((job) => jobs.answer(job), () => undefined);
}
