/**
 * The office's own lists in this browser (protocol/screening.md): fetched with the office's room, checked, kept sealed, and
 * compared off the main thread with names whose words the server has analysed. A list that cannot be read here is said by name; the rest goes on.
 */
import { signal } from '@preact/signals';
import { type Bytes, concat } from '../protocol/bytes.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { sourceOf, type Standing } from '../protocol/screening.ts';
import { ANALYSIS, type Word } from '../protocol/screening-files.ts';
import type { BodyOf } from '../protocol/bodies.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import { Refusal } from './failures.ts';
import type { ReceivedFile } from './files.ts';
import { filesOf, toMs } from './form.ts';
import type { ListHit } from './lists/own-lists.ts';
import type { ListThread } from './lists/thread.ts';
import type { Local } from './local.ts';
import type { NoticeGround } from './notices.ts';
import type { OfficeShared } from './office-screening.ts';
import type { ListState, OfficeList, Query } from './screening-model.ts';

/** More entries are for the command line, which keeps its index on disk. */
export const MOST_ENTRIES = 200_000;
const MOST_BYTES = 256 * 1024 * 1024;
const PART_BYTES = 4 * 1024 * 1024;
const ROWS = 'office-list/';
/** They stay so; the command line compares some of them. */
const FOR_OTHERS: ReadonlySet<ListState['code']> = new Set(['other_analysis', 'too_large']);
const LEFT_OUT: ReadonlySet<ListState['code']> = new Set([...FOR_OTHERS, 'unreadable']);

type ListStep = Standing<BodyOf<'screening_list'>>;

/** What was compared with names, and the lists that were not. */
export interface ListAnswer {
  readonly hits: readonly (readonly ListHit[])[];
  readonly entries: number;
  readonly screened: readonly string[];
  readonly leftOut: readonly string[];
}

export class OfficeLists {
  /** By name; null before the office's room was read, and for whoever has none. */
  readonly all = signal<readonly OfficeList[] | null>(null);
  readonly #ground: NoticeGround;
  readonly #shared: OfficeShared;
  readonly #start: () => Promise<ListThread>;
  #thread: Promise<ListThread> | undefined;
  /** By the hash of the entry that took the list. */
  readonly #states = new Map<string, ListState>();
  #loading: Promise<void> = Promise.resolve();
  #closed = false;
  /** Somebody has needed the lists in this session: what a colleague takes meanwhile is opened too. */
  #wanted = false;

  constructor(ground: NoticeGround, shared: OfficeShared, start: () => Promise<ListThread>) {
    this.#ground = ground;
    this.#shared = shared;
    this.#start = start;
  }

  close(): void {
    this.#closed = true;
    void this.#thread?.then((thread) => this.#empty(thread)).catch(() => undefined);
    this.all.value = null;
  }

  /** Nothing of the lists stays behind in the thread, whenever the platform takes it away. */
  async #empty(thread: ListThread): Promise<void> {
    try {
      for (const hash of this.#states.keys()) await thread.end(hash);
    } finally {
      thread.close();
    }
  }

