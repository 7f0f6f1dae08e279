/**
 * My rooms as this browser has verified them: every entry folded in its place, late ones only with a proof
 * that they existed before, keys unrolled, bodies opened. A room that fails a check is blocked as a whole;
 * nothing of the failing entry is kept.
 */
import { type Bytes, concat, fromHex, u64, utf8 } from '../protocol/bytes.ts';
import { demand, ProtocolError } from '../protocol/errors.ts';
import { decodeSyncFrame, join, split, type SyncFrame } from '../protocol/frames.ts';
import { decodeFrame, type Entry, Room } from '../protocol/rooms.ts';
import { blockOf } from './failures.ts';
import { toSeconds } from './form.ts';
import type { KeyRing } from './keyring.ts';
import type { Block } from './model.ts';
import { PersonRoom } from './person-room.ts';
import type { Local } from './local.ts';
import type { Ports } from './ports.ts';
import type { Register } from './register.ts';
import type { Server } from './server.ts';

const META = 'book';
const CONFIRMED = 'confirmed/';

interface Meta {
  readonly cursor: number;
  readonly chunks: number;
  readonly blocks: readonly Block[];
}

export interface RoomPin {
  readonly room: string;
  readonly seq: number;
  readonly head: string;
}

/** A frame of a sync, its entry decoded once. What is wrong with the entry is raised where it is asked for: in its room. */
class Arrival {
  #entry: Entry | undefined;

  constructor(
    readonly frame: Bytes,
    readonly record: SyncFrame = decodeSyncFrame(frame),
  ) {}

  get entry(): Entry {
    this.#entry ??= decodeFrame(this.record.entry);
    return this.#entry;
  }

  findEntry(): Entry | undefined {
    try {
      return this.entry;
    } catch {
      return undefined;
    }
  }
}

export class Book {
  readonly rooms = new Map<string, PersonRoom>();
  readonly ring: KeyRing;
  #cursor = 0;
  #chunks = 0;
  /** As this tab last knew the rows. */
  #keptCursor = 0;
  /** Folded and not yet kept: their proofs are still to be asked for. */
  #pending: Bytes[] = [];
  /** Entries of ours that the server has confirmed and that were not seen and kept since, with their rooms. */
  readonly #expected = new Map<string, string>();
  /** Seq of the first entry of a room that came in this sync. */
  readonly #fresh = new Map<string, number>();
  readonly #server: Server;
  readonly #local: Local;
  readonly #ports: Ports;
  readonly #register: Register;

  constructor(server: Server, local: Local, ports: Ports, register: Register, ring: KeyRing) {
    this.#server = server;
    this.#local = local;
    this.#ports = ports;
    this.#register = register;
    this.ring = ring;
  }

