/**
 * From an invitation to keys: the passphrase, the printed kit and its quiz, keys made here, the lock and the
 * signed keyset sent in one call. What is secret stays in this object until then, and nowhere after.
 */
import { type Bytes, toB64 } from '../protocol/bytes.ts';
import { sign, STATEMENT } from '../protocol/envelope.ts';
import { newSeeds, officerKeys } from '../protocol/keys.ts';
import { derive, KDF_FLOOR, kitCode, kitQr, makePassphraseLock, newKit, stretch } from '../protocol/locks.ts';
import { statement } from '../protocol/statements.ts';
import { Refusal } from './failures.ts';
import type { FirstSignIn } from './gate.ts';
import { toSeconds } from './form.ts';
import type { Enrolment, Invitation, Kit } from './model.ts';
import type { Ports } from './ports.ts';
import { EnrolServer, type InvitationAnswer } from './enrol-server.ts';
import type { Server } from './server.ts';
import type { Signals } from './signals.ts';
import { roleOf } from './words.ts';

const SHORTEST_PASSPHRASE = 12;
const FEWEST_DIFFERENT = 6;
const LOGIN = /^[a-z0-9][a-z0-9._-]{2,63}$/;
const GROUPS = 6;

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

  async open(token: string): Promise<void> {
    this.#token = token;
    this.#step({ step: 'reading' });
    try {
      const [answer, network] = await Promise.all([this.#server.invitation(token), this.#server.network()]);
      this.#answer = answer;
      this.#invitation = {
        name: answer.name, country: answer.country, role: roleOf(answer.role), network: network.name,
        ...(answer.office === null ? {} : { office: { own: answer.office } }),
      };
      this.#step({ step: 'passphrase', invitation: this.#invitation });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const notFound = error.failure.code === 'not_found';
      this.#step({ step: 'invalid', failure: notFound ? { code: 'invitation_invalid' } : error.failure });
      throw error;
    }
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
    const answer = this.#answer;
    if (answer === undefined) throw new Refusal({ code: 'invitation_invalid' });
    const { login, passphrase, kit } = this.#chosen();
    const { random, clock } = this.#ports;
    const seeds = newSeeds((length) => random.bytes(length));
    const { keyset, signer } = await officerKeys(seeds);
    const kdf = { ...KDF_FLOOR, salt: random.bytes(16) };
    const { auth, unlock } = await derive(login, await stretch(passphrase, kdf, (...job) => this.#ports.stretch.argon2id(...job)), kit);
    const lock = await makePassphraseLock({ login, keyid: keyset.keyid, kdf, unlock, seeds, salt: random.bytes(24) });
    const issue = { net: answer.net, by: keyset.keyid, iprev: null, time: toSeconds(clock.nowMs()) };
    const payload = statement('keyset', issue, { suite: 1, sign: keyset.sign, kem: keyset.kem });
    const envelope = await sign(STATEMENT, payload, [signer]);
    await this.#server.enrol({ token: this.#token, login, auth: toB64(auth), lock, keyset: toB64(envelope.wire()) });
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
