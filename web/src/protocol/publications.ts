/**
 * Publications (protocol/publications.md, "The documents"): what an offer or a publication names by its hash.
 *
 * Shapes by shelf, bytes, and from when on a fact is stale. Not part of the first inbox: load it with what shows or
 * writes one.
 */

import { type Bytes, toB64 } from './bytes.ts';
import * as read from './canonical.ts';
import { type JsonObject, parse, type Reader, stringify } from './canonical.ts';
import { sha256Hex } from './digests.ts';
import { date, isDate, orEmpty, prose } from './document-fields.ts';
import { demand } from './errors.ts';
import { country, item, language, officeId, type Shelf, text as lineOf } from './statements.ts';

const MAX_DOCUMENT_BYTES = 1_048_576;
export const MAX_FILE_BYTES = 268_435_456;
const NONCE_BYTES = 32;
/** 366 days. */
const FRESH_SECONDS = 31_622_400;

export const UNITS = ['hours', 'working_days', 'calendar_days', 'months', 'years'] as const;
export const CERTAINTIES = ['high', 'medium', 'low', 'unverified'] as const;
export const MEETING_KINDS = ['conference', 'expert-group', 'workshop', 'working', 'assembly', 'training', 'event'] as const;
export const MEETING_STATES = ['planned', 'open', 'closed', 'held', 'cancelled'] as const;

const line = lineOf(0, 300);
const text = prose(100_000);
const code = read.match(/^[a-z0-9][a-z0-9-]{0,39}$/);
const codeOrCountry = read.match(/^(?:[a-z0-9][a-z0-9-]{0,39}|[A-Z]{2})$/);
const whole = read.integer();
const wholeOrNull = read.nullable(whole);
const urlLine = lineOf(0, 500);
/** Nothing but the web: a client may make a link of it. */
const url: Reader<string> = (value) => {
  const found = urlLine(value);
  demand(/^(?:https?:\/\/|$)/.test(found), 'bad_shape', 'no address of the web');
  return found;
};
const certainty = read.literal('high', 'medium', 'low');

/** A list in which no two have the same key. */
function distinctBy<T>(key: (one: T) => string, reader: Reader<readonly T[]>): Reader<readonly T[]> {
  return (value) => {
    const found = reader(value);
    demand(new Set(found.map(key)).size === found.length, 'bad_shape', 'twice the same');
    return found;
  };
}

const oneWords = read.object({ language, title: lineOf(1, 300), text });
export type Words = ReturnType<typeof oneWords>;
const byLanguage = ({ language: one }: { readonly language: string }) => one;
const words = distinctBy(byLanguage, read.list(oneWords, 1, 12));
const wordsOrNone = distinctBy(byLanguage, read.list(oneWords, 0, 12));

// ---- frameworks ---------------------------------------------------------------------------------

const duration = read.object({ n: whole, unit: read.literal(...UNITS), from: line, extendable: read.boolean, max: wholeOrNull });
export type Duration = ReturnType<typeof duration>;
const values = read.list(prose(300), 0, 60);
export type FactValue = null | string | readonly string[] | Duration;
const factValue: Reader<FactValue> = (value) => {
  if (value === null) return null;
  if (typeof value === 'string') return prose(2_000)(value);
  return Array.isArray(value) ? values(value) : duration(value);
};
const factShape = read.object({
  field: read.match(/^[a-z][a-z0-9_]{0,39}$/), value: factValue, text, source: prose(1_000), url, certainty: read.literal(...CERTAINTIES),
  as_of: orEmpty(date), review: orEmpty(date),
});
export type Fact = ReturnType<typeof factShape>;
const fact: Reader<Fact> = (value) => {
  const found = factShape(value);
  demand(found.source !== '' || found.certainty === 'unverified', 'bad_shape', 'certain of what has no source');
  return found;
};
const framework = read.object({ jurisdiction: item, facts: read.list(fact, 1, 120) });

