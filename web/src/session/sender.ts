/**
 * Signed and sealed entries, ready to post: rooms, epochs, messages. Seals to an office through its key only
 * while nobody who left holds it; otherwise to each of its active officers personally.
 */
import type { Bytes } from '../protocol/bytes.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import { type Authorship, type Clock, encodeFrame, Entry } from '../protocol/entries.ts';
import { genesis, members, message } from '../protocol/entry-making.ts';
import { ENTRY, sign } from '../protocol/envelope.ts';
import { newEpoch, sealBody } from '../protocol/epoch-making.ts';
import type { OfficerKeys } from '../protocol/keys.ts';
import { PARTNERS } from '../protocol/posts.ts';
import { decodeFrame, type Member, memberOf, officeOfMember, Room } from '../protocol/rooms.ts';
import { countryOf } from '../protocol/statements.ts';
import type { Book } from './book.ts';
import { Refusal } from './failures.ts';
import type { SealedFile } from './files.ts';
import { toSeconds } from './form.ts';
import type { Tlp } from './model.ts';
import type { PersonRoom } from './person-room.ts';
import type { Ports } from './ports.ts';
import type { Register } from './register.ts';
import type { Server } from './server.ts';

export interface Author {
  readonly keys: OfficerKeys;
  readonly office: string;
}

export interface Outgoing {
  readonly body: JsonObject;
  readonly clock: Clock | null;
  readonly files: readonly SealedFile[];
}

export interface PreparedEntries {
  readonly room: string;
  readonly frames: readonly Bytes[];
  /** Hash of the last of them. */
  readonly last: string;
}

/** A room as it will be once what was prepared has landed. */
interface Ground {
  readonly fold: Room;
  readonly key: Bytes;
}

export class Sender {
  readonly #server: Server;
  readonly #register: Register;
  readonly #book: Book;
  readonly #ports: Ports;
  readonly #author: Author;

  constructor(server: Server, register: Register, book: Book, ports: Ports, author: Author) {
    this.#server = server;
    this.#register = register;
    this.#book = book;
    this.#ports = ports;
    this.#author = author;
  }

  get #now(): number {
    return toSeconds(this.#ports.clock.nowMs());
  }

  #random = (length: number): Bytes => this.#ports.random.bytes(length);

