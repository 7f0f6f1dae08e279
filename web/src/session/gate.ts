/**
 * Getting in and out: passphrase and kit, passkey, what a reload may open by itself, locking after idle
 * time, signing out. Holds the seeds' way from a lock to a desk and nowhere else.
 */
import { type Bytes, fromB64, toB64 } from '../protocol/bytes.ts';
import { demand, ProtocolError } from '../protocol/errors.ts';
import { officerKeys, type OfficerKeys, type Seeds } from '../protocol/keys.ts';
import { derive, type LockRecord, openLock, parseKit, passkeyId, readLock } from '../protocol/locks.ts';
import { prepareSuite } from '../protocol/suite.ts';
import { Ahead } from './ahead.ts';
import type { Desk } from './desk.ts';
import { DeviceStore } from './device.ts';
import type { Enrolments } from './enrol.ts';
import { blockOf, isOffline, Refusal } from './failures.ts';
import type { Answer, Ports } from './ports.ts';
import { bytesOf, Server, type SignInAnswer } from './server.ts';
import type { Signals } from './signals.ts';

export const IDLE_CHECK_MS = 15_000;
const DEFAULT_IDLE_SECONDS = 1_200;

/** Somebody whose keys were made a moment ago. */
export interface FirstSignIn {
  readonly login: string;
  readonly auth: Bytes;
  readonly seeds: Seeds;
  readonly kit: Bytes;
  readonly invited: Invited;
}

/** What the invitation said of the person. */
export interface Invited {
  readonly name: string;
  readonly country: string;
  readonly office: string | null;
}

/** Who has come in, with what a desk needs. */
export interface Entrance {
  readonly login: string;
  readonly seeds: Seeds;
  readonly keys: OfficerKeys;
  readonly device: Bytes;
  readonly idleSeconds: number;
  readonly passkey: boolean;
  /** Ids of the passkeys that have a lock, as the server said at sign-in; the vault knows which there are. */
  readonly passkeys?: readonly string[];
  /** What the invitation said, for as long as the register says nothing yet. */
  readonly invited?: Invited;
}

export class Gate {
  #enrolments: Promise<Enrolments> | undefined;
  readonly #server: Server;
  readonly #device: DeviceStore;
  readonly #ahead: Ahead;
  readonly #ports: Ports;
  readonly #signals: Signals;
  #desk: Desk | undefined;
  #lastActive = 0;
  /** Somebody is being let in. */
  #entering = false;
  /** The server clears this site's data as it says goodbye: whoever comes in waits until it has. */
  #leaving: Promise<void> = Promise.resolve();

  constructor(ports: Ports, signals: Signals) {
    this.#ports = ports;
    this.#signals = signals;
    this.#server = new Server(ports.http);
    this.#device = new DeviceStore(ports.rows, ports.keepsake, ports.random);
    this.#ahead = new Ahead(this.#server, ports);
    void prepareSuite(); // while people type, or the server is asked
    ports.exclusive.onSignOut(() => void this.#forget());
    ports.presence.onActivity(() => {
      this.#lastActive = ports.clock.nowMs();
      this.#expect();
    });
  }

  /** Code that most people need once. */
  enrolments(): Promise<Enrolments> {
    this.#enrolments ??= import('./enrol.ts').then(
      (part) => new part.Enrolments(this.#ports, this.#signals, this.#server, (first) => this.#firstSignIn(first)),
    );
    return this.#enrolments;
  }

  get #client(): { name: string; version: string } {
    const { name, version } = this.#ports.client;
    return { name, version: String(version) };
  }

