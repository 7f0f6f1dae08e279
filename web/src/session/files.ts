/**
 * Attachments of this browser: what is staged here, and how far each transfer has got. The work itself
 * (transfer.ts) is loaded with the first file.
 */
import { type Bytes, toHex } from '../protocol/bytes.ts';
import type { Local } from './local.ts';
import type { Ports } from './ports.ts';
import type { Server } from './server.ts';
import type { ReceivedFile, SealedFile, StagedFile, Transfer } from './transfer.ts';
import type { Transfers } from './transfers.ts';

export type { ReceivedFile, SealedFile, StagedFile } from './transfer.ts';

const ID_BYTES = 16;

export class Files {
  #loaded: Promise<Transfer> | undefined;
  readonly #local: Local;
  readonly #server: Server;
  readonly #ports: Ports;
  readonly #transfers: Transfers;

  constructor(local: Local, server: Server, ports: Ports, transfers: Transfers) {
    this.#local = local;
    this.#server = server;
    this.#ports = ports;
    this.#transfers = transfers;
  }

  #transfer(): Promise<Transfer> {
    this.#loaded ??= import('./transfer.ts').then(
      (part) => new part.Transfer(this.#local, this.#server, this.#ports, this.#transfers),
    );
    return this.#loaded;
  }

  /** Has the code at hand for when the line is gone. */
  async warm(): Promise<void> {
    await Promise.all([this.#transfer(), this.#ports.hashing.warm()]);
  }

  newId(): string {
    return toHex(this.#ports.random.bytes(ID_BYTES));
  }

  /** Under way at once, also while the code for it comes over a slow line. */
  async stage(file: File, id: string): Promise<StagedFile> {
    this.#transfers.set(id, { state: 'working', what: 'sealing', done: 0 });
    return (await this.#transfer()).stage(file, id);
  }

  async seal(file: StagedFile, room: string): Promise<SealedFile> {
    return (await this.#transfer()).seal(file, room);
  }

  async upload(file: SealedFile): Promise<void> {
    await (await this.#transfer()).upload(file);
  }

  async save(file: ReceivedFile, room: string): Promise<void> {
    await (await this.#transfer()).save(file, room);
  }

  /** A small file's bytes, checked as `save` checks it. */
  async read(file: ReceivedFile, room: string): Promise<Bytes> {
    return (await this.#transfer()).read(file, room);
  }

  /** Reads a signal. */
  progress(id: string): ReturnType<Transfers['of']> {
    return this.#transfers.of(id);
  }

  /** Whatever of this file rests in this browser. */
  async forget(id: string): Promise<void> {
    const names = [...(await this.#local.rows.names(`staged/${id}/`)), ...(await this.#local.rows.names(`sealed/${id}/`))];
    await this.#local.rows.putAll(new Map(names.map((name) => [name, null])));
    this.#transfers.forget(id);
  }
}
