/**
 * From an invitation to keys: the network that the link or the paper names, the passphrase, the printed kit and its
 * quiz, keys made here, the lock, the signed keyset and the first vault sent in one call. What is secret stays in this
 * object until then, and nowhere after.
 *
 * Nothing that is typed leaves, and no key is made, before the server's register has been folded and found to be that
 * of the named network: else whoever has the server could enrol a newcomer into a network of its own.
 */
import { type Bytes, toB64 } from '../protocol/bytes.ts';
import { sign, STATEMENT } from '../protocol/envelope.ts';
import type { Pin } from '../protocol/checkpoint.ts';
import { demand, ProtocolError } from '../protocol/errors.ts';
import { newSeeds, officerKeys } from '../protocol/keys.ts';
import { kitCode, kitQr, makePassphraseLock, newKit } from '../protocol/lock-making.ts';
import { derive, KDF_FLOOR, stretch } from '../protocol/locks.ts';
import { statement } from '../protocol/statement-making.ts';
import { sealVault } from '../protocol/vault.ts';
import { blockOf, Refusal } from './failures.ts';
import type { FirstSignIn } from './gate.ts';
import { toSeconds } from './form.ts';
import type { Enrolment, Invitation, Kit } from './model.ts';
import { Local } from './local.ts';
import type { Ports, Rows } from './ports.ts';
import { EnrolServer, guestServer, type InvitationAnswer } from './enrol-server.ts';
import { Register } from './register.ts';
import type { Server } from './server.ts';
import type { Signals } from './signals.ts';
import { roleOf } from './words.ts';

const SHORTEST_PASSPHRASE = 12;
const FEWEST_DIFFERENT = 6;
const LOGIN = /^[a-z0-9][a-z0-9._-]{2,63}$/;
const GROUPS = 6;
const NET = /^[0-9a-f]{64}$/;

interface Choice {
  readonly login: string;
  readonly passphrase: string;
  readonly kit: Bytes;
}

type SignIn = (first: FirstSignIn) => Promise<void>;

export class Enrolments {
  readonly #ports: Ports;
  readonly #signals: Signals;
  readonly #server: EnrolServer;
  readonly #signIn: SignIn;
  #token = '';
  /** Hash of the network in the link. */
  #linked = '';
  /** Hash of the network that the person is joining, wherever it was read. */
  #net = '';
  #pin: Pin | undefined;
  #answer: InvitationAnswer | undefined;
  #invitation: Invitation | undefined;
  #choice: Choice | undefined;
  #ask: readonly [number, number] = [0, 1];

  constructor(ports: Ports, signals: Signals, server: Server, signIn: SignIn) {
    this.#ports = ports;
    this.#signals = signals;
    this.#server = new EnrolServer(server);
    this.#signIn = signIn;
  }

