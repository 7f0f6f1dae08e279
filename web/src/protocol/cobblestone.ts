/**
 * Cobblestone-256 of C2SP chunked-encryption: what sealing.ts and opening.ts share.
 *
 * `salt[24] ‖ commitment[32] ‖ chunks`, each chunk 16 KiB of plaintext and a tag, the last one shorter.
 */

import { type Bytes, concat, utf8 } from './bytes.ts';

export const CHUNK = 16_384;
export const TAG = 16;
export const SALT_BYTES = 24;
export const HEADER_BYTES = SALT_BYTES + 32;
const PREFIX = utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');
/** Bytes of SHA-512. */
const BLOCK = 64;
const ROOM_FOR_FIRST = new Uint8Array(BLOCK);
const ONE = Uint8Array.of(1);
const MAX_CHUNKS = 2 ** 38;

export interface MessageKey {
  readonly aes: CryptoKey;
  readonly baseNonce: Bytes;
  readonly commitment: Bytes;
}

/** Imported once for each array that holds a key; the bytes of a key must not change. */
const imported = new WeakMap<Bytes, Promise<CryptoKey>>();

function macKey(key: Bytes): Promise<CryptoKey> {
  let known = imported.get(key);
  if (known === undefined) {
    if (key.length !== 32) throw new RangeError('a Cobblestone-256 key has 32 bytes');
    known = crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
    imported.set(key, known);
  }
  return known;
}

/** Key, base nonce and commitment of one message: HKDF-Expand with SHA-512, two blocks, 76 bytes. */
export async function messageKey(key: Bytes, context: string | Bytes, salt: Bytes, use: 'encrypt' | 'decrypt'): Promise<MessageKey> {
  const mac = await macKey(key);
  // RFC 5869 section 2.3: T(1) = HMAC(info ‖ 1), T(2) = HMAC(T(1) ‖ info ‖ 2).
  const text = concat(ROOM_FOR_FIRST, PREFIX, salt, typeof context === 'string' ? utf8(context) : context, ONE);
  const first = new Uint8Array(await crypto.subtle.sign('HMAC', mac, text.subarray(BLOCK)));
  text.set(first);
  text[text.length - 1] = 2;
  const second = new Uint8Array(await crypto.subtle.sign('HMAC', mac, text));
  return {
    aes: await crypto.subtle.importKey('raw', first.subarray(0, 32), 'AES-GCM', false, [use]),
    baseNonce: first.subarray(32, 44),
    commitment: concat(first.subarray(44), second.subarray(0, 12)),
  };
}

/** The base nonce XOR the chunk number, big-endian. */
export function chunkNonce(baseNonce: Bytes, chunk: number): Bytes {
  if (chunk >= MAX_CHUNKS) throw new RangeError('more than 2^38 chunks');
  if (chunk === 0) return baseNonce;
  const nonce = baseNonce.slice();
  for (let i = 11, rest = chunk; rest > 0; i--, rest = Math.floor(rest / 256)) {
    nonce[i] = (nonce[i] ?? 0) ^ rest % 256;
  }
  return nonce;
}
