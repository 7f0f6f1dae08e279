/**
 * The reference data of src/repatria/reference as modules of the client: `virtual:reference/…`.
 *
 * Built from the same files as the server's, so the two cannot differ; the client gets only what it shows.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { screeningData } from './screening-data.ts';
import { frameworkCountries, frameworkWords, jurisdictions, shippedFacts, worldMap } from './framework-data.ts';

export const FOLDER = join(import.meta.dirname, '..', 'src', 'repatria', 'reference');
/** The words of notification mail, as the server sends them. */
const MAIL = join(import.meta.dirname, '..', 'src', 'repatria', 'server', 'alarms', 'mail.json');
const PREFIX = 'virtual:reference/';

/** Rows of a CSV file (RFC 4180: quotes doubled, commas and line breaks inside quotes) by column name. */
export function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(i + 1) === '"') { cell += '"'; i += 1; } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',' || char === '\n') {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\n') rows.push([]);
    } else if (char !== '\r') cell += char;
  }
  if (cell) rows.at(-1)?.push(cell);
  const [header = [], ...body] = rows.filter((row) => row.length > 0);
  return body.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
}

export function readRows(name: string): Record<string, string>[] {
  return parseCsv(readFileSync(join(FOLDER, name), 'utf8'));
}

function offences(language: string): unknown {
  return readRows('offence-codes.csv')
    .filter((row) => ['head', 'offence', 'related'].includes(row['kind'] ?? ''))
    .map((row) => ({ code: row['code'], article: row['uncac_article'] === '—' ? '' : row['uncac_article'], label: row[`label_${language}`] }));
}

interface ChecklistFile {
  actions: { id: string; phase: string; from_h: number; to_h: number; critical: boolean; why: string; who: string; output: string; hook: string; note: string }[];
}

/** The titles are in the catalogues; why, who and what comes out of it are quoted as the page has them. */
function checklist(): unknown {
  const { actions } = JSON.parse(readFileSync(join(FOLDER, 'checklist-24h.json'), 'utf8')) as ChecklistFile;
  return actions.map(({ from_h, to_h, id, phase, critical, why, who, output, hook, note }) => ({ id, phase, from: from_h, to: to_h, critical, why, who, output, hook, note }));
}

/** What those sentences are in another language: ours, and marked as such on the screen. */
function checklistWords(language: string): unknown {
  const { actions } = JSON.parse(readFileSync(join(FOLDER, `checklist-24h.${language}.json`), 'utf8')) as { actions: unknown };
  return actions;
}

type Words = Record<string, string>;

function readObject(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Record<string, unknown>;
}

/** The gate's rules without their sources: what the form asks, not why. */
function noticeRules(): unknown {
  const { colours, rules } = readObject('notice-rules.json') as { colours: unknown; rules: Record<string, Record<string, unknown>[]> };
  const bare = Object.entries(rules).map(([group, list]) => [group, list.map(({ code, each, path, need }) => ({ code, each, path, need }))]);
  return { colours, rules: Object.fromEntries(bare) as Record<string, unknown> };
}

/** Without their sources, in the order of the codes: the order in which suggestions are shown. */
function offenceExpressions(): unknown {
  const codes = readRows('offence-codes.csv').map((row) => row['code'] ?? '');
  const rows = readRows('offence-expressions.csv').map(({ code = '', language, expression, unless, certainty }) => ({ code, language, expression, unless, certainty }));
  return rows.sort((one, other) => codes.indexOf(one.code) - codes.indexOf(other.code));
}

/** Types of notices and the words about them, in one language. */
function notices(language: string): unknown {
  const said = (words: Words): string | undefined => words[language];
  const types = (readObject('notices.json')['types'] as Record<string, unknown>[]).map((type) => ({
    code: type['code'], colour: type['colour'], subjects: type['subjects'], rule: type['rule'], certainty: type['certainty'],
    name: said(type['names'] as Words), purpose: said(type['purposes'] as Words), conditions: said(type['conditions'] as Words),
    publicExtract: said(type['public_extract'] as Words), remark: said(type['remarks'] as Words),
  }));
  const groups = Object.entries(readObject('notice-words.json')).filter(([, group]) => typeof group === 'object');
  const words = groups.map(([name, group]) => [name, Object.fromEntries(Object.entries(group as Record<string, Words>).map(([code, inner]) => [code, said(inner)]))]);
  return { types, words: Object.fromEntries(words) as Record<string, unknown> };
}

