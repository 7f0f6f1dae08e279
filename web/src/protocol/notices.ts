/**
 * Notices (protocol/notices.md, "The record"): the document that a notice statement names by its hash.
 *
 * Shape, bytes and pictures' hashes. Not part of the first inbox: load it with what shows or writes a notice.
 */

import { type Bytes, toB64 } from './bytes.ts';
import * as read from './canonical.ts';
import { type JsonObject, parse, stringify } from './canonical.ts';
import { digestHex, sha256Hex } from './digests.ts';
import { date, orEmpty, prose } from './document-fields.ts';
import { tlp } from './entries.ts';
import { demand } from './errors.ts';
import { country, text } from './statements.ts';

const MAX_DOCUMENT_BYTES = 131_072;
export const MAX_PICTURE_BYTES = 2_097_152;
const NONCE_BYTES = 32;

export const SUBJECT_KINDS = ['person', 'entity', 'asset', 'object', 'body', 'method', 'threat'] as const;
export const BASIS_KINDS = ['warrant', 'judgment', 'court_order', 'prosecutor_decision'] as const;
export const HOLDER_ROLES = ['owner', 'nominee', 'beneficial_owner'] as const;
export const ACTIONS = ['locate', 'identify', 'monitor', 'inform', 'arrest', 'interview', 'warn', 'return'] as const;
export const SCHEMES = [
  'iban', 'account', 'bic', 'lei', 'registration', 'tax', 'isin', 'imo', 'mmsi', 'vin', 'plate', 'tail', 'msn', 'wallet', 'parcel',
  'serial', 'passport', 'national_id', 'other',
] as const;
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;

const line = text(0);
const months = read.nullable(read.integer());

const RECORD = {
  reference: line,
  agency: line,
  texts: read.list(read.object({ language: read.match(/^[a-z]{2}$/), title: text(), facts: prose(20_000) }), 1, 4),
  subject: read.object({
    kind: read.literal(...SUBJECT_KINDS),
    names: read.list(text(), 0, 50),
    sex: read.literal('', 'F', 'M', 'X'),
    born: read.list(date, 0, 10),
    birth_place: line,
    nationalities: read.list(country, 0, 10),
    documents: read.list(read.object({ type: line, number: line, country: orEmpty(country), expires: orEmpty(date) }), 0, 20),
    description: prose(2_000),
    address: prose(500),
    position: prose(500),
    registration: line,
    jurisdiction: orEmpty(country),
  }),
  offences: read.list(read.object({ code: line, law: line, charge: prose(2_000), penalty_months: months }), 0, 20),
  basis: read.object({
    kind: read.literal('', ...BASIS_KINDS), authority: line, reference: line, date: orEmpty(date), sentence_months: months,
  }),
  assets: read.list(
    read.object({
      type: line,
      name: line,
      identifiers: read.list(read.object({ scheme: read.literal(...SCHEMES), value: line }), 0, 20),
      description: prose(2_000),
      place: prose(500),
      holder: line,
      holder_role: read.literal('', ...HOLDER_ROLES),
      amount: line,
      currency: line,
      link: prose(2_000),
    }),
    0,
    100,
  ),
  action: read.list(read.literal(...ACTIONS), 0, 10),
  conditions: read.list(line, 0, 20),
  pictures: read.list(
    read.object({ sha256: read.hash, len: read.integer(1, MAX_PICTURE_BYTES), type: read.literal(...PICTURE_TYPES), caption: line }), 0, 12,
  ),
  contact: read.object({ name: line, phone: line, languages: line }),
  handling: read.object({ tlp }),
} as const;
const recordOf = read.object(RECORD);
const DOCUMENT = { v: read.literal(1), nonce: read.b64(NONCE_BYTES), record: recordOf };

export type NoticeRecord = ReturnType<typeof recordOf>;
export type Picture = NoticeRecord['pictures'][number];

/** The document of a record, as a body carries it; `nonce` is 32 fresh random bytes. @throws ProtocolError bad_shape */
export function recordDocument(record: NoticeRecord, nonce: Bytes): JsonObject {
  const document = { v: 1, nonce: toB64(nonce), record } as unknown as JsonObject;
  checkDocument(document);
  return document;
}

/** A document's canonical bytes, its shape not asked. @throws ProtocolError too_large */
export function documentBytes(document: JsonObject): Bytes {
  const bytes = stringify(document);
  demand(bytes.length <= MAX_DOCUMENT_BYTES, 'too_large');
  return bytes;
}

/** The bytes whose SHA-256 a notice names. @throws ProtocolError bad_shape, too_large */
export function encodeRecord(record: NoticeRecord, nonce: Bytes): Bytes {
  return documentBytes(recordDocument(record, nonce));
}

/**
 * The record in the document that a notice names by the hash `expected`.
 * @throws ProtocolError wrong_record before anything is read of bytes that the notice does not name; then too_large,
 * not_canonical, bad_shape
 */
export function decodeRecord(bytes: Bytes, expected: string): NoticeRecord {
  demand(sha256Hex(bytes) === expected, 'wrong_record');
  demand(bytes.length <= MAX_DOCUMENT_BYTES, 'too_large');
  return checkDocument(parse(bytes));
}

/** The record in the document that a body carried. @throws ProtocolError as `decodeRecord` does */
export function openDocument(document: JsonObject, expected: string): NoticeRecord {
  return decodeRecord(documentBytes(document), expected);
}

/** Demand a document's exact shape and return its record. @throws ProtocolError bad_shape */
export function checkDocument(document: JsonObject): NoticeRecord {
  const { record } = read.fields(document, DOCUMENT);
  const languages = new Set(record.texts.map(({ language }) => language));
  demand(languages.size === record.texts.length, 'bad_shape', 'two texts in one language');
  return record;
}

/** Hold a picture's bytes against the record that names them. @throws ProtocolError wrong_picture */
export async function checkPicture({ sha256, len }: Pick<Picture, 'sha256' | 'len'>, bytes: Bytes): Promise<void> {
  demand(bytes.length === len && (await digestHex(bytes)) === sha256, 'wrong_picture');
}
