/**
 * What is signed about notices, and what goes to others in rooms: drafts to the secretariat, diffusions to chosen
 * countries, hits to the country that asks. Loaded with the notices.
 */
import type { Bytes } from '../protocol/bytes.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import { parse } from '../protocol/canonical.ts';
import { sign, STATEMENT } from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { type Notice, stateAt, wouldBePublishedBy } from '../protocol/notice-states.ts';
import { documentBytes, type NoticeRecord, type Picture, recordDocument } from '../protocol/notices.ts';
import { sha256Hex } from '../protocol/digests.ts';
import { statement } from '../protocol/statement-making.ts';
import { checkShape, type StatementOf } from '../protocol/statements.ts';
import { Refusal, serverCode } from './failures.ts';
import { toSeconds } from './form.ts';
import type { Tlp } from './model.ts';
import type { HitSubject, NoticeDraft, NoticePicture, ReviewSaid } from './notice-model.ts';
import type { Asked, Order } from './notice-errands.ts';
import type { NoticeGround } from './notices.ts';
import type { Ports } from './ports.ts';
import type { Server } from './server.ts';

type NoticeKind = 'notice' | 'notice-review' | 'notice-change';
type Further<K extends NoticeKind> = Omit<StatementOf<K>, 'v' | 'net' | 'kind' | 'by' | 'iprev' | 'time'>;

const SECRETARIAT = 'XN';
const NONCE_BYTES = 32;
/** 1,827 days. */
const MAX_VALIDITY_SECONDS = 157_852_800;
/** What waits for the witnesses longer than this is shown when they have come. */
const LANDING_TRIES = 90;
const LOOK_MS = 1_000;
const TRIES = 6;
/** Another statement of this key, or a clock, was quicker: look again, sign again. */
const MOVED: readonly string[] = ['broken_chain', 'bad_time'];

export class NoticeWriting {
  readonly #ports: Ports;
  readonly #server: Server;
  readonly #ground: NoticeGround;

  constructor(ports: Ports, server: Server, ground: NoticeGround) {
    this.#ports = ports;
    this.#server = server;
    this.#ground = ground;
  }

  get #now(): number {
    return toSeconds(this.#ports.clock.nowMs());
  }

