/**
 * Statements: what the whole network may read (protocol/statements.md). Shapes, readers and the writer.
 *
 * Shape only: who may say what is the directory's business.
 */

import * as read from './canonical.ts';
import { type Fields, type JsonObject, type Reader } from './canonical.ts';
import { demand } from './errors.ts';

const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A text for people: UTF-16 length, no control and no bidirectional control characters. */
export const text =
  (minimum = 1, maximum = 200): Reader<string> =>
  (value) => {
    demand(typeof value === 'string' && value.length >= minimum && value.length <= maximum, 'bad_shape', 'text length');
    demand(!UNPRINTABLE.test(value), 'bad_shape', 'control character');
    return value;
  };

export const country = read.match(/^[A-Z]{2}$/);
/** Id of an agency or office, whose prefix is the country. */
export const officeId = read.match(/^[a-z]{2}\/[a-z0-9][a-z0-9-]{0,38}$/);
export const language = read.match(/^[a-z]{2}$/);
const languages = read.list(language, 1, 12);
const clockTime = read.match(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/);
const noteName = read.match(/^(?!.*\+)[\x21-\x7e]{1,200}$/);
const role = read.literal('officer', 'deputy', 'head', 'auditor', 'partner');
const person = read.object({ name: text(), latin: text(), languages, phone: text(0), title: text(0) });
const reason = text(0, 500);
const noticeReason = read.literal(
  '', 'ART2', 'ART3', 'NOT_SERIOUS', 'NO_VALID_BASIS', 'PRIVATE_DISPUTE', 'INSUFFICIENT_DATA', 'DUPLICATE', 'REFUGEE', 'IMMUNITY',
  'NE_BIS_IN_IDEM', 'CCF_DECISION', 'OUT_OF_TYPE', 'PURPOSE_MET',
);

export const shelf = read.literal('framework', 'library', 'meeting', 'course', 'news');
export type Shelf = ReturnType<typeof shelf>;
export const item = read.match(/^[a-z0-9][a-z0-9-]{0,62}$/);
const JURISDICTION = /^[a-z]{2}(?:-[a-z0-9]{1,3})?$/;
/** What a publication, the offer of one and a retirement say alike. */
const published = {
  shelf,
  item,
  parts: read.list(read.match(/^[a-z][a-z0-9_]{0,39}$/), 0, 120),
  access: read.match(/^(?:members|officers|public|[A-Z]{2})$/),
  seen: read.integer(),
};

export type Role = ReturnType<typeof role>;
export type Person = ReturnType<typeof person>;

export const ROOT = 'root';
const issuer: Reader<string> = (value) => (value === ROOT ? ROOT : read.hash(value));

/** The common keys. Whether this issuer may say this is a question of authority. */
const common = <const K extends string>(kind: K) => ({
  v: read.literal(1),
  net: read.nullable(read.hash),
  kind: read.literal(kind),
  by: issuer,
  iprev: read.nullable(read.hash),
  time: read.integer(),
});

