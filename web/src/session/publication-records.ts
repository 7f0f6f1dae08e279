/**
 * What publications and offers say: their documents from the server, each held against the hash that the register
 * names, and kept sealed in this browser, so that what was read once opens without a line.
 */
import { signal, type Signal } from '@preact/signals';
import { mayRead } from '../protocol/access.ts';
import type { Bytes } from '../protocol/bytes.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { decodePublication, type Named, type RecordOf, type Sort } from '../protocol/publications.ts';
import { failureFrom, Refusal } from './failures.ts';
import { toSeconds } from './form.ts';
import type { NoticeGround } from './notices.ts';
import type { RecordView } from './publication-model.ts';
import type { Server } from './server.ts';

const PREFIX = 'document/';
/** So many are asked for at a time. */
const TOGETHER = 4;

/** A version, an offer or a retirement, as far as its document goes. */
export type Readable = Named & { readonly document: string | null };

type View = RecordView<RecordOf<Sort>>;

interface Asked {
  readonly of: Readable & { readonly document: string };
  readonly view: Signal<View>;
  loading: Promise<RecordOf<Sort>> | undefined;
}

export class PublicationRecords {
  readonly #asked = new Map<string, Asked>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #closed = false;
  readonly #server: Server;
  readonly #ground: NoticeGround;

  constructor(server: Server, ground: NoticeGround) {
    this.#server = server;
    this.#ground = ground;
  }

  close(): void {
    this.#closed = true;
    this.#asked.clear();
  }

  /** The same signal for the same document; asked for a moment after it was first looked at, so also from a computed. */
  view(of: Readable): Signal<View> {
    const { document } = of;
    if (document === null) return signal<View>({ state: 'absent' });
    const asked = this.#entry({ ...of, document });
    if (asked.loading === undefined && asked.view.peek().state === 'loading') queueMicrotask(() => void this.#load(asked).catch(() => undefined));
    return asked.view;
  }

  #entry(of: Asked['of']): Asked {
    let asked = this.#asked.get(of.document);
    if (asked === undefined) {
      asked = { of, view: signal<View>({ state: 'loading' }), loading: undefined };
      this.#asked.set(of.document, asked);
    }
    return asked;
  }

  /** @throws Refusal not_found where it is not there, or not open to me */
  async read<S extends Sort>(of: Readable & { readonly shelf: S }): Promise<RecordOf<S>> {
    const { document } = of;
    if (document === null) throw new Refusal({ code: 'not_found' });
    return (await this.#load(this.#entry({ ...of, document }))) as RecordOf<S>;
  }

  /** What could not be had is asked for again: the line is back, or the register has moved. */
  again(): void {
    for (const asked of this.#asked.values()) {
      const { state } = asked.view.peek();
      if (state === 'failed' || state === 'absent') void this.#load(asked).catch(() => undefined);
    }
  }

  /** What this person may not read any more goes from this browser. */
  async sweep(): Promise<void> {
    const { local } = this.#ground.parts();
    for (const name of await local.rows.names(PREFIX)) {
      if (!this.#mayRead(name.slice(PREFIX.length))) await local.rows.delete(name);
    }
  }

  #mayRead(document: string): boolean {
    const { directory } = this.#ground.parts().register;
    return mayRead({ directory, keyid: this.#ground.keys.keyset.keyid, at: toSeconds(this.#ground.now.peek()) }, document);
  }

  #load(asked: Asked): Promise<RecordOf<Sort>> {
    const { view } = asked;
    const known = view.peek();
    if (known.state === 'ready') return Promise.resolve(known.value);
    asked.loading ??= this.#inTurn(() => this.#fetch(asked)).finally(() => {
      asked.loading = undefined;
    });
    return asked.loading;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= TOGETHER) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #fetch({ of, view }: Asked): Promise<RecordOf<Sort>> {
    try {
      const value = await this.#decoded(of);
      if (!this.#closed) view.value = { state: 'ready', value };
      return value;
    } catch (error) {
      const failure = failureFrom(error);
      if (!this.#closed) view.value = failure.code === 'not_found' ? { state: 'absent' } : { state: 'failed', failure };
      throw error;
    }
  }

  async #decoded(of: Asked['of']): Promise<RecordOf<Sort>> {
    const { local, rounds } = this.#ground.parts();
    if (this.#ground.blocked()) throw new Refusal({ code: 'blocked' });
    const kept = await local.get(PREFIX + of.document);
    if (kept !== undefined) return decodePublication(of, kept, of.document);
    if (!this.#mayRead(of.document)) throw new Refusal({ code: 'not_found' });
    const { bytes } = await this.#server.call({ method: 'GET', path: `/documents/${of.document}` });
    try {
      const value = decodePublication(of, bytes, of.document);
      await this.keep(of.document, bytes);
      return value;
    } catch (error) {
      // Bytes that are not those which the register names are the server's lie. What is wrong inside, its issuer signed.
      if (error instanceof ProtocolError && error.code === 'wrong_record') await rounds.block(error);
      throw error;
    }
  }

  /** What was verified, or made here. */
  async keep(document: string, bytes: Bytes): Promise<void> {
    await this.#ground.parts().local.put(PREFIX + document, bytes).catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error; // a full disk: it is read from the server next time
    });
  }
}
