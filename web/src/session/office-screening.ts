/**
 * What the own office shares about screening, read from its room and written into it (protocol/screening.md): decisions,
 * watched names, what was told. A body that cannot be read is passed over.
 */
import { effect, signal } from '@preact/signals';
import type { Body, BodyOf, SubjectRecord } from '../protocol/bodies.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { foldScreening, type OfficeMessage, type OfficeScreening, type Standing, watchedOf } from '../protocol/screening.ts';
import { readRecords } from '../protocol/screening-files.ts';
import { openBody } from '../protocol/unroll.ts';
import { Refusal } from './failures.ts';
import { filesOf } from './form.ts';
import type { NoticeGround } from './notices.ts';
import type { PersonRoom } from './person-room.ts';

export interface Shared extends OfficeScreening {
  /** By identity, in the order in which they came. */
  readonly watched: ReadonlyMap<string, SubjectRecord>;
  /** Place of the newest entry about watched names. */
  readonly watchedThrough: number;
}

type WatchStep = Standing<BodyOf<'screening_watch'>>;

export class OfficeShared {
  /** Null before it was read first, and for whoever has no office's room. */
  readonly all = signal<Shared | null>(null);
  readonly #ground: NoticeGround;
  readonly #messages: OfficeMessage[] = [];
  readonly #files = new Map<string, readonly SubjectRecord[]>();
  #room = '';
  #read = 0;
  #reading: Promise<void> = Promise.resolve();
  readonly #stop: () => void;

  constructor(ground: NoticeGround) {
    this.#ground = ground;
    this.#stop = effect(() => {
      if (ground.version.value > 0) void this.look().catch(() => undefined); // asked again when something moves
    });
  }

  close(): void {
    this.#stop();
  }

  /** The office's room; empty before it was read first. */
  get room(): string {
    return this.#room;
  }

  /** Whatever came since; one at a time. */
  look(): Promise<void> {
    this.#reading = this.#reading.catch(() => undefined).then(() => this.#take());
    return this.#reading;
  }

  /** The room that the published keys name. */
  #officeRoom(): PersonRoom | undefined {
    const { register, book } = this.#ground.parts();
    const published = register.directory.currentOfficeKey(this.#ground.office());
    const room = published && book.find(published.room);
    return room?.block === undefined ? room : undefined;
  }

  async #take(): Promise<void> {
    const room = this.#officeRoom();
    if (room === undefined) return;
    if (room.id !== this.#room) {
      [this.#room, this.#read] = [room.id, 0];
      this.#messages.length = 0;
    }
    const before = this.#read;
    for (; this.#read < room.entries.length; this.#read++) {
      const message = await messageOf(room, this.#read);
      if (message === 'no key') break; // it comes with a later look
      if (message !== undefined) this.#messages.push(message);
    }
    if (this.all.peek() === null || this.#read > before) await this.#publish(room);
  }

  async #publish(room: PersonRoom): Promise<void> {
    const fold = foldScreening(room.fold.purpose, this.#messages);
    for (const step of fold.watch) await this.#fetch(step, room);
    this.all.value = { ...fold, watched: watchedOf(fold.watch, this.#files), watchedThrough: fold.watch.at(-1)?.seq ?? 0 };
  }

  /** Many names come as a file. One that is not what it says adds nobody. */
  async #fetch({ body }: WatchStep, room: PersonRoom): Promise<void> {
    for (const file of filesOf(body as unknown as JsonObject)) {
      if (this.#files.has(file.id)) continue;
      this.#files.set(file.id, await recordsIn(this.#ground.parts().files.read(file, room.id), body.entries));
    }
  }

  // ---- saying something ----

  async say(body: JsonObject): Promise<void> {
    if (this.#ground.blocked()) throw new Refusal({ code: 'blocked' });
    const room = this.#officeRoom();
    if (room === undefined) throw new Refusal({ code: 'not_ready', detail: 'no office room' });
    const { parts, sender } = await this.#ground.pen();
    const { rounds } = this.#ground.parts();
    await parts.deliver(rounds, sender, room.id, () => ({ body, clock: null, files: [] }));
    await rounds.sync();
    await this.look();
  }
}

async function messageOf(room: PersonRoom, seq: number): Promise<OfficeMessage | 'no key' | undefined> {
  const entry = room.entries[seq];
  if (entry?.value.kind !== 'message') return undefined;
  const key = room.keys.get(entry.value.epoch);
  // Without the key of now, none has been worked out yet; an older one that is missing does not come.
  if (key === undefined) return room.keys.has(room.fold.epoch) ? undefined : 'no key';
  const { author, time } = entry.value;
  try {
    return { seq, hash: entry.hash, author, time, body: (await openBody(key, entry)) as unknown as Body };
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

async function recordsIn(file: Promise<Bytes>, expected: number): Promise<readonly SubjectRecord[]> {
  const found: SubjectRecord[] = [];
  try {
    for await (const record of readRecords(new Blob([await file]).stream(), expected)) found.push(record);
    return found;
  } catch (error) {
    if (error instanceof ProtocolError) return [];
    throw error;
  }
}
