/** Bodies: the typed JSON inside a sealed message (protocol/bodies.md). */

import * as read from './canonical.ts';
import { type Fields, type JsonObject, type Reader } from './canonical.ts';
import { type EntryOf, tlp, urgency } from './entries.ts';
import { demand } from './errors.ts';
import { item, language, officeId, shelf, text as lineOf } from './statements.ts';

const MAX_ATTACHMENTS = 64;
const MANY = read.MANY;

const textUpTo =
  (maximum: number): Reader<string> =>
  (value) => {
    demand(typeof value === 'string' && value.length <= maximum, 'bad_shape', 'text too long');
    return value;
  };

const anyText = read.anyText;
const line = lineOf(0, 300);
const text = textUpTo(100_000);
const subject = textUpTo(300);
const moment = read.nullable(read.integer());
const handling = { handling: read.object({ tlp }) };

const attachment = read.object({
  id: read.hex(16),
  name: anyText,
  type: anyText,
  size: read.integer(),
  key: read.b64(32),
  sha256: read.hash,
  ct_sha256: read.hash,
  ct_len: read.integer(),
});
const attachments = read.list(attachment, 0, MAX_ATTACHMENTS);
export type Attachment = ReturnType<typeof attachment>;

const person = read.object({ name: anyText, latin: anyText, born: anyText, document: anyText, nationality: anyText });
const asset = read.object({
  type: anyText, identifier: anyText, holder: anyText, place: anyText, amount: anyText, currency: anyText, link: anyText,
});
const request = read.object({
  type: read.literal('freeze', 'tracing', 'pre_mla', 'spontaneous', 'confiscation', 'return', 'information'),
  urgency,
  to: officeId,
  needed_by: moment,
  offence: anyText,
  offence_law: anyText,
  stage: anyText,
  facts: anyText,
  persons: read.list(person, 0, MANY),
  assets: read.list(asset, 0, MANY),
  measure: anyText,
  formal_by: moment,
  purpose: anyText,
  contact: read.object({ name: anyText, phone: anyText, languages: anyText }),
  order: anyText,
  authority: anyText,
  third_parties: anyText,
});
export type Request = ReturnType<typeof request>;

const measure = read.object({ authority: anyText, basis: anyText, expires: moment, amount: anyText, currency: anyText });
const outcome = read.literal('frozen', 'partly', 'not_possible', 'information', 'refused');
const hashOrNone: Reader<string> = (value) => (value === '' ? '' : read.hash(value));
const textFrom1To = (maximum: number): Reader<string> => {
  const fits = textUpTo(maximum);
  return (value) => {
    demand(value !== '', 'bad_shape', 'text');
    return fits(value);
  };
};

/** What is asked about or listed, as the screening takes it (protocol/screening.md). */
const saidTexts = read.list(textUpTo(10_000), 0, MANY);
export const subjectKind = read.literal('person', 'organisation', 'vessel', 'vehicle', 'aircraft', 'account', 'wallet', 'property', 'security');
const recordFields = {
  kind: subjectKind,
  names: saidTexts, birth_dates: saidTexts, countries: saidTexts, genders: saidTexts,
  identifiers: read.list(read.object({ scheme: textUpTo(10_000), value: textUpTo(10_000) }), 0, MANY),
};
export type SubjectRecord = Fields<typeof recordFields>;
export const subjectRecord: Reader<SubjectRecord> = (value) => {
  const found = read.fields(value, recordFields);
  demand(found.names.length + found.identifiers.length > 0, 'bad_shape', 'nothing to screen');
  return found;
};
export const listSource = read.object({ name: anyText, sha256: read.hash, size: read.integer(), taken: anyText, licence: anyText });
const oneFile = read.list(attachment, 0, 1);

const someLanguages = read.list(language, 0, 12);
const languages: Reader<readonly string[]> = (value) => {
  const found = someLanguages(value);
  demand(new Set(found).size === found.length, 'bad_shape', 'one language twice');
  return found;
};
/** Who goes to a meeting or course (protocol/publications.md). */
const participant = read.object({
  id: read.hex(16), key: hashOrNone, name: line, latin: line, title: line, languages, role: line, visa: read.boolean,
  passport: line, notes: textUpTo(2_000),
});
const placeState = read.literal('confirmed', 'waiting', 'declined', 'withdrawn', 'attended', 'absent', 'certified');
/** What nearly every body says besides. */
const said = { text, attachments, language: anyText, ...handling };

