/**
 * What is signed about notices, and what goes to others in rooms: drafts to the secretariat, diffusions to chosen
 * countries, hits to the country that asks. Loaded with the notices.
 */
import type { Bytes } from '../protocol/bytes.ts';
import type { JsonObject } from '../protocol/canonical.ts';
import { parse } from '../protocol/canonical.ts';
import { type Notice, stateAt, wouldBePublishedBy } from '../protocol/notice-states.ts';
import type { StatementOf } from '../protocol/statements.ts';
import { documentBytes, type NoticeRecord, type Picture, recordDocument } from '../protocol/notices.ts';
import { sha256Hex } from '../protocol/digests.ts';
import type { Letter, Order } from './errands.ts';
import { Refusal } from './failures.ts';
import { toSeconds } from './form.ts';
import { Issuing } from './issuing.ts';
import type { Tlp } from './model.ts';
import type { HitSubject, NoticeDraft, NoticeErrand, NoticePicture, ReviewSaid } from './notice-model.ts';
import type { NoticeGround } from './notices.ts';
import type { Ports } from './ports.ts';
import type { Server } from './server.ts';

const SECRETARIAT = 'XN';
const NONCE_BYTES = 32;
/** 1,827 days. */
const MAX_VALIDITY_SECONDS = 157_852_800;

/** What the lead signs once the draft is with the secretariat. */
type Asked = Pick<StatementOf<'notice'>, 'country' | 'colour' | 'variant' | 'record' | 'until' | 'amends'>;
export type NoticeOrder = Order<NoticeErrand['kind'], Asked | null>;

export class NoticeWriting {
  readonly #ports: Ports;
  readonly #server: Server;
  readonly #ground: NoticeGround;
  readonly issuing: Issuing;

  constructor(ports: Ports, server: Server, ground: NoticeGround) {
    this.#ports = ports;
    this.#server = server;
    this.#ground = ground;
    this.issuing = new Issuing(ports, server, ground);
  }

  // ---- statements ----

  longestUntil(): number {
    return this.issuing.now + MAX_VALIDITY_SECONDS;
  }

  // ---- the secretariat ----

  /** The pass that publishes puts the record and its pictures to the server first. */
  async review(notice: Notice, { part, outcome, reason, text }: ReviewSaid, own: { document: Bytes; pictures: readonly Bytes[] }): Promise<void> {
    this.issuing.demandFree();
    if (outcome === 'pass' && notice.variant === 'notice' && wouldBePublishedBy(notice, part)) {
      for (const picture of own.pictures) await this.#put(picture);
      await this.#put(own.document);
    }
    await this.issuing.issue('notice-review', { notice: notice.hash, part, outcome, reason, text });
  }

  async #put(bytes: Bytes): Promise<void> {
    await this.#server.call({ method: 'PUT', path: `/documents/${sha256Hex(bytes)}`, bytes, type: 'octets' });
  }

  /** Asks for a notice once: what an earlier visit has asked for already stands there, or lands while this waits. */
  ask({ asked }: NoticeOrder): Promise<string> {
    if (asked === null) return Promise.resolve('');
    return this.issuing.issue('notice', asked, () => [...this.issuing.directory.notices.values()].find(({ record }) => record === asked.record)?.hash);
  }

  // ---- what goes into rooms ----

  submission({ id, record, colour, variant, until, amends, text }: NoticeDraft): NoticeOrder {
    this.issuing.demandFree();
    const document = recordDocument(record, this.#ports.random.bytes(NONCE_BYTES));
    const country = this.#ground.office().slice(0, 2).toUpperCase();
    const asked = { country, colour, variant, record: sha256Hex(documentBytes(document)), until: toSeconds(until), amends };
    this.issuing.demandAllowed('notice', asked); // before anything leaves
    const { tlp } = record.handling;
    const mark = JSON.stringify([record, colour, variant, until, amends, text]);
    return { kind: 'submit', of: id, mark, title: titleOf(record), letter: this.#letter(this.#officesOf(SECRETARIAT), tlp, noticeBody(document, '', text, tlp)), asked };
  }

  diffusion(notice: Notice, to: readonly string[], own: { document: Bytes; record: NoticeRecord; text: string }): NoticeOrder {
    const state = stateAt(notice, this.issuing.now);
    if (state !== 'valid') throw new Refusal({ code: 'refused', detail: state });
    const { tlp } = own.record.handling;
    const body = noticeBody(parse(own.document), notice.hash, own.text, tlp);
    return { kind: 'send', of: notice.hash, mark: JSON.stringify([to, own.text]), title: titleOf(own.record), letter: this.#letter(to, tlp, body), asked: null };
  }

  hit(notice: Notice, { what, text, record, files }: { what: HitSubject; text: string; record: NoticeRecord; files: readonly File[] }): NoticeOrder {
    const state = stateAt(notice, this.issuing.now);
    if (state !== 'valid' && state !== 'suspended') throw new Refusal({ code: 'refused', detail: state });
    const { tlp } = record.handling;
    const body = { kind: 'hit', of: notice.hash, what, text, language: '', handling: { tlp } };
    const mark = JSON.stringify([what, text, files.map(({ name, size }) => [name, size])]);
    return { kind: 'hit', of: notice.hash, mark, title: titleOf(record), letter: this.#letter(this.#officesOf(notice.country), tlp, body), asked: null };
  }

  #letter(offices: readonly string[], tlp: Tlp, body: JsonObject): Letter {
    this.issuing.demandFree();
    const own = this.#ground.office();
    const to = offices.filter((office) => office !== own);
    if (to.length === 0) throw new Refusal({ code: 'refused', detail: 'nobody to send it to' });
    return { to, home: null, tlp, body };
  }

  /** Its offices in which somebody could read it. */
  #officesOf(country: string): string[] {
    const offices = this.issuing.directory.offices.filter((one) => one.country === country).map(({ office }) => office);
    const staffed = offices.filter((office) => this.issuing.directory.officersOf(office, this.issuing.now).length > 0).sort();
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

