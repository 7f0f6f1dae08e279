/**
 * Files of the library in this browser: fetched in pieces, held against the hash that a record names before anything
 * of them is handed on, and kept sealed where somebody packed them for a time without a line.
 */
import { type Bytes, concat, utf8 } from '../protocol/bytes.ts';
import { Refusal } from './failures.ts';
import type { Local } from './local.ts';
import type { Ports } from './ports.ts';
import type { CarriedFile, CarriedText, FileName } from './publication-model.ts';
import type { Server } from './server.ts';
import { MOST_ZIP_BYTES, type ZipPart, zipOf } from './zip.ts';

const PREFIX = 'file/';
const RANGE_BYTES = 8 * 1_048_576;
const TIMEOUT_MS = 10 * 60_000;
/** The server gives so many pages at once. */
const MOST_PAGES = 50;
/** It reads no more of a file; who says that there are more would be asked for ever. */
const MOST_PAGES_OF_A_FILE = 5_000;

export interface Pages {
  readonly pages: number;
  readonly texts: readonly string[];
}

/** Where the packed texts of a file begin: the server gives fewer at once where pages are long. */
interface PackedTexts {
  readonly pages: number;
  readonly starts: readonly number[];
}

export class PublishedFiles {
  readonly #server: Server;
  readonly #ports: Ports;
  readonly #local: () => Local;

  constructor(server: Server, ports: Ports, local: () => Local) {
    this.#server = server;
    this.#ports = ports;
    this.#local = local;
  }

  /** Nothing becomes visible to the person before the whole hash held. */
  async save(file: FileName): Promise<void> {
    const sink = await this.#ports.saver.start(file.name, file.len);
    if (sink === null) throw new Refusal({ code: 'cancelled' });
    try {
      await this.#pass(file, (piece) => sink.write(piece));
      await sink.close();
    } catch (error) {
      await sink.abort();
      throw error;
    }
  }

  async read(file: FileName): Promise<Bytes> {
    const pieces: Bytes[] = [];
    await this.#pass(file, (piece) => Promise.resolve(void pieces.push(piece)));
    return concat(...pieces);
  }

  /** One ZIP for a machine that has no line, or not this program: each file only after its hash held. */
  async carry(name: string, texts: readonly CarriedText[], files: readonly CarriedFile[], told: (done: number) => void): Promise<void> {
    const size = files.reduce((sum, { file }) => sum + file.len, 0);
    if (size > MOST_ZIP_BYTES / 2) throw new Refusal({ code: 'too_large' });
    const sink = await this.#ports.saver.start(name, size);
    if (sink === null) throw new Refusal({ code: 'cancelled' });
    try {
      for await (const octets of zipOf(this.#carried(texts, files, told))) await sink.write(octets);
      await sink.close();
    } catch (error) {
      await sink.abort();
      throw error;
    }
  }

  async *#carried(texts: readonly CarriedText[], files: readonly CarriedFile[], told: (done: number) => void): AsyncGenerator<ZipPart> {
    for (const { path, text } of texts) yield { name: path, bytes: utf8(text) };
    for (const [n, { path, file }] of files.entries()) {
      yield { name: path, bytes: await this.read(file) };
      told((n + 1) / files.length);
    }
  }

  /** Into this browser, sealed, with what the server read in it; there after a tab that was killed only if all of it is. */
  async pack(file: FileName): Promise<void> {
    const local = this.#local();
    if ((await local.rows.get(doneRow(file.sha256))) !== undefined) return;
    await this.#packTexts(file.sha256);
    let n = 0;
    await this.#pass(file, (piece) => local.put(pieceRow(file.sha256, n++), piece));
    await local.write(doneRow(file.sha256), n);
  }

  async #packTexts(sha256: string): Promise<void> {
    const local = this.#local();
    const starts: number[] = [];
    for (let from = 1; ; ) {
      const { pages, texts } = await this.#fetchPages(sha256, from, from + MOST_PAGES - 1);
      await local.write(textsRow(sha256, from), texts);
      starts.push(from);
      from += texts.length;
      if (from > pages || texts.length === 0) return local.write(textsRow(sha256, 0), { pages, starts } satisfies PackedTexts);
    }
  }

