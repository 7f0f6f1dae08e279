/**
 * SHA-256 of files, piece by piece, in a thread of its own: WebCrypto hashes only what it is given whole.
 * A worklet for the reason that argon2.worklet.ts gives.
 */
import './worklet-text.ts';
import { createSHA256 } from 'hash-wasm';

/** A piece of the file, or that there is no more. */
export type HashingJob = { readonly piece: Uint8Array } | 'end';
/** Bytes taken in so far, or at the end the hash; after `error` nothing more comes. */
export type HashingAnswer = { readonly taken: number } | { readonly hash: Uint8Array } | { readonly error: string };

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class Sha256Processor extends AudioWorkletProcessor {
  readonly #hasher = createSHA256();
  #taken = 0;

  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent<HashingJob>) => {
      this.#take(event.data).then(
        (answer) => { this.port.postMessage(answer); },
        (error: unknown) => { this.port.postMessage({ error: error instanceof Error ? error.message : 'sha256' }); },
      );
    };
  }

  async #take(job: HashingJob): Promise<HashingAnswer> {
    const hasher = await this.#hasher;
    if (job === 'end') return { hash: hasher.digest('binary') };
    hasher.update(job.piece);
    this.#taken += job.piece.length;
    return { taken: this.#taken };
  }

  /** Never makes a sound. */
  process(): boolean {
    return false;
  }
}

registerProcessor('sha256', Sha256Processor);