  /** The desk, or why there is none. */
  desk(): Desk {
    if (this.#desk !== undefined) return this.#desk;
    throw new Refusal({ code: this.#signals.session.peek().state === 'expired' ? 'expired' : 'locked' });
  }

  /** `asked`: whether the session lives, where that has been asked already. */
  async start(asked?: Promise<Answer>): Promise<void> {
    const device = await this.#device.read();
    if (device === undefined) return this.#signedOut();
    try {
      const { resume, idle_seconds: idleSeconds } = await this.#server.session(asked);
      const seeds = await device.openSeeds(bytesOf(resume));
      await this.#enter({ login: device.login, seeds, device: device.d, idleSeconds, passkey: device.passkey });
    } catch (error) {
      if (isOffline(error)) this.#signals.connection.value = 'offline';
      // Without a living session there is no other half of the key: ask for the passphrase again.
      const expired = error instanceof Refusal && error.failure.code === 'expired';
      this.#signals.session.value = expired
        ? { state: 'expired', login: device.login }
        : { state: 'locked', login: device.login, passkey: device.passkey };
    }
  }

  async #signedOut(): Promise<void> {
    const kitKnown = (await this.#device.findKit()) !== undefined;
    const lastLogin = (await this.#device.read())?.login;
    this.#signals.session.value = { state: 'signed_out', kitKnown, ...(lastLogin === undefined ? {} : { lastLogin }) };
  }

  // ---- coming in ----

  /** Somebody has typed so much of what opens their locks, and types on. */
  async prepare(login: string, passphrase: string): Promise<void> {
    await this.#leaving;
    if (!this.#entering && this.#desk === undefined) this.#ahead.begin(login, passphrase);
  }

  /** Somebody is there who will want to come in. */
  #expect(): void {
    const session = this.#signals.session.peek();
    if (this.#entering || !(session.state === 'locked' || session.state === 'expired')) return;
    void Promise.all([this.prepare(session.login, ''), this.#ports.stretch.warm()]).catch(() => undefined);
  }

  async signIn(login: string, passphrase: string, kitCode?: string): Promise<void> {
    const kit = kitCode === undefined || kitCode === '' ? await this.#rememberedKit(login) : readKit(kitCode);
    await this.#guarded(async () => {
      const stretched = await this.#ahead.take(login, passphrase);
      const { auth, unlock } = await derive(login, stretched, kit);
      const answer = await this.#server.signIn(login, toB64(auth), this.#client);
      await this.#open(login, answer, 'passphrase', unlock);
      await this.#device.rememberKit(kit);
    });
  }

  async signInWithPasskey(login: string): Promise<void> {
    await this.#guarded(async () => {
      const { askPasskey } = await import('./passkey-door.ts');
      const { answer, unlock, credential } = await askPasskey(this.#server, this.#ports, login, this.#client);
      await this.#open(login, answer, 'passkey', unlock, credential);
    });
  }

  async unlock(passphrase: string): Promise<void> {
    const device = await this.#device.read();
    if (device === undefined) throw new Refusal({ code: 'expired' });
    await this.signIn(device.login, passphrase).catch((error: unknown) => {
      const wrong = error instanceof Refusal && error.failure.code === 'bad_credentials';
      throw wrong ? new Refusal({ code: 'wrong_passphrase' }) : error;
    });
  }

  async unlockWithPasskey(): Promise<void> {
    const device = await this.#device.read();
    if (device === undefined) throw new Refusal({ code: 'expired' });
    await this.signInWithPasskey(device.login);
  }

  async #rememberedKit(login: string): Promise<Bytes> {
    const device = await this.#device.read();
    const kit = device?.login === login ? await this.#device.findKit() : undefined;
    if (kit === undefined) throw new Refusal({ code: 'kit_needed' });
    return kit;
  }

  /** A weaker KDF offered, or somebody else's lock handed out: the server lies, and that blocks. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    await this.#leaving;
    this.#entering = true;
    try {
      await work();
    } catch (error) {
      if (error instanceof ProtocolError) {
        this.#signals.block.value = blockOf(error, this.#ports.clock.nowMs(), ['at sign-in']);
      }
      throw error;
    } finally {
      this.#entering = false;
    }
  }

  async #open(login: string, answer: SignInAnswer, type: string, unlock: Bytes, credential?: string): Promise<void> {
    const passkeys = demandOwn(answer, login);
    const lock = answer.locks.find((record) => isLock(record, type, credential));
    demand(lock !== undefined, 'wrong_seeds', 'no lock of this kind');
    const seeds = await openLock(lock, unlock, login);
    const passkey = passkeys.length > 0;
    const device = await this.#device.remember(login, bytesOf(answer.resume), seeds, passkey);
    await this.#enter({ login, seeds, device, idleSeconds: answer.idle_seconds, passkey, passkeys }, answer.key);
  }

  async #firstSignIn({ login, auth, seeds, kit, invited }: FirstSignIn): Promise<void> {
    const answer = await this.#server.signIn(login, toB64(auth), this.#client);
    const passkeys = demandOwn(answer, login);
    const device = await this.#device.remember(login, bytesOf(answer.resume), seeds, false);
    await this.#device.rememberKit(kit);
    await this.#enter({ login, seeds, device, idleSeconds: answer.idle_seconds, passkey: false, passkeys, invited }, answer.key);
  }

  async #enter(who: Omit<Entrance, 'keys'>, key?: string): Promise<void> {
    const keys = await officerKeys(who.seeds);
    demand(key === undefined || key === keys.keyset.keyid, 'wrong_seeds', 'the session is of another key');
    this.#desk?.close();
    this.#ahead.forget();
    const { Desk } = await import('./desk.ts');
    const entrance: Entrance = { ...who, keys };
    this.#signals.block.value = null;
    this.#desk = new Desk(this.#ports, this.#signals, this.#server, entrance, () => {
      this.#end('expired');
    });
    this.#signals.desk.value = this.#desk;
    this.#watchIdle(this.#desk, who.idleSeconds);
    await this.#desk.open();
  }

  // ---- while in ----

  async refresh(): Promise<void> {
    if (this.#desk !== undefined) await this.#desk.refresh();
    else if (!(await (await this.#enrolments)?.again())) await this.start();
  }

  /** A passkey is a second lock over the same seeds (protocol/locks.md). */
  async addPasskey(name: string): Promise<void> {
    const desk = this.desk();
    await desk.addPasskey(name);
    await this.#device.markPasskey();
  }

  #watchIdle(desk: Desk, idleSeconds: number): void {
    this.#lastActive = this.#ports.clock.nowMs();
    const limit = 1000 * (idleSeconds > 0 ? idleSeconds : DEFAULT_IDLE_SECONDS);
    const look = (): void => {
      if (this.#desk !== desk) return;
      if (this.#ports.clock.nowMs() - this.#lastActive >= limit) this.#end('locked');
      else this.#ports.clock.after(IDLE_CHECK_MS, look);
    };
    this.#ports.clock.after(IDLE_CHECK_MS, look);
  }

  /** The keys leave memory; what is sealed in this browser stays for the next sign-in. */
  #end(how: 'expired' | 'locked'): void {
    const desk = this.#desk;
    if (desk === undefined) return;
    this.#desk = undefined;
    this.#signals.desk.value = null;
    desk.close();
    const { login } = desk.entrance;
    this.#signals.session.value = how === 'expired' ? { state: 'expired', login } : { state: 'locked', login, passkey: desk.entrance.passkey };
  }

  async signOut(): Promise<void> {
    this.#ports.exclusive.announceSignOut();
    await this.#forget();
    // Off-line the session ends at the server by itself; here nothing is left either way.
    this.#leaving = this.#server.signOut().catch(() => {
      this.#signals.connection.value = 'offline';
    });
    await this.#leaving;
  }

  async #forget(): Promise<void> {
    const desk = this.#desk;
    this.#desk = undefined;
    this.#signals.desk.value = null;
    this.#signals.block.value = null;
    desk?.forget();
    await this.#ports.rows.wipe();
    this.#signals.session.value = { state: 'signed_out', kitKnown: false };
  }
}

