/** Files of entries and files of records (protocol/screening.md): gzip of canonical lines, read as they come. */
import { subjectKind, type SubjectRecord, subjectRecord } from './bodies.ts';
import { type Bytes, concat } from './bytes.ts';
import * as read from './canonical.ts';
import { type Fields, type JsonObject, parse, type Reader } from './canonical.ts';
import { demand, ProtocolError } from './errors.ts';
import { contentOf, listSource } from './screening.ts';

const MAX_LINES = 2_000_000;
const MAX_BYTES = 1_073_741_824;
const MAX_LINE = 1_048_576;
const PLENTY = 100_000;
const NEW_LINE = 0x0a;

/** The version of the analysis whose words this client compares (`VERSION` of screening/analysed.py). */
export const ANALYSIS = 3;

const head = { v: read.integer(), forms: read.integer(), sources: read.list(listSource, 0, read.MANY) };
export type FileHead = Fields<typeof head>;

const texts = read.list(read.anyText, 0, PLENTY);
const rows = <S extends read.Shape>(shape: S): Reader<readonly Fields<S>[]> => read.list(read.object(shape), 0, PLENTY);
const anyText = read.anyText;
const id: Reader<string> = (value) => {
  demand(typeof value === 'string' && value !== '' && value.length <= 1_000, 'bad_shape', 'id');
  return value;
};
const says = {
  id, kind: subjectKind, colour: anyText, names: texts, weak_names: texts, birth_dates: texts, countries: texts, genders: texts,
  identifiers: rows({ scheme: anyText, value: anyText }),
  charges: rows({ country: anyText, text: anyText, translation: anyText }),
  links: rows({ role: anyText, id: anyText }),
  facts: rows({ field: anyText, values: texts }),
};
const more = read.object({
  list: anyText,
  offences: rows({ code: anyText, words: anyText, language: anyText, certainty: anyText }),
  doubts: rows({ field: anyText, text: anyText, code: anyText }),
});
const ROLES: readonly string[] = ['n', 'i', 'p', 't', 'l', 'd'];

/** One word of an analysed name: its role, then Latin letters and skeleton of each reading. */
export type Word = readonly string[];
const word: Reader<Word> = (value) => {
  const found = read.list(anyText, 3, 21)(value);
  demand(ROLES.includes(found[0] ?? '') && found.length % 2 === 1, 'bad_shape', 'a word of a name');
  return found;
};
/** Of each of a record's names its words; of an entry's weak ones after them. */
export const nameForms = read.list(read.list(word, 0, 16), 0, PLENTY);

export interface ListedEntry {
  readonly says: Fields<typeof says>;
  /** Digest of `says`. */
  readonly content: string;
  readonly source: FileHead['sources'][number];
  readonly line: number;
  readonly more: ReturnType<typeof more>;
  /** Of each name, then of each weak one, its words; none where they were made by another version than the caller's. */
  readonly forms: readonly (readonly Word[])[];
}

/** The entries of a list's opened file, one after the other. Raises bad_shape, unknown_version, too_large, not_canonical. */
export function readEntries(file: ReadableStream<Bytes>, expected: number, formsVersion: number): AsyncGenerator<ListedEntry> {
  return entriesIn(unzipped(file), expected, (head) => head.forms === formsVersion);
}

/** The same of what is unzipped already; `hasForms` is asked once whether the entries' forms are of use. */
export async function* entriesIn(pieces: AsyncIterable<Bytes>, expected: number, hasForms: (head: FileHead) => boolean): AsyncGenerator<ListedEntry> {
  let known: FileHead | undefined;
  let useful = false;
  let count = 0;
  const seen = new Set<string>();
  for await (const line of lines(pieces)) {
    if (known === undefined) {
      known = readHead(line);
      useful = hasForms(known);
      continue;
    }
    const entry = readEntry(line, known, useful);
    count++;
    if (!seen.has(entry.says.id)) yield entry;
    seen.add(entry.says.id);
  }
  demand(known !== undefined && count === expected, 'bad_shape', `${count} entries, not ${expected}`);
}

/** The records of a file of watched names. */
export async function* readRecords(file: ReadableStream<Bytes>, expected: number): AsyncGenerator<SubjectRecord> {
  let count = -1; // the first line is no record
  for await (const line of lines(unzipped(file))) {
    if (++count > 0) yield subjectRecord(line);
    else demand(readHead(line).sources.length === 0, 'bad_shape', 'sources of records');
  }
  demand(count === expected, 'bad_shape', `${count} records, not ${expected}`);
}

function readHead(line: JsonObject): FileHead {
  demand(line['v'] === 1, 'unknown_version');
  return read.fields(line, head);
}

function readEntry(value: JsonObject, { sources, forms: version }: FileHead, useful: boolean): ListedEntry {
  const entry = read.fields(value, { says: read.anyObject, from: read.integer(), line: read.integer(1), more, forms: nameForms });
  const said = read.fields(entry.says, says);
  demand(said.names.length + said.identifiers.length > 0, 'bad_shape', 'nothing to screen');
  demand(entry.forms.length === (version === 0 ? 0 : said.names.length + said.weak_names.length), 'bad_shape', 'forms');
  const source = sources[entry.from];
  demand(source !== undefined, 'bad_shape', 'from');
  return {
    says: said, content: contentOf(entry.says), source, line: entry.line, more: entry.more, forms: useful ? entry.forms : [],
  };
}

/** Each line's object. What is not gzip, or ends in the middle, is bad_shape. */
async function* lines(pieces: AsyncIterable<Bytes>): AsyncGenerator<JsonObject> {
  let rest: Bytes = new Uint8Array(0);
  let bytes = 0;
  let count = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    demand(bytes <= MAX_BYTES, 'too_large', 'the file');
    rest = rest.length === 0 ? piece : concat(rest, piece);
    let start = 0;
    for (let end = rest.indexOf(NEW_LINE); end >= 0; end = rest.indexOf(NEW_LINE, start)) {
      demand(++count <= MAX_LINES, 'too_large', 'lines');
      yield parse(rest.subarray(start, end));
      start = end + 1;
    }
    rest = rest.slice(start);
    demand(rest.length <= MAX_LINE, 'too_large', 'a line');
  }
  demand(rest.length === 0, 'bad_shape', 'the last line has no end');
}

/** Raises bad_shape for what is no gzip. */
export async function* unzipped(file: ReadableStream<Bytes>): AsyncGenerator<Bytes> {
  const reader = file.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw error instanceof TypeError ? new ProtocolError('bad_shape', 'not the gzip of anything') : error;
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
