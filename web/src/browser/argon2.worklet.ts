/**
 * Argon2id in a thread of its own: 128 MiB and some seconds that must not freeze the page.
 *
 * A worklet and not a worker: `trusted-types 'none'` refuses every script URL that a page gives to `Worker`,
 * and we would rather have no policy at all than one that could be misused.
 */
import './worklet-text.ts';
import { argon2id } from 'hash-wasm';

export const PROCESSOR = 'argon2id';

export interface StretchJob {
  readonly passphrase: Uint8Array;
  readonly salt: Uint8Array;
  readonly m: number;
  readonly t: number;
  readonly p: number;
}

export type StretchOutcome = { readonly hash: Uint8Array } | { readonly error: string };

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

async function stretch({ passphrase, salt, m, t, p }: StretchJob): Promise<StretchOutcome> {
  try {
    const hash = await argon2id({
      password: passphrase, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary',
    });
    return { hash };
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'argon2id' };
  }
}

class Argon2idProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.port.onmessage = (event: MessageEvent<StretchJob>) => {
      void stretch(event.data).then((outcome) => {
        this.port.postMessage(outcome);
      });
    };
  }

  /** Never makes a sound. */
  process(): boolean {
    return false;
  }
}

registerProcessor(PROCESSOR, Argon2idProcessor);
