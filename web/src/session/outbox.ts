/** What is on its way out. For ten seconds nothing has left and it can be undone; then it goes, and it goes once (carrier.ts). */
import { signal } from '@preact/signals';
import { Carrier, type Parcel, type Roads } from './carrier.ts';
import type { Drafts } from './drafts.ts';
import { failureFrom, isOffline, Refusal } from './failures.ts';
import type { Files, StagedFile } from './files.ts';
import { draftBody } from './letter.ts';
import type { Local } from './local.ts';
import type { Draft, Failure, OfficeRef, Outgoing } from './model.ts';
import type { Ports } from './ports.ts';
import type { Sender } from './sender.ts';

export const UNDO_MS = 10_000;
const RETRY_MS = 15_000;
export const SHOW_SENT_MS = 6_000;

interface Row extends Parcel {
  readonly draft: Draft;
  readonly leavesAt: number;
}

interface Live extends Row {
  readonly state: Outgoing['state'];
  readonly failure?: Failure;
}

/** What the outbox asks of the desk. */
export interface Dispatch extends Roads {
  /** The hash of the request in this room that the reply answers, when there is one. */
  requestIn(room: string): string | null;
  lastIn(room: string): string | null;
  ref(office: string): OfficeRef;
}

export class Outbox {
  readonly #all = signal<ReadonlyMap<string, Live>>(new Map());
  readonly #timers = new Map<string, () => void>();
  #closed = false;
  readonly #local: Local;
  readonly #ports: Ports;
  readonly #drafts: Drafts;
  readonly #files: Files;
  readonly #carrier: Carrier;
  readonly #dispatch: Dispatch;

  constructor(local: Local, ports: Ports, parts: { drafts: Drafts; files: Files; sender: () => Promise<Sender>; dispatch: Dispatch }) {
    this.#local = local;
    this.#ports = ports;
    this.#drafts = parts.drafts;
    this.#files = parts.files;
    this.#carrier = new Carrier(parts.files, parts.sender, parts.dispatch);
    this.#dispatch = parts.dispatch;
  }

