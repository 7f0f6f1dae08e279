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
import { documentBytes, type Picture, recordDocument } from '../protocol/notices.ts';
import { sha256Hex } from '../protocol/digests.ts';
import { checkShape, statement, type StatementOf } from '../protocol/statements.ts';
import { Refusal, serverCode } from './failures.ts';
import { toSeconds } from './form.ts';
import type { SealedFile } from './files.ts';
import { attachmentBody } from './letter.ts';
import type { Tlp } from './model.ts';
import type { HitSubject, NoticeDraft, NoticePicture, ReviewSaid } from './notice-model.ts';
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

/** A message that a room of its own begins with. */
interface Opening {
  readonly to: readonly string[];
  readonly tlp: Tlp;
  readonly files: readonly File[];
  readonly body: (attachments: JsonObject[]) => JsonObject;
}

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

  /** Signs, posts, and waits until it stands in the register: what is done shows at once. Its hash. */
  async issue<K extends NoticeKind>(kind: K, further: Further<K>): Promise<string> {
    this.#demandFree();
    const { rounds } = this.#ground.parts();
    for (let tries = 1; ; tries++) {
      await rounds.sync();
      try {
        const { hash, before } = await rounds.run(() => this.#post(kind, further));
        await this.#landed(before);
        return hash;
      } catch (error) {
        if (!MOVED.includes(serverCode(error)) || tries >= TRIES) throw error;
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
      await new Promise<void>((resolve) => {
        this.#ports.clock.after(LOOK_MS, resolve);
      });
    }
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

  // ---- rooms ----

  async submit({ record, colour, variant, until, amends, text }: NoticeDraft, pictures: readonly NoticePicture[]): Promise<string> {
    this.#demandFree();
    const document = recordDocument(record, this.#ports.random.bytes(NONCE_BYTES));
    const country = this.#ground.office().slice(0, 2).toUpperCase();
    const further = { country, colour, variant, record: sha256Hex(documentBytes(document)), until: toSeconds(until), amends };
    this.#demandAllowed(this.#payload('notice', further)); // before anything leaves
    const body = noticeBody(document, '', text, record.handling.tlp);
    await this.#begin({ to: this.#officesOf(SECRETARIAT), tlp: record.handling.tlp, files: filesOf(record.pictures, pictures), body });
    return this.issue('notice', further);
  }

  async send(notice: Notice, to: readonly string[], own: { document: Bytes; text: string; tlp: Tlp; pictures: readonly Picture[]; octets: readonly NoticePicture[] }): Promise<string> {
    const state = stateAt(notice, this.#now);
    if (state !== 'valid') throw new Refusal({ code: 'refused', detail: state });
    const body = noticeBody(parse(own.document), notice.hash, own.text, own.tlp);
    return this.#begin({ to, tlp: own.tlp, files: filesOf(own.pictures, own.octets), body });
  }

  async hit(notice: Notice, { what, text, tlp, files }: { what: HitSubject; text: string; tlp: Tlp; files: readonly File[] }): Promise<string> {
    const state = stateAt(notice, this.#now);
    if (state !== 'valid' && state !== 'suspended') throw new Refusal({ code: 'refused', detail: state });
    const body = (attachments: JsonObject[]): JsonObject => ({ kind: 'hit', of: notice.hash, what, text, attachments, language: '', handling: { tlp } });
    return this.#begin({ to: this.#officesOf(notice.country), tlp, files, body });
  }

  /** Its offices in which somebody could read it. */
  #officesOf(country: string): string[] {
    const offices = this.#directory.offices.filter((one) => one.country === country).map(({ office }) => office);
    const staffed = offices.filter((office) => this.#directory.officersOf(office, this.#now).length > 0).sort();
    if (staffed.length === 0) throw new Refusal({ code: 'recipient_changed', detail: `${country}: nobody there` });
    return staffed;
  }

  async #begin({ to, tlp, files, body }: Opening): Promise<string> {
    this.#demandFree();
    const own = this.#ground.office();
    const others = to.filter((office) => office !== own);
    if (others.length === 0) throw new Refusal({ code: 'refused', detail: 'nobody to send it to' });
    const { parts: writing, sender } = await this.#ground.pen();
    const { rounds, files: transfers } = this.#ground.parts();
    const message = (sealed: readonly SealedFile[]) => ({ body: body(sealed.map(attachmentBody)), clock: null, files: sealed });
    const room = await writing.openRoom(rounds, sender, { to: others, floor: tlp, first: files.length === 0 ? message([]) : null });
    if (files.length > 0) {
      await rounds.sync();
      await writing.withProof(transfers, files, room, (sealed) => writing.deliver(rounds, sender, room, () => message(sealed)));
    }
    await rounds.sync();
    rounds.ask();
    return room;
  }
}

function noticeBody(document: JsonObject, of: string, text: string, tlp: Tlp): Opening['body'] {
  return (attachments) => ({ kind: 'notice', of, document, text, attachments, language: '', handling: { tlp } });
}

const SUFFIXES: Readonly<Record<Picture['type'], string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

function filesOf(pictures: readonly Picture[], octets: readonly NoticePicture[]): File[] {
  return octets.map(({ bytes, type }, n) => new File([bytes], `${pictures[n]?.caption || String(n + 1)}.${SUFFIXES[type]}`, { type }));
}