// ---- the library --------------------------------------------------------------------------------

const mediaType: Reader<string> = (value) => read.match(/^[a-z]+\/[a-z0-9.+-]+$/)(prose(100)(value));
const fileShape = read.object({ language, name: line, type: mediaType, sha256: read.hash, len: read.integer(1, MAX_FILE_BYTES) });
export type PublishedFile = ReturnType<typeof fileShape>;
const bySha256 = ({ sha256 }: PublishedFile) => sha256;
const library = read.object({
  type: code,
  topics: read.list(code, 0, 30),
  regions: read.list(codeOrCountry, 0, 30),
  audiences: read.list(code, 0, 20),
  phases: read.list(code, 0, 20),
  publisher: line,
  authors: read.list(line, 0, 50),
  year: line,
  edition: line,
  identifier: line,
  url,
  licence: line,
  certainty,
  supersedes: orEmpty(item),
  review: orEmpty(date),
  words,
  files: distinctBy(bySha256, read.list(fileShape, 0, 24)),
  body: distinctBy(byLanguage, read.list(read.object({ language, text: prose(200_000) }), 0, 12)),
});

// ---- meetings -----------------------------------------------------------------------------------

const LOCAL = /^(\d{4}-\d\d(?:-\d\d)?)(?:T(?:[01]\d|2[0-3]):[0-5]\d)?$/;
const local: Reader<string> = (value) => {
  const day = typeof value === 'string' ? (LOCAL.exec(value)?.[1] ?? '') : '';
  demand(isDate(day) && (day.length === 10 || day === value), 'bad_shape', 'time');
  return value as string;
};

/** `end` not before `start` as far as both are given, and a time of day only where it is known of which place. */
function checkTimes({ start, end }: { readonly start: string; readonly end: string }, tz: string): void {
  const given = Math.min(start.length, end.length);
  demand(end.slice(0, given) >= start.slice(0, given), 'bad_shape', 'it ends before it starts');
  demand(tz !== '' || !(start + end).includes('T'), 'bad_shape', 'a time of day of no place');
}

const meetingShape = read.object({
  kind: read.literal(...MEETING_KINDS),
  series: line,
  number: wholeOrNull,
  words,
  start: local,
  end: local,
  tz: read.match(/^[A-Za-z0-9_+/-]{0,64}$/),
  city: line,
  country: orEmpty(country),
  host: line,
  organisers: read.list(line, 0, 20),
  office: orEmpty(officeId),
  state: read.literal(...MEETING_STATES),
  capacity: wholeOrNull,
  register_by: wholeOrNull,
  programme: read.list(read.object({ start: local, end: local, place: line, speakers: read.list(line, 0, 20), words }), 0, 300),
  documents: read.list(item, 0, 200),
  decisions: wordsOrNone,
  participants: wholeOrNull,
  countries: wholeOrNull,
  certainty,
  source: prose(1_000),
});
const meeting: Reader<ReturnType<typeof meetingShape>> = (value) => {
  const found = meetingShape(value);
  for (const times of [found, ...found.programme]) checkTimes(times, found.tz);
  return found;
};

// ---- courses ------------------------------------------------------------------------------------

const question = read.object({ id: item, words, choices: read.list(read.object({ right: read.boolean, words }), 2, 8) });
export type Question = ReturnType<typeof question>;
const byId = ({ id }: { readonly id: string }) => id;
const courseShape = read.object({
  words,
  hours: whole,
  pass_percent: read.integer(0, 100),
  office: orEmpty(officeId),
  modules: distinctBy(byId, read.list(read.object({ id: item, words, documents: read.list(item, 0, 50), quiz: read.list(question, 0, 50) }), 1, 60)),
});
const course: Reader<ReturnType<typeof courseShape>> = (value) => {
  const found = courseShape(value);
  const quiz = found.modules.flatMap((module) => module.quiz);
  demand(new Set(quiz.map(({ id }) => id)).size === quiz.length, 'bad_shape', 'two questions with one id');
  const asks = ({ choices }: Question) => choices.some(({ right }) => right) && choices.some(({ right }) => !right);
  demand(quiz.every(asks), 'bad_shape', 'a question that asks nothing');
  return found;
};

