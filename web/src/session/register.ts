/**
 * The register as this browser has verified it: every leaf folded, the root recomputed and compared with a
 * checkpoint of the log and its witnesses, nothing ever smaller or other than what was seen before.
 *
 * A failed check is raised and leaves the last verified state to be loaded again; nothing half-folded is used.
 */
import { type Bytes, toHex, utf8 } from '../protocol/bytes.ts';
import { type Checkpoint, checkFolded, checkPin, type Pin, verifyCheckpoint } from '../protocol/checkpoint.ts';
import { Directory } from '../protocol/directory.ts';
import { sha256 } from '../protocol/digests.ts';
import { demand, ProtocolError } from '../protocol/errors.ts';
import { join, split } from '../protocol/frames.ts';
import { toSeconds } from './form.ts';
import type { Local } from './local.ts';
import type { Ports } from './ports.ts';
import type { Server } from './server.ts';

const META = 'register';
const SNAPSHOT = 'directory';
const MOST_CHUNKS = 50;
const PAGE = 1_000;
const MAX_AGE_SECONDS = 3 * 86_400;
const SIZE_LINE = 1;

interface Meta extends Pin {
  /** When the newest signature under that checkpoint was made. */
  readonly time?: number;
  readonly chunks: number;
  readonly checkedAt: number;
}

export class Register {
  directory = Directory.empty();
  checkedAt = 0;
  #chunks = 0;
  /** As this tab last knew the rows. */
  #keptSize = 0;
  /** Something was folded of which no checkpoint has said yet that it is the register. */
  #unverified = false;
  #pin: Pin = { size: 0, root: toHex(sha256()) };
  readonly #server: Server;
  readonly #local: Local;
  readonly #ports: Ports;

  constructor(server: Server, local: Local, ports: Ports) {
    this.#server = server;
    this.#local = local;
    this.#ports = ports;
  }

  get pin(): Pin {
    return this.#pin;
  }

  get #now(): number {
    return toSeconds(this.#ports.clock.nowMs());
  }

  /** What this browser verified before: a sealed snapshot of the fold, and the leaves since. Put in place when all of it is folded. */
  async load(): Promise<void> {
    const meta = await this.#local.read<Meta>(META);
    const snapshot = await this.#local.read<unknown>(SNAPSHOT);
    const directory = snapshot === undefined ? Directory.empty() : Directory.fromJson(snapshot);
    for (let n = 0; n < (meta?.chunks ?? 0); n++) {
      const chunk = await this.#local.get(chunkRow(n));
      demand(chunk !== undefined, 'rolled_back', 'a part of the local register is gone');
      await this.#fold(directory, split(chunk));
    }
    if (meta !== undefined) {
      holds(directory, meta);
      directory.witnessed(meta.time ?? 0);
    }
    this.directory = directory;
    this.#unverified = false;
    if (meta === undefined) return;
    this.#pin = { size: meta.size, root: meta.root };
    this.#chunks = meta.chunks;
    this.#keptSize = meta.size;
    this.checkedAt = meta.checkedAt;
  }

  /** The pin that another device of the same person left in the vault. */
  demandPin(pin: Pin): void {
    demand(this.directory.size >= pin.size, 'rolled_back', `the vault knows size ${pin.size}`);
    holds(this.directory, pin);
  }

  /** A kind that came after this client is said to be that (`stale_client`), where a release before it says so. */
  async #fold(directory: Directory, leaves: readonly Bytes[]): Promise<void> {
    try {
      await directory.fold(leaves, this.#now);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (error.code === 'unknown_kind') directory.checkClient(this.#ports.client.version);
      throw new ProtocolError(error.code, `leaf ${directory.size}: ${error.detail}`);
    }
  }