  /** Reads a signal. */
  views(): readonly Outgoing[] {
    return [...this.#all.value.values()].map((live) => this.#view(live));
  }

  holds(draft: string): boolean {
    return this.#all.value.has(draft);
  }

  staged(): readonly StagedFile[] {
    return [...this.#all.peek().values()].flatMap(({ staged }) => staged);
  }

  #view({ draft, state, leavesAt, room, failure }: Live): Outgoing {
    const to = draft.to.map((office) => this.#dispatch.ref(office));
    return {
      draft: draft.id, subject: draft.subject, to, state, leavesAt,
      ...(room === null ? {} : { room }), ...(failure === undefined ? {} : { failure }),
    };
  }

  #set(live: Live): void {
    this.#all.value = new Map(this.#all.peek()).set(live.draft.id, live);
  }

  #remove(id: string): void {
    const rest = new Map(this.#all.peek());
    rest.delete(id);
    this.#all.value = rest;
  }

  async load(): Promise<void> {
    for (const name of await this.#local.rows.names('outbox/')) {
      const row = await this.#local.read<Row>(name);
      if (row === undefined) continue;
      this.#set({ ...row, state: 'holding' });
      this.#wait(row.draft.id, Math.max(0, row.leavesAt - this.#ports.clock.nowMs()));
    }
    await this.sweep();
  }

  /** Files of drafts that were discarded and that no undo can bring back. */
  async sweep(): Promise<void> {
    const wanted = new Set([...this.#drafts.fileIds(), ...this.staged().map(({ id }) => id), ...(await this.#errandFiles())]);
    const rows = [...(await this.#local.rows.names('staged/')), ...(await this.#local.rows.names('sealed/'))];
    for (const id of new Set(rows.map((name) => name.split('/')[1] ?? ''))) if (!wanted.has(id)) await this.#files.forget(id);
  }

  /** What goes with notices has an outbox of its own (errands.ts). */
  async #errandFiles(): Promise<string[]> {
    const rows = await Promise.all((await this.#local.rows.names('errand/')).map((name) => this.#local.read<{ files: string[] }>(name)));
    return rows.flatMap((row) => row?.files ?? []);
  }

  async send(draft: Draft, staged: readonly StagedFile[]): Promise<Outgoing> {
    const room = draft.room ?? null;
    const live: Live = {
      draft, staged, room, sealed: [], signed: null, leavesAt: this.#ports.clock.nowMs() + UNDO_MS, state: 'holding',
    };
    await this.#keep(live);
    this.#wait(draft.id, UNDO_MS);
    return this.#view(live);
  }

  async undo(id: string): Promise<void> {
    const live = this.#all.peek().get(id);
    if (live === undefined || (live.state !== 'holding' && live.state !== 'failed')) throw new Refusal({ code: 'too_late' });
    this.#cancel(id);
    this.#remove(id);
    await this.#local.rows.delete(rowOf(id));
  }

  /** Whatever waits for a connection, or failed, goes again. */
  again(): void {
    for (const live of this.#all.peek().values()) {
      if (live.state === 'waiting_for_connection' || live.state === 'failed') this.#wait(live.draft.id, 0);
    }
  }

  close(): void {
    this.#closed = true;
    for (const id of [...this.#timers.keys()]) this.#cancel(id);
  }

  #cancel(id: string): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }

  #wait(id: string, ms: number): void {
    this.#cancel(id);
    this.#timers.set(id, this.#ports.clock.after(ms, () => {
      this.#timers.delete(id);
      // One tab at a time, or two tabs would both send what one of them kept.
      void this.#ports.exclusive.run('outbox', () => this.#go(id));
    }));
  }

  async #keep(live: Live): Promise<Live> {
    const { draft, staged, leavesAt, room, sealed, signed } = live;
    await this.#local.write(rowOf(draft.id), { draft, staged, leavesAt, room, sealed, signed } satisfies Row);
    this.#set(live);
    return live;
  }

  async #go(id: string): Promise<void> {
    const kept = await this.#local.read<Row>(rowOf(id));
    if (this.#closed || kept === undefined) {
      if (kept === undefined) this.#remove(id); // another tab has sent it
      return;
    }
    const live: Live = { ...kept, state: 'sending' };
    this.#set(live);
    try {
      await this.#finish(await this.#deliver(live));
    } catch (error) {
      this.#failed(id, error);
    }
  }

  #failed(id: string, error: unknown): void {
    const live = this.#all.peek().get(id);
    if (live === undefined || this.#closed) return;
    if (isOffline(error) || (error instanceof Refusal && error.failure.code === 'expired')) {
      this.#set({ ...live, state: 'waiting_for_connection' });
      this.#wait(id, RETRY_MS);
    } else {
      this.#set({ ...live, state: 'failed', failure: failureFrom(error) });
    }
  }

  #deliver(live: Live): Promise<Live> {
    const { to, handling, room } = live.draft;
    return this.#carrier.carry(live, {
      to, floor: handling, home: room ?? null,
      message: (parcel) => this.#message(parcel),
      keep: (parcel) => this.#keep(parcel),
    });
  }

  #message({ draft, room, sealed }: Live) {
    const request = room === null ? null : this.#dispatch.requestIn(room);
    const re = draft.answer !== null ? request : room === null ? null : this.#dispatch.lastIn(room);
    const to = draft.to[0] ?? '';
    const clock = draft.request !== null
      ? { act: 'open' as const, urgency: draft.request.urgency, to }
      : draft.answer !== null && re !== null ? { act: 'answer' as const, of: re } : null;
    return { body: draftBody(draft, to, re, sealed), clock, files: sealed };
  }

  async #finish(live: Live): Promise<void> {
    this.#set({ ...live, state: 'sent' });
    const looked = await this.#dispatch.sync().then(() => true, () => false); // seeing it in the room can wait
    // Confirmed and not shown blocks its room; what was written stays with its author.
    if (looked && !this.#dispatch.has(live.room ?? '', live.signed?.last ?? '')) throw new Refusal({ code: 'blocked' });
    await this.#local.rows.delete(rowOf(live.draft.id));
    await this.#drafts.sent(live.draft.id);
    for (const file of live.staged) await this.#files.forget(file.id);
    this.#ports.clock.after(SHOW_SENT_MS, () => {
      this.#remove(live.draft.id);
    });
  }
}

function rowOf(id: string): string {
  return `outbox/${id}`;
}