  /** What this browser verified before. Its entries were proven when they came, so no proof is asked again. */
  async load(): Promise<void> {
    for (const name of await this.#local.rows.names(CONFIRMED)) this.#expect((await this.#local.read<string>(name)) ?? '', name.slice(CONFIRMED.length));
    const meta = await this.#local.read<Meta>(META);
    if (meta === undefined) return;
    for (let n = 0; n < meta.chunks; n++) {
      const chunk = await this.#local.get(chunkRow(n));
      demand(chunk !== undefined, 'room_rolled_back', 'a part of the local rooms is gone');
      for (const arrival of await this.#arrivals(split(chunk))) await this.#fold(arrival);
    }
    this.#cursor = meta.cursor;
    this.#keptCursor = meta.cursor;
    this.#chunks = meta.chunks;
    for (const room of this.rooms.values()) room.verified = room.entries.length;
    for (const block of meta.blocks) this.#room(block.room ?? '').block = block;
    await this.#open();
  }

  /** Where nothing is known yet: the first page, to be asked for beside the register, for a slow line. */
  ahead(): Promise<readonly Bytes[]> | undefined {
    return this.#cursor === 0 && this.rooms.size === 0 ? this.#server.sync(0) : undefined;
  }

  /** Everything new. Raises what concerns the whole; a room's own failed check blocks that room only. */
  async sync(ahead?: Promise<readonly Bytes[]>): Promise<boolean> {
    let moved = false;
    // The register may name a key that was made after this page was answered: then the rooms are asked again.
    if (ahead !== undefined) {
      moved = await this.#advance(ahead);
      if (!this.#lacksOfficeKey(this.#register.directory.size)) return moved;
    }
    const { size } = this.#register.directory;
    moved = (await this.#advance()) || moved;
    demand(!this.#lacksOfficeKey(size), 'wrong_office_key', 'not a key that the office\'s room gives');
    return moved;
  }

  async #advance(ahead?: Promise<readonly Bytes[]>): Promise<boolean> {
    let cursor = this.#cursor;
    // What is confirmed while this asks may be too late for its answer.
    const confirmed = [...this.rooms.values()].map((room) => [room, room.confirmed] as const);
    for (let more = true, asked = ahead; more; asked = undefined) {
      const [head, ...frames] = await (asked ?? this.#server.sync(cursor));
      demand(head !== undefined, 'bad_frame', 'sync without its head');
      const answer = JSON.parse(new TextDecoder().decode(head)) as { cursor: number; more: boolean };
      for (const arrival of await this.#arrivals(frames)) await this.#take(arrival);
      more = answer.more && answer.cursor !== cursor;
      cursor = answer.cursor;
    }
    for (const [room, hashes] of confirmed) {
      await this.#guarded(room, () => { room.demandConfirmed(hashes); });
    }
    const moved = this.#fresh.size > 0;
    await this.#settle(cursor);
    return moved;
  }

  /**
   * Of the register of `size` all rooms' entries are here. So who is named among the holders of the office's key has
   * what it is derived from; else somebody has published a key of their own in all our names.
   */
  #lacksOfficeKey(size: number): boolean {
    const { directory } = this.#register;
    const key = directory.officeKeyAt(directory.officer(this.ring.keyid)?.office ?? '', size);
    if (key === undefined || !key.officers.includes(this.ring.keyid) || this.rooms.get(key.room)?.block !== undefined) return false;
    return !this.ring.has(key.keyid);
  }

  /** Fetches and verifies blocked rooms from their beginning; the block goes when all of it holds. */
  async recheck(): Promise<void> {
    for (const blocked of [...this.rooms.values()]) {
      if (blocked.block === undefined) continue;
      const room = new PersonRoom(blocked.id);
      room.confirmed = blocked.confirmed;
      this.rooms.set(blocked.id, room);
      await this.#refetch(room);
      await this.#guarded(room, () => {
        demandPrefix(blocked, room);
        room.demandConfirmed(blocked.confirmed);
      });
      room.verified = blocked.verified;
      if (room.block === undefined) this.#fresh.set(room.id, 0);
    }
    await this.#settle(this.#cursor);
  }

  async #refetch(room: PersonRoom): Promise<void> {
    for (;;) {
      const entries = await this.#server.entries(room.id, room.entries.length);
      if (entries.length === 0) return;
      for (const entry of entries) {
        const record: SyncFrame = { cursor: this.#cursor, room: room.id, seq: room.entries.length, entry };
        await this.#take(new Arrival(encodeSyncFrame(record), record));
        if (room.block !== undefined) return;
      }
    }
  }

  /** Proofs for late entries, then keys and bodies; only then is anything of it kept. */
  async #settle(cursor: number): Promise<void> {
    for (const [id, first] of this.#fresh) {
      const room = this.#room(id);
      await this.#guarded(room, () => this.#prove(room, first));
    }
    if (this.#fresh.size > 0) await this.#open();
    await this.#keep(cursor);
    this.#fresh.clear();
    for (const [entry, id] of this.#expected) {
      const room = this.#room(id);
      if (room.block !== undefined || !room.has(entry)) continue;
      this.#expected.delete(entry);
      await this.#local.rows.delete(CONFIRMED + entry);
    }
  }

  /** Only when somebody has gone, if only for a while, whose entries are new to us; that is rare. */
  async #prove(room: PersonRoom, first: number): Promise<void> {
    const { directory } = this.#register;
    if (!room.entries.slice(first).some(({ value: { author, log } }) => directory.endAfter(author, log.size, this.#now))) return;
    const { checkEarlier } = await import('./earlier.ts');
    await checkEarlier(this.#server, directory, room, first, this.#now);
  }

  get #now(): number {
    return toSeconds(this.#ports.clock.nowMs());
  }

  /** What fails in here is that room's block; a blocked room is left alone. */
  async #guarded(room: PersonRoom, work: () => Promise<void> | void): Promise<void> {
    if (room.block !== undefined) return;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      room.block = blockOf(error, this.#ports.clock.nowMs(), [`entries ${room.entries.length}`, `log ${this.#register.pin.size}`], room.id);
    }
  }

  #room(id: string): PersonRoom {
    let room = this.rooms.get(id);
    if (room === undefined) {
      room = new PersonRoom(id);
      this.rooms.set(id, room);
    }
    return room;
  }

  /** The signatures of all are checked at once, which folding one after the other only looks up then. */
  async #arrivals(frames: readonly Bytes[]): Promise<readonly Arrival[]> {
    const arrivals = frames.map((frame) => new Arrival(frame));
    await Room.empty().verify(arrivals.flatMap((arrival) => arrival.findEntry() ?? []), this.#register.directory);
    return arrivals;
  }

  async #take(arrival: Arrival): Promise<void> {
    const room = this.#room(arrival.record.room);
    await this.#guarded(room, async () => {
      if (!(await this.#fold(arrival))) return;
      this.#pending.push(arrival.frame);
      if (!this.#fresh.has(room.id)) this.#fresh.set(room.id, arrival.record.seq);
    });
  }

  /** Whether the entry is new. */
  async #fold({ record, entry }: Arrival): Promise<boolean> {
    const room = this.#room(record.room);
    const known = room.entries[record.seq];
    if (known !== undefined) {
      demand(known.envelope.hash === entry.envelope.hash, 'room_forked', `seq ${record.seq}`);
      return false;
    }
    demand(record.seq === room.entries.length, 'bad_seq', `${record.seq} after ${room.entries.length - 1}`);
    const { size } = entry.envelope.value['log'] as { size: number };
    // The author had seen more of the register than we: see it too, before judging.
    if (size > this.#register.directory.size) await this.#register.sync();
    await room.accept(entry, this.#register.directory);
    return true;
  }

  /** Keys first, then bodies: an office's own room opens the others. */
  async #open(): Promise<void> {
    const directory = this.#register.directory;
    const rooms = [...this.rooms.values()].filter((room) => room.block === undefined && room.entries.length > 0);
    for (const room of rooms.filter((known) => known.fold.purpose === 'office')) {
      await this.ring.learnOffice(room, directory);
    }
    for (const room of rooms.filter((known) => known.fold.purpose === 'case')) {
      await this.#guarded(room, async () => {
        await this.ring.unroll(room);
        await room.openBodies();
      });
    }
  }

  async #keep(cursor: number): Promise<void> {
    for (const room of this.rooms.values()) if (room.block === undefined) room.verified = room.entries.length;
    await this.#ports.exclusive.run('book', () => this.#write(cursor));
    this.#pending = [];
    this.#cursor = cursor;
  }

  /** Two tabs keep one cache: whoever finds that the other was quicker leaves it to that one. */
  async #write(cursor: number): Promise<void> {
    const kept = await this.#local.read<Meta>(META);
    if ((kept?.chunks ?? 0) !== this.#chunks || (kept?.cursor ?? 0) !== this.#keptCursor) return;
    const rows = new Map<string, Bytes | null>();
    const blocked = [...this.rooms.values()].flatMap((room) => (room.block === undefined ? [] : [room.block]));
    const frames = this.#pending.filter((frame) => this.#room(decodeSyncFrame(frame).room).block === undefined);
    const chunks = this.#chunks + (frames.length > 0 ? 1 : 0);
    if (frames.length > 0) rows.set(chunkRow(this.#chunks), join(frames));
    rows.set(META, utf8(JSON.stringify({ cursor, chunks, blocks: blocked } satisfies Meta)));
    await this.#local.putAll(rows);
    this.#chunks = chunks;
    this.#keptCursor = cursor;
  }

  /** The server says that it has this entry of ours: the next sync must show it, also one after this tab was closed. */
  async confirm(id: string, entry: string): Promise<void> {
    this.#expect(id, entry);
    await this.#local.write(CONFIRMED + entry, id);
  }

  #expect(id: string, entry: string): void {
    this.#expected.set(entry, id);
    const room = this.#room(id);
    room.confirmed = [...room.confirmed, entry];
  }

  // ---- pins ----

  /** Only of rooms that this person still sits in: of others a new device gets nothing any more. */
  pins(keyid: string, office: string): RoomPin[] {
    return [...this.rooms.values()].filter((room) => room.entries.length > 0 && room.fold.hasSeat(keyid, office))
      .map((room) => ({ room: room.id, seq: room.fold.seq, head: room.fold.head }))
      .sort((a, b) => (a.room < b.room ? -1 : 1));
  }

  /** What another device of the same person saw must be here too, with the same beginning. */
  async demandPins(pins: readonly RoomPin[]): Promise<void> {
    for (const { room: id, seq, head } of pins) {
      const room = this.#room(id);
      await this.#guarded(room, () => {
        demand(room.entries[seq]?.envelope.hash === head, 'room_rolled_back', `the vault knows seq ${seq} head ${head}`);
      });
    }
  }

