/** Bytes under a key, and padding (protocol/sealing.md); to a key: epoch-making.ts, attachments: blobs.ts. */

import { type Bytes, concat, u32 } from './bytes.ts';
import { type JsonObject, stringify } from './canonical.ts';
import { CHUNK, chunkNonce, HEADER_BYTES, type MessageKey, messageKey, SALT_BYTES, TAG } from './cobblestone.ts';
import { demand } from './errors.ts';

export { digestHex } from './digests.ts';

export const NONCE_BYTES = 32;
export const MAX_BODY_JSON = 262_144;
const MIN_BUCKET = 512;

/** Cobblestone-256 under a 32-byte key. `salt` is 24 fresh random bytes. */
export async function seal(key: Bytes, context: string | Bytes, salt: Bytes, plaintext: Bytes): Promise<Bytes> {
  const stream = await SealStream.start(key, context, salt);
  const body = await stream.update(plaintext);
  return concat(stream.header, body, await stream.finish());
}

/** Length of the ciphertext of so many bytes. */
export function sealedLength(length: number): number {
  return HEADER_BYTES + length + TAG * (Math.floor(length / CHUNK) + 1);
}

/**
 * Cobblestone-256 piece by piece. `header` goes first. All whole chunks of an `update` are encrypted at once, and
 * `update` may be called again before the last one has answered; answers belong together in the order of the calls.
 */
export class SealStream {
  private rest: Bytes = new Uint8Array(0);
  private chunk = 0;

  private constructor(
    readonly header: Bytes,
    private readonly keys: MessageKey,
  ) {}

  static async start(key: Bytes, context: string | Bytes, salt: Bytes): Promise<SealStream> {
    if (salt.length !== SALT_BYTES) throw new RangeError('a salt has 24 bytes');
    const keys = await messageKey(key, context, salt, 'encrypt');
    return new SealStream(concat(salt, keys.commitment), keys);
  }

  async update(data: Bytes): Promise<Bytes> {
    const whole = this.rest.length === 0 ? data : concat(this.rest, data);
    const end = whole.length - (whole.length % CHUNK);
    this.rest = whole.slice(end);
    const chunks: Promise<ArrayBuffer>[] = [];
    for (let at = 0; at < end; at += CHUNK) chunks.push(this.encrypt(whole.subarray(at, at + CHUNK)));
    const sealed = new Uint8Array(end + chunks.length * TAG);
    for (const [n, chunk] of (await Promise.all(chunks)).entries()) sealed.set(new Uint8Array(chunk), n * (CHUNK + TAG));
    return sealed;
  }

  /** The last, short chunk. */
  async finish(): Promise<Bytes> {
    return new Uint8Array(await this.encrypt(this.rest));
  }

  private encrypt(plaintext: Bytes): Promise<ArrayBuffer> {
    const iv = chunkNonce(this.keys.baseNonce, this.chunk++);
    return crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.keys.aes, plaintext);
  }
}

/** Padmé (Nikitin et al., PoPETs 2019, algorithm 1) with a floor of 512. */
export function bucket(length: number): number {
  if (length <= MIN_BUCKET) return MIN_BUCKET;
  const exponent = length.toString(2).length - 1;
  const step = 2 ** (exponent - exponent.toString(2).length);
  return Math.ceil(length / step) * step;
}

/** The padded plaintext of a body: `nonce[32] ‖ u32 n ‖ JSON ‖ zeros`. */
export function padBody(json: JsonObject, nonce: Bytes): Bytes {
  if (nonce.length !== NONCE_BYTES) throw new RangeError('a nonce has 32 bytes');
  const text = stringify(json);
  demand(text.length <= MAX_BODY_JSON, 'too_large', 'body');
  const padded = new Uint8Array(bucket(NONCE_BYTES + 4 + text.length));
  padded.set(concat(nonce, u32(text.length), text));
  return padded;
}
