/**
 * SHA-256 in two forms, HMAC and HKDF.
 *
 * The folds and trees are synchronous, and a promise of WebCrypto costs more than hashing a short text, so what
 * is short uses `sha256`; what is long (slices of a file) uses `digest`, which is native.
 */

import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import type { IHasher } from 'hash-wasm';
import { type Bytes, concat, toHex, utf8 } from './bytes.ts';

let quick: IHasher | undefined;
let quickening: Promise<void> | undefined;

/**
 * Have WebAssembly compute `sha256` from now on, which is four times as quick and is fetched first: worth it where
 * hundreds of entries are to be verified. Without it (a line that broke) all stays as it was.
 */
export function quicken(): Promise<void> {
  quickening ??= import('./quick-sha256.ts').then(async ({ createSHA256 }) => {
    quick = await createSHA256();
  }).catch(() => {
    quickening = undefined;
  });
  return quickening;
}

/** SHA-256 of the concatenation of texts (as UTF-8) and bytes. */
export function sha256(...parts: (string | Uint8Array)[]): Bytes {
  if (quick !== undefined) {
    quick.init();
    for (const part of parts) quick.update(part);
    return quick.digest('binary') as Bytes;
  }
  const state = nobleSha256.create();
  for (const part of parts) state.update(typeof part === 'string' ? utf8(part) : part);
  return state.digest();
}

/** Hex of `sha256`. */
export function sha256Hex(...parts: (string | Uint8Array)[]): string {
  return toHex(sha256(...parts));
}

/** SHA-256 by WebCrypto, for long input. */
export async function digest(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Hex of `digest`. */
export async function digestHex(bytes: Bytes): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

async function hmacSha256(key: Bytes, message: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
}

/** HKDF-Extract with SHA-256 (RFC 5869 section 2.2). */
export function hkdfExtract(salt: Bytes, ikm: Bytes): Promise<Bytes> {
  // WebCrypto refuses an empty HMAC key; the zero block is what RFC 5869 puts there.
  return hmacSha256(salt.length === 0 ? new Uint8Array(32) : salt, ikm);
}

/** HKDF-Expand with SHA-256 (RFC 5869 section 2.3), at most one block. */
export async function hkdfExpand(prk: Bytes, info: Bytes, length: number): Promise<Bytes> {
  if (length > 32) throw new RangeError('one block of HKDF at most');
  return (await hmacSha256(prk, concat(info, Uint8Array.of(1)))).slice(0, length);
}

/** HKDF-SHA256 with empty salt: 32 bytes bound to a label. */
export async function hkdf(ikm: Bytes, info: string): Promise<Bytes> {
  return hkdfExpand(await hkdfExtract(new Uint8Array(0), ikm), utf8(info), 32);
}
