/**
 * What goes with notices and publications and has begun to leave: a message into a room, a statement, or both.
 *
 * Each is kept sealed in this browser from before its first byte leaves until its last has landed: after a lost line
 * or a killed tab it goes on where it was, at the next start, and once (carrier.ts; a statement's owner finds the one
 * that stands already).
 */
import { signal } from '@preact/signals';
import type { JsonObject } from '../protocol/canonical.ts';
import type { Parcel } from './carrier.ts';
import { failureFrom, isOffline, Refusal } from './failures.ts';
import type { StagedFile } from './files.ts';
import { attachmentBody } from './letter.ts';
import type { Failure, Tlp } from './model.ts';
import type { NoticeGround } from './notices.ts';
import type { Ports } from './ports.ts';

const RETRY_MS = 15_000;

/** Where a message goes, and what it says. */
export interface Letter {
  readonly to: readonly string[];
  /** The room in which it is written; null where it opens one. */
  readonly home: string | null;
  readonly tlp: Tlp;
  /** Without its attachments. */
  readonly body: JsonObject;
}

/** A message, and the statement that follows it, if any: `asked` is for who signs. */
export interface Order<K extends string, A> {
  readonly kind: K;
  /** What it is about. */
  readonly of: string;
  readonly title: string;
  /** What the person said: the same again is the same errand. */
  readonly mark: string;
  readonly letter: Letter | null;
  readonly asked: A;
}

/** The room, and the hash of the statement; empty where there is none. */
export interface Done {
  readonly room: string;
  readonly hash: string;
}

/** As screens see it. */
export interface Errand<K extends string> {
  readonly id: string;
  readonly kind: K;
  readonly of: string;
  readonly title: string;
  readonly state: 'sending' | 'waiting_for_connection' | 'failed';
  readonly failure?: Failure;
}

/** What errands ask of their owner. */
export interface Owner<K extends string, A> {
  /** Signs once, however often it is called for the same order. Its hash; empty where nothing is signed. */
  sign(order: Order<K, A>): Promise<string>;
  /** It has landed. */
  finished(order: Order<K, A>): Promise<void>;
}

interface Row<K extends string, A> extends Order<K, A>, Parcel {
  readonly id: string;
  /** Files that go along; until all of them are staged, the errand has not begun. */
  readonly files: readonly string[];
  /** Finished in a tab where nobody waited for it: another may still ask. */
  readonly done: Done | null;
}

interface Live<K extends string, A> extends Row<K, A> {
  readonly state: Errand<K>['state'];
  readonly failure?: Failure;
}

type Waiter = { resolve(done: Done): void; reject(error: unknown): void };

export class Errands<K extends string, A> {
  readonly #all = signal<ReadonlyMap<string, Live<K, A>>>(new Map());
  readonly #waiting = new Map<string, Waiter[]>();
  readonly #timers = new Map<string, () => void>();
  #closed = false;
  readonly #ports: Ports;
  readonly #ground: NoticeGround;
  readonly #prefix: string;
  readonly #owner: Owner<K, A>;

  /** Rows of this browser under `prefix`. */
  constructor(ports: Ports, ground: NoticeGround, prefix: string, owner: Owner<K, A>) {
    this.#ports = ports;
    this.#ground = ground;
    this.#prefix = prefix;
    this.#owner = owner;
  }

  /** Reads a signal. */
  views(): readonly Errand<K>[] {
    return [...this.#all.value.values()].map(({ id, kind, of, title, state, failure }) => ({ id, kind, of, title, state, ...(failure ? { failure } : {}) }));
  }

  /** What an earlier visit, or another tab, has begun. */
  async load(): Promise<void> {
    const { local } = this.#ground.parts();
    for (const name of await local.rows.names(this.#prefix)) {
      const row = await local.read<Row<K, A>>(name);
      if (row !== undefined && !this.#all.peek().has(row.id)) this.#start(row.id, 0);
    }
  }

  /** Until it has landed: off-line it waits for the line. The same order again joins the one under way. */
  async run(order: Order<K, A>, files: readonly File[]): Promise<Done> {
    const same = [...this.#all.peek().values()].filter(({ kind, of }) => kind === order.kind && of === order.of);
    const known = same.find(({ mark }) => mark === order.mark);
    if (known !== undefined) {
      if (known.state !== 'sending') this.#start(known.id, 0);
      return this.#landing(known.id);
    }
    for (const { id, state } of same) if (state === 'failed') await this.giveUp(id);
    const id = this.#ground.parts().files.newId();
    const row: Row<K, A> = { ...order, id, files: files.map(() => this.#ground.parts().files.newId()), done: null, room: order.letter?.home ?? null, staged: [], sealed: [], signed: null };
    const landing = this.#landing(id);
    this.#set({ ...row, state: 'sending' });
    void this.#alone(() => this.#begin(row, files));
    return landing;
  }

  /** What waits for the line, and what a block held up. */
  again(): void {
    for (const { id, state, failure } of this.#all.peek().values()) {
      if (state === 'waiting_for_connection' || failure?.code === 'blocked') this.#start(id, 0);
    }
  }

  tryAgain(id: string): void {
    if (this.#all.peek().get(id)?.state !== 'sending') this.#start(id, 0);
  }

  /** What has left has left; the rest does not. @throws Refusal while it is under way */
  async giveUp(id: string): Promise<void> {
    const live = this.#all.peek().get(id);
    if (live?.state === 'sending') throw new Refusal({ code: 'too_late' });
    this.#cancel(id);
    await this.#drop(id, live?.files ?? []);
    this.#settle(id, (waiter) => { waiter.reject(new Refusal({ code: 'cancelled' })); });
  }

  close(): void {
    this.#closed = true;
    for (const id of [...this.#timers.keys()]) this.#cancel(id);
  }

  #landing(id: string): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), { resolve, reject }]);
    });
  }

  #settle(id: string, tell: (waiter: Waiter) => void): void {
    for (const waiter of this.#waiting.get(id) ?? []) tell(waiter);
    this.#waiting.delete(id);
  }

  #set(live: Live<K, A>): void {
    if (!this.#closed) this.#all.value = new Map(this.#all.peek()).set(live.id, live);
  }

  #cancel(id: string): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }

  /** One tab at a time, or two would both send what one of them kept. */
  #alone(work: () => Promise<void>): Promise<void> {
    return this.#ports.exclusive.run('errands', work).catch(() => undefined); // locked meanwhile: it goes on at the next start
  }

  #start(id: string, ms: number): void {
    this.#cancel(id);
    this.#timers.set(id, this.#ports.clock.after(ms, () => {
      this.#timers.delete(id);
      void this.#alone(() => this.#go(id));
    }));
  }

  async #keep(live: Live<K, A>): Promise<Live<K, A>> {
    await this.#ground.parts().local.write(this.#prefix + live.id, rowOf(live));
    this.#set(live);
    return live;
  }

