/** Hands a passphrase to the Argon2id thread. A thread for each job, so that its 128 MiB go when it is done. */
import type { Bytes } from '../protocol/bytes.ts';
import type { Stretch, StretchCost } from '../session/ports.ts';
import type { StretchJob, StretchOutcome } from './argon2.worklet.ts';
import workletUrl from './argon2.worklet.ts?worker&url';

const PROCESSOR = 'argon2id';
const SAMPLE_RATE = 44_100;

/** Its code fetched and no job given yet. */
let ready: Promise<OfflineAudioContext> | undefined;

async function load(): Promise<OfflineAudioContext> {
  const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
  await context.audioWorklet.addModule(workletUrl);
  return context;
}

/** The one that was made ahead, else (also where the line broke then) a new one. */
async function take(): Promise<OfflineAudioContext> {
  const warmed = ready;
  ready = undefined;
  return (await warmed?.catch(() => undefined)) ?? load();
}

export const stretch: Stretch = {
  async warm(): Promise<void> {
    ready ??= load();
    await ready;
  },

  async argon2id(passphrase: Bytes, salt: Bytes, cost: StretchCost): Promise<Bytes> {
    const context = await take();
    const thread = new AudioWorkletNode(context, PROCESSOR);
    const job: StretchJob = { passphrase, salt, m: cost.m, t: cost.t, p: cost.p };
    try {
      return await new Promise<Bytes>((resolve, reject) => {
        thread.port.onmessage = (event: MessageEvent<StretchOutcome>) => {
          if ('hash' in event.data) resolve(new Uint8Array(event.data.hash));
          else reject(new Error(event.data.error));
        };
        thread.onprocessorerror = () => {
          reject(new Error('the Argon2id thread failed'));
        };
        thread.port.postMessage(job);
      });
    } finally {
      thread.port.close();
      thread.disconnect();
    }
  },
};
