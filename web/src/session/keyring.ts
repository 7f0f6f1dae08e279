/**
 * What this person can open: their own kem key, and through their office's room every kem key that the
 * office has had. A published office key that does not come from the room's own secret is a substitution.
 */
import { type Bytes, equalBytes } from '../protocol/bytes.ts';
import type { Directory } from '../protocol/directory.ts';
import { demand } from '../protocol/errors.ts';
import { KemKey, officeKemSeed } from '../protocol/keys.ts';
import { unroll } from '../protocol/unroll.ts';
import type { PersonRoom } from './person-room.ts';

export class KeyRing {
  readonly #kems = new Map<string, KemKey>();
  /** Office room and epoch to the key id that they derive, so that each is derived once. */
  readonly #derived = new Map<string, KemKey>();

  readonly keyid: string;

  constructor(own: KemKey) {
    this.keyid = own.keyid;
    this.#kems.set(own.keyid, own);
  }

  has(keyid: string): boolean {
    return this.#kems.has(keyid);
  }

  /** Raises wrong_key, wrong_office_key. */
  async learnOffice(room: PersonRoom, directory: Directory): Promise<void> {
    await this.unroll(room);
    for (const [epoch, key] of room.keys) {
      const kem = await this.#derive(room.id, epoch, key);
      this.#kems.set(kem.keyid, kem);
    }
    const published = directory.currentOfficeKey(room.fold.office);
    if (published === undefined || published.room !== room.id) return;
    const own = this.#derived.get(`${room.id} ${published.epoch}`);
    if (own !== undefined) demand(equalBytes(own.public, published.kem), 'wrong_office_key', room.fold.office);
  }

  async #derive(room: string, epoch: number, key: Bytes): Promise<KemKey> {
    const name = `${room} ${epoch}`;
    const known = this.#derived.get(name) ?? (await KemKey.fromSeed(await officeKemSeed(key, room, epoch)));
    this.#derived.set(name, known);
    return known;
  }

  /** The kem key of an office's epoch, as its room derives it. */
  derive(room: string, epoch: number, key: Bytes): Promise<KemKey> {
    return this.#derive(room, epoch, key);
  }

  async unroll(room: PersonRoom): Promise<void> {
    if (room.keys.has(room.fold.epoch)) return;
    for (const [epoch, key] of await unroll(room.entries, this.#kems)) room.keys.set(epoch, key);
  }
}