function readKit(code: string): Bytes {
  try {
    return parseKit(code);
  } catch {
    throw new Refusal({ code: 'kit_mistyped' });
  }
}

/**
 * Also locks that are not opened now: one that this person's client cannot have made is somebody's attempt
 * to stand beside them. Gives the ids of the passkeys among them. Raises kdf_downgrade, wrong_seeds.
 */
function demandOwn({ locks, key }: SignInAnswer, login: string): string[] {
  const records = locks.map((lock) => readOwn(lock));
  const own = records.every((record) => record.login === login && record.key === key);
  demand(own && records.filter(({ type }) => type === 'passphrase').length === 1, 'wrong_seeds', 'not my locks');
  return records.flatMap(({ credential }) => (credential === null ? [] : passkeyId(credential)));
}

function readOwn(lock: unknown): LockRecord {
  try {
    return readLock(lock);
  } catch (error) {
    // What is wrong is the own locks, not a statement's shape: the reader is told so.
    throw error instanceof ProtocolError && error.code === 'bad_shape' ? new ProtocolError('wrong_seeds', error.message) : error;
  }
}

function isLock(record: unknown, type: string, credential?: string): boolean {
  if (typeof record !== 'object' || record === null || !('type' in record) || record.type !== type) return false;
  return credential === undefined || !('credential' in record) || sameBytes(record.credential, credential);
}

function sameBytes(b64: unknown, other: string): boolean {
  const bytes = typeof b64 === 'string' ? fromB64(b64) : undefined;
  return bytes !== undefined && toB64(bytes) === other;
}