  get #local(): Local {
    return this.#ground.parts().local;
  }

  #standing(): ListStep[] {
    const lists = this.#shared.all.peek()?.lists;
    return lists === undefined ? [] : [...lists.values()].sort((one, other) => (one.body.name < other.body.name ? -1 : 1));
  }

  /** What the room says, with how far each list has got here. */
  show(): void {
    if (this.#shared.all.peek() === null) return;
    const view = this.#ground.view();
    this.all.value = this.#standing().map(({ hash, author, time, body }) => ({
      name: body.name, entries: body.entries, licence: body.licence, by: view.signer(author), at: toMs(time), state: this.#states.get(hash) ?? { code: 'kept' },
      source: { name: body.source?.name ?? '', taken: body.source?.taken ?? '', terms: body.source?.licence ?? '' },
    }));
  }

  /** The office's room says something new. */
  changed(): void {
    this.show();
    if (this.#wanted && this.#standing().some(({ hash }) => !this.#states.has(hash))) void this.load().catch(() => undefined);
  }

  /** The entries that took the lists which are compared here, or may be as far as is known. */
  sources(which: 'opened' | 'possible'): string[] {
    const fits = (code: ListState['code']): boolean => (which === 'opened' ? code === 'ready' : !LEFT_OUT.has(code));
    return this.#standing().filter(({ hash }) => fits(this.#states.get(hash)?.code ?? 'kept')).map(({ hash }) => sourceOf(hash));
  }

  /** Whether no list stands that others can compare and this browser cannot. */
  complete(): boolean {
    return this.#standing().every(({ hash }) => !FOR_OTHERS.has(this.#states.get(hash)?.code ?? 'kept'));
  }

  /** Has every standing list at hand as far as it can be; raises nothing: each says what became of it. One at a time. */
  load(): Promise<void> {
    this.#wanted = true;
    this.#loading = this.#loading.catch(() => undefined).then(() => this.#load());
    return this.#loading;
  }

  async #load(): Promise<void> {
    const standing = this.#standing();
    const now = new Set(standing.map(({ hash }) => hash));
    for (const hash of [...this.#states.keys()].filter((known) => !now.has(known))) {
      this.#states.delete(hash);
      await (await this.#thread)?.end(hash);
    }
    if (this.#shared.all.peek() !== null) await this.#forget(standing);
    let room = MOST_ENTRIES;
    for (const step of standing) {
      const state = this.#states.get(step.hash)?.code;
      if (this.#closed) return;
      if (state === undefined || state === 'unreachable') await this.#take(step, room);
      if (this.#states.get(step.hash)?.code === 'ready') room -= step.body.entries;
    }
    this.show();
  }

  #say(step: ListStep, state: ListState): void {
    this.#states.set(step.hash, state);
    this.show();
  }

  async #take(step: ListStep, room: number): Promise<void> {
    const { name, entries } = step.body;
    const file = filesOf(step.body as unknown as JsonObject)[0];
    if (file === undefined || entries > room || file.size > MOST_BYTES) {
      this.#say(step, { code: 'too_large' });
      return;
    }
    this.#say(step, { code: 'loading', done: 0 });
    try {
      const bytes = await this.#bytes(file);
      const thread = await this.#started();
      const taken = await thread.take(step.hash, { name, entries, file: bytes }, (read) => { this.#say(step, { code: 'loading', done: read / entries }); });
      if (!taken.analysed) await thread.end(step.hash);
      this.#say(step, { code: taken.analysed ? 'ready' : 'other_analysis' });
    } catch (error) {
      // What is not what it says stays so; a line that broke, or a disk that is full, is tried again.
      this.#say(step, { code: error instanceof ProtocolError ? 'unreadable' : 'unreachable' });
    }
  }

  /** Its code may have to be fetched: a line that broke then is tried again. */
  #started(): Promise<ListThread> {
    this.#thread ??= this.#start().catch((error: unknown) => {
      this.#thread = undefined;
      throw error;
    });
    return this.#thread;
  }

  // ---- the file, from this disk or from the room ----

  async #bytes(file: ReceivedFile): Promise<Bytes> {
    const kept = await this.#kept(file.id);
    if (kept !== undefined) return kept;
    const { files } = this.#ground.parts();
    const bytes = await files.read(file, this.#shared.room);
    // Whole or not at all: how many parts there are is written last.
    const parts = Math.ceil(bytes.length / PART_BYTES);
    for (let n = 0; n < parts; n++) await this.#local.put(`${ROWS}${file.id}/${n}`, bytes.slice(n * PART_BYTES, (n + 1) * PART_BYTES));
    await this.#local.write(`${ROWS}${file.id}`, { parts });
    return bytes;
  }

  async #kept(id: string): Promise<Bytes | undefined> {
    const said = await this.#local.read<{ readonly parts: number }>(`${ROWS}${id}`);
    if (said === undefined) return undefined;
    const parts = await Promise.all(Array.from({ length: said.parts }, (_, n) => this.#local.get(`${ROWS}${id}/${n}`)));
    return parts.every((part) => part !== undefined) ? concat(...parts) : undefined;
  }

  /** What no list names any more. */
  async #forget(standing: readonly ListStep[]): Promise<void> {
    const { rows } = this.#local;
    const named = new Set(standing.flatMap(({ body }) => body.attachments.map(({ id }) => id)));
    const gone = (await rows.names(ROWS)).filter((row) => !named.has(row.slice(ROWS.length).split('/')[0] ?? ''));
    if (gone.length > 0) await rows.putAll(new Map(gone.map((row) => [row, null])));
  }

  // ---- comparing, ending ----

  /** `analysis` and `forms` are the server's answer: of each query's names the words. Nothing of a list goes anywhere. */
  async screen(queries: readonly Query[], analysis: number, forms: readonly (readonly (readonly Word[])[])[], asked: { readonly limit: number; readonly threshold: number }): Promise<ListAnswer> {
    await this.load();
    const standing = this.#standing();
    const ready = analysis === ANALYSIS ? standing.filter(({ hash }) => this.#states.get(hash)?.code === 'ready') : [];
    const names = (steps: readonly ListStep[]): string[] => steps.map(({ body }) => body.name);
    const said = { entries: ready.reduce((sum, { body }) => sum + body.entries, 0), screened: names(ready), leftOut: names(standing.filter((step) => !ready.includes(step))) };
    const hits: (readonly ListHit[])[] = [];
    if (ready.length === 0 || this.#thread === undefined) return { hits: queries.map(() => []), ...said };
    const thread = await this.#thread;
    for (const [n, query] of queries.entries()) {
      hits.push(...(await thread.screen([{ ...query, forms: forms[n] ?? [] }], asked.limit, asked.threshold)));
    }
    return { hits, ...said };
  }

  async end(name: string): Promise<void> {
    if (this.#shared.all.peek()?.lists.has(name) !== true) throw new Refusal({ code: 'not_found' });
    await this.#shared.say({ kind: 'screening_list', name, format: '', source: null, licence: '', entries: 0, attachments: [] });
    await this.load();
  }
}
