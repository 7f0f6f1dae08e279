/** What only an addressee can do: unwrap, open, take the padding off (protocol/sealing.md). */

import { type Bytes, concat, equalBytes, readU32 } from './bytes.ts';
import { type JsonObject, parse } from './canonical.ts';
import { CHUNK, chunkNonce, HEADER_BYTES, type MessageKey, messageKey, SALT_BYTES, TAG } from './cobblestone.ts';
import { demand, ProtocolError } from './errors.ts';
import { ENCAPSULATED_BYTES, hpkeContext } from './hpke.ts';
import { type KemKey } from './keys.ts';
import { bucket, MAX_BODY_JSON, NONCE_BYTES } from './sealing.ts';

const SEALED_CHUNK = CHUNK + TAG;

/** The plaintext of a wrap, or cannot_unwrap. */
export async function unwrap(kem: KemKey, info: string | Bytes, data: Bytes): Promise<Bytes> {
  demand(data.length >= ENCAPSULATED_BYTES + TAG, 'cannot_unwrap', 'too short');
  try {
    const shared = await kem.decapsulate(data.slice(0, ENCAPSULATED_BYTES));
    const { key, nonce } = await hpkeContext(shared, info, 'decrypt');
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, data.subarray(ENCAPSULATED_BYTES)));
  } catch {
    throw new ProtocolError('cannot_unwrap');
  }
}

/** The plaintext of a Cobblestone-256 ciphertext, or cannot_open. */
export async function open(key: Bytes, context: string | Bytes, data: Bytes): Promise<Bytes> {
  demand(data.length >= HEADER_BYTES + TAG, 'cannot_open', 'too short');
  const header = data.subarray(0, HEADER_BYTES);
  // The only chunk, as of nearly all messages: a stream would copy it, and wait thrice as often.
  if (data.length < HEADER_BYTES + SEALED_CHUNK) return openChunk(await openHeader(key, context, header), 0, data.subarray(HEADER_BYTES));
  const stream = await OpenStream.start(key, context, header);
  const body = await stream.update(data.subarray(HEADER_BYTES));
  return concat(body, await stream.finish());
}

/** The keys that a header gives, once its commitment holds. */
async function openHeader(key: Bytes, context: string | Bytes, header: Bytes): Promise<MessageKey> {
  demand(header.length === HEADER_BYTES, 'cannot_open', 'header');
  const keys = await messageKey(key, context, header.subarray(0, SALT_BYTES), 'decrypt');
  demand(equalBytes(keys.commitment, header.subarray(SALT_BYTES)), 'cannot_open', 'commitment');
  return keys;
}

async function openChunk({ aes, baseNonce }: MessageKey, chunk: number, sealed: Bytes): Promise<Bytes> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: chunkNonce(baseNonce, chunk) }, aes, sealed));
  } catch {
    throw new ProtocolError('cannot_open');
  }
}

/**
 * Cobblestone-256 piece by piece, after its 56-byte header. What `update` answers has been authenticated; as in
 * SealStream it may be called again before the last one has answered. Only `finish` says that nothing was cut off.
 */
export class OpenStream {
  private rest: Bytes = new Uint8Array(0);
  private chunk = 0;

  private constructor(private readonly keys: MessageKey) {}

  static async start(key: Bytes, context: string | Bytes, header: Bytes): Promise<OpenStream> {
    return new OpenStream(await openHeader(key, context, header));
  }

  async update(data: Bytes): Promise<Bytes> {
    const whole = this.rest.length === 0 ? data : concat(this.rest, data);
    const count = Math.floor(whole.length / SEALED_CHUNK);
    this.rest = whole.slice(count * SEALED_CHUNK);
    const chunks = Array.from({ length: count }, (_, n) => this.decrypt(whole.subarray(n * SEALED_CHUNK, (n + 1) * SEALED_CHUNK)));
    const opened = new Uint8Array(count * CHUNK);
    for (const [n, chunk] of (await Promise.all(chunks)).entries()) opened.set(chunk, n * CHUNK);
    return opened;
  }

  /** The last chunk, which is always short; `last` are the bytes after those given to `update`. */
  async finish(last?: Bytes): Promise<Bytes> {
    const rest = last === undefined ? this.rest : concat(this.rest, last);
    demand(rest.length >= TAG && rest.length < SEALED_CHUNK, 'cannot_open', 'truncated');
    return this.decrypt(rest);
  }

  private decrypt(sealed: Bytes): Promise<Bytes> {
    return openChunk(this.keys, this.chunk++, sealed);
  }
}

/** The JSON of a padded plaintext; bad_body unless length, zeros and text are the only possible ones. */
export function unpadBody(plaintext: Bytes): JsonObject {
  const start = NONCE_BYTES + 4;
  demand(plaintext.length >= start, 'bad_body', 'length');
  const length = readU32(plaintext, NONCE_BYTES);
  demand(length <= MAX_BODY_JSON && plaintext.length === bucket(start + length), 'bad_body', 'length');
  let padding = 0;
  for (let at = start + length; at < plaintext.length; at++) padding |= plaintext[at] ?? 0;
  demand(padding === 0, 'bad_body', 'padding');
  try {
    return parse(plaintext.subarray(start, start + length));
  } catch (error) {
    throw new ProtocolError('bad_body', error instanceof ProtocolError ? error.message : '');
  }
}
