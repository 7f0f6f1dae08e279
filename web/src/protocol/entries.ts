/** Entries of a room: shapes, payload builders and the frame (protocol/rooms.md). */

import { type Bytes, concat, readU32, u32 } from './bytes.ts';
import * as read from './canonical.ts';
import { type Fields, type JsonObject, type Reader } from './canonical.ts';
import { sha256Hex } from './digests.ts';
import { decode, type Envelope } from './envelope.ts';
import { demand } from './errors.ts';
import { officeId } from './statements.ts';

const EMPTY: Bytes = new Uint8Array(0);
const MAX_MEMBERS = 200;
const MAX_BLOBS = 64;
const MAX_BLOB_BYTES = 2 ** 40;
export const WRAPPED_KEY_BYTES = 1168;

export const tlp = read.literal('TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR');
export type Tlp = ReturnType<typeof tlp>;
export const urgency = read.literal('flash', 'urgent', 'priority', 'ordinary');
export type Urgency = ReturnType<typeof urgency>;

const opening = { act: read.literal('open'), urgency, to: officeId };
const following = { act: read.literal('acknowledge', 'answer', 'close'), of: read.hash };

/** What the server must see to watch the time. */
export type Clock = Fields<typeof opening> | Fields<typeof following>;

const clock: Reader<Clock> = (value) =>
  read.anyObject(value)['act'] === 'open' ? read.fields(value, opening) : read.fields(value, following);

const member = read.object({
  id: read.match(/^(?:office:[a-z]{2}\/[a-z0-9][a-z0-9-]{0,38}|officer:[0-9a-f]{64})$/),
  kem: read.hash,
});
const blob = read.object({ id: read.hex(16), sha256: read.hash, len: read.integer(0, MAX_BLOB_BYTES) });

export type Member = ReturnType<typeof member>;
export type Blob = ReturnType<typeof blob>;

const common = <const K extends string>(kind: K) => ({
  v: read.literal(1),
  kind: read.literal(kind),
  net: read.hash,
  author: read.hash,
  office: officeId,
  time: read.integer(),
  log: read.object({ size: read.integer(), root: read.hash }),
});
const placed = { room: read.hash, seq: read.integer(), prev: read.hash, epoch: read.integer(1) };

const SHAPES = {
  genesis: { ...common('genesis'), nonce: read.b64(32), purpose: read.literal('case', 'office'), floor: tlp },
  members: {
    ...common('members'),
    ...placed,
    members: read.list(member, 1, MAX_MEMBERS),
    kcommit: read.hash,
    wraps: read.list(read.object({ kem: read.hash, wrap: read.b64UpTo(read.ANY_LENGTH) }), 0, MAX_MEMBERS),
    history: read.nullable(read.b64UpTo(read.ANY_LENGTH)),
  },
  message: {
    ...common('message'),
    ...placed,
    ct: read.object({ sha256: read.hash, len: read.integer() }),
    pt: read.hash,
    blobs: read.list(blob, 0, MAX_BLOBS),
    clock: read.nullable(clock),
  },
} as const;

type Shapes = typeof SHAPES;
export type EntryKind = keyof Shapes;
export type EntryOf<K extends EntryKind> = Fields<Shapes[K]>;
export type EntryValue = { [K in EntryKind]: EntryOf<K> }[EntryKind];

/** Read a payload: bad_shape, unknown_kind. */
export function readEntry(value: JsonObject): EntryValue {
  const entry = readKeys(value);
  checkLists(entry);
  return entry;
}

/** The rest of the shape: what the keys' types do not say. */
export function checkLists(entry: EntryValue): void {
  if (entry.kind === 'members') {
    const ids = entry.members.map(({ id }) => id);
    demand(ids.every((id, n) => n === 0 || (ids[n - 1] ?? '') < id), 'bad_shape', 'members not sorted');
    demand(entry.wraps.every(({ wrap }) => wrap.length === WRAPPED_KEY_BYTES), 'bad_shape', 'length of a wrap');
  }
  if (entry.kind === 'message') {
    demand(new Set(entry.blobs.map(({ id }) => id)).size === entry.blobs.length, 'bad_shape', 'a blob twice');
  }
}

function readKeys(value: JsonObject): EntryValue {
  const kind = value['kind'];
  demand(typeof kind === 'string', 'bad_shape', 'kind');
  demand(isKind(kind), 'unknown_kind', kind);
  return read.fields(value, SHAPES[kind]);
}

function isKind(kind: string): kind is EntryKind {
  return Object.hasOwn(SHAPES, kind);
}

/** A signed envelope with the ciphertext it speaks of: empty but for a message, null where it is not at hand. */
export class Entry {
  private shape: EntryValue | undefined;
  private ciphertextHash: string | undefined;

  constructor(
    readonly envelope: Envelope,
    readonly ciphertext: Bytes | null = EMPTY,
  ) {}

  /** The payload, its keys and their types checked: bad_shape, unknown_kind. The fold checks the lists. */
  get value(): EntryValue {
    this.shape ??= readKeys(this.envelope.value);
    return this.shape;
  }

  get hash(): string {
    return this.envelope.hash;
  }

  /** SHA-256 and length of the ciphertext at hand are those that the author signed: wrong_ciphertext. */
  checkCiphertext({ sha256, len }: { readonly sha256: string; readonly len: number }): void {
    demand(this.ciphertext?.length === len, 'wrong_ciphertext', 'length');
    this.ciphertextHash ??= sha256Hex(this.ciphertext);
    demand(this.ciphertextHash === sha256, 'wrong_ciphertext');
  }
}

export function encodeFrame(entry: Entry): Bytes {
  const wire = entry.envelope.wire();
  const ciphertext = entry.ciphertext ?? EMPTY;
  return concat(u32(wire.length), wire, u32(ciphertext.length), ciphertext);
}

/** Read `u32 n ‖ envelope wire ‖ u32 m ‖ ciphertext`, a view of `frame`: bad_frame, and what decoding the envelope raises. */
export function decodeFrame(frame: Bytes): Entry {
  demand(frame.length >= 8, 'bad_frame', 'too short');
  const middle = 4 + readU32(frame, 0);
  demand(middle + 4 <= frame.length, 'bad_frame', 'cut in the envelope');
  demand(middle + 4 + readU32(frame, middle) === frame.length, 'bad_frame', 'ciphertext length');
  return new Entry(decode(frame.subarray(4, middle)), frame.subarray(middle + 4));
}

// ---- what payloads are built from: entry-making.ts ----------------------------------------------

/** Who writes, on whose behalf, when, and at which checkpoint. */
export interface Authorship {
  readonly net: string;
  readonly author: string;
  readonly office: string;
  /** Unix seconds. */
  readonly time: number;
  /** `root` in hex. */
  readonly log: { readonly size: number; readonly root: string };
}

export interface Place {
  readonly room: string;
  readonly seq: number;
  readonly prev: string;
}

/** The public half of a new epoch. */
export interface EpochParts {
  readonly epoch: number;
  readonly members: readonly Member[];
  readonly kcommit: string;
  readonly wraps: readonly { readonly kem: string; readonly wrap: string }[];
  readonly history: string | null;
}

/** The public half of a sealed body. */
export interface SealedParts {
  readonly ct: { readonly sha256: string; readonly len: number };
  readonly pt: string;
}

/** What a message names besides its body. */
export interface Named {
  readonly blobs: readonly Blob[];
  readonly clock: Clock | null;
}
