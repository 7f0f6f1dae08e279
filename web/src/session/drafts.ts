/**
 * What is being written: sealed in this browser within a second of a keystroke, sealed on the server within
 * ten, so that neither a killed tab nor another machine loses a sentence. A draft that was changed elsewhere
 * in between is a conflict that the person decides.
 */
import { signal } from '@preact/signals';
import { type Bytes, toB64, toHex } from '../protocol/bytes.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import { openDraft, type Owner, sealDraft } from '../protocol/vault.ts';
import { failureFrom, isOffline, Refusal, serverCode } from './failures.ts';
import type { Files, StagedFile } from './files.ts';
import type { Local } from './local.ts';
import type { Draft, DraftSaving, DraftView, FileName } from './model.ts';
import type { Ports } from './ports.ts';
import { bytesOf, type DraftAnswer, type Server } from './server.ts';
import type { Transfers } from './transfers.ts';

/** Among the drafts, and none: what somebody keeps about publications (reading.ts). */
export const READING_DRAFT = 'my-reading';
const LOCAL_AFTER_MS = 400;
export const SERVER_AFTER_MS = 6_000;
const RETRY_AFTER_MS = 15_000;

/** As it rests in this browser. `version` is the server's that it was made from; `sent` the revision last put there. */
interface Kept {
  readonly draft: Draft;
  readonly files: readonly StagedFile[];
  readonly version: number;
  readonly putRevision: number;
  /** Named by the draft on the server, and not here. */
  readonly elsewhere?: readonly FileName[];
}

interface Live extends Kept {
  readonly saving: DraftSaving;
}

export class Drafts {
  readonly #all = signal<ReadonlyMap<string, Live>>(new Map());
  readonly #timers = new Map<string, () => void>();
  readonly #discarded = new Map<string, Live>();
  /** Discarded or sent while the server may still be telling of them. */
  readonly #gone = new Set<string>();
  /** The version that is on its way to the server: when it is heard of from there, it is ours. */
  readonly #putting = new Map<string, number>();
  readonly #local: Local;
  readonly #server: Server;
  readonly #ports: Ports;
  readonly #files: Files;
  readonly #transfers: Transfers;
  readonly #owner: Owner;

  constructor(local: Local, server: Server, ports: Ports, files: Files, transfers: Transfers, owner: Owner) {
    this.#local = local;
    this.#server = server;
    this.#ports = ports;
    this.#files = files;
    this.#transfers = transfers;
    this.#owner = owner;
  }