  /** Fetch, fold, verify, keep. Raises ProtocolError; the caller blocks. Returns whether anything moved. */
  async sync(): Promise<boolean> {
    try {
      return await this.#advance();
    } catch (error) {
      // What was folded without having been verified is forgotten. Where nothing was, what is known stays: a line broke.
      if (this.#unverified) await this.load();
      throw error;
    }
  }

  async #advance(): Promise<boolean> {
    // The first time everything is wanted, whatever the checkpoint says: asked together, for a slow line.
    const ahead = this.directory.size === 0 ? this.#server.leaves(0, PAGE) : undefined;
    ahead?.catch(() => undefined); // raised where it is waited for
    const note = await this.#server.checkpoint();
    const size = claimedSize(note);
    demand(size >= this.directory.size, 'rolled_back', `${size} after ${this.directory.size}`);
    const fresh = await this.#fetch(size, ahead);
    // The trust is that of the root in force at the checkpoint's own size, so it is read after the fold.
    const checkpoint = await verifyCheckpoint(note, this.directory.trust, this.#now, MAX_AGE_SECONDS);
    checkPin(this.#pin, checkpoint);
    checkFolded(checkpoint, this.#pin, (at) => this.directory.rootHashAt(at));
    this.directory.witnessed(checkpoint.time);
    await this.#keep(checkpoint, fresh);
    this.#unverified = false;
    return fresh.length > 0;
  }

  async #fetch(size: number, ahead?: Promise<readonly Bytes[]>): Promise<readonly Bytes[]> {
    const fresh: Bytes[] = [];
    while (this.directory.size < size) {
      const from = this.directory.size;
      const leaves = from === 0 && ahead !== undefined ? (await ahead).slice(0, size) : await this.#server.leaves(from, Math.min(size, from + PAGE));
      demand(leaves.length > 0 && from + leaves.length <= size, 'forked', 'the log is shorter than its checkpoint');
      this.#unverified = true;
      await this.#fold(this.directory, leaves);
      fresh.push(...leaves);
    }
    return fresh;
  }

  async #keep({ size, root, time }: Checkpoint & { readonly time: number }, fresh: readonly Bytes[]): Promise<void> {
    const pin = { size, root: toHex(root) };
    this.checkedAt = this.#ports.clock.nowMs();
    await this.#ports.exclusive.run('register', () => this.#write(pin, time, fresh));
    this.#pin = pin;
  }

  /** Two tabs keep one cache: whoever finds that the other was quicker leaves it to that one. */
  async #write(pin: Pin, time: number, fresh: readonly Bytes[]): Promise<void> {
    const kept = await this.#local.read<Meta>(META);
    if ((kept?.size ?? 0) !== this.#keptSize) return;
    const rows = new Map<string, Bytes | null>();
    let chunks = this.#chunks;
    if (fresh.length > 0 && chunks < MOST_CHUNKS) rows.set(chunkRow(chunks++), join(fresh));
    else if (fresh.length > 0) {
      rows.set(SNAPSHOT, utf8(JSON.stringify(this.directory.toJson())));
      for (; chunks > 0; chunks--) rows.set(chunkRow(chunks - 1), null);
    }
    const meta: Meta = { ...pin, time, chunks, checkedAt: this.checkedAt };
    rows.set(META, utf8(JSON.stringify(meta)));
    await this.#local.putAll(rows);
    this.#chunks = chunks;
    this.#keptSize = pin.size;
  }
}

function holds(directory: Directory, pin: Pin): void {
  const root = directory.rootHashAt(pin.size);
  demand(root !== undefined && toHex(root) === pin.root, 'forked', `size ${pin.size}`);
}

function chunkRow(n: number): string {
  return `leaves/${String(n).padStart(6, '0')}`;
}

/** Only says how far to fetch: the note as a whole is verified afterwards. */
function claimedSize(note: string): number {
  const size = Number(note.split('\n')[SIZE_LINE]);
  demand(Number.isSafeInteger(size) && size >= 0, 'bad_checkpoint', 'size');
  return size;
}
