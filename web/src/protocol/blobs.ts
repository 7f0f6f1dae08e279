/** An attachment's ciphertext: the hash that its entry names, and what it is bound to (protocol/sealing.md). */

import { type Bytes } from './bytes.ts';
import { digest, sha256Hex } from './digests.ts';

export const SLICE_BYTES = 1_048_576;

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
