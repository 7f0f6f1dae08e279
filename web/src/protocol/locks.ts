/**
 * How an officer gets the two seeds back (protocol/locks.md): recovery kit, passphrase, passkey, lock records.
 *
 * Argon2id is the caller's, since it runs in a worker. What is made once, at enrolment or with a passkey: lock-making.ts.
 */

import { type Bytes, toB64, toHex, utf8 } from './bytes.ts';
import * as read from './canonical.ts';
import { type Fields } from './canonical.ts';
import { hkdfExpand, hkdfExtract, sha256 } from './digests.ts';
import { demand } from './errors.ts';
import { CROCKFORD, officerKeys, SEED_BYTES, type Seeds } from './keys.ts';
import { open } from './opening.ts';
import { sealedLength } from './sealing.ts';

export const KIT_BYTES = 16;
export const KIT_SYMBOLS = 30;
export const CHECK_BITS = 22n;
const MAX_PASSPHRASE_BYTES = 1024;
const LOGIN = /^[a-z0-9][a-z0-9._-]{2,63}$/;

// ---- kit ----------------------------------------------------------------------------------------

/** First 22 bits of the labelled hash. */
export function kitCheck(kit: Bytes): bigint {
  return BigInt(`0x${toHex(sha256('repatria/v1/kit\n', kit).slice(0, 3))}`) >> 2n;
}

/** A code as typed, to its 16 bytes; bad_kit. */
export function parseKit(text: string): Bytes {
  const raised = text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const symbols = raised.replace(/[ -]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  demand(symbols.length === KIT_SYMBOLS, 'bad_kit', 'length');
  let bits = 0n;
  for (const symbol of symbols) {
    const value = CROCKFORD.indexOf(symbol);
    demand(value >= 0, 'bad_kit', 'letter');
    bits = (bits << 5n) | BigInt(value);
  }
  const kit = kitBytes(bits >> CHECK_BITS);
  demand(kitCheck(kit) === (bits & ((1n << CHECK_BITS) - 1n)), 'bad_kit', 'check');
  return kit;
}

function kitBytes(bits: bigint): Bytes {
  const kit = new Uint8Array(KIT_BYTES);
  for (let n = 0; n < KIT_BYTES; n++) kit[n] = Number((bits >> BigInt(8 * (KIT_BYTES - 1 - n))) & 255n);
  return kit;
}

// ---- keys from what the officer has -------------------------------------------------------------

/** Cost of Argon2id: memory in KiB, passes, lanes. */
export interface Cost {
  readonly m: number;
  readonly t: number;
  readonly p: number;
}

export interface Kdf extends Cost {
  readonly salt: Bytes;
}

/** The least that a client accepts, and what it makes. */
export const KDF_FLOOR: Cost = { m: 131_072, t: 3, p: 1 };
const KDF_CEILING: Cost = { m: 1_048_576, t: 10, p: 4 };

const kdfShape = { alg: read.literal('argon2id'), m: read.integer(), t: read.integer(), p: read.integer(), salt: read.b64(16) };

/** The server's offer: bad_shape, kdf_downgrade. */
export function readKdf(value: unknown): Kdf {
  const { m, t, p, salt } = read.fields(value, kdfShape);
  const kdf = { m, t, p, salt };
  checkCost(kdf);
  return kdf;
}

function checkCost(cost: Cost): void {
  for (const name of ['m', 't', 'p'] as const) {
    demand(cost[name] >= KDF_FLOOR[name] && cost[name] <= KDF_CEILING[name], 'kdf_downgrade', name);
  }
}

export type Argon2id = (passphrase: Bytes, salt: Bytes, cost: Cost) => Promise<Bytes>;

/** Argon2id of a passphrase, 32 bytes; bad_passphrase, kdf_downgrade. */
export async function stretch(passphrase: string, kdf: Kdf, argon2id: Argon2id): Promise<Bytes> {
  demand(!/\p{Surrogate}/u.test(passphrase), 'bad_passphrase', 'not text');
  const bytes = utf8(passphrase.normalize('NFC'));
  demand(bytes.length >= 1 && bytes.length <= MAX_PASSPHRASE_BYTES, 'bad_passphrase', 'length');
  return argon2id(bytes, kdf.salt, kdf);
}

export function checkLogin(login: string): void {
  demand(LOGIN.test(login), 'bad_shape', 'login');
}

/** `auth` is sent at sign-in, `unlock` never leaves. */
export async function derive(login: string, stretched: Bytes, kit: Bytes): Promise<{ auth: Bytes; unlock: Bytes }> {
  checkLogin(login);
  const prk = await hkdfExtract(kit, stretched);
  const [auth, unlock] = await Promise.all([
    hkdfExpand(prk, utf8(`repatria/v1/auth\n${login}`), 32),
    hkdfExpand(prk, utf8(`repatria/v1/unlock\n${login}`), 32),
  ]);
  return { auth, unlock };
}

// ---- lock records -------------------------------------------------------------------------------

const lockShape = {
  v: read.literal(1),
  type: read.literal('passphrase', 'passkey'),
  login: read.match(LOGIN),
  key: read.hash,
  kdf: read.nullable(read.object(kdfShape)),
  credential: read.nullable(read.b64UpTo(read.ANY_LENGTH)),
  sealed: read.b64(sealedLength(2 * SEED_BYTES)),
};
export type LockRecord = Fields<typeof lockShape>;

export const lockContext = (type: string, login: string, keyid: string) => `repatria/v1/lock\n${type}\n${login}\n${keyid}`;

/** The id by which server and vault name a passkey: its credential in base64url without padding. */
export function passkeyId(credential: Bytes): string {
  return toB64(credential).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** A lock record as the server hands it out: bad_shape, kdf_downgrade. */
export function readLock(value: unknown): LockRecord {
  const record = read.fields(value, lockShape);
  const { type, kdf, credential } = record;
  demand((type === 'passphrase') === (kdf !== null) && (type === 'passkey') === (credential !== null), 'bad_shape', 'of another type');
  if (kdf !== null) checkCost(kdf);
  return record;
}

/**
 * The seeds of a lock record.
 * @throws ProtocolError bad_shape, kdf_downgrade, cannot_open, wrong_seeds when the record is another user's
 */
export async function openLock(value: unknown, unlock: Bytes, login: string): Promise<Seeds> {
  const record = readLock(value);
  demand(record.login === login, 'wrong_seeds', 'another login');
  const both = await open(unlock, lockContext(record.type, record.login, record.key), record.sealed);
  demand(both.length === 2 * SEED_BYTES, 'wrong_seeds', 'length');
  const seeds = { sign: both.slice(0, SEED_BYTES), kem: both.slice(SEED_BYTES) };
  const { keyset } = await officerKeys(seeds);
  demand(keyset.keyid === record.key, 'wrong_seeds', 'another key');
  return seeds;
}
