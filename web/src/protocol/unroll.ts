/** What needs keys: the epoch keys of a room, bodies, and new epochs (protocol/rooms.md, "Unrolling"). */

import { type Bytes, compareAscii, toB64 } from './bytes.ts';
import { checkBody } from './bodies.ts';
import { type JsonObject, stringify } from './canonical.ts';
import { digestHex, sha256Hex } from './digests.ts';
import { type Directory } from './directory.ts';
import { type Entry, type EntryOf, type EpochParts, type Member, type Place, type SealedParts } from './entries.ts';
import { demand } from './errors.ts';
import { type KemKey, type RandomBytes } from './keys.ts';
import { open, unpadBody, unwrap } from './opening.ts';
import { NONCE_BYTES, padBody, seal, wrap } from './sealing.ts';
import { SALT_BYTES } from './cobblestone.ts';

const KEY_BYTES = 32;

/** Commitment to an epoch key, hex. */
export function kcommit(key: Bytes): string {
  return sha256Hex('repatria/v1/kcommit\n', key);
}

/** The context that a wrap is bound to. */
export function wrapInfo(room: string, epoch: number, kem: string, members: readonly Member[]): string {
  const list = sha256Hex(stringify({ members: members.map(({ id, kem: own }) => ({ id, kem: own })) }));
  return `repatria/v1/wrap\n${room}\n${epoch}\n${kem}\n${list}`;
}

const historyContext = (room: string, epoch: number) => `repatria/v1/history\n${room}\n${epoch}`;

/** What a body is bound to. */
export interface BodyPlace {
  readonly room: string;
  readonly epoch: number;
  readonly author: string;
  readonly prev: string;
}

const bodyContext = ({ room, epoch, author, prev }: BodyPlace) => `repatria/v1/body\n${room}\n${epoch}\n${author}\n${prev}`;

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

export interface SealedBody extends SealedParts {
  readonly ciphertext: Bytes;
}

/** Seal a body for its place: the ciphertext, and what the entry says of it. */
export async function sealBody(
  key: Bytes,
  { room, prev }: Place,
  author: string,
  body: JsonObject,
  epoch: number,
  random: RandomBytes,
): Promise<SealedBody> {
  const plaintext = padBody(body, random(NONCE_BYTES));
  const ciphertext = await seal(key, bodyContext({ room, epoch, author, prev }), random(SALT_BYTES), plaintext);
  const [sha256, pt] = await Promise.all([digestHex(ciphertext), digestHex(plaintext)]);
  return { ct: { sha256, len: ciphertext.length }, pt, ciphertext };
}

/** The epoch that a room is in; 0 and no key before the first. */
export interface EpochBefore {
  readonly id: string;
  readonly epoch: number;
}

/**
 * A fresh key for the next epoch, wrapped to each member's key. Members as `memberOf` gives them, in any order.
 * @param previous K of the epoch before; undefined exactly at epoch 1
 * @throws ProtocolError wrong_kem when the directory does not know a member's key
 */
export async function newEpoch(
  room: EpochBefore,
  directory: Directory,
  previous: Bytes | undefined,
  chosen: readonly Member[],
  random: RandomBytes,
): Promise<{ readonly key: Bytes; readonly parts: EpochParts }> {
  const epoch = room.epoch + 1;
  if ((previous === undefined) !== (epoch === 1)) throw new RangeError('the key before is needed, but at epoch 1');
  const key = random(KEY_BYTES);
  const members = chosen.map(({ id, kem }) => ({ id, kem })).sort((a, b) => compareAscii(a.id, b.id));
  const wraps = members.map(async (member) => {
    const info = wrapInfo(room.id, epoch, member.kem, members);
    return { kem: member.kem, wrap: toB64(await wrap(kemOf(member, directory), info, key)) };
  });
  const history = previous === undefined ? null : toB64(await seal(key, historyContext(room.id, epoch), random(SALT_BYTES), previous));
  return { key, parts: { epoch, members, kcommit: kcommit(key), wraps: await Promise.all(wraps), history } };
}

/** Public kem key of a member. */
function kemOf({ id, kem }: Member, directory: Directory): Bytes {
  const [kind = '', name = ''] = id.split(':');
  const found = kind === 'office' ? directory.officeKeysOf(name).find(({ keyid }) => keyid === kem)?.kem : directory.keyset(kem)?.kem;
  demand(found !== undefined, 'wrong_kem', id);
  return found;
}
