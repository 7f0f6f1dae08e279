/** Statements of this officer's own: what the register would take, and landing one there, seen by everybody. */
import type { JsonObject } from '../protocol/canonical.ts';
import type { Directory } from '../protocol/directory.ts';
import { sign, STATEMENT } from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { statement } from '../protocol/statement-making.ts';
import { checkShape, type Further, type Kind } from '../protocol/statements.ts';
import { Refusal, serverCode } from './failures.ts';
import { toSeconds } from './form.ts';
import type { NoticeGround } from './notices.ts';
import type { Ports } from './ports.ts';
import type { Server } from './server.ts';

/** What waits for the witnesses longer than this is shown when they have come. */
const LANDING_TRIES = 90;
const LOOK_MS = 1_000;
const TRIES = 6;
/** Another statement of this key, or a clock, was quicker: look again, sign again. */
const MOVED: readonly string[] = ['broken_chain', 'bad_time'];

export class Issuing {
  readonly #ports: Ports;
  readonly #server: Server;
  readonly #ground: NoticeGround;

  constructor(ports: Ports, server: Server, ground: NoticeGround) {
    this.#ports = ports;
    this.#server = server;
    this.#ground = ground;
  }

  get now(): number {
    return toSeconds(this.#ports.clock.nowMs());
  }

  get directory(): Directory {
    return this.#ground.parts().register.directory;
  }

  #payload<K extends Kind>(kind: K, further: Further<K>): JsonObject {
    const by = this.#ground.keys.keyset.keyid;
    const issue = { net: this.directory.net, by, iprev: this.directory.chainHead(by), time: this.now };
    return statement(kind, issue, further);
  }

  /** The code by which the register would refuse this from our key now; undefined where it would take it. */
  refusalOf<K extends Kind>(kind: K, further: Further<K>): string | undefined {
    try {
      this.directory.demandAuthority(checkShape(this.#payload(kind, further)));
      return undefined;
    } catch (error) {
      if (error instanceof ProtocolError) return error.code;
      throw error;
    }
  }

  allows<K extends Kind>(kind: K, further: Further<K>): boolean {
    return this.refusalOf(kind, further) === undefined;
  }

  /** What the register would refuse is our own mistake, and no block. @throws Refusal with the fold's code */
  demandAllowed<K extends Kind>(kind: K, further: Further<K>): void {
    const reason = this.refusalOf(kind, further);
    if (reason !== undefined) throw new Refusal({ code: 'refused', reason, detail: reason }, reason);
  }

  /**
   * Signs, posts, and waits until it stands in the register: what is done shows at once. Its hash. `there` finds what
   * was signed before, of which nobody knows whether it arrived: while its place is taken, it may be by that.
   */
  async issue<K extends Kind>(kind: K, further: Further<K>, there: () => string | undefined = () => undefined): Promise<string> {
    this.demandFree();
    const { rounds } = this.#ground.parts();
    for (let tries = 1; ; tries++) {
      await rounds.sync();
      const known = there();
      if (known !== undefined) return known;
      try {
        const { hash, before } = await rounds.run(() => this.#post(kind, further));
        await this.#landed(before);
        return hash;
      } catch (error) {
        if (!MOVED.includes(serverCode(error)) || tries >= LANDING_TRIES) throw error;
        if (tries >= TRIES) await this.#pause();
      }
    }
  }

  async #post<K extends Kind>(kind: K, further: Further<K>): Promise<{ hash: string; before: string | null }> {
    this.demandAllowed(kind, further);
    const payload = this.#payload(kind, further);
    const envelope = await sign(STATEMENT, payload, [this.#ground.keys.signer]);
    await this.#server.publish(envelope.wire());
    return { hash: envelope.hash, before: payload['iprev'] as string | null };
  }

  async #landed(before: string | null): Promise<void> {
    const { rounds } = this.#ground.parts();
    for (let tries = 0; tries < LANDING_TRIES; tries++) {
      await rounds.sync();
      if (this.directory.chainHead(this.#ground.keys.keyset.keyid) !== before) return;
      await this.#pause();
    }
  }

  /** Witnesses sign when they do: there is nothing to be woken by. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#ports.clock.after(LOOK_MS, resolve);
    });
  }

  demandFree(): void {
    if (this.#ground.blocked()) throw new Refusal({ code: 'blocked' });
  }
}
