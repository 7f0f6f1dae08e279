/** What is sealed anew: an epoch's key to each member, and bodies (protocol/sealing.md; protocol/rooms.md). */

import { type Bytes, compareAscii, concat, toB64 } from './bytes.ts';
import { type JsonObject } from './canonical.ts';
import { SALT_BYTES } from './cobblestone.ts';
import { digestHex } from './digests.ts';
import { type Directory } from './directory.ts';
import { type EpochParts, type Member, type Place, type SealedParts } from './entries.ts';
import { demand } from './errors.ts';
import { hpkeContext } from './hpke.ts';
import { type RandomBytes } from './keys.ts';
import { NONCE_BYTES, padBody, seal } from './sealing.ts';
import { xwingEncapsulate } from './suite.ts';
import { bodyContext, historyContext, kcommit, KEY_BYTES, wrapInfo } from './unroll.ts';

/** HPKE base mode to a 1216-byte key: `enc[1120] ‖ ct`. The encapsulation's randomness is the platform's. */
export async function wrap(publicKem: Bytes, info: string | Bytes, plaintext: Bytes): Promise<Bytes> {
  const { shared, encapsulated } = await xwingEncapsulate(publicKem);
  const { key, nonce } = await hpkeContext(shared, info, 'encrypt');
  return concat(encapsulated, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plaintext)));
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
