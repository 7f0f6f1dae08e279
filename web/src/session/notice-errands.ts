/**
 * What goes with notices and has begun to leave: drafts to the secretariat with their statement, diffusions, hits.
 *
 * Each is kept sealed in this browser from before its first byte leaves until its last has landed: after a lost line
 * or a killed tab it goes on where it was, at the next start, and once (carrier.ts; a record is in the register once).
 */
import { signal } from '@preact/signals';
import type { JsonObject } from '../protocol/canonical.ts';
import type { StatementOf } from '../protocol/statements.ts';
import type { Parcel } from './carrier.ts';
import { failureFrom, isOffline, Refusal } from './failures.ts';
import type { StagedFile } from './files.ts';
import { attachmentBody } from './letter.ts';
import type { Failure, Tlp } from './model.ts';
import type { NoticeErrand } from './notice-model.ts';
import type { NoticeGround } from './notices.ts';
import type { Ports } from './ports.ts';

const PREFIX = 'errand/';
const RETRY_MS = 15_000;

/** What the lead signs once the draft is with the secretariat. */
export type Asked = Pick<StatementOf<'notice'>, 'country' | 'colour' | 'variant' | 'record' | 'until' | 'amends'>;

/** One message that a room of its own begins with, and the statement that follows it, if any. */
export interface Order {
  readonly kind: NoticeErrand['kind'];
  /** The draft, or the notice. */
  readonly of: string;
  readonly title: string;
  /** What the person said: the same again is the same errand. */
  readonly mark: string;
  readonly to: readonly string[];
  readonly tlp: Tlp;
  /** Without its attachments. */
  readonly body: JsonObject;
  readonly notice: Asked | null;
}

/** The room, and the hash of the statement where one was signed. */
export interface Done {
  readonly room: string;
  readonly notice: string;
}

interface Row extends Order, Parcel {
  readonly id: string;
  /** Files that go along; until all of them are staged, the errand has not begun. */
  readonly files: readonly string[];
  /** Finished in a tab where nobody waited for it: another may still ask. */
  readonly done: Done | null;
}

interface Live extends Row {
  readonly state: NoticeErrand['state'];
  readonly failure?: Failure;
}

type Waiter = { resolve(done: Done): void; reject(error: unknown): void };

export class NoticeErrands {
  readonly #all = signal<ReadonlyMap<string, Live>>(new Map());
  readonly #waiting = new Map<string, Waiter[]>();
  readonly #timers = new Map<string, () => void>();
  #closed = false;
  readonly #ports: Ports;
  readonly #ground: NoticeGround;
  readonly #sign: (asked: Asked) => Promise<string>;
  readonly #finished: (order: Order) => Promise<void>;

  /** `sign` asks once, however often it is called for the same record; `finished` hears of each that has landed. */
  constructor(ports: Ports, ground: NoticeGround, sign: (asked: Asked) => Promise<string>, finished: (order: Order) => Promise<void>) {
    this.#ports = ports;
    this.#ground = ground;
    this.#sign = sign;
    this.#finished = finished;
  }

  /** Reads a signal. */
  views(): readonly NoticeErrand[] {
    return [...this.#all.value.values()].map(({ id, kind, of, title, state, failure }) => ({ id, kind, of, title, state, ...(failure ? { failure } : {}) }));
  }

  /** What an earlier visit, or another tab, has begun. */
  async load(): Promise<void> {
    const { local } = this.#ground.parts();
    for (const name of await local.rows.names(PREFIX)) {
      const row = await local.read<Row>(name);
      if (row !== undefined && !this.#all.peek().has(row.id)) this.#start(row.id, 0);
    }
  }

  /** Until it has landed: off-line it waits for the line. The same order again joins the one under way. */
  async run(order: Order, files: readonly File[]): Promise<Done> {
    const same = [...this.#all.peek().values()].filter(({ kind, of }) => kind === order.kind && of === order.of);
    const known = same.find(({ mark }) => mark === order.mark);
    if (known !== undefined) {
      if (known.state !== 'sending') this.#start(known.id, 0);
      return this.#landing(known.id);
    }
    for (const { id, state } of same) if (state === 'failed') await this.giveUp(id);
    const id = this.#ground.parts().files.newId();
    const row: Row = { ...order, id, files: files.map(() => this.#ground.parts().files.newId()), done: null, room: null, staged: [], sealed: [], signed: null };
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

  #set(live: Live): void {
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

  async #keep(live: Live): Promise<Live> {
    await this.#ground.parts().local.write(PREFIX + live.id, rowOf(live));
    this.#set(live);
    return live;
  }

  /** Files are taken in first: what is on its way must not need the page that they were chosen in. */
  async #begin(row: Row, chosen: readonly File[]): Promise<void> {
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
    const row = await this.#ground.parts().local.read<Row>(PREFIX + id);
    if (row === undefined || row.done !== null || row.staged.length < row.files.length) {
      await this.#drop(id, row?.files ?? []); // finished elsewhere, or killed before its files were here: nothing has left
      const done = row?.done;
      this.#settle(id, (waiter) => { if (done) waiter.resolve(done); else waiter.reject(new Refusal({ code: 'cancelled' })); });
      return;
    }
    const live: Live = { ...row, state: 'sending' };
    this.#set(live);
    try {
      await this.#finish(live, await this.#carry(live));
    } catch (error) {
      this.#failed(id, error);
    }
  }

  async #carry(live: Live): Promise<Done> {
    if (this.#ground.blocked()) throw new Refusal({ code: 'blocked' });
    const { rounds, files, book } = this.#ground.parts();
    const { parts } = await this.#ground.pen();
    const carrier = new parts.Carrier(files, async () => (await this.#ground.pen()).sender, {
      sync: () => rounds.sync(),
      quietly: (work) => rounds.run(work),
      has: (room, entry) => book.find(room)?.has(entry) === true,
    });
    const { room, signed } = await carrier.carry(live, {
      to: live.to, floor: live.tlp, home: null,
      message: ({ body, sealed }) => ({ body: { ...body, attachments: sealed.map(attachmentBody) }, clock: null, files: sealed }),
      keep: (parcel) => this.#keep(parcel),
    });
    await rounds.sync();
    // Confirmed and not shown blocks its room; nothing is asked for on the strength of it.
    if (book.find(room ?? '')?.has(signed?.last ?? '') !== true) throw new Refusal({ code: 'blocked' });
    return { room: room ?? '', notice: live.notice === null ? '' : await this.#sign(live.notice) };
  }

  async #finish(live: Live, done: Done): Promise<void> {
    await this.#finished(live);
    await this.#drop(live.id, live.files);
    if (!this.#waiting.has(live.id)) {
      const rest = { body: {}, mark: '', title: '', files: [], staged: [], sealed: [], signed: null };
      await this.#ground.parts().local.write(PREFIX + live.id, rowOf({ ...live, ...rest, done }));
    }
    this.#settle(live.id, (waiter) => { waiter.resolve(done); });
    this.#ground.parts().rounds.ask();
  }

  async #drop(id: string, files: readonly string[]): Promise<void> {
    const { local, files: transfers } = this.#ground.parts();
    await local.rows.delete(PREFIX + id);
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
function rowOf({ id, kind, of, title, mark, to, tlp, body, notice, files, done, room, staged, sealed, signed }: Row): Row {
  return { id, kind, of, title, mark, to, tlp, body, notice, files, done, room, staged, sealed, signed };
}
