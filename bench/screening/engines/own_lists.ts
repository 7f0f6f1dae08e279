/**
 * The browser's comparison of the office's own lists, behind a pipe: one JSON request a line in, one answer a line out.
 * `own_lists.py` analyses the names, as the server does for the browser.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ListedEntry } from '../../../web/src/protocol/screening-files.ts';
import type { Commonness } from '../../../web/src/session/lists/names.ts';
import { type Asked, OwnLists } from '../../../web/src/session/lists/own-lists.ts';
import type { Model } from '../../../web/src/session/lists/score.ts';

interface Request {
  readonly do: 'add' | 'screen';
  readonly entries: readonly ListedEntry[];
  readonly queries: readonly Asked[];
  readonly k: number;
}

const TABLES = new URL('../../../src/repatria/screening/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, TABLES), 'utf8'));
const LIST = 'listed';

const lists = new OwnLists(read('model.json') as Model, read('commonness.json') as Commonness);
lists.begin(LIST);

function answer(request: Request): unknown {
  if (request.do === 'add') {
    for (const entry of request.entries) lists.add(LIST, LIST, entry);
    return { listed: lists.listed };
  }
  const rankings = request.queries.map((asked) => lists.screen(asked, request.k, 0).map(({ id, score }) => [id, score / 1000]));
  return { rankings };
}

for await (const line of createInterface({ input: process.stdin })) {
  const before = process.cpuUsage();
  const given = answer(JSON.parse(line) as Request);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ ...(given as object), processor_seconds: (user + system) / 1e6, resident_mb: process.memoryUsage.rss() / 1e6 })}\n`);
}
