/** Hands a passphrase to the Argon2id worker and ends the worker, with its memory, afterwards. */
import type { Bytes } from '../protocol/bytes.ts';
import type { Stretch, StretchCost } from '../session/ports.ts';
import type { StretchJob, StretchOutcome } from './argon2.worker.ts';

export const stretch: Stretch = {
  argon2id(passphrase: Bytes, salt: Bytes, cost: StretchCost): Promise<Bytes> {
    const worker = new Worker(new URL('./argon2.worker.ts', import.meta.url), { type: 'module' });
    const job: StretchJob = { passphrase, salt, m: cost.m, t: cost.t, p: cost.p };
    return new Promise<Bytes>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<StretchOutcome>) => {
        if ('hash' in event.data) resolve(new Uint8Array(event.data.hash));
        else reject(new Error(event.data.error));
      };
      worker.onerror = () => {
        reject(new Error('argon2 worker'));
      };
      worker.postMessage(job);
    }).finally(() => {
      worker.terminate();
    });
  },
};