  #authorship(): Authorship {
    const { directory, pin } = this.#register;
    return {
      net: directory.net ?? '', author: this.#author.keys.keyset.keyid, office: this.#author.office, time: this.#now,
      log: { size: pin.size, root: pin.root },
    };
  }

  hasSeat(room: PersonRoom): boolean {
    return room.fold.hasSeat(this.#author.keys.keyset.keyid, this.#author.office);
  }

  // ---- rooms ----

  /** Genesis, members and, when there is one, the first message. */
  async openRoom(to: readonly string[], floor: Tlp, first: Outgoing | null): Promise<PreparedEntries> {
    const offices = [...new Set([this.#author.office, ...to])];
    const seats = offices.flatMap((office) => this.#seatsOf(office));
    return this.#open('case', floor, seats, first);
  }

  async openOfficeRoom(officers: readonly string[]): Promise<void> {
    const prepared = await this.#open('office', 'TLP:RED', officers.map((keyid) => `officer:${keyid}`), null);
    await this.post(prepared.room, prepared.frames, true);
  }

  async #open(purpose: 'case' | 'office', floor: Tlp, seats: readonly string[], first: Outgoing | null): Promise<PreparedEntries> {
    const fold = new Room();
    const opening = await this.#entry(genesis(this.#authorship(), this.#random(32), purpose, floor));
    await this.#apply(fold, opening);
    const started = await this.#newEpoch(fold, undefined, seats);
    const entries = [opening, started.entry];
    if (first !== null) entries.push(await this.#message({ fold, key: started.key }, first));
    return this.#prepared(fold.id, entries);
  }

  /** An office through its key, unless a leaver still holds that; then each of its officers. */
  #seatsOf(office: string): string[] {
    const { directory } = this.#register;
    const state = directory.officeKeyState(office, this.#now);
    if (state === 'current' || state === 'incomplete') return [`office:${office}`];
    const officers = directory.officersOf(office, this.#now);
    if (officers.length === 0) throw new Refusal({ code: 'recipient_changed', detail: `${office}: nobody to seal to` });
    return officers.map(({ keyid }) => `officer:${keyid}`);
  }

  // ---- entries ----

  /** The entries that put a message into a room: a new epoch first when somebody's key has moved. */
  async append(id: string, outgoing: Outgoing): Promise<PreparedEntries> {
    const room = this.#writable(id);
    const entries: Entry[] = [];
    let ground: Ground = { fold: room.fold, key: this.#keyOf(room) };
    if (!this.#isCurrent(room)) {
      const fold = Room.fromJson(room.fold.toJson());
      const started = await this.#newEpoch(fold, ground.key, this.#renewedSeats(room));
      entries.push(started.entry);
      ground = { fold, key: started.key };
    }
    entries.push(await this.#message(ground, outgoing));
    return this.#prepared(id, entries);
  }

  async startEpoch(room: PersonRoom, seats: readonly string[]): Promise<void> {
    const fold = Room.fromJson(room.fold.toJson());
    const { entry } = await this.#newEpoch(fold, this.#keyOf(room), seats);
    await this.post(room.id, [encodeFrame(entry)], false);
  }

  async post(room: string, frames: readonly Bytes[], opens: boolean): Promise<void> {
    const block = this.#book.rooms.get(room)?.block;
    if (block !== undefined) throw new Refusal({ code: 'blocked', detail: block.code });
    await (opens ? this.#server.openRoom(frames) : this.#server.append(room, frames));
    const last = frames.at(-1);
    if (last !== undefined) await this.#book.confirm(room, decodeFrame(last).hash);
  }

  #writable(id: string): PersonRoom {
    const room = this.#book.find(id);
    if (room === undefined) throw new Refusal({ code: 'not_found' });
    if (room.block !== undefined) throw new Refusal({ code: 'blocked', detail: room.block.code });
    return room;
  }

  #keyOf(room: PersonRoom): Bytes {
    if (room.key === undefined) throw new Refusal({ code: 'recipient_changed', detail: 'no key for the current epoch' });
    return room.key;
  }

  /** Every member's key is still the right one, so a message may go under the current epoch. */
  #isCurrent(room: PersonRoom): boolean {
    return room.fold.members.every(({ id, kem }) => this.#member(id)?.kem === kem);
  }

  #member(id: string): Member | undefined {
    try {
      return memberOf(this.#register.directory, id, this.#register.directory.size, this.#now);
    } catch {
      return undefined; // the office's key is held by somebody who left
    }
  }

  /** The same offices, each through its key or its officers as things stand now. */
  #renewedSeats(room: PersonRoom): string[] {
    const seats = room.fold.members.flatMap(({ id }) => {
      if (this.#member(id) !== undefined) return [id];
      const office = id.startsWith('office:') ? id.slice(7) : (this.#register.directory.holder(id.slice(8))?.office ?? '');
      return office === '' ? [] : this.#seatsOf(office);
    });
    return [...new Set(seats)];
  }

  async #newEpoch(fold: Room, previous: Bytes | undefined, seats: readonly string[]): Promise<{ entry: Entry; key: Bytes }> {
    const chosen = seats.map((id) => {
      const member = this.#member(id);
      if (member === undefined) throw new Refusal({ code: 'recipient_changed', detail: id });
      return member;
    });
    const { key, parts } = await newEpoch(fold, this.#register.directory, previous, chosen, this.#random);
    const entry = await this.#entry(members(this.#authorship(), fold.nextPlace, parts));
    await this.#apply(fold, entry);
    return { entry, key };
  }

  async #message({ fold, key }: Ground, { body, clock, files }: Outgoing): Promise<Entry> {
    const by = this.#authorship();
    this.#demandFor(fold, body);
    const sealed = await sealBody(key, fold.nextPlace, by.author, body, fold.epoch, this.#random);
    const blobs = files.map(({ id, ctSha256, ctLen }) => ({ id, sha256: ctSha256, len: ctLen }));
    return this.#entry(message(by, fold.nextPlace, fold.epoch, sealed, { blobs, clock }), sealed.ciphertext);
  }

  /** Nothing operational where a partner sits (bodies.md). The fold knows requests by their clocks, and these not. */
  #demandFor(fold: Room, body: JsonObject): void {
    if (body['kind'] !== 'notice' && body['kind'] !== 'hit') return;
    const partner = fold.members.find(({ id }) => countryOf(officeOfMember(id, fold.logSize, this.#register.directory)) === PARTNERS);
    if (partner !== undefined) throw new Refusal({ code: 'recipient_changed', detail: partner.id });
  }

  async #entry(payload: JsonObject, ciphertext?: Bytes): Promise<Entry> {
    const envelope = await sign(ENTRY, payload, [this.#author.keys.signer]);
    return new Entry(envelope, ciphertext ?? new Uint8Array(0));
  }

  async #apply(fold: Room, entry: Entry): Promise<void> {
    // What we would post is held against the same rules as what we receive.
    await fold.verify([entry], this.#register.directory);
    fold.apply(entry, this.#register.directory, this.#now);
  }

  #prepared(room: string, entries: readonly Entry[]): PreparedEntries {
    return { room, frames: entries.map((entry) => encodeFrame(entry)), last: entries.at(-1)?.envelope.hash ?? '' };
  }
}