  /** Files are taken in first: what is on its way must not need the page that they were chosen in. */
  async #begin(row: Row<K, A>, chosen: readonly File[]): Promise<void> {
    const { files } = this.#ground.parts();
    try {
      await this.#keep({ ...row, state: 'sending' });
      const staged: StagedFile[] = [];
      for (const [n, file] of chosen.entries()) staged.push(await files.stage(file, row.files[n] ?? ''));
      await this.#keep({ ...row, staged, state: 'sending' });
    } catch (error) {
      await this.#drop(row.id, row.files);
      this.#settle(row.id, (waiter) => { waiter.reject(error); });
      return;
    }
    await this.#go(row.id);
  }

  async #go(id: string): Promise<void> {
    if (this.#closed) return;
    const row = await this.#ground.parts().local.read<Row<K, A>>(this.#prefix + id);
    if (row === undefined || row.done !== null || row.staged.length < row.files.length) {
      await this.#drop(id, row?.files ?? []); // finished elsewhere, or killed before its files were here: nothing has left
      const done = row?.done;
      this.#settle(id, (waiter) => { if (done) waiter.resolve(done); else waiter.reject(new Refusal({ code: 'cancelled' })); });
      return;
    }
    const live: Live<K, A> = { ...row, state: 'sending' };
    this.#set(live);
    try {
      await this.#finish(live, await this.#carry(live));
    } catch (error) {
      this.#failed(id, error);
    }
  }

  async #carry(live: Live<K, A>): Promise<Done> {
    if (this.#ground.blocked()) throw new Refusal({ code: 'blocked' });
    const room = live.letter === null ? '' : await this.#send(live, live.letter);
    return { room, hash: await this.#owner.sign(live) };
  }

  async #send(live: Live<K, A>, { to, home, tlp, body }: Letter): Promise<string> {
    const { rounds, files, book } = this.#ground.parts();
    const { parts } = await this.#ground.pen();
    const carrier = new parts.Carrier(files, async () => (await this.#ground.pen()).sender, {
      sync: () => rounds.sync(),
      quietly: (work) => rounds.run(work),
      has: (room, entry) => book.find(room)?.has(entry) === true,
    });
    const { room, signed } = await carrier.carry(live, {
      to, floor: tlp, home,
      message: ({ sealed }) => ({ body: { ...body, attachments: sealed.map(attachmentBody) }, clock: null, files: sealed }),
      keep: (parcel) => this.#keep(parcel),
    });
    await rounds.sync();
    // Confirmed and not shown blocks its room; nothing is asked for on the strength of it.
    if (book.find(room ?? '')?.has(signed?.last ?? '') !== true) throw new Refusal({ code: 'blocked' });
    return room ?? '';
  }

  async #finish(live: Live<K, A>, done: Done): Promise<void> {
    await this.#owner.finished(live);
    await this.#drop(live.id, live.files);
    if (!this.#waiting.has(live.id)) {
      const rest = { letter: null, mark: '', title: '', files: [], staged: [], sealed: [], signed: null };
      await this.#ground.parts().local.write(this.#prefix + live.id, rowOf({ ...live, ...rest, done }));
    }
    this.#settle(live.id, (waiter) => { waiter.resolve(done); });
    this.#ground.parts().rounds.ask();
  }

  async #drop(id: string, files: readonly string[]): Promise<void> {
    const { local, files: transfers } = this.#ground.parts();
    await local.rows.delete(this.#prefix + id);
    for (const file of files) await transfers.forget(file);
    const rest = new Map(this.#all.peek());
    rest.delete(id);
    this.#all.value = rest;
  }

  #failed(id: string, error: unknown): void {
    const live = this.#all.peek().get(id);
    if (live === undefined || this.#closed) return;
    if (isOffline(error) || (error instanceof Refusal && error.failure.code === 'expired')) {
      this.#set({ ...live, state: 'waiting_for_connection' });
      this.#start(id, RETRY_MS);
      return;
    }
    this.#set({ ...live, state: 'failed', failure: failureFrom(error) });
    this.#settle(id, (waiter) => { waiter.reject(error); });
  }
}

/** As it rests in this browser. */
function rowOf<K extends string, A>({ id, kind, of, title, mark, letter, asked, files, done, room, staged, sealed, signed }: Row<K, A>): Row<K, A> {
  return { id, kind, of, title, mark, letter, asked, files, done, room, staged, sealed, signed };
}