/** The library's first catalogue as records; as repatria.reference.library makes them, without the abstracts, which come besides. */
function library(): unknown {
  const split = (value = ''): string[] => value.split(';').filter(Boolean);
  const words = new Map<string, Words[]>();
  for (const { id = '', language = '', title = '' } of readRows('library-words.csv')) words.set(id, [...(words.get(id) ?? []), { language, title, text: '' }]);
  return readRows('library.csv').map((row) => ({
    item: row['id'], languages: split(row['languages']), urlBasis: row['url_basis'], note: row['note'],
    record: {
      type: row['type'], topics: split(row['topics']), regions: split(row['region']), audiences: split(row['audiences']), phases: split(row['phases']), publisher: row['publisher'], authors: [],
      year: row['year'], edition: '', identifier: '', url: row['url'], licence: row['licence'], certainty: row['certainty'], supersedes: '', review: '', words: words.get(row['id'] ?? ''), files: [], body: [],
    },
  }));
}

/** Meetings held before the network began, as records; as repatria.reference.meetings makes them. */
function meetings(): unknown {
  const words = new Map<string, Words[]>();
  for (const { id = '', language = '', title = '', text = '' } of readRows('meeting-words.csv')) words.set(id, [...(words.get(id) ?? []), { language, title, text }]);
  const number = (text = ''): number | null => (text ? Number(text) : null);
  return readRows('meetings.csv').map((row) => ({
    item: row['id'],
    record: {
      kind: row['kind'], series: row['series'], number: number(row['number']), words: words.get(row['id'] ?? ''), start: row['start'], end: row['end'], tz: '', city: row['city'], country: row['country'],
      host: row['host'], organisers: (row['organisers'] ?? '').split(';').map((name) => name.trim()).filter(Boolean), office: '', state: 'held', capacity: null, register_by: null, programme: [], documents: [], decisions: [],
      participants: number(row['participants']), countries: number(row['countries']), certainty: row['certainty'], source: row['source'],
    },
  }));
}

function abstracts(): unknown {
  return Object.fromEntries(readRows('library-words.csv').filter(({ text }) => text).map(({ id, text }) => [id, text]));
}

interface NamedCode { code: string; under?: string; names: Words }

function libraryCodes(language: string): unknown {
  const groups = Object.entries(readObject('library-taxonomy.json')).filter(([, group]) => Array.isArray(group));
  return Object.fromEntries(groups.map(([name, rows]) => [name, (rows as NamedCode[]).map(({ code, under = '', names }) => ({ code, under, name: names[language] }))]));
}

function moduleOf(name: string): string | undefined {
  const [kind, arg = ''] = name.split('/');
  if (kind === 'offences') return `export default ${JSON.stringify(offences(arg))};`;
  if (kind === 'framework' && frameworkCountries().includes(arg)) return `export default ${JSON.stringify(shippedFacts(arg))};`;
  if (kind === 'framework-schema') return `export default ${JSON.stringify(readObject('framework.schema.json'))};`;
  if (kind === 'framework-words' && arg) return `export default ${JSON.stringify(frameworkWords(arg))};`;
  if (kind === 'jurisdictions') return `export default ${JSON.stringify(jurisdictions())};`;
  if (kind === 'world') return `export default ${JSON.stringify(worldMap())};`;
  if (kind === 'checklist' && arg) return `export default ${JSON.stringify(checklistWords(arg))};`;
  if (kind === 'checklist') return `export default ${JSON.stringify(checklist())};`;
  if (kind === 'offence-expressions') return `export default ${JSON.stringify(offenceExpressions())};`;
  if (kind === 'notice-blank') return `export default ${JSON.stringify(readObject('notice-blank.json'))};`;
  if (kind === 'notice-rules') return `export default ${JSON.stringify(noticeRules())};`;
  if (kind === 'notices' && arg) return `export default ${JSON.stringify(notices(arg))};`;
  if (kind === 'library' && arg) return `export default ${JSON.stringify(libraryCodes(arg))};`;
  if (kind === 'library') return `export default ${JSON.stringify(library())};`;
  if (kind === 'meetings') return `export default ${JSON.stringify(meetings())};`;
  if (kind === 'abstracts') return `export default ${JSON.stringify(abstracts())};`;
  if (kind === 'glossary') return `export default ${JSON.stringify(readRows('glossary.csv'))};`;
  const data = screeningData[kind ?? ''];
  if (data !== undefined) return `export default ${JSON.stringify(data())};`;
  if (kind === 'mail') return `export default ${readFileSync(MAIL, 'utf8')};`;
  if (kind === 'frameworks') {
    const loaders = frameworkCountries().map((country) => `${country}: () => import('${PREFIX}framework/${country}')`);
    return `export default { ${loaders.join(', ')} };`;
  }
  return undefined;
}

export function referenceData(): Plugin {
  return {
    name: 'repatria-reference',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const found = moduleOf(id.slice(PREFIX.length + 1));
      if (found === undefined) throw new Error(`no reference data called ${id.slice(1)}`);
      return found;
    },
  };
}
