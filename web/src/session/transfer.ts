/**
 * Attachments before they leave and after they come: staged sealed in this browser, sealed again for their
 * room when they are sent, fetched and checked when they are saved. Memory holds a few slices, never a file.
 */
import { blobContext, SLICE_BYTES, SliceHasher } from '../protocol/blobs.ts';
import { type Bytes, concat, fromB64, toB64 } from '../protocol/bytes.ts';
import { HEADER_BYTES } from '../protocol/cobblestone.ts';
import { demand, ProtocolError } from '../protocol/errors.ts';
import { OpenStream } from '../protocol/opening.ts';
import { bucket, digestHex, SealStream } from '../protocol/sealing.ts';
import { failureFrom, Refusal, serverCode } from './failures.ts';
import type { Local } from './local.ts';
import type { Failure } from './model.ts';
import type { FileHash, Ports, Sink } from './ports.ts';
import { BlobServer } from './blob-server.ts';
import type { Server } from './server.ts';
import type { Transfers } from './transfers.ts';

export const UPLOAD_SLICE_BYTES = 8 * SLICE_BYTES;
const KEY_BYTES = 32;
const SALT_BYTES = 24;
const MAX_BYTES = 2 ** 40;
const TRIES = 5;

/** A file that is sealed in this browser and has not left it. */
export interface StagedFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

/** Sealed for a room; its slices wait in rows of their own until the server has them. */
export interface SealedFile extends StagedFile {
  readonly room: string;
  readonly key: string;
  readonly ctSha256: string;
  readonly ctLen: number;
  readonly uploaded: boolean;
}

/** What a signed and opened body says about one attachment. */
export interface ReceivedFile extends StagedFile {
  readonly key: string;
  readonly ctSha256: string;
  readonly ctLen: number;
}

export class Transfer {
  readonly #local: Local;
  readonly #server: BlobServer;
  readonly #ports: Ports;
  readonly #transfers: Transfers;

  constructor(local: Local, server: Server, ports: Ports, transfers: Transfers) {
    this.#local = local;
    this.#server = new BlobServer(server);
    this.#ports = ports;
    this.#transfers = transfers;
  }

  /** Reads the file once, sealing each MiB into this browser. */
  async stage(file: File, id: string): Promise<StagedFile> {
    if (file.size > MAX_BYTES) throw new Refusal({ code: 'too_large' });
    const sha256 = await this.#hashing(async (whole) => {
      for (let at = 0, n = 0; at < file.size; at += SLICE_BYTES, n++) {
        const slice = new Uint8Array(await file.slice(at, at + SLICE_BYTES).arrayBuffer());
        await Promise.all([whole.update(slice), this.#local.put(stagedRow(id, n), slice)]);
        this.#progress(id, 'sealing', (at + slice.length) / file.size);
      }
      return whole.hex();
    });
    this.#transfers.set(id, { state: 'ready' });
    return { id, name: file.name.slice(0, 255), type: file.type.slice(0, 127), size: file.size, sha256 };
  }

