/** Hands the bytes of a file to the SHA-256 thread, never so many that they pile up in memory. */
import { type Bytes, toHex } from '../protocol/bytes.ts';
import type { FileHash, Hashing } from '../session/ports.ts';
import type { HashingAnswer, HashingJob } from './sha256.worklet.ts';

const PROCESSOR = 'sha256';
const SAMPLE_RATE = 44_100;
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

/** `url`: where sha256.worklet.ts is served. It is fetched once, by `warm` or with the first file. */
export function makeHashing(url: string): Hashing {
  let loaded: Promise<OfflineAudioContext> | undefined;
  const load = (): Promise<OfflineAudioContext> => {
    loaded ??= loadThread(url).catch((error: unknown) => {
      loaded = undefined; // the line, perhaps: the next file tries again
      throw error;
    });
    return loaded;
  };
  return {
    warm: async () => void (await load()),
    start: async () => new ThreadHash(new AudioWorkletNode(await load(), PROCESSOR)),
  };
}

async function loadThread(url: string): Promise<OfflineAudioContext> {
  const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
  await context.audioWorklet.addModule(url);
  return context;
}

class ThreadHash implements FileHash {
  readonly #thread: AudioWorkletNode;
  #given = 0;
  #taken = 0;
  #failed: Error | undefined;
  #hash: Uint8Array | undefined;
  /** Tells whoever waits that something has come back. */
  #wake: () => void = () => undefined;

  constructor(thread: AudioWorkletNode) {
    this.#thread = thread;
    thread.port.onmessage = (event: MessageEvent<HashingAnswer>) => {
      const answer = event.data;
      if ('taken' in answer) this.#taken = answer.taken;
      else if ('hash' in answer) this.#hash = answer.hash;
      else this.#failed = new Error(answer.error);
      this.#wake();
    };
    thread.onprocessorerror = () => {
      this.#failed = new Error('the SHA-256 thread failed');
      this.#wake();
    };
  }

  async update(bytes: Bytes): Promise<void> {
    const piece = bytes.slice();
    this.#given += piece.length;
    this.#post({ piece }, [piece.buffer]);
    await this.#until(() => this.#given - this.#taken <= MOST_WAITING_BYTES);
  }

  async hex(): Promise<string> {
    this.#post('end', []);
    await this.#until(() => this.#hash !== undefined);
    this.close();
    return toHex(this.#hash ?? new Uint8Array(0));
  }

  close(): void {
    this.#thread.port.close();
    this.#thread.disconnect();
  }

  #post(job: HashingJob, transfer: Transferable[]): void {
    this.#thread.port.postMessage(job, transfer);
  }

  async #until(held: () => boolean): Promise<void> {
    while (!held()) {
      if (this.#failed !== undefined) throw this.#failed;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