/** `shelf/item`. */
const LINK = /^(?:framework\/[a-z]{2}(?:-[a-z0-9]{1,3})?|(?:library|meeting|course|news)\/[a-z0-9][a-z0-9-]{0,62})$/;
const news = read.object({ words, link: orEmpty(read.match(LINK)), pinned: read.boolean });

/** Why something left its shelf. */
const retirement = read.object({ reason: prose(2_000, 1) });

const RECORDS = { framework, library, meeting, course, news, retirement } as const;

/** What a document is of: an item of a shelf, or why one was retired. */
export type Sort = Shelf | 'retirement';
export type RecordOf<S extends Sort> = ReturnType<(typeof RECORDS)[S]>;
export type FrameworkRecord = RecordOf<'framework'>;
export type LibraryRecord = RecordOf<'library'>;
export type MeetingRecord = RecordOf<'meeting'>;
export type CourseRecord = RecordOf<'course'>;
export type NewsRecord = RecordOf<'news'>;

/** What a statement says of the document that it names. */
export interface Named {
  readonly shelf: Sort;
  readonly item: string;
  readonly parts: readonly string[];
}

// ---- documents ----------------------------------------------------------------------------------

/** A record of the shelf, of exactly its keys. @throws ProtocolError bad_shape */
export function checkRecord<S extends Sort>(shelf: S, value: unknown): RecordOf<S> {
  return RECORDS[shelf](value) as RecordOf<S>;
}

/** A framework's jurisdiction and fields are the statement's. */
function checkNamed({ shelf, item: name, parts }: Named, record: RecordOf<Sort>): void {
  if (shelf !== 'framework') return;
  const { jurisdiction, facts } = record as FrameworkRecord;
  demand(jurisdiction === name, 'bad_shape', 'another jurisdiction');
  demand(facts.length === parts.length && facts.every((one, n) => one.field === parts[n]), 'bad_shape', 'other facts');
}

/** The bytes whose SHA-256 an offer or a publication names; `nonce` is 32 fresh random bytes. @throws ProtocolError bad_shape, too_large */
export function encodePublication(named: Named, record: RecordOf<Sort>, nonce: Bytes): Bytes {
  checkNamed(named, checkRecord(named.shelf, record));
  demand(nonce.length === NONCE_BYTES, 'bad_shape', 'nonce');
  return stringify({ v: 1, nonce: toB64(nonce), record: record as unknown as JsonObject });
}

/**
 * The record in the document that a statement names by the hash `expected`.
 * @throws ProtocolError wrong_record before anything is read of bytes that the statement does not name; then too_large,
 * not_canonical, bad_shape
 */
export function decodePublication<N extends Named>(named: N, bytes: Bytes, expected: string): RecordOf<N['shelf']> {
  demand(sha256Hex(bytes) === expected, 'wrong_record');
  demand(bytes.length <= MAX_DOCUMENT_BYTES, 'too_large');
  const { record } = read.fields(parse(bytes), { v: read.literal(1), nonce: read.b64(NONCE_BYTES), record: read.anyObject });
  const found = checkRecord<N['shelf']>(named.shelf, record);
  checkNamed(named, found);
  return found;
}

/** From when on a fact is shown as stale (Unix seconds): the day that it names, or a year after it was published at `time`. */
export function staleFrom({ review }: Pick<Fact, 'review'>, time: number): number {
  const [year, month = '01', day = '01'] = review.split('-');
  return review === '' ? time + FRESH_SECONDS : Date.parse(`${year}-${month}-${day}T00:00:00Z`) / 1_000;
}