  /** Packed ones that nobody keeps any more. */
  async unpack(keep: (sha256: string) => boolean): Promise<void> {
    const { rows } = this.#local();
    const gone = (await rows.names(PREFIX)).filter((name) => !keep(name.split('/')[1] ?? ''));
    await rows.putAll(new Map(gone.map((name) => [name, null])));
  }

  async #pass(file: FileName, to: (piece: Bytes) => Promise<void>): Promise<void> {
    const whole = await this.#ports.hashing.start();
    try {
      for await (const piece of this.#pieces(file)) await Promise.all([whole.update(piece), to(piece)]);
      if ((await whole.hex()) !== file.sha256) throw new Refusal({ code: 'attachment_altered' });
    } finally {
      whole.close();
    }
  }

  async *#pieces({ sha256, len }: FileName): AsyncGenerator<Bytes> {
    const local = this.#local();
    const kept = await local.read<number>(doneRow(sha256));
    if (kept !== undefined) {
      for (let n = 0; n < kept; n++) {
        const piece = await local.get(pieceRow(sha256, n));
        if (piece === undefined) throw new Refusal({ code: 'disk_full', detail: 'a packed piece is gone' });
        yield piece;
      }
      return;
    }
    for (let at = 0; at < len; at += RANGE_BYTES) yield await this.#range(sha256, at, Math.min(at + RANGE_BYTES, len));
  }

  async #range(sha256: string, from: number, to: number): Promise<Bytes> {
    const headers = { Range: `bytes=${from}-${to - 1}` };
    const { status, bytes } = await this.#server.call({ method: 'GET', path: `/files/${sha256}/content`, headers, timeoutMs: TIMEOUT_MS });
    const piece = status === 200 ? bytes.slice(from, to) : bytes;
    if (piece.length !== to - from) throw new Refusal({ code: 'attachment_altered', detail: 'range' });
    return piece;
  }

  /** Pages `from` to `to`, counted from 1, both among them; fewer where they are long. */
  async pages(sha256: string, from: number, to: number): Promise<Pages> {
    return (await this.#packedPages(sha256, from, to)) ?? this.#fetchPages(sha256, from, to);
  }

  async #packedPages(sha256: string, from: number, to: number): Promise<Pages | undefined> {
    const local = this.#local();
    const packed = await local.read<PackedTexts>(textsRow(sha256, 0));
    const start = packed?.starts.filter((one) => one <= from).at(-1);
    if (packed === undefined || start === undefined) return undefined;
    const texts = await local.read<readonly string[]>(textsRow(sha256, start));
    return texts && { pages: packed.pages, texts: texts.slice(from - start, to - start + 1) };
  }

  async #fetchPages(sha256: string, from: number, to: number): Promise<Pages> {
    const end = Math.min(to, from + MOST_PAGES - 1);
    const answer = await this.#server.json<Partial<Pages> | null>({ method: 'GET', path: `/files/${sha256}/pages?from=${from - 1}&to=${end}` });
    if (!isPages(answer)) throw new Refusal({ code: 'server', detail: 'pages' });
    return answer;
  }
}

function isPages(answer: Partial<Pages> | null): answer is Pages {
  const { pages, texts } = answer ?? {};
  const few = Number.isSafeInteger(pages) && Number(pages) >= 0 && Number(pages) <= MOST_PAGES_OF_A_FILE;
  return few && Array.isArray(texts) && texts.length <= MOST_PAGES && texts.every((one) => typeof one === 'string');
}

function doneRow(sha256: string): string {
  return `${PREFIX}${sha256}/whole`;
}

function textsRow(sha256: string, from: number): string {
  return `${PREFIX}${sha256}/texts/${from}`;
}

function pieceRow(sha256: string, n: number): string {
  return `${PREFIX}${sha256}/${n}`;
}
