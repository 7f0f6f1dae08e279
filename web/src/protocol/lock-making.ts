/** What is made for an officer once (protocol/locks.md): the kit's code, lock records, the passkey's half of them. */

import { type Bytes, concat, toB64, toHex } from './bytes.ts';
import { type JsonObject } from './canonical.ts';
import { SALT_BYTES } from './cobblestone.ts';
import { hkdf, sha256 } from './digests.ts';
import { CROCKFORD, type RandomBytes, type Seeds } from './keys.ts';
import { CHECK_BITS, checkLogin, type Kdf, KIT_BYTES, KIT_SYMBOLS, kitCheck, lockContext, type LockRecord } from './locks.ts';
import { seal } from './sealing.ts';

/** A fresh 128-bit secret. */
export function newKit(random: RandomBytes): Bytes {
  return random(KIT_BYTES);
}

/** The printed code: six groups of five. */
export function kitCode(kit: Bytes): string {
  if (kit.length !== KIT_BYTES) throw new RangeError('a kit has 16 bytes');
  const bits = (BigInt(`0x${toHex(kit)}`) << CHECK_BITS) | kitCheck(kit);
  let code = '';
  for (let n = KIT_SYMBOLS - 1; n >= 0; n--) {
    code += CROCKFORD[Number((bits >> BigInt(5 * n)) & 31n)] ?? '';
    if (n % 5 === 0 && n > 0) code += '-';
  }
  return code;
}

/** What the QR code carries. */
export function kitQr(login: string, kit: Bytes): string {
  return `repatria:kit:1:${login}:${kitCode(kit)}`;
}

/** What the server keeps of `auth`. */
export function authVerifier(auth: Bytes): Bytes {
  return sha256('repatria/v1/auth-verifier\n', auth);
}

/** Input of the passkey's PRF. */
export function prfInput(login: string): Bytes {
  checkLogin(login);
  return sha256('repatria/v1/prf\n', login);
}

export function passkeyUnlock(login: string, prfOutput: Bytes): Promise<Bytes> {
  checkLogin(login);
  return hkdf(prfOutput, `repatria/v1/unlock-passkey\n${login}`);
}

interface Locking {
  readonly login: string;
  readonly keyid: string;
  readonly unlock: Bytes;
  readonly seeds: Seeds;
  /** 24 fresh random bytes. */
  readonly salt: Bytes;
}

export async function makePassphraseLock(locking: Locking & { readonly kdf: Kdf }): Promise<JsonObject> {
  const { m, t, p, salt } = locking.kdf;
  return makeLock('passphrase', locking, { alg: 'argon2id', m, t, p, salt: toB64(salt) }, null);
}

export async function makePasskeyLock(locking: Locking & { readonly credential: Bytes }): Promise<JsonObject> {
  return makeLock('passkey', locking, null, toB64(locking.credential));
}

async function makeLock(type: LockRecord['type'], locking: Locking, kdf: JsonObject | null, credential: string | null): Promise<JsonObject> {
  const { login, keyid, unlock, seeds, salt } = locking;
  checkLogin(login);
  if (salt.length !== SALT_BYTES) throw new RangeError('a salt has 24 bytes');
  const sealed = await seal(unlock, lockContext(type, login, keyid), salt, concat(seeds.sign, seeds.kem));
  return { v: 1, type, login, key: keyid, kdf, credential, sealed: toB64(sealed) };
}
