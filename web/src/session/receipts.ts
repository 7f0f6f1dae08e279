/** Signed receipts (protocol/bodies.md): delivered once for the office, read for each officer. */
import type { Book } from './book.ts';
import { Refusal } from './failures.ts';
import type { PersonRoom } from './person-room.ts';
import type { RoomView } from './room-view.ts';
import type { Sender } from './sender.ts';

const MOST_IN_ONE = 500;

export class Receipts {
  readonly #book: Book;
  readonly #sender: Sender;
  readonly #view: (room: PersonRoom) => RoomView;

  constructor(book: Book, sender: Sender, view: (room: PersonRoom) => RoomView) {
    this.#book = book;
    this.#sender = sender;
    this.#view = view;
  }

  /** For everything that has come into this browser. Whether one was sent. */
  async delivered(): Promise<boolean> {
    let sent = false;
    for (const room of this.#book.cases()) sent = (await this.#send(room, 'delivered', Number.MAX_SAFE_INTEGER)) || sent;
    return sent;
  }

  read(room: PersonRoom, upTo: number): Promise<boolean> {
    return this.#send(room, 'read', upTo);
  }

  async #send(room: PersonRoom, what: 'delivered' | 'read', upTo: number): Promise<boolean> {
    if (room.block !== undefined || room.key === undefined || !this.#sender.hasSeat(room)) return false;
    const of = this.#view(room).toConfirm(what, upTo).slice(0, MOST_IN_ONE);
    if (of.length === 0) return false;
    try {
      const prepared = await this.#sender.append(room.id, { body: { kind: 'receipt', what, of }, clock: null, files: [] });
      await this.#sender.post(room.id, prepared.frames, false);
      return true;
    } catch (error) {
      // Somebody wrote in between: the next sync brings us back here.
      if (error instanceof Refusal && error.failure.code === 'refused') return false;
      throw error;
    }
  }
}
