/** Bytes to a key, bytes under a key, padding, and the hash of an attachment (protocol/sealing.md). */

import { type Bytes, concat, u32 } from './bytes.ts';
import { type JsonObject, stringify } from './canonical.ts';
import { CHUNK, chunkNonce, HEADER_BYTES, type MessageKey, messageKey, SALT_BYTES, TAG } from './cobblestone.ts';
import { digest, sha256Hex } from './digests.ts';
import { demand } from './errors.ts';
import { hpkeContext } from './hpke.ts';
import { xwingEncapsulate } from './suite.ts';

export { digestHex } from './digests.ts';

export const NONCE_BYTES = 32;
export const MAX_BODY_JSON = 262_144;
export const SLICE_BYTES = 1_048_576;
const MIN_BUCKET = 512;

/** HPKE base mode to a 1216-byte key: `enc[1120] ‖ ct`. The encapsulation's randomness is the platform's. */
export async function wrap(publicKem: Bytes, info: string | Bytes, plaintext: Bytes): Promise<Bytes> {
  const { shared, encapsulated } = await xwingEncapsulate(publicKem);
  const { key, nonce } = await hpkeContext(shared, info, 'encrypt');
  return concat(encapsulated, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plaintext)));
}

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

/** Hash of an attachment's ciphertext over its slices of 1 MiB, which may come in pieces of any length. */
export class SliceHasher {
  private readonly hashes: Promise<Bytes>[] = [];
  private readonly slice = new Uint8Array(SLICE_BYTES);
  private held = 0;

  update(data: Bytes): void {
    for (let at = 0; at < data.length;) {
      const part = data.subarray(at, at + SLICE_BYTES - this.held);
      // WebCrypto copies what it is given before it answers, so a whole slice is not copied here first.
      if (part.length === SLICE_BYTES) this.hashes.push(digest(part));
      else this.gather(part);
      at += part.length;
    }
  }

  private gather(part: Bytes): void {
    this.slice.set(part, this.held);
    this.held += part.length;
    if (this.held === SLICE_BYTES) this.endSlice();
  }

  private endSlice(): void {
    this.hashes.push(digest(this.slice.subarray(0, this.held)));
    this.held = 0;
  }

  async finish(): Promise<string> {
    if (this.held > 0) this.endSlice();
    return blobHash(await Promise.all(this.hashes));
  }
}

/** Hex hash of an attachment's ciphertext from the SHA-256 of each slice. */
export function blobHash(sliceHashes: readonly Bytes[]): string {
  return sha256Hex('repatria/v1/blob-slices\n', ...sliceHashes);
}

/** Cobblestone context of an attachment. `room` and `id` are hex. */
export function blobContext(room: string, id: string): string {
  return `repatria/v1/blob\n${room}\n${id}`;
}
