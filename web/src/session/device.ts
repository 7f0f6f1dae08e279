/**
 * The one row that opens the others: who was here, the device's half `d`, and the seeds sealed under
 * `d` and the server's half `r`, which only a living session gives (protocol/locks.md).
 */
import { type Bytes, concat, fromB64, toB64, utf8 } from '../protocol/bytes.ts';
import { demand } from '../protocol/errors.ts';
import { open } from '../protocol/opening.ts';
import { seal } from '../protocol/sealing.ts';
import type { Seeds } from '../protocol/keys.ts';
import { deviceKey } from '../protocol/vault.ts';
import { DEVICE_ROW, type Keepsake, type Random, type Rows } from './ports.ts';

const KIT = 'kit';
const SEED_BYTES = 32;

interface DeviceRow {
  readonly login: string;
  readonly d: string;
  readonly seeds: string;
  readonly passkey: boolean;
}

export interface RememberedDevice {
  readonly login: string;
  readonly d: Bytes;
  readonly passkey: boolean;
  openSeeds(resume: Bytes): Promise<Seeds>;
}

export class DeviceStore {
  readonly #rows: Rows;
  readonly #keepsake: Keepsake;
  readonly #random: Random;

  constructor(rows: Rows, keepsake: Keepsake, random: Random) {
    this.#rows = rows;
    this.#keepsake = keepsake;
    this.#random = random;
  }

  async read(): Promise<RememberedDevice | undefined> {
    const bytes = await this.#rows.get(DEVICE_ROW);
    if (bytes === undefined) return undefined;
    const row = JSON.parse(new TextDecoder().decode(bytes)) as DeviceRow;
    const d = fromB64(row.d);
    const sealed = fromB64(row.seeds);
    if (d === undefined || sealed === undefined) return undefined;
    return { login: row.login, d, passkey: row.passkey, openSeeds: (resume) => openSeeds(d, resume, row.login, sealed) };
  }

  /** Keeps `d` when the same person comes back, so that what was kept opens again. */
  async remember(login: string, resume: Bytes, seeds: Seeds, passkey: boolean): Promise<Bytes> {
    const known = await this.read();
    if (known !== undefined && known.login !== login) await this.#rows.wipe();
    const d = known?.login === login ? known.d : this.#random.bytes(SEED_BYTES);
    const key = await deviceKey(d, resume, login);
    const sealed = await seal(key, contextOf(login), this.#random.bytes(24), concat(seeds.sign, seeds.kem));
    const row: DeviceRow = { login, d: toB64(d), seeds: toB64(sealed), passkey };
    await this.#rows.put(DEVICE_ROW, utf8(JSON.stringify(row)));
    return d;
  }

  /** A passkey was added: the lock screen offers it. */
  async markPasskey(): Promise<void> {
    const bytes = await this.#rows.get(DEVICE_ROW);
    if (bytes === undefined) return;
    const row = JSON.parse(new TextDecoder().decode(bytes)) as DeviceRow;
    await this.#rows.put(DEVICE_ROW, utf8(JSON.stringify({ ...row, passkey: true } satisfies DeviceRow)));
  }

  async rememberKit(kit: Bytes): Promise<void> {
    await this.#rows.put(KIT, await this.#keepsake.seal(kit));
  }

  async findKit(): Promise<Bytes | undefined> {
    const sealed = await this.#rows.get(KIT);
    return sealed === undefined ? undefined : this.#keepsake.open(sealed);
  }
}

async function openSeeds(d: Bytes, resume: Bytes, login: string, sealed: Bytes): Promise<Seeds> {
  const plain = await open(await deviceKey(d, resume, login), contextOf(login), sealed);
  demand(plain.length === 2 * SEED_BYTES, 'wrong_seeds');
  return { sign: plain.slice(0, SEED_BYTES), kem: plain.slice(SEED_BYTES) };
}

function contextOf(login: string): string {
  return `repatria/v1/device-seeds\n${login}`;
}