  /** Reads a signal: whoever computes from it follows. Newest first. */
  views(): readonly DraftView[] {
    return [...this.#all.value.values()].reverse().map((live) => this.#view(live));
  }

  #view(live: Live): DraftView {
    const attachments = live.files.map(({ id, name, size, type }) => ({ id, name, size, type, transfer: this.#transfers.of(id) }));
    return { draft: live.draft, saving: live.saving, attachments, elsewhere: live.elsewhere ?? [] };
  }

  fileIds(): string[] {
    return [...this.#all.peek().values(), ...this.#discarded.values()].flatMap(({ files }) => files.map(({ id }) => id));
  }

  find(id: string): Kept | undefined {
    return this.#all.peek().get(id);
  }

  #get(id: string): Live {
    const live = this.#all.peek().get(id);
    if (live === undefined) throw new Refusal({ code: 'not_found' });
    return live;
  }

  #set(live: Live): void {
    this.#all.value = new Map(this.#all.peek()).set(live.draft.id, live);
  }

  /** What this browser kept, and then what the server has that this browser has not. */
  async load(): Promise<void> {
    for (const name of await this.#local.rows.names('draft/')) {
      const kept = await this.#local.read<Kept>(name);
      if (kept === undefined) continue;
      const everywhere = kept.version > 0 && kept.putRevision === kept.draft.revision;
      this.#set({ ...kept, saving: { state: everywhere ? 'saved' : 'saved_here', at: this.#ports.clock.nowMs() } });
    }
  }

  async pull(): Promise<void> {
    for (const answer of await this.#server.drafts()) await this.#pulled(answer);
    for (const live of this.#all.peek().values()) {
      if (live.putRevision < live.draft.revision && live.saving.state !== 'conflict') this.#later(live.draft.id, SERVER_AFTER_MS);
    }
  }

  async #pulled(answer: DraftAnswer): Promise<void> {
    if (answer.id === READING_DRAFT || this.#gone.has(answer.id) || this.#putting.get(answer.id) === answer.version) return;
    const seen = this.#all.peek().get(answer.id);
    if (seen !== undefined && seen.version >= answer.version) return;
    const { draft: other, files = [] } = await this.#openServer(answer);
    const known = this.#all.peek().get(answer.id);
    if (this.#gone.has(answer.id) || known?.version !== seen?.version) return; // moved on while it was opened
    const elsewhere = files.filter(({ id }) => known?.files.some((file) => file.id === id) !== true);
    const at = this.#ports.clock.nowMs();
    if (known === undefined || known.putRevision === known.draft.revision) {
      this.#set({ draft: other, files: known?.files ?? [], version: answer.version, putRevision: other.revision, elsewhere, saving: { state: 'saved', at } });
      return;
    }
    this.#set({ ...known, version: answer.version, elsewhere, saving: { state: 'conflict', other } });
  }

  create(start: Partial<Omit<Draft, 'id' | 'revision'>>): DraftView {
    const id = toHex(this.#ports.random.bytes(16));
    const draft: Draft = { to: [], subject: '', body: '', request: null, answer: null, handling: 'TLP:AMBER', ...start, id, revision: 0 };
    const live: Live = { draft, files: [], version: 0, putRevision: 0, saving: { state: 'empty' } };
    this.#set(live);
    return this.#view(live);
  }

  save(draft: Draft): DraftView {
    const live = this.#get(draft.id);
    if (live.saving.state === 'conflict') throw new Refusal({ code: 'conflict' });
    const changed: Live = { ...live, draft: { ...draft, revision: live.draft.revision + 1 }, saving: { state: 'saving' } };
    this.#set(changed);
    this.#soon(draft.id);
    return this.#view(changed);
  }

  keep(id: string, which: 'mine' | 'other'): DraftView {
    const live = this.#get(id);
    if (live.saving.state !== 'conflict') return this.#view(live);
    const draft = which === 'mine' ? live.draft : live.saving.other;
    const kept: Live = { ...live, draft: { ...draft, revision: live.draft.revision + 1 }, saving: { state: 'saving' } };
    this.#set(kept);
    this.#soon(id);
    return this.#view(kept);
  }

  addFile(id: string, file: StagedFile): void {
    const live = this.#get(id);
    // The same file as on the other device: now it is here.
    const elsewhere = (live.elsewhere ?? []).filter(({ name, size }) => name !== file.name || size !== file.size);
    this.#changeFiles({ ...live, elsewhere }, [...live.files, file]);
  }

  /** It was being read, and is now all there. */
  replaceFile(id: string, file: StagedFile): void {
    const live = this.#get(id);
    this.#changeFiles(live, live.files.map((other) => (other.id === file.id ? file : other)));
  }

  async removeFile(id: string, file: string): Promise<void> {
    const live = this.#get(id);
    const elsewhere = (live.elsewhere ?? []).filter(({ id: other }) => other !== file);
    this.#changeFiles({ ...live, elsewhere }, live.files.filter((other) => other.id !== file));
    await this.#files.forget(file);
  }

  #changeFiles(live: Live, files: readonly StagedFile[]): void {
    this.#set({ ...live, files, draft: { ...live.draft, revision: live.draft.revision + 1 }, saving: { state: 'saving' } });
    this.#soon(live.draft.id);
  }

  async discard(id: string): Promise<void> {
    const live = this.#get(id);
    this.#discarded.set(id, live);
    await this.#drop(id, live.version);
  }

  restore(id: string): void {
    const live = this.#discarded.get(id);
    if (live === undefined) throw new Refusal({ code: 'not_found' });
    this.#discarded.delete(id);
    this.#gone.delete(id);
    this.#set({ ...live, version: 0, putRevision: 0, saving: { state: 'saving' } });
    this.#soon(id);
  }

  /** It was sent: nothing of it is left, here or on the server. */
  async sent(id: string): Promise<void> {
    const live = this.#all.peek().get(id);
    if (live === undefined) return;
    await this.#drop(id, live.version);
    for (const file of live.files) await this.#files.forget(file.id);
  }

  async #drop(id: string, version: number): Promise<void> {
    for (const name of [`${id} here`, `${id} server`]) {
      this.#timers.get(name)?.();
      this.#timers.delete(name);
    }
    this.#gone.add(id);
    const rest = new Map(this.#all.peek());
    rest.delete(id);
    this.#all.value = rest;
    await this.#local.rows.delete(rowOf(id));
    if (version > 0) {
      await this.#server.deleteDraft(id).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error; // off-line: an old copy comes back at most as a draft
      });
    }
  }

  /** Before the page goes: what has not reached this browser's disk. */
  async flush(): Promise<void> {
    for (const live of this.#all.peek().values()) {
      if (live.saving.state === 'saving') await this.#keepHere(live);
    }
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** Save here soon, and on the server a little later. Neither is put off by the next keystroke. */
  #soon(id: string): void {
    this.#once(`${id} here`, LOCAL_AFTER_MS, async () => {
      const live = this.#all.peek().get(id);
      if (live?.saving.state === 'saving') await this.#keepHere(live);
    });
    this.#later(id, SERVER_AFTER_MS);
  }

