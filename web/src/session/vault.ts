/**
 * What follows the officer to another device: the pin of the register and the head of every room, sealed
 * under a key that only the seeds give (protocol/locks.md, "Vault").
 */
import { toB64 } from '../protocol/bytes.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import type { Pin } from '../protocol/checkpoint.ts';
import { demand } from '../protocol/errors.ts';
import { openVault, type Owner, sealVault } from '../protocol/vault.ts';
import type { RoomPin } from './book.ts';
import { Refusal, serverCode } from './failures.ts';
import type { Local } from './local.ts';
import type { Ports } from './ports.ts';
import { bytesOf, type Server } from './server.ts';

const SEEN = 'vault';
const SAVE_EVERY_MS = 60_000;

export interface VaultContent {
  readonly pin: Pin;
  readonly rooms: readonly RoomPin[];
}

export class Vault {
  #version = 0;
  #last: VaultContent | undefined;
  #settings: JsonObject = {};
  /** Ids of the passkeys whose locks the server gave at sign-in; held against the vault once. */
  #passkeys: readonly string[];
  #saved = '';
  #savedAt = 0;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #server: Server;
  readonly #local: Local;
  readonly #ports: Ports;
  readonly #owner: Owner;

  constructor(server: Server, local: Local, ports: Ports, owner: Owner, passkeys: readonly string[] = []) {
    this.#passkeys = passkeys;
    this.#server = server;
    this.#local = local;
    this.#ports = ports;
    this.#owner = owner;
  }

  /** What other devices saw. Raises rolled_back, also when there is said to be none; cannot_open; wrong_seeds. */
  async read(): Promise<VaultContent> {
    const seen = (await this.#local.read<number>(SEEN)) ?? 0;
    const answer = await this.#server.vault();
    const { version, pin, rooms, settings } = await openVault(this.#owner, answer.version, seen, bytesOf(answer.sealed ?? ''));
    const known = (settings['passkeys'] ?? []) as unknown as readonly { readonly id: string }[];
    demand(this.#passkeys.every((id) => known.some((one) => one.id === id)), 'wrong_seeds', 'a passkey that nobody added here');
    this.#passkeys = [];
    this.#version = version;
    this.#settings = settings;
    await this.#local.write(SEEN, version);
    return { pin, rooms };
  }

  /** One version after the other: of two at once the server refuses one. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  /** At most once a minute, unless `force`. */
  save(content: VaultContent, force: 'when due' | 'now'): Promise<void> {
    return this.#inTurn(() => this.#save(content, force));
  }

  async #save(content: VaultContent, force: 'when due' | 'now'): Promise<void> {
    this.#last = content;
    const text = JSON.stringify(content);
    const now = this.#ports.clock.nowMs();
    if (text === this.#saved || (force === 'when due' && now - this.#savedAt < SAVE_EVERY_MS)) return;
    this.#savedAt = now;
    try {
      await this.#put(content);
      this.#saved = text;
    } catch (error) {
      if (serverCode(error) !== 'stale_version') throw error;
      await this.read(); // another device was quicker: what it saw is newer or as new; ours follows next time
    }
  }

  get settings(): JsonObject {
    return this.#settings;
  }

  /** Settings go to the other devices with the pins that were saved last. */
  change(settings: JsonObject): Promise<void> {
    return this.#inTurn(async () => {
      const last = this.#last;
      if (last === undefined) throw new Refusal({ code: 'offline', detail: 'nothing verified yet' });
      this.#settings = { ...this.#settings, ...settings };
      await this.#put(last);
    });
  }

  async #put({ pin, rooms }: VaultContent): Promise<void> {
    const version = this.#version + 1;
    const vault = { v: 1, kind: 'vault', version, pin, rooms, settings: this.#settings } as const;
    const sealed = await sealVault(this.#owner, vault, this.#ports.random.bytes(24));
    await this.#server.putVault({ version, sealed: toB64(sealed) });
    this.#version = version;
    await this.#local.write(SEEN, version);
  }
}
