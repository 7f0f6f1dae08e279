/** Argon2id in its own thread: 128 MiB and some seconds that must not freeze the page. One job, then gone. */
import { argon2id } from 'hash-wasm';

export interface StretchJob {
  readonly passphrase: Uint8Array;
  readonly salt: Uint8Array;
  readonly m: number;
  readonly t: number;
  readonly p: number;
}

export type StretchOutcome = { readonly hash: Uint8Array } | { readonly error: string };

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<StretchJob>) => void) | null;
  postMessage(outcome: StretchOutcome): void;
};

scope.onmessage = (event) => {
  const { passphrase, salt, m, t, p } = event.data;
  argon2id({ password: passphrase, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary' })
    .then((hash) => {
      scope.postMessage({ hash });
    })
    .catch((error: unknown) => {
      scope.postMessage({ error: error instanceof Error ? error.message : 'argon2' });
    });
};
