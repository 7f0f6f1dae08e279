/** One room with what this person can see of it: entries in order, keys by epoch, opened bodies. */
import type { Bytes } from '../protocol/bytes.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import type { Directory } from '../protocol/directory.ts';
import { demand } from '../protocol/errors.ts';
import { type Entry, Room } from '../protocol/rooms.ts';
import { openBody } from '../protocol/unroll.ts';
import type { Block } from './model.ts';
import { toMs } from './form.ts';

/** One entry of a room. `body` is undefined for what has none, null where no key of ours opens it. */
export interface Opened {
  readonly hash: string;
  readonly seq: number;
  readonly kind: string;
  readonly author: string;
  readonly office: string;
  readonly atMs: number;
  readonly value: JsonObject;
  readonly body: JsonObject | null | undefined;
}

/** Bodies that are opened at a time: enough that none waits for another's promises, few enough for the memory. */
const TOGETHER = 100;

export class PersonRoom {
  fold = new Room();
  readonly entries: Entry[] = [];
  readonly keys = new Map<number, Bytes>();
  readonly opened: Opened[] = [];
  block?: Block;
  /** Entries of ours that the server has confirmed and that no sync has shown yet. */
  confirmed: readonly string[] = [];
  /** So many entries have passed every check and are kept in this browser. */
  verified = 0;
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  /** Folds the entry in; when that raises, the room is as it was. */
  async accept(entry: Entry, directory: Directory): Promise<void> {
    await this.fold.verify([entry], directory);
    this.fold.apply(entry, directory);
    demand(this.fold.id === this.id, 'wrong_room', 'not the room that was announced');
    this.entries.push(entry);
  }

  /** What was confirmed as written must be there. Raises room_rolled_back. */
  demandConfirmed(hashes: readonly string[]): void {
    for (const hash of hashes) demand(this.has(hash), 'room_rolled_back', `confirmed ${hash}`);
    this.confirmed = this.confirmed.filter((hash) => !hashes.includes(hash));
  }

  get key(): Bytes | undefined {
    return this.keys.get(this.fold.epoch);
  }

  has(hash: string): boolean {
    return this.entries.some((entry) => entry.envelope.hash === hash);
  }

  /** Hash of the entry that began the current epoch. */
  lastMembers(): string | undefined {
    return this.entries.filter((entry) => entry.envelope.value['kind'] === 'members').at(-1)?.envelope.hash;
  }

  find(hash: string): Opened | undefined {
    return this.opened.find((opened) => opened.hash === hash);
  }

  /** Opens what is new, and what a key that came later can open now. Raises what opening the first bad one raises. */
  async openBodies(): Promise<void> {
    const closed = [...this.entries.entries()].filter(([seq]) => {
      const known = this.opened[seq];
      return known === undefined || known.body === null;
    });
    for (let at = 0; at < closed.length; at += TOGETHER) {
      const opening = closed.slice(at, at + TOGETHER).map(([seq, entry]) => this.#open(seq, entry));
      void Promise.allSettled(opening); // those after the first bad one fail for nobody
      for (const one of opening) {
        const opened = await one;
        this.opened[opened.seq] = opened;
      }
    }
  }

  async #open(seq: number, entry: Entry): Promise<Opened> {
    const { hash, value } = entry;
    const key = value.kind === 'message' ? this.keys.get(value.epoch) : undefined;
    const body = value.kind !== 'message' ? undefined : key === undefined ? null : await openBody(key, entry);
    const { kind, author, office, time } = value;
    return { hash, seq, kind, author, office, atMs: toMs(time), value: entry.envelope.value, body };
  }
}