  get #directory() {
    return this.#ground.parts().register.directory;
  }

  longestUntil(): number {
    return this.#now + MAX_VALIDITY_SECONDS;
  }

  // ---- statements ----

  #payload<K extends NoticeKind>(kind: K, further: Further<K>): JsonObject {
    const by = this.#ground.keys.keyset.keyid;
    const issue = { net: this.#directory.net, by, iprev: this.#directory.chainHead(by), time: this.#now };
    return statement(kind, issue, further as never);
  }

  /** Whether the register would take this from our key now. */
  allows<K extends NoticeKind>(kind: K, further: Further<K>): boolean {
    try {
      this.#directory.demandAuthority(checkShape(this.#payload(kind, further)));
      return true;
    } catch (error) {
      if (error instanceof ProtocolError) return false;
      throw error;
    }
  }

  /**
   * Signs, posts, and waits until it stands in the register: what is done shows at once. Its hash. `there` finds what
   * was signed before, of which nobody knows whether it arrived: while its place is taken, it may be by that.
   */
  async issue<K extends NoticeKind>(kind: K, further: Further<K>, there: () => string | undefined = () => undefined): Promise<string> {
    this.#demandFree();
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

  async #post<K extends NoticeKind>(kind: K, further: Further<K>): Promise<{ hash: string; before: string | null }> {
    const payload = this.#payload(kind, further);
    this.#demandAllowed(payload);
    const envelope = await sign(STATEMENT, payload, [this.#ground.keys.signer]);
    await this.#server.publish(envelope.wire());
    return { hash: envelope.hash, before: payload['iprev'] as string | null };
  }

  /** What the register would refuse is our own mistake, and no block. */
  #demandAllowed(payload: JsonObject): void {
    try {
      this.#directory.demandAuthority(checkShape(payload));
    } catch (error) {
      if (error instanceof ProtocolError) throw new Refusal({ code: 'refused', detail: error.message });
      throw error;
    }
  }

  async #landed(before: string | null): Promise<void> {
    const { rounds } = this.#ground.parts();
    for (let tries = 0; tries < LANDING_TRIES; tries++) {
      await rounds.sync();
      if (this.#directory.chainHead(this.#ground.keys.keyset.keyid) !== before) return;
      await this.#pause();
    }
  }

  /** Witnesses sign when they do: there is nothing to be woken by. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#ports.clock.after(LOOK_MS, resolve);
    });
  }

  #demandFree(): void {
    if (this.#ground.blocked()) throw new Refusal({ code: 'blocked' });
  }

  // ---- the secretariat ----

  /** The pass that publishes puts the record and its pictures to the server first. */
  async review(notice: Notice, { part, outcome, reason, text }: ReviewSaid, own: { document: Bytes; pictures: readonly Bytes[] }): Promise<void> {
    this.#demandFree();
    if (outcome === 'pass' && notice.variant === 'notice' && wouldBePublishedBy(notice, part)) {
      for (const picture of own.pictures) await this.#put(picture);
      await this.#put(own.document);
    }
    await this.issue('notice-review', { notice: notice.hash, part, outcome, reason, text });
  }

  async #put(bytes: Bytes): Promise<void> {
    await this.#server.call({ method: 'PUT', path: `/documents/${sha256Hex(bytes)}`, bytes, type: 'octets' });
  }

  /** Asks for a notice once: what an earlier visit has asked for already stands there, or lands while this waits. */
  ask(asked: Asked): Promise<string> {
    return this.issue('notice', asked, () => [...this.#directory.notices.values()].find(({ record }) => record === asked.record)?.hash);
  }

  // ---- what goes into rooms ----

  submission({ id, record, colour, variant, until, amends, text }: NoticeDraft): Order {
    this.#demandFree();
    const document = recordDocument(record, this.#ports.random.bytes(NONCE_BYTES));
    const country = this.#ground.office().slice(0, 2).toUpperCase();
    const asked = { country, colour, variant, record: sha256Hex(documentBytes(document)), until: toSeconds(until), amends };
    this.#demandAllowed(this.#payload('notice', asked)); // before anything leaves
    const { tlp } = record.handling;
    const mark = JSON.stringify([record, colour, variant, until, amends, text]);
    return this.#order({ kind: 'submit', of: id, mark, title: titleOf(record), to: this.#officesOf(SECRETARIAT), tlp, body: noticeBody(document, '', text, tlp), notice: asked });
  }

  diffusion(notice: Notice, to: readonly string[], own: { document: Bytes; record: NoticeRecord; text: string }): Order {
    const state = stateAt(notice, this.#now);
    if (state !== 'valid') throw new Refusal({ code: 'refused', detail: state });
    const { tlp } = own.record.handling;
    const body = noticeBody(parse(own.document), notice.hash, own.text, tlp);
    return this.#order({ kind: 'send', of: notice.hash, mark: JSON.stringify([to, own.text]), title: titleOf(own.record), to, tlp, body, notice: null });
  }

  hit(notice: Notice, { what, text, record, files }: { what: HitSubject; text: string; record: NoticeRecord; files: readonly File[] }): Order {
    const state = stateAt(notice, this.#now);
    if (state !== 'valid' && state !== 'suspended') throw new Refusal({ code: 'refused', detail: state });
    const { tlp } = record.handling;
    const body = { kind: 'hit', of: notice.hash, what, text, language: '', handling: { tlp } };
    const mark = JSON.stringify([what, text, files.map(({ name, size }) => [name, size])]);
    return this.#order({ kind: 'hit', of: notice.hash, mark, title: titleOf(record), to: this.#officesOf(notice.country), tlp, body, notice: null });
  }

  #order(order: Order): Order {
    this.#demandFree();
    const own = this.#ground.office();
    const to = order.to.filter((office) => office !== own);
    if (to.length === 0) throw new Refusal({ code: 'refused', detail: 'nobody to send it to' });
    return { ...order, to };
  }

  /** Its offices in which somebody could read it. */
  #officesOf(country: string): string[] {
    const offices = this.#directory.offices.filter((one) => one.country === country).map(({ office }) => office);
    const staffed = offices.filter((office) => this.#directory.officersOf(office, this.#now).length > 0).sort();
    if (staffed.length === 0) throw new Refusal({ code: 'recipient_changed', detail: `${country}: nobody there` });
    return staffed;
  }
}

function titleOf({ subject, texts }: NoticeRecord): string {
  return subject.names[0] ?? texts[0]?.title ?? '';
}

function noticeBody(document: JsonObject, of: string, text: string, tlp: Tlp): JsonObject {
  return { kind: 'notice', of, document, text, language: '', handling: { tlp } };
}

const SUFFIXES: Readonly<Record<Picture['type'], string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/** Pictures as the files that go along. */
export function filesOf(pictures: readonly Picture[], octets: readonly NoticePicture[]): File[] {
  return octets.map(({ bytes, type }, n) => new File([bytes], `${pictures[n]?.caption || String(n + 1)}.${SUFFIXES[type]}`, { type }));
}

