/**
 * Files on their way into the library: taken into this browser first, sealed, so that neither a lost line nor a killed
 * tab loses one; then to the server in slices, of which those that it has are not sent again; then it looks inside.
 */
import { signal } from '@preact/signals';
import { type Bytes, concat } from '../protocol/bytes.ts';
import { SLICE_BYTES } from '../protocol/blobs.ts';
import { digestHex } from '../protocol/digests.ts';
import { MAX_FILE_BYTES } from '../protocol/publications.ts';
import { failureFrom, isOffline, Refusal } from './failures.ts';
import { libraryType } from './file-types.ts';
import type { Failure } from './model.ts';
import type { NoticeGround } from './notices.ts';
import type { Ports } from './ports.ts';
import type { ItemKey, Upload, UploadedFile } from './publication-model.ts';
import type { Server } from './server.ts';

const PREFIX = 'upload/';
const UPLOAD_BYTES = 8 * SLICE_BYTES;
const RETRY_MS = 15_000;
const TIMEOUT_MS = 10 * 60_000;
/** So long the server keeps what nobody named. */
const KEPT_MS = 24 * 3_600_000;
/** The same octets would be refused again: nothing of them is kept, and no later visit sends them anew. */
const FOR_GOOD: ReadonlySet<string> = new Set(['too_large', 'wrong_type', 'encrypted_file', 'has_macros']);

/** As it rests in this browser; `sha256` is empty until all of it is here. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly file: UploadedFile | null;
  readonly begun: number;
}

interface Live extends Row {
  readonly state: Upload['state'];
  readonly done: number;
  readonly failure?: Upload['failure'];
}

interface FileAnswer {
  readonly sha256: string;
  readonly len: number;
  readonly type: string;
  readonly have: readonly number[];
  readonly complete: boolean;
  readonly pages: number | null;
  readonly items: readonly ItemKey[];
}

/** What the server would refuse unread. */
function refusedBefore({ size }: File, type: string | undefined): Failure | null {
  if (size > MAX_FILE_BYTES) return { code: 'too_large', reason: 'too_large' };
  if (size === 0) return { code: 'refused', reason: 'empty_file' };
  return type === undefined ? { code: 'refused', reason: 'unsupported_type' } : null;
}

type Waiter = { resolve(file: UploadedFile): void; reject(error: unknown): void };

export class Uploads {
  readonly #all = signal<ReadonlyMap<string, Live>>(new Map());
  readonly #waiting = new Map<string, Waiter[]>();
  readonly #timers = new Map<string, () => void>();
  #closed = false;
  readonly #server: Server;
  readonly #ports: Ports;
  readonly #ground: NoticeGround;

  constructor(server: Server, ports: Ports, ground: NoticeGround) {
    this.#server = server;
    this.#ports = ports;
    this.#ground = ground;
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** Reads signals. */
  views(): readonly Upload[] {
    const { files } = this.#ground.parts();
    return [...this.#all.value.values()].map(({ id, name, size, sha256, state, done, failure, file }) => {
      const taking = files.progress(id);
      return {
        id, name, size, state, again: state === 'failed' && sha256 !== '', done: state === 'reading' && taking.state === 'working' ? taking.done : done,
        ...(failure ? { failure } : {}), ...(file ? { file } : {}),
      };
    });
  }