  #later(id: string, ms: number): void {
    this.#once(`${id} server`, ms, async () => {
      const live = this.#all.peek().get(id);
      // One at a time: on a slow line the next one would meet what is on its way as somebody else's.
      if (live === undefined || live.saving.state === 'conflict' || this.#putting.has(id)) return;
      if (live.putRevision < live.draft.revision) await this.#put(live);
    });
  }

  #once(name: string, ms: number, work: () => Promise<void>): void {
    if (this.#timers.has(name)) return;
    this.#timers.set(name, this.#ports.clock.after(ms, () => {
      this.#timers.delete(name);
      work().catch((error: unknown) => {
        this.#failed(name.split(' ')[0] ?? '', error);
      });
    }));
  }

  #isUnchanged(live: Live): boolean {
    return this.#all.peek().get(live.draft.id)?.draft.revision === live.draft.revision;
  }

  async #keepHere(live: Live): Promise<void> {
    const { draft, files, version, putRevision, elsewhere = [] } = live;
    await this.#local.write(rowOf(draft.id), { draft, files, version, putRevision, elsewhere } satisfies Kept);
    if (this.#isUnchanged(live)) this.#set({ ...live, saving: { state: 'saved_here', at: this.#ports.clock.nowMs() } });
  }

  async #put(live: Live): Promise<void> {
    const version = live.version + 1;
    const { id } = live.draft;
    this.#putting.set(id, version);
    try {
      await this.#server.putDraft({ id, version, sealed: toB64(await this.#sealServer(live, version)) });
    } finally {
      this.#putting.delete(id);
    }
    const now = this.#all.peek().get(id);
    if (now === undefined) return;
    const unchanged = now.draft.revision === live.draft.revision;
    const saving: DraftSaving = unchanged ? { state: 'saved', at: this.#ports.clock.nowMs() } : now.saving;
    this.#set({ ...now, version, putRevision: live.draft.revision, saving });
    const { draft, files, elsewhere = [] } = now;
    await this.#local.write(rowOf(draft.id), { draft, files, version, putRevision: live.draft.revision, elsewhere } satisfies Kept);
    if (!unchanged) this.#soon(draft.id);
  }

  #failed(id: string, error: unknown): void {
    const live = this.#all.peek().get(id);
    if (live === undefined) return;
    if (serverCode(error) === 'stale_version') {
      void this.pull().catch(() => {
        this.#later(id, RETRY_AFTER_MS);
      });
      return;
    }
    // Off-line it is safe in this browser, which is what the screen says already.
    if (!isOffline(error)) this.#set({ ...live, saving: { state: 'failed', failure: failureFrom(error) } });
    this.#later(id, RETRY_AFTER_MS);
  }

  #sealServer(live: Live, version: number): Promise<Bytes> {
    // Attachments stay in the browser where they were chosen; their names go along, so that the other one can say so.
    const files = [...live.files, ...(live.elsewhere ?? [])].map(({ id, name, size, type }) => ({ id, name, size, type }));
    const content = JSON.parse(JSON.stringify({ v: 1, kind: 'draft', draft: live.draft, ...(files.length > 0 ? { files } : {}) })) as JsonObject;
    return sealDraft(this.#owner, { draft: live.draft.id, version }, content, this.#ports.random.bytes(32), this.#ports.random.bytes(24));
  }

  async #openServer({ id, version, sealed }: DraftAnswer): Promise<{ draft: Draft; files?: readonly FileName[] }> {
    return (await openDraft(this.#owner, { draft: id, version }, bytesOf(sealed))) as unknown as { draft: Draft; files?: readonly FileName[] };
  }
}

function rowOf(id: string): string {
  return `draft/${id}`;
}