  find(id: string): PersonRoom | undefined {
    const room = this.rooms.get(id);
    return room === undefined || room.entries.length === 0 ? undefined : room;
  }

  /** The rooms of an office, in the order in which they came. */
  officeRooms(office: string): PersonRoom[] {
    return [...this.rooms.values()].filter((room) => room.entries.length > 0 && room.fold.purpose === 'office' && room.fold.office === office);
  }

  /** Cases that have something to show. */
  cases(): PersonRoom[] {
    return [...this.rooms.values()].filter((room) => room.block !== undefined || room.fold.purpose === 'case');
  }
}

function chunkRow(n: number): string {
  return `entries/${String(n).padStart(6, '0')}`;
}

/** What was verified once must still be the beginning. */
function demandPrefix(before: PersonRoom, now: PersonRoom): void {
  for (let seq = 0; seq < before.verified; seq++) {
    const hash = before.entries[seq]?.envelope.hash;
    demand(now.entries[seq]?.envelope.hash === hash, now.entries.length <= seq ? 'room_rolled_back' : 'room_forked', `seq ${seq}`);
  }
}

/** An entry that was fetched by itself, in the form in which this browser keeps all of them. */
function encodeSyncFrame({ cursor, room, seq, entry }: SyncFrame): Bytes {
  return concat(u64(cursor), fromHex(room) ?? new Uint8Array(0), u64(seq), entry);
}
