/**
 * Every officer's client keeps its own office's reading key in order (protocol/rooms.md, "An office is a
 * room"): the first opens the office's room, later ones start an epoch when somebody came or left, and the
 * key that follows is published. Two officers may do it at once; the slower one sees that and stops.
 */
import { sign, STATEMENT } from '../protocol/envelope.ts';
import { officeKemSeed, KemKey } from '../protocol/keys.ts';
import { statement } from '../protocol/statement-making.ts';
import type { Book } from './book.ts';
import { Refusal } from './failures.ts';
import { toSeconds } from './form.ts';
import type { PersonRoom } from './person-room.ts';
import type { Ports } from './ports.ts';
import type { Register } from './register.ts';
import type { Author, Sender } from './sender.ts';
import type { Server } from './server.ts';

export class Upkeep {
  readonly #server: Server;
  readonly #register: Register;
  readonly #book: Book;
  readonly #sender: Sender;
  readonly #ports: Ports;
  readonly #author: Author;

  constructor(server: Server, parts: { register: Register; book: Book; sender: Sender }, ports: Ports, author: Author) {
    this.#server = server;
    this.#register = parts.register;
    this.#book = parts.book;
    this.#sender = parts.sender;
    this.#ports = ports;
    this.#author = author;
  }

  /** One step. Whether something was done, so that the caller looks again. Losing a race is not an error. */
  async run(): Promise<boolean> {
    try {
      return await this.#repair(toSeconds(this.#ports.clock.nowMs()));
    } catch (error) {
      if (error instanceof Refusal && error.failure.code === 'refused') return false;
      throw error;
    }
  }

  async #repair(now: number): Promise<boolean> {
    const officers = this.#register.directory.officersOf(this.#author.office, now).map(({ keyid }) => keyid);
    const room = this.#officeRoom();
    if (room === undefined) {
      // An office room that we are not in yet is for those who are: they will let us in.
      if (this.#register.directory.currentOfficeKey(this.#author.office) !== undefined) return false;
      await this.#sender.openOfficeRoom(officers);
      return true;
    }
    if (room.key === undefined) return false;
    if (!this.#hasExactly(room, officers)) {
      await this.#sender.startEpoch(room, officers.map((keyid) => `officer:${keyid}`));
      return true;
    }
    return this.#publish(room, officers);
  }

  /** The room that the published keys name; before there are any, the first that was opened. */
  #officeRoom(): PersonRoom | undefined {
    const published = this.#register.directory.currentOfficeKey(this.#author.office);
    if (published !== undefined) return this.#book.find(published.room);
    return this.#book.officeRooms(this.#author.office)[0];
  }

  #hasExactly(room: PersonRoom, officers: readonly string[]): boolean {
    const ids = room.fold.members.map(({ id }) => id);
    return ids.length === officers.length && officers.every((keyid) => ids.includes(`officer:${keyid}`));
  }

  async #publish(room: PersonRoom, officers: readonly string[]): Promise<boolean> {
    const { directory } = this.#register;
    const { epoch } = room.fold;
    const published = directory.currentOfficeKey(this.#author.office);
    const entry = room.lastMembers();
    if (room.key === undefined || entry === undefined || (published !== undefined && published.epoch >= epoch)) return false;
    const kem = await KemKey.fromSeed(await officeKemSeed(room.key, room.id, epoch));
    const by = this.#author.keys.keyset.keyid;
    const issue = { net: directory.net, by, iprev: directory.chainHead(by), time: toSeconds(this.#ports.clock.nowMs()) };
    const further = { office: this.#author.office, room: room.id, epoch, kem: kem.public, entry, officers: [...officers].sort() };
    const envelope = await sign(STATEMENT, statement('office-key', issue, further), [this.#author.keys.signer]);
    await this.#server.publish(envelope.wire());
    return true;
  }
}
