/**
 * One message on its way into a room, once: what was signed is kept sealed before it is posted, so that after a lost
 * answer or a killed tab the very same bytes are posted again, which the server answers alike.
 */
import { fromB64, toB64 } from '../protocol/bytes.ts';
import { MOVED } from './delivery.ts';
import { serverCode } from './failures.ts';
import type { Files, SealedFile, StagedFile } from './files.ts';
import type { Tlp } from './model.ts';
import type { Outgoing, PreparedEntries, Sender } from './sender.ts';

const TRIES = 6;

/** How far it has got. */
export interface Parcel {
  readonly room: string | null;
  readonly staged: readonly StagedFile[];
  readonly sealed: readonly SealedFile[];
  /** Signed and perhaps posted. */
  readonly signed: { readonly frames: readonly string[]; readonly last: string; readonly opens: boolean; readonly message: boolean } | null;
}

/** Where it goes and what it says, as its owner knows; `keep` before the next step. */
export interface Way<P extends Parcel> {
  readonly to: readonly string[];
  readonly floor: Tlp;
  /** The room in which it was written; null where it opens one. */
  readonly home: string | null;
  message(parcel: P): Outgoing;
  keep(parcel: P): Promise<P>;
}

/** What carrying asks of the desk. */
export interface Roads {
  /** Brings register and rooms up to date; raises when that fails or something is blocked. */
  sync(): Promise<void>;
  /** While nothing is being verified. */
  quietly<T>(work: () => Promise<T>): Promise<T>;
  has(room: string, entry: string): boolean;
}

export class Carrier {
  readonly #files: Files;
  readonly #sender: () => Promise<Sender>;
  readonly #roads: Roads;

  /** `sender` is asked each time: who moves to another office writes for that one, whatever waits here. */
  constructor(files: Files, sender: () => Promise<Sender>, roads: Roads) {
    this.#files = files;
    this.#sender = sender;
    this.#roads = roads;
  }

  /** Looks again and signs again as often as somebody else was quicker. What it is when its message has landed. */
  async carry<P extends Parcel>(start: P, way: Way<P>): Promise<P> {
    let newest = start;
    const keep = async (parcel: P): Promise<P> => (newest = await way.keep(parcel));
    for (let tries = 1; ; tries++) {
      try {
        await this.#roads.sync();
        return await this.#step(newest, { ...way, keep });
      } catch (error) {
        if (!MOVED.includes(serverCode(error)) || tries >= TRIES) throw error;
        await keep(unsigned(newest, way.home));
      }
    }
  }

  async #step<P extends Parcel>(start: P, way: Way<P>): Promise<P> {
    let parcel = start;
    if (parcel.signed !== null) {
      parcel = await this.#post(parcel, way);
      if (parcel.signed?.message === true) return parcel;
    }
    if (parcel.room === null) {
      const first = parcel.staged.length === 0 ? way.message(parcel) : null;
      const sender = await this.#sender();
      const prepared = await this.#roads.quietly(() => sender.openRoom(way.to, way.floor, first));
      parcel = await this.#post(await sign(parcel, way, prepared, { opens: true, message: first !== null }), way);
      if (first !== null) return parcel;
      await this.#roads.sync();
    }
    const ready = await this.#upload(parcel, way);
    const sender = await this.#sender();
    const prepared = await this.#roads.quietly(() => sender.append(ready.room ?? '', way.message(ready)));
    return this.#post(await sign(ready, way, prepared, { opens: false, message: true }), way);
  }

  async #upload<P extends Parcel>(start: P, way: Way<P>): Promise<P> {
    let parcel = start;
    for (const file of parcel.staged) {
      const known = parcel.sealed.find(({ id }) => id === file.id);
      if (known?.uploaded === true) continue;
      const sealed = known ?? (await this.#files.seal(file, parcel.room ?? ''));
      const others = parcel.sealed.filter(({ id }) => id !== file.id);
      parcel = await way.keep({ ...parcel, sealed: [...others, sealed] });
      await this.#files.upload(sealed);
      parcel = await way.keep({ ...parcel, sealed: [...others, { ...sealed, uploaded: true }] });
    }
    return parcel;
  }

  /** Posts what was signed, or finds it already there. */
  async #post<P extends Parcel>(parcel: P, way: Way<P>): Promise<P> {
    const { signed, room } = parcel;
    if (signed === null || room === null) return parcel;
    if (!this.#roads.has(room, signed.last)) {
      const frames = signed.frames.map((frame) => fromB64(frame) ?? new Uint8Array(0));
      await (await this.#sender()).post(room, frames, signed.opens);
    }
    return signed.message ? parcel : way.keep({ ...parcel, signed: null });
  }
}

function sign<P extends Parcel>(parcel: P, way: Way<P>, { room, frames, last }: PreparedEntries, what: { opens: boolean; message: boolean }): Promise<P> {
  return way.keep({ ...parcel, room, signed: { frames: frames.map((frame) => toB64(frame)), last, ...what } });
}

/** To be signed again. A room that never came to be gets another id, and files are sealed for a room. */
function unsigned<P extends Parcel>(parcel: P, home: string | null): P {
  if (parcel.signed?.opens !== true) return { ...parcel, signed: null };
  return { ...parcel, signed: null, room: home, sealed: [] };
}
