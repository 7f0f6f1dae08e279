/**
 * The order in which a signed-in browser does things: the register first, then the rooms, then what this
 * person owes the network (their office's key, receipts), then what waits to leave. One at a time. A failed
 * verification stops all of it, also over a reload, until somebody asks to look again and everything holds.
 */
import { ProtocolError } from '../protocol/errors.ts';
import type { Book, RoomPin } from './book.ts';
import { blockOf, isOffline, Refusal } from './failures.ts';
import type { Local } from './local.ts';
import type { Block } from './model.ts';
import type { Ports } from './ports.ts';
import type { Register } from './register.ts';
import type { Signals } from './signals.ts';
import type { Vault, VaultContent } from './vault.ts';

const BLOCK = 'block';
const RETRY_MS = 15_000;

/** What a round works on. */
export interface Ground {
  readonly local: Local;
  readonly register: Register;
  readonly book: Book;
  readonly vault: Vault;
}

export interface RoundsHooks {
  /** The register has been verified anew: who is this person now? Whether they may see rooms. */
  membership(): boolean;
  /** Rooms have been verified anew. */
  changed(): void;
  /** Upkeep, receipts: whether anything was written, so that there is something to look at again. */
  duties(): Promise<boolean>;
  /** The rooms that another device of this person must find. */
  pins(): readonly RoomPin[];
  /** What is not signed: duty, clocks. */
  guidance(): Promise<void>;
  /** After everything: what waits may go. */
  settled(): void;
  /** The register grew; it may be nothing that concerns this person. */
  registered(size: number): void;
  ended(): void;
}

export class Rounds {
  #queue: Promise<unknown> = Promise.resolve();
  #asked = false;
  #closed = false;
  #vaultSeen = false;
  #cancelRetry: () => void = () => undefined;
  #closeEvents: () => void = () => undefined;
  readonly #ports: Ports;
  readonly #signals: Signals;
  readonly #ground: Ground;
  readonly #hooks: RoundsHooks;

  constructor(ports: Ports, signals: Signals, ground: Ground, hooks: RoundsHooks) {
    this.#ports = ports;
    this.#signals = signals;
    this.#ground = ground;
    this.#hooks = hooks;
  }

  /** One thing at a time: nobody looks at the register or a room while it is being verified. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** What this browser knows from before, and whether it was blocked then. */
  async load(): Promise<void> {
    this.#signals.block.value = await this.#blockBefore();
    await this.#guarded(async () => {
      await this.#ground.register.load();
      await this.#ground.book.load();
    });
  }

  /** A client that was too old looks for itself once it is another one. */
  async #blockBefore(): Promise<Block | null> {
    const { local } = this.#ground;
    const kept = await local.read<Block & { readonly client?: number }>(BLOCK);
    if (kept === undefined) return null;
    if (kept.code !== 'client_outdated' || kept.client === this.#ports.client.version) return kept;
    await local.rows.delete(BLOCK);
    return null;
  }

  listen(): void {
    this.#closeEvents = this.#ports.events.open({
      moved: () => {
        this.ask();
      },
      registered: (size) => {
        this.#hooks.registered(size);
      },
      state: (state) => {
        if (state === 'reconnecting') this.#signals.connection.value = this.#ports.presence.online() ? 'reconnecting' : 'offline';
      },
      ended: () => {
        this.#end();
      },
    });
    this.#ports.presence.onConnection((online) => {
      if (this.#closed) return;
      if (!online) this.#signals.connection.value = 'offline';
      else this.ask();
    });
  }

  close(): void {
    this.#closed = true;
    this.#closeEvents();
    this.#cancelRetry();
  }

  #end(): void {
    if (this.#closed) return;
    this.close();
    this.#hooks.ended();
  }

  /** Soon; many asks make one round. */
  ask(): void {
    if (this.#asked || this.#closed) return;
    this.#asked = true;
    void this.run(async () => {
      this.#asked = false;
      await this.#whole();
    }).catch(() => undefined); // whatever it was stands in the state already
  }

  askLater(ms: number): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#ports.clock.after(ms, () => {
      this.ask();
    });
  }

  /** Register and rooms as they are now. Raises when that cannot be said. */
  sync(): Promise<void> {
    return this.run(() => this.#look());
  }

  /** The person asks to look again: what was blocked is verified from what this browser knew before. */
  async recheck(): Promise<void> {
    await this.run(async () => {
      if (this.#signals.block.peek() !== null) {
        this.#signals.block.value = null;
        this.#vaultSeen = false;
        await this.#guarded(() => this.#ground.register.load());
        await this.#look();
        await this.#ground.local.rows.delete(BLOCK);
      }
      await this.#guarded(() => this.#ground.book.recheck());
      this.#hooks.changed();
    });
    this.ask();
  }

  async #whole(): Promise<void> {
    await this.#look();
    await this.#withConnection(async () => {
      if (await this.#hooks.duties()) this.ask();
      await this.#hooks.guidance();
      await this.#ground.vault.save(this.#pins(), 'when due');
    });
    this.#hooks.settled();
  }

  async #look(): Promise<void> {
    if (this.#closed) throw new Refusal({ code: 'locked' });
    if (this.#signals.block.peek() !== null) throw new Refusal({ code: 'blocked' });
    await this.#withConnection(() => this.#guarded(() => this.#verify()));
    this.#signals.connection.value = 'online';
  }

  async #verify(): Promise<void> {
    const { register, book } = this.#ground;
    const ahead = book.ahead();
    ahead?.catch(() => undefined); // raised where it is waited for
    const known = await this.#vaultAndRegister();
    register.directory.checkClient(this.#ports.client.version);
    if (known !== undefined) register.demandPin(known.pin);
    if (this.#hooks.membership()) {
      await book.sync(ahead);
      if (known !== undefined) await book.demandPins(known.rooms);
    }
    this.#vaultSeen = true;
    this.#hooks.changed();
  }

  /** What the vault knows, the first time. Asked together, for a slow line; what fails is raised when both have ended. */
  async #vaultAndRegister(): Promise<VaultContent | undefined> {
    const { register, vault } = this.#ground;
    const [known, synced] = await Promise.allSettled([this.#vaultSeen ? undefined : vault.read(), register.sync()]);
    if (known.status === 'rejected') throw known.reason;
    if (synced.status === 'rejected') throw synced.reason;
    return known.value;
  }

  #pins(): VaultContent {
    return { pin: this.#ground.register.pin, rooms: this.#hooks.pins() };
  }

  /** Also when nothing new came: before the page goes. */
  saveVault(): Promise<void> {
    return this.run(async () => {
      if (this.#signals.block.peek() === null && !this.#closed) await this.#ground.vault.save(this.#pins(), 'now');
    });
  }

  /** A failed verification becomes the block, kept until it has been looked at again. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ProtocolError) await this.block(error);
      throw error;
    }
  }

  async block(error: ProtocolError): Promise<void> {
    const { pin } = this.#ground.register;
    const block = blockOf(error, this.#ports.clock.nowMs(), [`verified size ${pin.size}`, `verified root ${pin.root}`]);
    this.#signals.block.value = block;
    await this.#ground.local.write(BLOCK, { ...block, client: this.#ports.client.version });
  }

  /** No connection and no session are states, not errors of what was tried. */
  async #withConnection(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isOffline(error)) {
        this.#signals.connection.value = 'offline';
        this.askLater(RETRY_MS);
      } else if (error instanceof Refusal && error.failure.code === 'expired') {
        this.#end();
      } else if (error instanceof Refusal && error.failure.code !== 'blocked') {
        this.askLater(RETRY_MS);
      }
      throw error;
    }
  }
}