  /** The hash's thread ends with the work, whatever becomes of it. */
  async #hashing<T>(work: (whole: FileHash) => Promise<T>): Promise<T> {
    const whole = await this.#ports.hashing.start();
    try {
      return await work(whole);
    } finally {
      whole.close();
    }
  }

  /** Seals a staged file under a fresh key for `room`. The same id; the staged rows stay until `forget`. */
  async seal(file: StagedFile, room: string): Promise<SealedFile> {
    const key = this.#ports.random.bytes(KEY_BYTES);
    const stream = await SealStream.start(key, blobContext(room, file.id), this.#ports.random.bytes(SALT_BYTES));
    const out = new SliceWriter(this.#local, file.id);
    await out.write(stream.header);
    const padded = bucket(file.size);
    for (let at = 0, n = 0; at < padded; at += SLICE_BYTES, n++) {
      await out.write(await stream.update(await this.#paddedSlice(file, n, padded)));
      this.#progress(file.id, 'sealing', at / padded);
    }
    await out.write(await stream.finish());
    const { length, sha256 } = await out.finish();
    return { ...file, room, key: toB64(key), ctSha256: sha256, ctLen: length, uploaded: false };
  }

  async #paddedSlice(file: StagedFile, n: number, padded: number): Promise<Bytes> {
    const start = n * SLICE_BYTES;
    const slice = new Uint8Array(Math.min(SLICE_BYTES, padded - start));
    if (start < file.size) {
      const staged = await this.#local.get(stagedRow(file.id, n));
      if (staged === undefined) throw new Refusal({ code: 'disk_full', detail: 'a staged slice is gone' });
      slice.set(staged);
    }
    return slice;
  }

  /** Sends the slices that the server does not have yet; ends when it has checked the whole. */
  async upload(file: SealedFile): Promise<void> {
    await this.#server.startBlob(file.room, { id: file.id, len: file.ctLen, sha256: file.ctSha256 }).catch((error: unknown) => {
      if (serverCode(error) !== 'blob_exists' && serverCode(error) !== 'blob_complete') throw error;
    });
    const { have, complete } = await this.#server.blob(file.id);
    if (complete) return;
    const count = Math.ceil(file.ctLen / UPLOAD_SLICE_BYTES);
    for (let n = 0; n < count; n++) {
      if (have.includes(n)) continue;
      const slice = await this.#local.rows.get(sealedRow(file.id, n));
      if (slice === undefined) throw new Refusal({ code: 'disk_full', detail: 'a sealed slice is gone' });
      await this.#server.putSlice(file.id, n, slice, await digestHex(slice));
      this.#progress(file.id, 'uploading', (n + 1) / count);
    }
    await this.#server.completeBlob(file.id);
  }

  /**
   * Fetches, checks and hands over. Nothing becomes visible before every slice, the ciphertext's hash against
   * the signed entry, and the file's own hash held; otherwise it is `attachment_altered`.
   */
  async save(file: ReceivedFile, room: string): Promise<void> {
    try {
      await this.#save(file, room);
    } catch (error) {
      const failure: Failure = error instanceof ProtocolError ? { code: 'attachment_altered', detail: error.message } : failureFrom(error);
      this.#transfers.set(file.id, failure.code === 'cancelled' ? { state: 'ready' } : { state: 'failed', failure });
      throw new Refusal(failure);
    }
  }

  /** What is small, checked in the same way, into memory. */
  async read(file: ReceivedFile, room: string): Promise<Bytes> {
    const parts: Bytes[] = [];
    const sink: Sink = {
      write: (bytes) => Promise.resolve(void parts.push(bytes)), close: () => Promise.resolve(), abort: () => Promise.resolve(),
    };
    try {
      await this.#hashing((whole) => this.#fetch(file, room, new PlainWriter(file.size, sink, whole)));
    } finally {
      this.#transfers.set(file.id, { state: 'ready' });
    }
    return concat(...parts);
  }

  async #save(file: ReceivedFile, room: string): Promise<void> {
    const sink = await this.#ports.saver.start(file.name, file.size);
    if (sink === null) throw new Refusal({ code: 'cancelled' });
    try {
      await this.#hashing((whole) => this.#fetch(file, room, new PlainWriter(file.size, sink, whole)));
      await sink.close();
      this.#transfers.set(file.id, { state: 'saved' });
    } catch (error) {
      await sink.abort();
      throw error;
    }
  }

  async #fetch(file: ReceivedFile, room: string, plain: PlainWriter): Promise<void> {
    const key = fromB64(file.key);
    demand(key?.length === KEY_BYTES, 'blob_mismatch', 'key');
    const slices = new SliceHasher();
    let stream: OpenStream | undefined;
    for (let at = 0; at < file.ctLen; at += UPLOAD_SLICE_BYTES) {
      const bytes = await this.#range(file, at, Math.min(at + UPLOAD_SLICE_BYTES, file.ctLen));
      slices.update(bytes);
      stream ??= await OpenStream.start(key, blobContext(room, file.id), bytes.slice(0, HEADER_BYTES));
      await plain.write(await stream.update(at === 0 ? bytes.slice(HEADER_BYTES) : bytes));
      this.#progress(file.id, 'downloading', (at + bytes.length) / file.ctLen);
    }
    demand(stream !== undefined, 'blob_mismatch', 'empty');
    await plain.write(await stream.finish());
    demand((await slices.finish()) === file.ctSha256, 'blob_mismatch', 'ciphertext hash');
    demand(plain.length === bucket(file.size) && (await plain.hex()) === file.sha256, 'blob_mismatch', 'file hash');
  }

  async #range(file: ReceivedFile, from: number, to: number): Promise<Bytes> {
    for (let tries = 1; ; tries++) {
      try {
        const bytes = await this.#server.blobRange(file.id, from, to);
        demand(bytes.length === to - from, 'blob_mismatch', 'range');
        return bytes;
      } catch (error) {
        if (!(error instanceof Refusal) || error.failure.code !== 'offline' || tries === TRIES) throw error;
        this.#transfers.set(file.id, { state: 'paused', done: from / file.ctLen });
        await new Promise<void>((resolve) => {
          this.#ports.clock.after(1_000 * 2 ** tries, resolve);
        });
      }
    }
  }

  #progress(id: string, what: 'sealing' | 'uploading' | 'downloading', done: number): void {
    this.#transfers.set(id, { state: 'working', what, done });
  }
}

