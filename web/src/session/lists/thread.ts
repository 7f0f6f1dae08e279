/**
 * The comparison as it is asked across threads: a list comes in pieces, so that nothing has to hold it whole twice, and each
 * job is answered before the next. The thread that runs `ListJobs` has nothing but this code and the tables (browser/lists.worklet.ts).
 */
import type { Bytes } from '../../protocol/bytes.ts';
import { ProtocolError } from '../../protocol/errors.ts';
import { ANALYSIS, entriesIn, unzipped } from '../../protocol/screening-files.ts';
import type { Commonness } from './names.ts';
import { type Asked, type ListHit, OwnLists } from './own-lists.ts';
import type { Model } from './score.ts';

export type ListJob =
  | { readonly do: 'begin'; readonly key: string; readonly name: string; readonly entries: number }
  | { readonly do: 'piece'; readonly key: string; readonly bytes: Bytes }
  | { readonly do: 'finish' | 'end'; readonly key: string }
  | { readonly do: 'screen'; readonly asked: readonly Asked[]; readonly limit: number; readonly threshold: number };

/** `entries` read so far; `analysed`: their words are of the version that is compared here. `code`: of a ProtocolError. */
export type ListAnswer =
  | { readonly entries: number; readonly analysed: boolean }
  | { readonly hits: readonly (readonly ListHit[])[] }
  | { readonly code: string; readonly detail: string };

/** One list that is being read. */
class Reading {
  entries = 0;
  analysed = false;
  readonly #pieces: Bytes[] = [];
  #ended = false;
  #wake: () => void = () => undefined;
  #hungry: () => void = () => undefined;
  readonly done: Promise<void>;

  constructor(lists: OwnLists, key: string, name: string, expected: number) {
    this.done = this.#read(lists, key, name, expected).finally(() => { this.#hungry(); });
    this.done.catch(() => undefined); // whoever gives the next piece hears of it
  }

  async #read(lists: OwnLists, key: string, name: string, expected: number): Promise<void> {
    const hasForms = ({ forms }: { readonly forms: number }): boolean => (this.analysed = forms === ANALYSIS);
    for await (const entry of entriesIn(this.#come(), expected, hasForms)) {
      lists.add(key, name, entry);
      this.entries++;
    }
  }

  async *#come(): AsyncGenerator<Bytes> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) yield piece;
      else if (this.#ended) return;
      else {
        this.#hungry();
        await new Promise<void>((resolve) => { this.#wake = resolve; });
      }
    }
  }

  /** Ends when the piece was read, or reading has failed. */
  async give(bytes: Bytes): Promise<void> {
    const eaten = new Promise<void>((resolve) => { this.#hungry = resolve; });
    this.#pieces.push(bytes);
    this.#wake();
    await Promise.race([eaten, this.done]);
  }

  async finish(): Promise<void> {
    this.#ended = true;
    this.#wake();
    await this.done;
  }
}

/** What the thread does with a job. Jobs come one after the other. */
export class ListJobs {
  readonly #lists: OwnLists;
  readonly #readings = new Map<string, Reading>();

  constructor(model: Model, common: Commonness) {
    this.#lists = new OwnLists(model, common);
  }

  async answer(job: ListJob): Promise<ListAnswer> {
    try {
      return await this.#answer(job);
    } catch (error) {
      if ('key' in job) this.#forget(job.key); // what cannot be read whole is not compared in part
      if (error instanceof ProtocolError) return { code: error.code, detail: error.message };
      return { code: 'fault', detail: error instanceof Error ? error.message : String(error) };
    }
  }

  async #answer(job: ListJob): Promise<ListAnswer> {
    switch (job.do) {
      case 'begin':
        this.#lists.begin(job.key);
        this.#readings.set(job.key, new Reading(this.#lists, job.key, job.name, job.entries));
        return { entries: 0, analysed: true };
      case 'piece':
      case 'finish': {
        const reading = this.#readings.get(job.key);
        if (reading === undefined) return { code: 'fault', detail: 'no such list' };
        await (job.do === 'piece' ? reading.give(job.bytes) : reading.finish());
        if (job.do === 'finish') this.#readings.delete(job.key);
        return { entries: reading.entries, analysed: reading.analysed };
      }
      case 'end':
        this.#forget(job.key);
        return { entries: 0, analysed: true };
      case 'screen':
        return { hits: job.asked.map((asked) => this.#lists.screen(asked, job.limit, job.threshold)) };
    }
  }

  #forget(key: string): void {
    this.#readings.delete(key);
    this.#lists.end(key);
  }
}

export interface Taken {
  readonly entries: number;
  readonly analysed: boolean;
}

/** What the session asks of the thread. Raises ProtocolError for a file that is none. */
export class ListThread {
  readonly #ask: (job: ListJob) => Promise<ListAnswer>;
  readonly close: () => void;

  constructor(ask: (job: ListJob) => Promise<ListAnswer>, close: () => void) {
    this.#ask = ask;
    this.close = close;
  }

  /** Reads a file of entries, gzip as it came, in the place of what is under this key. */
  async take(key: string, { name, entries, file }: { readonly name: string; readonly entries: number; readonly file: Bytes }, progress: (read: number) => void): Promise<Taken> {
    await this.#demand({ do: 'begin', key, name, entries });
    try {
      for await (const bytes of unzipped(new Blob([file]).stream())) progress(entriesOf(await this.#demand({ do: 'piece', key, bytes })).entries);
      return entriesOf(await this.#demand({ do: 'finish', key }));
    } catch (error) {
      await this.end(key);
      throw error;
    }
  }

  async end(key: string): Promise<void> {
    await this.#demand({ do: 'end', key });
  }

  /** The hits of each, best first. */
  async screen(asked: readonly Asked[], limit: number, threshold: number): Promise<readonly (readonly ListHit[])[]> {
    const answer = await this.#demand({ do: 'screen', asked, limit, threshold });
    return 'hits' in answer ? answer.hits : [];
  }

  async #demand(job: ListJob): Promise<ListAnswer> {
    const answer = await this.#ask(job);
    if (!('code' in answer)) return answer;
    if (answer.code === 'fault') throw new Error(answer.detail);
    throw new ProtocolError(answer.code, answer.detail);
  }
}

function entriesOf(answer: ListAnswer): Taken {
  return 'entries' in answer ? answer : { entries: 0, analysed: false };
}
