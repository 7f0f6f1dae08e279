/**
 * HPKE (RFC 9180) key schedule, base mode, single shot: KEM 0x647A (X-Wing), HKDF-SHA256, AES-256-GCM.
 *
 * X-Wing's shared secret goes in as it is, without an extract of the KEM's own (draft-connolly-cfrg-xwing-kem).
 */

import { type Bytes, concat, utf8 } from './bytes.ts';
import { hkdfExpand, hkdfExtract } from './digests.ts';

const SUITE_ID = concat(utf8('HPKE'), Uint8Array.of(0x64, 0x7a, 0, 1, 0, 2));
const VERSION = utf8('HPKE-v1');
const NONE = new Uint8Array(0);
const MODE_BASE = Uint8Array.of(0);
export const ENCAPSULATED_BYTES = 1120;

function labeledExtract(salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> {
  return hkdfExtract(salt, concat(VERSION, SUITE_ID, utf8(label), ikm));
}

function labeledExpand(prk: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  return hkdfExpand(prk, concat(Uint8Array.of(0, length), VERSION, SUITE_ID, utf8(label), info), length);
}

/** Key and nonce of the first and only message (RFC 9180 section 5.1). */
export async function hpkeContext(
  shared: Bytes,
  info: string | Bytes,
  use: 'encrypt' | 'decrypt',
): Promise<{ key: CryptoKey; nonce: Bytes }> {
  const [pskIdHash, infoHash, secret] = await Promise.all([
    labeledExtract(NONE, 'psk_id_hash', NONE),
    labeledExtract(NONE, 'info_hash', typeof info === 'string' ? utf8(info) : info),
    labeledExtract(shared, 'secret', NONE),
  ]);
  const context = concat(MODE_BASE, pskIdHash, infoHash);
  const [key, nonce] = await Promise.all([
    labeledExpand(secret, 'key', context, 32),
    labeledExpand(secret, 'base_nonce', context, 12),
  ]);
  return { key: await crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]), nonce };
}