function stagedRow(id: string, n: number): string {
  return `staged/${id}/${n}`;
}

function sealedRow(id: string, n: number): string {
  return `sealed/${id}/${n}`;
}

/** Ciphertext into rows of 8 MiB. They need no second seal: they are what the server will hold. */
class SliceWriter {
  #parts: Bytes[] = [];
  #held = 0;
  #count = 0;
  #length = 0;
  readonly #hasher = new SliceHasher();
  readonly #local: Local;
  readonly #id: string;

  constructor(local: Local, id: string) {
    this.#local = local;
    this.#id = id;
  }

  async write(bytes: Bytes): Promise<void> {
    this.#hasher.update(bytes);
    this.#length += bytes.length;
    this.#parts.push(bytes);
    this.#held += bytes.length;
    if (this.#held >= UPLOAD_SLICE_BYTES) await this.#flush(UPLOAD_SLICE_BYTES);
  }

  async #flush(length: number): Promise<void> {
    const whole = concat(...this.#parts);
    await this.#local.putCiphertext(sealedRow(this.#id, this.#count), whole.slice(0, length));
    this.#count += 1;
    this.#parts = whole.length > length ? [whole.slice(length)] : [];
    this.#held = Math.max(0, whole.length - length);
  }

  async finish(): Promise<{ length: number; sha256: string }> {
    while (this.#held > 0) await this.#flush(UPLOAD_SLICE_BYTES);
    return { length: this.#length, sha256: await this.#hasher.finish() };
  }
}

/** Passes on the file without its padding, which must be zeros; hashes what it passes on. */
class PlainWriter {
  length = 0;
  readonly #size: number;
  readonly #sink: Sink;
  readonly #hash: FileHash;

  constructor(size: number, sink: Sink, hash: FileHash) {
    this.#size = size;
    this.#sink = sink;
    this.#hash = hash;
  }

  async write(bytes: Bytes): Promise<void> {
    const own = bytes.slice(0, Math.max(0, this.#size - this.length));
    demand(bytes.subarray(own.length).every((byte) => byte === 0), 'blob_mismatch', 'padding');
    this.length += bytes.length;
    if (own.length === 0) return;
    await Promise.all([this.#hash.update(own), this.#sink.write(own)]);
  }

  hex(): Promise<string> {
    return this.#hash.hex();
  }
}
