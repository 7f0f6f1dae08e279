/**
 * What is on its way out. For ten seconds nothing has left and it can be undone; then it goes, and it goes
 * once: what was signed is kept sealed before it is posted, so that after a lost answer or a killed tab the
 * very same bytes are posted again, which the server answers alike.
 */
import { signal } from '@preact/signals';
import { fromB64, toB64 } from '../protocol/bytes.ts';
import { MOVED } from './delivery.ts';
import type { Drafts } from './drafts.ts';
import { failureFrom, isOffline, Refusal, serverCode } from './failures.ts';
import type { Files, SealedFile, StagedFile } from './files.ts';
import { draftBody } from './letter.ts';
import type { Local } from './local.ts';
import type { Draft, Failure, OfficeRef, Outgoing } from './model.ts';
import type { Ports } from './ports.ts';
import type { PreparedEntries, Sender } from './sender.ts';

export const UNDO_MS = 10_000;
const RETRY_MS = 15_000;
const SHOW_SENT_MS = 6_000;
const TRIES = 6;

interface Row {
  readonly draft: Draft;
  readonly staged: readonly StagedFile[];
  readonly leavesAt: number;
  readonly room: string | null;
  readonly sealed: readonly SealedFile[];
  /** Signed and perhaps posted. */
  readonly signed: { readonly frames: readonly string[]; readonly last: string; readonly opens: boolean; readonly message: boolean } | null;
}

interface Live extends Row {
  readonly state: Outgoing['state'];
  readonly failure?: Failure;
}

/** What the outbox asks of the desk. */
export interface Dispatch {
  /** Brings register and rooms up to date; raises when that fails or something is blocked. */
  sync(): Promise<void>;
  /** While nothing is being verified. */
  quietly<T>(work: () => Promise<T>): Promise<T>;
  has(room: string, entry: string): boolean;
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
  readonly #sender: () => Promise<Sender>;
  readonly #dispatch: Dispatch;

  /** `sender` is asked each time: who moves to another office writes for that one, whatever waits here. */
  constructor(local: Local, ports: Ports, parts: { drafts: Drafts; files: Files; sender: () => Promise<Sender>; dispatch: Dispatch }) {
    this.#local = local;
    this.#ports = ports;
    this.#drafts = parts.drafts;
    this.#files = parts.files;
    this.#sender = parts.sender;
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
    const wanted = new Set([...this.#drafts.fileIds(), ...this.staged().map(({ id }) => id)]);
    const rows = [...(await this.#local.rows.names('staged/')), ...(await this.#local.rows.names('sealed/'))];
    for (const id of new Set(rows.map((name) => name.split('/')[1] ?? ''))) if (!wanted.has(id)) await this.#files.forget(id);
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

  async #deliver(start: Live): Promise<Live> {
    let live = start;
    for (let tries = 1; ; tries++) {
      try {
        await this.#dispatch.sync();
        live = this.#all.peek().get(live.draft.id) ?? live;
        return await this.#step(live);
      } catch (error) {
        if (!MOVED.includes(serverCode(error)) || tries >= TRIES) throw error;
        live = await this.#keep(unsigned(this.#all.peek().get(live.draft.id) ?? live));
      }
    }
  }

  async #step(start: Live): Promise<Live> {
    let live = start;
    if (live.signed !== null) {
      live = await this.#post(live);
      if (live.signed?.message === true) return live;
    }
    if (live.room === null) {
      const first = live.staged.length === 0 ? this.#message(live) : null;
      const opening = live;
      const sender = await this.#sender();
      const prepared = await this.#dispatch.quietly(() => sender.openRoom(opening.draft.to, opening.draft.handling, first));
      live = await this.#post(await this.#sign(live, prepared, true, first !== null));
      if (first !== null) return live;
      await this.#dispatch.sync();
    }
    live = await this.#upload(live);
    const ready = live;
    const sender = await this.#sender();
    const prepared = await this.#dispatch.quietly(() => sender.append(ready.room ?? '', this.#message(ready)));
    return this.#post(await this.#sign(live, prepared, false, true));
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

  async #upload(start: Live): Promise<Live> {
    let live = start;
    for (const file of live.staged) {
      const known = live.sealed.find(({ id }) => id === file.id);
      if (known?.uploaded === true) continue;
      const sealed = known ?? (await this.#files.seal(file, live.room ?? ''));
      live = await this.#keep({ ...live, sealed: [...live.sealed.filter(({ id }) => id !== file.id), sealed] });
      await this.#files.upload(sealed);
      const uploaded = { ...sealed, uploaded: true };
      live = await this.#keep({ ...live, sealed: [...live.sealed.filter(({ id }) => id !== file.id), uploaded] });
    }
    return live;
  }

  async #sign(live: Live, prepared: PreparedEntries, opens: boolean, message: boolean): Promise<Live> {
    const frames = prepared.frames.map((frame) => toB64(frame));
    return this.#keep({ ...live, room: prepared.room, signed: { frames, last: prepared.last, opens, message } });
  }

  /** Posts what was signed, or finds it already there. */
  async #post(live: Live): Promise<Live> {
    const { signed, room } = live;
    if (signed === null || room === null) return live;
    if (!this.#dispatch.has(room, signed.last)) {
      const frames = signed.frames.map((frame) => fromB64(frame) ?? new Uint8Array(0));
      await (await this.#sender()).post(room, frames, signed.opens);
    }
    return signed.message ? live : this.#keep({ ...live, signed: null });
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

/** To be signed again. A room that never came to be gets another id, and files are sealed for a room. */
function unsigned(live: Live): Live {
  if (live.signed?.opens !== true) return { ...live, signed: null };
  return { ...live, signed: null, room: live.draft.room ?? null, sealed: [] };
}

function rowOf(id: string): string {
  return `outbox/${id}`;
}