const SHAPES = {
  message: { kind: read.literal('message'), subject, text, re: read.nullable(read.hash), attachments, language: anyText, ...handling },
  request: { kind: read.literal('request'), request, subject, text, attachments, language: anyText, ...handling },
  acknowledgement: { kind: read.literal('acknowledgement'), re: read.hash, text, reference: anyText },
  answer: {
    kind: read.literal('answer'), re: read.hash, outcome, reason: anyText, text, attachments, measure: read.nullable(measure), ...handling,
  },
  receipt: { kind: read.literal('receipt'), what: read.literal('delivered', 'read'), of: read.list(read.hash, 1, MANY) },
  tick: {
    kind: read.literal('tick'), action: anyText, state: read.literal('open', 'doing', 'done', 'not_applicable'), note: text, owner: hashOrNone, attachments,
  },
  note: { kind: read.literal('note'), text, attachments, ...handling },
  handling: { kind: read.literal('handling'), of: read.hash, tlp, ...handling },
  close: { kind: read.literal('close'), re: read.hash, outcome: anyText, text, ...handling },
  notice: {
    kind: read.literal('notice'), of: hashOrNone, document: read.anyObject, text: textUpTo(20_000), attachments, language: anyText, ...handling,
  },
  hit: {
    kind: read.literal('hit'), of: read.hash, what: read.literal('person', 'asset', 'information'), text: textFrom1To(20_000), attachments,
    language: anyText, ...handling,
  },
  participation: {
    kind: read.literal('participation'), shelf: read.literal('meeting', 'course'), item, people: read.list(participant, 1, 50), ...said,
  },
  place: { kind: read.literal('place'), re: read.hash, people: read.list(read.object({ id: read.hex(16), state: placeState }), 1, 50), ...said },
  manuscript: { kind: read.literal('manuscript'), shelf, item, record: read.anyObject, base: read.nullable(read.hash), ...said },
  screening_list: {
    kind: read.literal('screening_list'), name: textFrom1To(60), format: textUpTo(60), source: read.nullable(listSource), licence: textUpTo(60),
    entries: read.integer(), attachments: oneFile,
  },
  screening_decision: {
    kind: read.literal('screening_decision'), query: read.hash, listed: textFrom1To(2_000), content: read.hash,
    verdict: read.literal('match', 'no_match', 'unsure'), why: textFrom1To(4_000), name: textUpTo(10_000), listed_name: textUpTo(10_000),
  },
  screening_watch: {
    kind: read.literal('screening_watch'), add: read.list(subjectRecord, 0, MANY), drop: read.list(read.hash, 0, MANY), entries: read.integer(),
    attachments: oneFile,
  },
  screening_told: {
    kind: read.literal('screening_told'), marks: read.list(read.hex(16), 0, 5_000), sources: read.list(read.hex(16), 0, 5_000), through: read.integer(),
    lists_through: read.integer(),
  },
} as const;

type Shapes = typeof SHAPES;
export type BodyKind = keyof Shapes;
export type BodyOf<K extends BodyKind> = Fields<Shapes[K]>;
export type Body = { [K in BodyKind]: BodyOf<K> }[BodyKind];

const ACTS: { readonly [K in BodyKind]?: string } = { request: 'open', acknowledgement: 'acknowledge', answer: 'answer', close: 'close' };

function isKind(kind: string): kind is BodyKind {
  return Object.hasOwn(SHAPES, kind);
}

/**
 * Check a body against the entry that it came in.
 * @returns undefined for a kind made by a newer version, which is shown as such and not checked further
 * @throws ProtocolError bad_shape, blob_mismatch, bad_clock
 */
export function checkBody(value: JsonObject, entry: Pick<EntryOf<'message'>, 'blobs' | 'clock'>): Body | undefined {
  const kind = value['kind'];
  demand(typeof kind === 'string', 'bad_shape', 'kind');
  if (!isKind(kind)) return undefined;
  const body = read.fields(value, SHAPES[kind]) as Body;
  checkAttachments('attachments' in body ? body.attachments : [], entry.blobs);
  checkClock(body, entry.clock);
  if (body.kind === 'screening_list') checkFile(body, body.source !== null);
  if (body.kind === 'screening_watch') checkFile(body, body.entries > 0);
  return body;
}

/** A file with entries, and a list's with its source; or nothing of them. */
function checkFile({ entries, attachments: files }: BodyOf<'screening_list' | 'screening_watch'>, hasSource: boolean): void {
  demand(entries > 0 === files.length > 0 && hasSource === files.length > 0, 'bad_shape', 'half a file');
}

/** One to one with what the entry names, by id. */
function checkAttachments(attached: readonly Attachment[], blobs: EntryOf<'message'>['blobs']): void {
  demand(attached.length === blobs.length, 'blob_mismatch', 'number');
  const left = new Map(blobs.map((blob) => [blob.id, blob]));
  for (const { id, ct_sha256, ct_len } of attached) {
    const blob = left.get(id);
    demand(blob?.sha256 === ct_sha256 && blob.len === ct_len, 'blob_mismatch', id);
    left.delete(id);
  }
}

/** Act, hash, urgency and addressee are those that the server saw. */
function checkClock(body: Body, clock: EntryOf<'message'>['clock']): void {
  demand((clock?.act ?? undefined) === ACTS[body.kind], 'bad_clock', 'act');
  if (clock === null) return;
  if (clock.act === 'open') {
    const held = body.kind === 'request' && body.request.urgency === clock.urgency && body.request.to === clock.to;
    demand(held, 'bad_clock', 'urgency or addressee');
  } else {
    demand('re' in body && body.re === clock.of, 'bad_clock', 'answers something else');
  }
}
