/**
 * What only an officer in post has: what signs and seals for them, loaded when they first write something,
 * and what waits to leave.
 */
import type { Signal } from '@preact/signals';
import type { Book } from './book.ts';
import type { Drafts } from './drafts.ts';
import { Refusal } from './failures.ts';
import type { Files } from './files.ts';
import { toSeconds } from './form.ts';
import type { Local } from './local.ts';
import type { Membership } from './membership.ts';
import type { Outgoing } from './model.ts';
import type { Outbox } from './outbox.ts';
import type { PersonRoom } from './person-room.ts';
import type { Ports } from './ports.ts';
import type { Receipts } from './receipts.ts';
import type { Register } from './register.ts';
import type { RoomView } from './room-view.ts';
import type { Rounds } from './rounds.ts';
import type { Author, Sender } from './sender.ts';
import type { Server } from './server.ts';
import type { Upkeep } from './upkeep.ts';
import type { Vault } from './vault.ts';
import type * as Writing from './writing.ts';

/** What each person who is in has, in post or not. */
export interface Parts {
  readonly local: Local;
  readonly register: Register;
  readonly book: Book;
  readonly files: Files;
  readonly drafts: Drafts;
  readonly membership: Membership;
  readonly vault: Vault;
  readonly rounds: Rounds;
}

export interface Pen {
  readonly parts: typeof Writing;
  readonly sender: Sender;
  readonly receipts: Receipts;
  readonly upkeep: Upkeep;
}

/** How rooms and offices look from this post. */
export interface Outlook {
  look(): (room: PersonRoom) => RoomView;
  ref(office: string): Outgoing['to'][number];
  /** What waits to leave, once something did. */
  readonly outbox: Signal<Outbox | null>;
}

export class Post {
  #author: Author;
  #pens: Promise<Pen> | undefined;
  #outboxes: Promise<Outbox> | undefined;
  #warmed = false;
  #closed = false;
  readonly #ports: Ports;
  readonly #server: Server;
  readonly #parts: Parts;
  readonly #outlook: Outlook;

  constructor(ports: Ports, server: Server, parts: Parts, outlook: Outlook, author: Author) {
    this.#ports = ports;
    this.#server = server;
    this.#parts = parts;
    this.#outlook = outlook;
    this.#author = author;
  }

  get author(): Author {
    return this.#author;
  }

  /** To another office: what signs is made anew. */
  move(office: string): void {
    this.#author = { ...this.#author, office };
    this.#pens = undefined;
  }

  pen(): Promise<Pen> {
    this.#pens ??= this.#makePen().catch((error: unknown) => {
      this.#pens = undefined;
      throw error;
    });
    return this.#pens;
  }

  async #makePen(): Promise<Pen> {
    const parts = await import('./writing.ts');
    const { register, book } = this.#parts;
    const sender = new parts.Sender(this.#server, register, book, this.#ports, this.#author);
    const receipts = new parts.Receipts(book, sender, (room) => this.#outlook.look()(room));
    const upkeep = new parts.Upkeep(this.#server, { register, book, sender }, this.#ports, this.#author);
    return { parts, sender, receipts, upkeep };
  }

  /** Once the first view is there: whoever loses the line must still be able to write and to seal a file. */
  warm(): void {
    if (this.#warmed) return;
    this.#warmed = true;
    Promise.all([this.pen(), this.#parts.files.warm()]).catch(() => {
      this.#warmed = false;
    });
  }

  /** What an earlier visit left behind goes on its way. */
  async resume(): Promise<void> {
    if ((await this.#parts.local.rows.names('outbox/')).length > 0) await this.outbox();
  }

  async outbox(): Promise<Outbox> {
    await this.pen();
    if (this.#closed) throw new Refusal({ code: 'locked' });
    this.#outboxes ??= this.#makeOutbox().catch((error: unknown) => {
      this.#outboxes = undefined;
      throw error;
    });
    return this.#outboxes;
  }

  async #makeOutbox(): Promise<Outbox> {
    const { parts } = await this.pen();
    const { local, files, drafts, rounds, book } = this.#parts;
    const viewOf = (id: string): RoomView | undefined => {
      const room = book.find(id);
      return room === undefined ? undefined : this.#outlook.look()(room);
    };
    const outbox = new parts.Outbox(local, this.#ports, {
      drafts, files,
      sender: async () => (await this.pen()).sender,
      dispatch: {
        sync: () => rounds.sync(),
        quietly: (work) => rounds.run(work),
        has: (room, entry) => book.find(room)?.has(entry) === true,
        requestIn: (room) => viewOf(room)?.openRequest() ?? null,
        lastIn: (room) => viewOf(room)?.lastRead() ?? null,
        ref: (id) => this.#outlook.ref(id),
      },
    });
    await outbox.load().catch((error: unknown) => {
      outbox.close(); // what it had read by then leaves through the next one
      throw error;
    });
    this.#outlook.outbox.value = outbox;
    return outbox;
  }

  /** Nothing leaves any more from this tab. */
  close(): void {
    this.#closed = true;
    this.#outboxes?.then((outbox) => {
      outbox.close();
    }, () => undefined);
  }

  /** What the office owes without being asked: a current key, and confirmations of what arrived. True when something was written. */
  async duties(): Promise<boolean> {
    const { register, book } = this.#parts;
    const state = register.directory.officeKeyState(this.#author.office, toSeconds(this.#ports.clock.nowMs()));
    const moved = state !== 'current' && (await (await this.pen()).upkeep.run());
    const view = this.#outlook.look();
    const undelivered = book.cases().some((room) => view(room).toConfirm('delivered', Infinity).length > 0);
    return (undelivered && (await (await this.pen()).receipts.delivered())) || moved;
  }
}
