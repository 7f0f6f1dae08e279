/** Frameworks as files, as repatria.frameworks.exchange reads and writes them (framework.schema.json). Pure. */
import { csvOf } from '../notices/filters';
import { type Fact, isDuration, type Standing, type Standings } from '../../session/framework-facts';

const COLUMNS = [
  'jurisdiction', 'field', 'kind', 'value', 'unit', 'from', 'extendable', 'max', 'text', 'source', 'url', 'certainty', 'as_of', 'review', 'state', 'confirmed_by', 'confirmed_at',
];
/** What csvOf leaves as it is and the other side's reader takes for guarded. */
const GUARDED_TOO = /^\s*[%'\n＝＋－＠]/u;

type Records = ReadonlyMap<string, Standings>;

const seconds = (at: number): number => Math.floor(at / 1000);

export function jsonOf(records: Records): string {
  const all = [...records].map(([jurisdiction, standings]) => ({ v: 1, jurisdiction, facts: known(standings).map(factOut) }));
  return `${JSON.stringify(all, null, 1)}\n`;
}

export function tableOf(records: Records): string {
  const rows = [...records].flatMap(([jurisdiction, standings]) => known(standings).map((one) => [jurisdiction, ...rowOf(one)]));
  return csvOf([COLUMNS, ...rows.map((row) => row.map((cell) => (GUARDED_TOO.test(cell) ? `'${cell}` : cell)))]);
}

interface Known extends Standing { readonly fact: Fact }

function known(standings: Standings): readonly Known[] {
  return [...standings.values()].flatMap((one) => (one.fact ? [{ ...one, fact: one.fact }] : []));
}

const stateOf = ({ said, state }: Known): string => (said ? state : 'to_be_confirmed');

function factOut(one: Known): unknown {
  const { field, value, text, source, url, certainty, as_of, review } = one.fact;
  const confirmed = one.said && { by: one.said.by, at: seconds(one.said.at), statement: one.said.ref };
  return { field, value, text, source, url, certainty, as_of, review, state: stateOf(one), confirmed };
}

function rowOf(one: Known): string[] {
  const { field, value, text, source, url, certainty, as_of, review } = one.fact;
  const plain = [text, source, url, certainty, as_of, review, stateOf(one), one.said?.by ?? '', one.said ? String(seconds(one.said.at)) : ''];
  if (isDuration(value)) return [field, 'duration', String(value.n), value.unit, value.from, value.extendable ? 'yes' : 'no', value.max === null ? '' : String(value.max), ...plain];
  const kind = value === null ? 'none' : typeof value === 'string' ? 'text' : 'list';
  return [field, kind, value === null ? '' : typeof value === 'string' ? value : value.join('\n'), '', '', '', '', ...plain];
}