  /** What an earlier visit has begun. */
  async load(): Promise<void> {
    const { local, files } = this.#ground.parts();
    for (const name of await local.rows.names(PREFIX)) {
      const row = await local.read<Row>(name);
      if (row === undefined || this.#all.peek().has(row.id)) continue;
      const old = this.#ports.clock.nowMs() - row.begun > KEPT_MS;
      if (row.sha256 === '' || (row.file !== null && old)) {
        await this.#ground.parts().local.rows.delete(PREFIX + row.id); // killed before all of it was here, or long done
        await files.forget(row.id);
      } else if (row.file !== null) this.#set({ ...row, state: 'done', done: 1 });
      else this.#start({ ...row, state: 'uploading', done: 0 }, 0);
    }
  }

  /** Taken in, sent, looked into. @throws Refusal too_large; refused with the reason */
  async upload(file: File): Promise<UploadedFile> {
    const type = libraryType(file);
    const { files } = this.#ground.parts();
    const id = files.newId();
    const row: Row = { id, name: file.name, type: type ?? '', size: file.size, sha256: '', file: null, begun: this.#ports.clock.nowMs() };
    const failure = refusedBefore(file, type);
    if (failure) {
      this.#set({ ...row, state: 'failed', done: 0, failure }); // nothing of it is read or sent; beside its name stands why
      throw new Refusal(failure);
    }
    const landing = new Promise<UploadedFile>((resolve, reject) => {
      this.#waiting.set(id, [{ resolve, reject }]);
    });
    this.#set({ ...row, state: 'reading', done: 0 });
    void this.#take(file, row);
    return landing;
  }

  async #take(file: File, row: Row): Promise<void> {
    const { files, local } = this.#ground.parts();
    try {
      await local.write(PREFIX + row.id, row);
      const { sha256 } = await files.stage(file, row.id);
      const taken = { ...row, sha256 };
      await local.write(PREFIX + row.id, taken);
      this.#start({ ...taken, state: 'uploading', done: 0 }, 0);
    } catch (error) {
      this.#failed(row.id, error);
    }
  }

  again(): void {
    for (const live of this.#all.peek().values()) if (live.state === 'waiting_for_connection') this.#start(live, 0);
  }

  tryAgain(id: string): void {
    const live = this.#all.peek().get(id);
    if (live?.sha256 !== '' && live !== undefined && (live.state === 'failed' || live.state === 'waiting_for_connection')) this.#start(live, 0);
  }

  async drop(id: string): Promise<void> {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    const rest = new Map(this.#all.peek());
    rest.delete(id);
    this.#all.value = rest;
    await this.#forget(id);
    this.#settle(id, (waiter) => { waiter.reject(new Refusal({ code: 'cancelled' })); });
  }

  async #forget(id: string): Promise<void> {
    const { local, files } = this.#ground.parts();
    await local.rows.delete(PREFIX + id);
    await files.forget(id);
  }

  #set(live: Live): void {
    if (!this.#closed) this.#all.value = new Map(this.#all.peek()).set(live.id, live);
  }

  #settle(id: string, tell: (waiter: Waiter) => void): void {
    for (const waiter of this.#waiting.get(id) ?? []) tell(waiter);
    this.#waiting.delete(id);
  }

  /** One after the other, in one tab: a slow line is not made slower. */
  #start(live: Live, ms: number): void {
    this.#timers.get(live.id)?.();
    if (ms === 0) this.#set({ ...live, state: 'uploading', done: 0 });
    this.#timers.set(live.id, this.#ports.clock.after(ms, () => {
      this.#timers.delete(live.id);
      void this.#ports.exclusive.run('uploads', () => this.#go(live.id)).catch((error: unknown) => { this.#failed(live.id, error); });
    }));
  }

  async #go(id: string): Promise<void> {
    const live = this.#all.peek().get(id);
    if (this.#closed || live === undefined) return; // dropped meanwhile
    const answer = await this.#send(live);
    const { sha256, len, type, pages, items } = answer;
    const file: UploadedFile = { sha256, len, type, name: live.name, pages: pages ?? 0, items };
    const row: Row = { id, name: live.name, type: live.type, size: live.size, sha256, file, begun: live.begun };
    if (!this.#all.peek().has(id)) return;
    const { local, files } = this.#ground.parts();
    await local.write(PREFIX + id, row);
    await files.forget(id);
    this.#set({ ...row, state: 'done', done: 1 });
    this.#settle(id, (waiter) => { waiter.resolve(file); });
  }

  async #send(live: Live): Promise<FileAnswer> {
    const { sha256, size, type } = live;
    const begun = await this.#server.json<FileAnswer>({ method: 'POST', path: '/files', json: { sha256, len: size, type } });
    if (begun.complete) return begun;
    const count = Math.ceil(size / UPLOAD_BYTES);
    for (let n = 0; n < count; n++) {
      if (!begun.have.includes(n)) await this.#put(live, n);
      this.#set({ ...live, state: 'uploading', done: (n + 1) / count });
    }
    this.#set({ ...live, state: 'checking', done: 0 });
    return this.#server.json<FileAnswer>({ method: 'POST', path: `/files/${sha256}/complete`, timeoutMs: TIMEOUT_MS });
  }

  async #put(live: Live, n: number): Promise<void> {
    if (!this.#all.peek().has(live.id)) throw new Refusal({ code: 'cancelled' });
    const slice = await this.#slice(live, n);
    await this.#server.call({
      method: 'PUT', path: `/files/${live.sha256}/slices/${n}`, bytes: slice, type: 'octets',
      headers: { 'X-SHA256': await digestHex(slice) }, timeoutMs: TIMEOUT_MS,
    });
  }

  async #slice({ id, size }: Live, n: number): Promise<Bytes> {
    const each = UPLOAD_BYTES / SLICE_BYTES;
    const pieces: Bytes[] = [];
    for (let k = n * each; k < Math.min((n + 1) * each, Math.ceil(size / SLICE_BYTES)); k++) {
      const piece = await this.#ground.parts().local.get(`staged/${id}/${k}`);
      if (piece === undefined) throw new Refusal({ code: 'disk_full', detail: 'a staged slice is gone' });
      pieces.push(piece);
    }
    return concat(...pieces);
  }

  #failed(id: string, error: unknown): void {
    const live = this.#all.peek().get(id);
    if (live === undefined || this.#closed) return;
    if (isOffline(error) || (error instanceof Refusal && error.failure.code === 'expired')) {
      this.#set({ ...live, state: 'waiting_for_connection' });
      this.#start(live, RETRY_MS);
      return;
    }
    const failure = failureFrom(error);
    const forGood = FOR_GOOD.has(failure.reason ?? '');
    this.#set({ ...live, ...(forGood ? { sha256: '' } : {}), state: 'failed', failure });
    if (forGood) void this.#forget(id).catch(() => undefined); // left behind, it would be refused once more at the next visit
    this.#settle(id, (waiter) => { waiter.reject(error); });
  }
}
