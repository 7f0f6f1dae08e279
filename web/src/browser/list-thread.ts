/** Starts the thread that holds the office's own lists, and carries jobs to it and answers back. */
import { type ListAnswer, type ListJob, ListThread } from '../session/lists/thread.ts';
import type { NumberedAnswer, NumberedJob } from './lists.worklet.ts';
import workletUrl from './lists.worklet.ts?worker&url';

const SAMPLE_RATE = 44_100;

export async function startListThread(): Promise<ListThread> {
  const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
  await context.audioWorklet.addModule(workletUrl);
  const node = new AudioWorkletNode(context, 'lists');
  const waiting = new Map<number, { readonly resolve: (answer: ListAnswer) => void; readonly reject: (error: Error) => void }>();
  let count = 0;
  let failed: Error | undefined;
  const fail = (why: string): void => {
    failed = new Error(why);
    for (const { reject } of waiting.values()) reject(failed);
    waiting.clear();
  };
  node.port.onmessage = ({ data: { n, answer } }: MessageEvent<NumberedAnswer>) => {
    waiting.get(n)?.resolve(answer);
    waiting.delete(n);
  };
  node.onprocessorerror = () => { fail('the thread of the lists failed'); };
  const ask = (job: ListJob): Promise<ListAnswer> => new Promise((resolve, reject) => {
    if (failed !== undefined) { reject(failed); return; }
    const n = count++;
    waiting.set(n, { resolve, reject });
    const numbered: NumberedJob = { n, job };
    node.port.postMessage(numbered, job.do === 'piece' ? [job.bytes.buffer] : []);
  });
  return new ListThread(ask, () => {
    fail('the thread of the lists was ended');
    node.port.close();
    node.disconnect();
  });
}