const SHAPES = {
  root: {
    ...common('root'),
    seq: read.integer(),
    prev: read.nullable(read.hash),
    name: text(),
    k: read.integer(),
    keys: read.list(read.b64(32), 0, read.MANY),
    log: read.object({ origin: noteName, ed25519: read.b64(32), mldsa44: read.b64(1312) }),
    witnesses: read.list(read.object({ name: noteName, key: read.b64(32) }), 0, read.MANY),
    quorum: read.integer(),
  },
  keyset: { ...common('keyset'), suite: read.literal(1), sign: read.b64(32), kem: read.b64(1216) },
  bureau: { ...common('bureau'), country, name: text(), keyset: read.hash, person },
  agency: { ...common('agency'), country, agency: officeId, name: text(), keyset: read.hash, person },
  office: {
    ...common('office'),
    office: officeId,
    agency: officeId,
    name: text(),
    tz: read.match(/^[A-Za-z0-9_+/-]{1,64}$/),
    hours: read.object({ days: read.list(read.integer(1, 7), 0, 7), from: clockTime, to: clockTime }),
    languages,
    phone: text(),
    networks: read.list(text(), 0, 32),
  },
  nominate: { ...common('nominate'), keyset: read.hash, person, office: officeId, role },
  authorise: { ...common('authorise'), nomination: read.hash, until: read.integer() },
  renew: { ...common('renew'), keyset: read.hash, until: read.integer() },
  rotate: { ...common('rotate'), keyset: read.hash },
  suspend: { ...common('suspend'), keyset: read.hash, reason },
  revoke: { ...common('revoke'), keyset: read.hash, reason, since: read.nullable(read.integer()) },
  'office-key': {
    ...common('office-key'),
    office: officeId,
    room: read.hash,
    epoch: read.integer(1),
    kem: read.b64(1216),
    entry: read.hash,
    officers: read.list(read.hash, 0, read.MANY),
  },
  'client-release': { ...common('client-release'), version: read.integer(), minimum: read.integer(), manifest: read.hash },
  notice: {
    ...common('notice'),
    country,
    colour: read.literal('red', 'blue', 'green', 'yellow', 'black', 'purple', 'orange', 'art', 'un', 'silver'),
    variant: read.literal('notice', 'diffusion'),
    record: read.hash,
    until: read.integer(),
    amends: read.nullable(read.hash),
  },
  'notice-review': {
    ...common('notice-review'),
    notice: read.hash,
    part: read.literal('completeness', 'constitution'),
    outcome: read.literal('pass', 'return', 'refuse'),
    reason: noticeReason,
    text: reason,
  },
  'notice-change': {
    ...common('notice-change'),
    notice: read.hash,
    act: read.literal('suspend', 'reinstate', 'withdraw', 'cancel', 'renew', 'redress'),
    until: read.nullable(read.integer()),
    reason: noticeReason,
    text: reason,
  },
  offer: { ...common('offer'), ...published, document: read.hash },
  'offer-review': { ...common('offer-review'), offer: read.hash, outcome: read.literal('return', 'refuse', 'withdraw'), text: reason },
  publication: { ...common('publication'), ...published, document: read.nullable(read.hash), offer: read.nullable(read.hash) },
  retirement: { ...common('retirement'), ...published, document: read.hash, successor: read.nullable(item) },
} as const;

type Shapes = typeof SHAPES;
export type Kind = keyof Shapes;
export type StatementOf<K extends Kind> = Fields<Shapes[K]>;
/** A statement whose shape has been checked; b64 fields are bytes. */
export type Statement = { [K in Kind]: StatementOf<K> }[Kind];

/** The keys that every statement has, but for `v` and `kind`. */
export interface Issue {
  /** Hex; null in the first root only. */
  readonly net: string | null;
  /** Key id of the issuer, or `root`. */
  readonly by: string;
  readonly iprev: string | null;
  readonly time: number;
}

/** What a kind says besides. */
export type Further<K extends Kind> = Omit<StatementOf<K>, 'v' | 'kind' | keyof Issue>;

/** Read a payload: bad_shape, unknown_kind. */
export function checkShape(value: JsonObject): Statement {
  const kind = value['kind'];
  demand(typeof kind === 'string', 'bad_shape', 'kind');
  demand(isKind(kind), 'unknown_kind', kind);
  const statement = read.fields(value, SHAPES[kind]) as Statement;
  checkCountry(statement);
  if ('shelf' in statement) checkParts(statement);
  if (statement.kind === 'retirement') checkSuccessor(statement);
  return statement;
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(SHAPES, kind);
}

/** ISO 3166-1 code of an agency's or office's id. */
export function countryOf(id: string): string {
  return id.slice(0, 2).toUpperCase();
}

function checkCountry(statement: Statement): void {
  if (statement.kind === 'agency') demand(countryOf(statement.agency) === statement.country, 'bad_shape', 'prefix');
  if (statement.kind === 'office') demand(countryOf(statement.agency) === countryOf(statement.office), 'bad_shape', 'prefix');
}

/** A framework stands by its facts, all else as a whole. */
function checkParts({ shelf, item, parts }: StatementOf<'offer' | 'publication' | 'retirement'>): void {
  const facts = JURISDICTION.test(item) && parts.length > 0 && parts.every((part, n) => n === 0 || (parts[n - 1] ?? '') < part);
  demand(shelf === 'framework' ? facts : parts.length === 0, 'bad_shape', 'parts');
}

/** Another item of the same shelf. */
function checkSuccessor({ shelf, item, successor }: StatementOf<'retirement'>): void {
  if (successor === null) return;
  demand(successor !== item && (shelf !== 'framework' || JURISDICTION.test(successor)), 'bad_shape', 'successor');
}
