/** Frameworks out of files, as repatria.frameworks.exchange reads them: facts only, since a file confirms nothing. Pure. */
import { type Fact, type FactValue, isDuration, type Standings } from '../../session/framework-facts';
import { type Unit, UNITS } from './deadlines';

export type FaultKind = 'json' | 'table' | 'jurisdiction' | 'facts' | 'field' | 'twice' | 'value' | 'length' | 'certainty' | 'day' | 'text';

/** A file is not what it should be; `where`: the jurisdiction and field, or the line. */
export class ExchangeFault extends Error {
  constructor(readonly kind: FaultKind, readonly where: string) { super(`${where}: ${kind}`); }
}

export type Taken = ReadonlyMap<string, readonly Fact[]>;
type Raw = Readonly<Record<string, unknown>>;

/** A fact of a file that says something else than what stands, which may be nothing. */
export interface Difference {
  readonly field: string;
  readonly stands: Fact | null;
  readonly file: Fact;
}

const ITEM = /^[a-z]{2}(-[a-z0-9]{1,3})?$/;
const FIELD = /^[a-z][a-z0-9_]{0,39}$/;
const DAY = /^([0-9]{4}(-[0-9]{2}){0,2})?$/;
const CERTAINTIES = ['high', 'medium', 'low', 'unverified'] as const;
const PLAIN = ['text', 'source', 'url', 'certainty', 'as_of', 'review'] as const;
/** What is behind an apostrophe when it is taken out. */
const GUARDED = /^\s*[=+\-@|%'\t\r\n＝＋－＠]/u;

export function differences(facts: readonly Fact[], standings: Standings): readonly Difference[] {
  return facts.flatMap((file) => {
    const stands = standings.get(file.field)?.fact ?? null;
    return stands && essence(stands) === essence(file) ? [] : [{ field: file.field, stands, file }];
  });
}

function essence({ field, value, ...plain }: Fact): string {
  const said = isDuration(value) ? [value.n, value.unit, value.from, value.extendable, value.max] : value;
  return JSON.stringify([field, said, isDuration(value), ...PLAIN.map((name) => plain[name])]);
}

/** By the file's name: CSV, else JSON. @throws ExchangeFault */
export function takenFrom(name: string, text: string): Taken {
  return /\.csv$/i.test(name) ? fromCsv(text) : fromJson(text);
}

/** A single record or a list of them. @throws ExchangeFault */
export function fromJson(text: string): Taken {
  let loaded: unknown;
  try {
    loaded = JSON.parse(text);
  } catch {
    throw new ExchangeFault('json', '');
  }
  const found = new Map<string, readonly Fact[]>();
  for (const record of Array.isArray(loaded) ? loaded as unknown[] : [loaded]) {
    const { jurisdiction, facts } = asObject(record);
    const item = itemOf(jurisdiction, '');
    if (found.has(item)) throw new ExchangeFault('twice', item);
    if (!Array.isArray(facts)) throw new ExchangeFault('facts', item);
    found.set(item, distinct(item, facts.map((raw) => factIn(item, raw))));
  }
  return found;
}

/** Columns in any order; those of states are not read. @throws ExchangeFault */
export function fromCsv(text: string): Taken {
  const [header, ...rows] = rowsOf(text.replace(/^\ufeff/, ''));
  const names = header?.cells ?? [];
  const missing = ['jurisdiction', 'field', 'kind', 'value'].filter((name) => !names.includes(name));
  if (missing.length) throw new ExchangeFault('table', missing.join(', '));
  const found = new Map<string, Fact[]>();
  for (const { cells, line } of rows) {
    const own = new Map(names.map((name, at) => [name, bare(cells[at] ?? '')]));
    const item = itemOf(own.get('jurisdiction'), String(line));
    found.set(item, [...(found.get(item) ?? []), factIn(String(line), rawOf(own, String(line)))]);
  }
  return new Map([...found].map(([item, facts]) => [item, distinct(item, facts)]));
}

interface CsvRow { readonly cells: readonly string[]; readonly line: number }

/** RFC 4180; empty lines are none. `line`: where a row begins. */
function rowsOf(text: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  while (pattern.lastIndex < text.length || cells.length) {
    const match = pattern.exec(text);
    if (!match) throw new ExchangeFault('table', String(line));
    const [whole, quoted, plain = '', end] = match;
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ',') continue;
    if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line: begun });
    cells = [];
    begun = line;
    if (end === '') break;
  }
  return rows;
}

function bare(cell: string): string {
  return cell.startsWith("'") && GUARDED.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** A row as the JSON value that it was. */
function rawOf(own: ReadonlyMap<string, string>, line: string): Raw {
  const cell = (name: string): string => own.get(name) ?? '';
  const plain = Object.fromEntries(PLAIN.map((name) => [name, cell(name)]));
  return { ...plain, field: cell('field'), value: valueOf(cell, line) };
}

function valueOf(cell: (name: string) => string, line: string): unknown {
  const said = cell('value');
  switch (cell('kind')) {
    case 'none': return null;
    case 'text': return said;
    case 'list': return said ? said.split('\n') : [];
    case 'duration': return { n: whole(said), unit: cell('unit'), from: cell('from'), extendable: cell('extendable') === 'yes', max: cell('max') ? whole(cell('max')) : null };
    default: throw new ExchangeFault('value', line);
  }
}

function whole(text: string): number | string {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : text;
}

function factIn(where: string, raw: unknown): Fact {
  const own = asObject(raw);
  const { field } = own;
  if (typeof field !== 'string' || !FIELD.test(field)) throw new ExchangeFault('field', where);
  const at = `${where}: ${field}`;
  const plain = Object.fromEntries(PLAIN.map((name) => [name, textIn(own[name], at)])) as Record<(typeof PLAIN)[number], string>;
  if (!DAY.test(plain.as_of) || !DAY.test(plain.review)) throw new ExchangeFault('day', at);
  const certainty = plain.source.trim() ? CERTAINTIES.find((one) => one === plain.certainty) : 'unverified'; // no fact without a source
  if (certainty === undefined) throw new ExchangeFault('certainty', at);
  return { field, value: valueIn(own['value'], at), ...plain, certainty };
}

function textIn(value: unknown, at: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new ExchangeFault('text', at);
  return value;
}

function valueIn(value: unknown, at: string): FactValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string')) return value;
  if (typeof value !== 'object' || Array.isArray(value)) throw new ExchangeFault('value', at);
  const { n, unit, from = '', extendable, max = null } = value as Raw;
  const count = (one: unknown): one is number => typeof one === 'number' && Number.isSafeInteger(one) && one >= 0;
  if (!count(n) || !isUnit(unit) || typeof from !== 'string' || !(max === null || count(max))) throw new ExchangeFault('length', at);
  return { n, unit, from, extendable: extendable === true, max };
}

function isUnit(unit: unknown): unit is Unit {
  return UNITS.some((one) => one === unit);
}

function asObject(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Raw : {};
}

function itemOf(value: unknown, where: string): string {
  if (typeof value !== 'string' || !ITEM.test(value)) throw new ExchangeFault('jurisdiction', where || (typeof value === 'string' ? value : ''));
  return value;
}

function distinct(item: string, facts: readonly Fact[]): readonly Fact[] {
  if (new Set(facts.map(({ field }) => field)).size !== facts.length) throw new ExchangeFault('twice', item);
  return facts;
}
