/**
 * The records of notices that this person may read: from their rooms, or from the server, each held against the hash
 * that the register names. A server that hands out anything else is blocked like after every failed verification.
 */
import { signal } from '@preact/signals';
import type { Bytes } from '../protocol/bytes.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import { sha256Hex } from '../protocol/digests.ts';
import { ProtocolError } from '../protocol/errors.ts';
import type { Notice } from '../protocol/notice-states.ts';
import { checkPicture, decodeRecord, documentBytes, type NoticeRecord, type Picture } from '../protocol/notices.ts';
import { failureFrom } from './failures.ts';
import { filesOf } from './form.ts';
import type { NoticePicture, RecordView } from './notice-model.ts';
import type { NoticeGround } from './notices.ts';
import type { Opened } from './person-room.ts';
import type { Server } from './server.ts';

/** So many are asked for at a time. */
const TOGETHER = 4;
const LOADING: RecordView = { state: 'loading' };

interface Held {
  readonly document: Bytes;
  readonly record: NoticeRecord;
}

/** A record in a room. */
interface Found {
  readonly room: string;
  readonly opened: Opened;
}

export class NoticeRecords {
  /** By the record's hash. */
  readonly #views = signal<ReadonlyMap<string, RecordView>>(new Map());
  readonly #held = new Map<string, Held>();
  readonly #asked = new Map<string, Promise<Held>>();
  /** Hash of the record that an entry carries, by the entry's hash. */
  readonly #carried = new Map<string, string>();
  /** The server said that it does not have these, when they had been published at that leaf. */
  readonly #refused = new Map<string, number | null>();
  #wanted: Notice[] = [];
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
    this.#wanted = [];
    this.#held.clear();
  }

  /** Reads a signal. */
  of(notice: Notice): RecordView {
    return this.#views.value.get(notice.record) ?? { state: 'absent' };
  }

  /** These have not ended: what is read of others goes, what is missing of these is fetched. */
  follow(living: readonly Notice[]): void {
    if (this.#closed || this.#ground.blocked()) return;
    const records = new Set(living.map(({ record }) => record));
    for (const record of this.#held.keys()) if (!records.has(record)) this.#held.delete(record);
    const carried = this.#inAllRooms();
    const wanted = living.filter(({ record, published, variant }) => {
      if (this.#held.has(record) || this.#asked.has(record)) return false;
      // The server has only what was published, and says once what it does not have.
      return carried.has(record) || (variant === 'notice' && published !== null && this.#refused.get(record) !== published);
    });
    const before = this.#views.peek();
    const kept = [...before].filter(([record]) => records.has(record));
    const begun = wanted.filter(({ record }) => before.get(record)?.state !== 'failed').map(({ record }) => [record, LOADING] as const);
    if (kept.length !== before.size || begun.length > 0) this.#views.value = new Map([...kept, ...begun]);
    this.#wanted = wanted.reverse();
    for (let n = this.#running; n < Math.min(TOGETHER, this.#wanted.length); n++) void this.#work();
  }

  async #work(): Promise<void> {
    this.#running += 1;
    for (let notice = this.#wanted.shift(); notice !== undefined && !this.#closed; notice = this.#wanted.shift()) {
      await this.#load(notice).catch(() => undefined); // how it failed stands in its view
    }
    this.#running -= 1;
  }

  #load(notice: Notice): Promise<Held> {
    const known = this.#held.get(notice.record);
    if (known !== undefined) return Promise.resolve(known);
    let asked = this.#asked.get(notice.record);
    if (asked === undefined) {
      asked = this.#fetch(notice).finally(() => this.#asked.delete(notice.record));
      this.#asked.set(notice.record, asked);
    }
    return asked;
  }

  async #fetch({ record: hash, published }: Notice): Promise<Held> {
    try {
      const body = this.#inAllRooms().get(hash)?.opened.body;
      const document = body ? documentBytes(body['document'] as JsonObject) : await this.#get(hash);
      const record = await this.#guarded(() => decodeRecord(document, hash));
      if (!this.#closed) this.#held.set(hash, { document, record });
      this.#show(hash, { state: 'ready', value: record });
      return { document, record };
    } catch (error) {
      const failure = failureFrom(error);
      this.#show(hash, failure.code === 'not_found' ? { state: 'absent' } : { state: 'failed', failure });
      if (failure.code === 'not_found') this.#refused.set(hash, published);
      throw error;
    }
  }

  #show(hash: string, view: RecordView): void {
    const before = this.#views.peek().get(hash);
    if (this.#closed || (before?.state === view.state && view.state === 'absent')) return;
    this.#views.value = new Map(this.#views.peek()).set(hash, view);
  }

  /** 404 is the one answer for what is not published, not ours and not there any more. */
  async #get(sha256: string): Promise<Bytes> {
    return (await this.#server.call({ method: 'GET', path: `/documents/${sha256}` })).bytes;
  }

  /**
   * Bytes that are not those which the register names are the server's lie, and block. What is wrong inside bytes that
   * are, their issuer signed: that record cannot be shown, and nobody else is stopped by it.
   */
  async #guarded<T>(check: () => T | Promise<T>): Promise<T> {
    try {
      return await check();
    } catch (error) {
      const lied = error instanceof ProtocolError && (error.code === 'wrong_record' || error.code === 'wrong_picture');
      if (lied) await this.#ground.parts().rounds.block(error);
      throw error;
    }
  }

  async record(notice: Notice): Promise<NoticeRecord> {
    return (await this.#load(notice)).record;
  }

  async document(notice: Notice): Promise<Bytes> {
    return (await this.#load(notice)).document;
  }

  // ---- rooms ----

  /** The hash of the record that a body carries; empty where it carries none. */
  hashIn(entry: string, body: JsonObject | null | undefined): string {
    if (!body || body['kind'] !== 'notice') return '';
    let hash = this.#carried.get(entry);
    if (hash === undefined) {
      hash = hashOf(body['document'] as JsonObject);
      this.#carried.set(entry, hash);
    }
    return hash;
  }

  /** The newest entry of my rooms that carries each record. */
  #inAllRooms(): ReadonlyMap<string, Found> {
    const found = new Map<string, Found>();
    for (const room of this.#ground.parts().book.rooms.values()) {
      if (room.block !== undefined) continue;
      for (const opened of room.opened) {
        const hash = this.hashIn(opened.hash, opened.body);
        if (hash !== '') found.set(hash, { room: room.id, opened });
      }
    }
    return found;
  }

  // ---- pictures ----

  async pictures(notice: Notice): Promise<readonly NoticePicture[]> {
    const { pictures } = await this.record(notice);
    const found = this.#inAllRooms().get(notice.record);
    return Promise.all(pictures.map(async (picture) => {
      const bytes = await this.#picture(picture, found);
      await this.#guarded(() => checkPicture(picture, bytes));
      return { bytes, type: picture.type };
    }));
  }

  #picture({ sha256 }: Picture, found: Found | undefined): Promise<Bytes> {
    const file = found?.opened.body ? filesOf(found.opened.body).find((one) => one.sha256 === sha256) : undefined;
    return file === undefined || found === undefined ? this.#get(sha256) : this.#ground.parts().files.read(file, found.room);
  }
}

/** A document that is too large names no record. */
function hashOf(document: JsonObject): string {
  try {
    return sha256Hex(documentBytes(document));
  } catch (error) {
    if (error instanceof ProtocolError) return '';
    throw error;
  }
}