  #step(step: Enrolment): void {
    this.#signals.enrolment.value = step;
  }

  /** `net` as the link says it; empty where it does not, and then the person is asked for the one on paper. */
  async open(token: string, net: string): Promise<void> {
    this.#token = token;
    this.#linked = net;
    this.#signals.block.value = null;
    if (net === '') this.#step({ step: 'network' });
    else await this.name(net);
  }

  /** After a block: from the beginning, with the hash to be typed again where it was typed. */
  async again(): Promise<boolean> {
    if (this.#token !== '') await this.open(this.#token, this.#linked);
    return this.#token !== '';
  }

  /** The hash of the network; nothing goes on until the server has shown that it is this network. */
  async name(typed: string): Promise<void> {
    this.#net = typed.toLowerCase().replace(/\s/gu, '');
    this.#step({ step: 'reading' });
    try {
      if (!NET.test(this.#net)) throw new Refusal({ code: 'invitation_invalid' });
      const answer = await this.#server.invitation(this.#token);
      demand(answer.net === this.#net, 'wrong_network', `the server says ${answer.net}, not ${this.#net}`);
      this.#invitation = await this.#verified(answer);
      this.#answer = answer;
      this.#step({ step: 'passphrase', invitation: this.#invitation });
    } catch (error) {
      if (error instanceof ProtocolError) {
        this.#signals.block.value = blockOf(error, this.#ports.clock.nowMs(), ['at enrolment']);
        this.#step({ step: 'invalid', failure: { code: 'blocked' } });
      } else if (error instanceof Refusal) {
        const notFound = error.failure.code === 'not_found';
        this.#step({ step: 'invalid', failure: notFound ? { code: 'invitation_invalid' } : error.failure });
      }
      throw error;
    }
  }

  /** What the server says means nothing yet: folds its whole register, which must be that network's. */
  async #verified(answer: InvitationAnswer): Promise<Invitation> {
    const { random } = this.#ports;
    const local = new Local(random.bytes(32), rowsInMemory(), random);
    const register = new Register(guestServer(this.#ports.http, this.#token), local, this.#ports);
    await register.sync();
    const { net, root } = register.directory;
    demand(net === this.#net, 'wrong_network', `the register is that of ${net}, not of ${this.#net}`);
    this.#pin = register.pin;
    return {
      name: answer.name, country: answer.country, role: roleOf(answer.role), network: root?.name ?? '', net: this.#net,
      ...(answer.office === null ? {} : { office: { own: answer.office } }),
    };
  }

  #known(): Invitation {
    if (this.#invitation === undefined) throw new Refusal({ code: 'invitation_invalid' });
    return this.#invitation;
  }

  choose(login: string, passphrase: string): void {
    const invitation = this.#known();
    if (!LOGIN.test(login)) throw new Refusal({ code: 'login_taken' });
    if (isWeak(passphrase, login, invitation.name)) throw new Refusal({ code: 'weak_passphrase' });
    this.#choice = { login, passphrase, kit: newKit((length) => this.#ports.random.bytes(length)) };
    this.#ask = this.#pickTwo();
    this.showKit();
  }

  #chosen(): Choice {
    if (this.#choice === undefined) throw new Refusal({ code: 'weak_passphrase' });
    return this.#choice;
  }

  showKit(): void {
    const { login, kit } = this.#chosen();
    const shown: Kit = { groups: kitCode(kit).split('-'), qrText: kitQr(login, kit) };
    this.#step({ step: 'kit', invitation: this.#known(), kit: shown });
  }

  askQuiz(): void {
    this.#chosen();
    this.#step({ step: 'quiz', invitation: this.#known(), ask: this.#ask });
  }

  #pickTwo(): readonly [number, number] {
    const [a = 0, b = 0] = this.#ports.random.bytes(2);
    const first = a % GROUPS;
    return [first, (first + 1 + (b % (GROUPS - 1))) % GROUPS];
  }

  async answer(groups: readonly [string, string]): Promise<void> {
    const { kit } = this.#chosen();
    const right = kitCode(kit).split('-');
    const held = groups.every((group, n) => plain(group) === right[this.#ask[n] ?? -1]);
    if (!held) throw new Refusal({ code: 'quiz_wrong' });
    this.#step({ step: 'making_keys', invitation: this.#known() });
    try {
      await this.#makeKeys();
    } catch (error) {
      const taken = error instanceof Refusal && error.failure.code === 'login_taken';
      this.#step(taken ? { step: 'passphrase', invitation: this.#known() } : { step: 'quiz', invitation: this.#known(), ask: this.#ask });
      throw error;
    }
  }

  async #makeKeys(): Promise<void> {
    const [answer, pin] = [this.#answer, this.#pin];
    if (answer === undefined || pin === undefined) throw new Refusal({ code: 'invitation_invalid' });
    const { login, passphrase, kit } = this.#chosen();
    const { random, clock } = this.#ports;
    const seeds = newSeeds((length) => random.bytes(length));
    const { keyset, signer } = await officerKeys(seeds);
    const kdf = { ...KDF_FLOOR, salt: random.bytes(16) };
    const { auth, unlock } = await derive(login, await stretch(passphrase, kdf, (...job) => this.#ports.stretch.argon2id(...job)), kit);
    const lock = await makePassphraseLock({ login, keyid: keyset.keyid, kdf, unlock, seeds, salt: random.bytes(24) });
    const issue = { net: this.#net, by: keyset.keyid, iprev: null, time: toSeconds(clock.nowMs()) };
    const payload = statement('keyset', issue, { suite: 1, sign: keyset.sign, kem: keyset.kem });
    const envelope = await sign(STATEMENT, payload, [signer]);
    const vault = { v: 1, kind: 'vault', version: 1, pin, rooms: [], settings: {} } as const;
    const sealed = await sealVault({ keyid: keyset.keyid, kemSeed: seeds.kem }, vault, random.bytes(24));
    const sent = { token: this.#token, login, auth: toB64(auth), lock, keyset: toB64(envelope.wire()), vault: toB64(sealed) };
    await this.#server.enrol(sent);
    this.#choice = undefined;
    this.#token = '';
    await this.#signIn({ login, auth, seeds, kit, invited: answer });
  }
}

/** As people type what they read: any case, O for 0, I and L for 1. */
function plain(group: string): string {
  return group.toUpperCase().replace(/[\s-]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1');
}

/** Length is what counts (NIST SP 800-63B 5.1.1.2); a repeated pattern or one's own name is not length. */
export function isWeak(passphrase: string, login: string, name: string): boolean {
  const text = passphrase.normalize('NFC').toLowerCase();
  if ([...text].length < SHORTEST_PASSPHRASE || new Set(text).size < FEWEST_DIFFERENT) return true;
  const own = [login, ...login.split(/[._-]/u), ...name.toLowerCase().split(/\s+/u)].filter((part) => part.length > 2);
  const rest = own.reduce((left, part) => left.replaceAll(part, ''), text);
  return new Set(rest).size < FEWEST_DIFFERENT;
}

/** What a newcomer's register is kept in: nothing of it rests in this browser before there are keys to seal it. */
function rowsInMemory(): Rows {
  const rows = new Map<string, Bytes>();
  const put = (name: string, value: Bytes | null): void => {
    if (value === null) rows.delete(name);
    else rows.set(name, value);
  };
  return {
    get: (name) => Promise.resolve(rows.get(name)),
    put: (name, value) => Promise.resolve(put(name, value)),
    putAll: (all) => Promise.resolve(all.forEach((value, name) => { put(name, value); })),
    names: (prefix) => Promise.resolve([...rows.keys()].filter((name) => name.startsWith(prefix))),
    delete: (name) => Promise.resolve(put(name, null)),
    wipe: () => Promise.resolve(rows.clear()),
  };
}
