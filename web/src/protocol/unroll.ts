/** What needs keys: the epoch keys of a room, and bodies (protocol/rooms.md, "Unrolling"); new ones: epoch-making.ts. */

import { type Bytes } from './bytes.ts';
import { checkBody } from './bodies.ts';
import { type JsonObject, stringify } from './canonical.ts';
import { sha256Hex } from './digests.ts';
import { type Entry, type EntryOf, type Member } from './entries.ts';
import { demand } from './errors.ts';
import { type KemKey } from './keys.ts';
import { open, unpadBody, unwrap } from './opening.ts';

export const KEY_BYTES = 32;

/** Commitment to an epoch key, hex. */
export function kcommit(key: Bytes): string {
  return sha256Hex('repatria/v1/kcommit\n', key);
}

/** The context that a wrap is bound to. */
export function wrapInfo(room: string, epoch: number, kem: string, members: readonly Member[]): string {
  const list = sha256Hex(stringify({ members: members.map(({ id, kem: own }) => ({ id, kem: own })) }));
  return `repatria/v1/wrap\n${room}\n${epoch}\n${kem}\n${list}`;
}

export const historyContext = (room: string, epoch: number) => `repatria/v1/history\n${room}\n${epoch}`;

/** What a body is bound to. */
export interface BodyPlace {
  readonly room: string;
  readonly epoch: number;
  readonly author: string;
  readonly prev: string;
}

export const bodyContext = ({ room, epoch, author, prev }: BodyPlace) => `repatria/v1/body\n${room}\n${epoch}\n${author}\n${prev}`;

/**
 * Pass 1: the epoch keys that these kem keys (by key id) open, from entries that have been folded.
 * @returns key by epoch; empty when none of the keys was ever a member's.
 * @throws ProtocolError wrong_key, cannot_unwrap, cannot_open
 */
export async function unroll(entries: readonly Entry[], kems: ReadonlyMap<string, KemKey>): Promise<Map<number, Bytes>> {
  const epochs = entries.flatMap(({ envelope, value }) => (value.kind === 'members' ? [{ value, raw: envelope.value }] : []));
  const keys = new Map<number, Bytes>();
  let known: Bytes | undefined;
  for (const { value, raw } of epochs.reverse()) {
    known = known === undefined ? await firstKey(value, raw, kems) : keys.get(value.epoch);
    if (known === undefined) continue;
    demand(kcommit(known) === value.kcommit, 'wrong_key', `epoch ${value.epoch}`);
    keys.set(value.epoch, known);
    if (value.history !== null) keys.set(value.epoch - 1, await open(known, historyContext(value.room, value.epoch), value.history));
  }
  return keys;
}

/** The key of this epoch from a wrap for one of mine; undefined when there is none. */
async function firstKey(value: EntryOf<'members'>, raw: JsonObject, kems: ReadonlyMap<string, KemKey>): Promise<Bytes | undefined> {
  const { room, epoch, wraps } = value;
  const own = wraps.find(({ kem }) => kems.has(kem));
  const kem = own === undefined ? undefined : kems.get(own.kem);
  if (own === undefined || kem === undefined) return undefined;
  // The members as the author wrote them: the order of keys within each is part of the text.
  const key = await unwrap(kem, wrapInfo(room, epoch, own.kem, raw['members'] as unknown as readonly Member[]), own.wrap);
  demand(key.length === KEY_BYTES, 'wrong_key', 'length');
  return key;
}

/**
 * Pass 2: the body of a message.
 * @throws ProtocolError wrong_ciphertext, cannot_open, wrong_plaintext, bad_body, and what bodies.md asks for
 */
export async function openBody(key: Bytes, entry: Entry): Promise<JsonObject> {
  const { value } = entry;
  demand(value.kind === 'message', 'bad_shape', 'not a message');
  demand(entry.ciphertext !== null, 'wrong_ciphertext', 'not at hand');
  entry.checkCiphertext(value.ct);
  const plaintext = await open(key, bodyContext(value), entry.ciphertext);
  demand(sha256Hex(plaintext) === value.pt, 'wrong_plaintext');
  const body = unpadBody(plaintext);
  checkBody(body, value);
  return body;
}
