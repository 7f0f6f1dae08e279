/**
 * The office's own lists in a thread of their own: a hundred thousand names that must not freeze the page, and that leave
 * this thread only as the hits of a question. A worklet for the reason that argon2.worklet.ts gives.
 */
import './worklet-utf8.ts';
import commonness from 'virtual:reference/commonness';
import model from 'virtual:reference/screening-model';
import { type ListAnswer, type ListJob, ListJobs } from '../session/lists/thread.ts';

export interface NumberedJob {
  readonly n: number;
  readonly job: ListJob;
}
export interface NumberedAnswer {
  readonly n: number;
  readonly answer: ListAnswer;
}

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class ListsProcessor extends AudioWorkletProcessor {
  readonly #jobs = new ListJobs(model, commonness);
  #last: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.port.onmessage = ({ data: { n, job } }: MessageEvent<NumberedJob>) => {
      this.#last = this.#last.then(async () => {
        const answer: NumberedAnswer = { n, answer: await this.#jobs.answer(job) };
        this.port.postMessage(answer);
      });
    };
  }

  /** Never makes a sound. */
  process(): boolean {
    return false;
  }
}

registerProcessor('lists', ListsProcessor);
