/**
 * What this browser keeps between two visits, each row sealed under the key of locks.md ("On the device").
 *
 * Rows carry names that say nothing about a case: kinds and counters, or random ids.
 */
import { type Bytes, utf8 } from '../protocol/bytes.ts';
import { open } from '../protocol/opening.ts';
import { seal } from '../protocol/sealing.ts';
import { localKey } from '../protocol/vault.ts';
import type { Random, Rows } from './ports.ts';

const SALT_BYTES = 24;

/** Sealed rows of the person who is signed in. */
export class Local {
  readonly #key: Bytes;
  #closed = false;
  readonly rows: Rows;
  readonly #random: Random;

  constructor(key: Bytes, rows: Rows, random: Random) {
    this.#key = key;
    this.rows = rows;
    this.#random = random;
  }

  static async make(device: Bytes, kemSeed: Bytes, login: string, rows: Rows, random: Random): Promise<Local> {
    return new Local(await localKey(device, kemSeed, login), rows, random);
  }

  async get(name: string): Promise<Bytes | undefined> {
    const sealed = await this.rows.get(name);
    return sealed === undefined ? undefined : open(this.#key, contextOf(name), sealed);
  }

  async put(name: string, plaintext: Bytes): Promise<void> {
    await this.putAll(new Map([[name, plaintext]]));
  }

  /** Whoever signed out must not be written back by something that was still under way. */
  close(): void {
    this.#closed = true;
  }

  /** A row that needs no seal of ours: it is ciphertext already. */
  async putCiphertext(name: string, ciphertext: Bytes): Promise<void> {
    if (!this.#closed) await this.rows.put(name, ciphertext);
  }

  async putAll(plain: ReadonlyMap<string, Bytes | null>): Promise<void> {
    const sealed = new Map<string, Bytes | null>();
    for (const [name, value] of plain) sealed.set(name, value === null ? null : await this.sealed(name, value));
    if (!this.#closed) await this.rows.putAll(sealed);
  }

  sealed(name: string, plaintext: Bytes): Promise<Bytes> {
    return seal(this.#key, contextOf(name), this.#random.bytes(SALT_BYTES), plaintext);
  }

  /** A JSON value; `undefined` when there is none. */
  async read<T>(name: string): Promise<T | undefined> {
    const bytes = await this.get(name);
    return bytes === undefined ? undefined : (JSON.parse(new TextDecoder().decode(bytes)) as T);
  }

  async write(name: string, value: unknown): Promise<void> {
    await this.put(name, utf8(JSON.stringify(value)));
  }
}

/** Bound to its name, so that two rows of one disk cannot be exchanged. */
function contextOf(name: string): string {
  return `repatria/v1/row\n${name}`;
}
