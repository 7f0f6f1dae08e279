/** What is signed about publications, and what goes into rooms about meetings and manuscripts, ready to leave. */
import type { JsonObject } from '../protocol/canonical.ts';
import { sha256Hex } from '../protocol/digests.ts';
import { type Bytes, utf8 } from '../protocol/bytes.ts';
import { encodePublication, type FrameworkRecord, type Named, type RecordOf, type Sort } from '../protocol/publications.ts';
import type { Offer } from '../protocol/publication-rules.ts';
import type { Further } from '../protocol/statements.ts';
import type { Letter, Order } from './errands.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { Refusal } from './failures.ts';
import type { Issuing } from './issuing.ts';
import type { Tlp } from './model.ts';
import type { Decision, ItemKey, PublicationErrand, Retiring, Written } from './publication-model.ts';
import { keyOf } from './publication-views.ts';
import type { Server } from './server.ts';

const NONCE_BYTES = 32;

/** What will be signed; `document` is the text that it names, put to the server first. */
export type Asked =
  | { readonly kind: 'offer'; readonly further: Further<'offer'>; readonly document: string }
  | { readonly kind: 'publication'; readonly further: Further<'publication'>; readonly document: string | null }
  | { readonly kind: 'retirement'; readonly further: Further<'retirement'>; readonly document: string }
  | { readonly kind: 'offer-review'; readonly further: Further<'offer-review'>; readonly document: null };

export type PublicationOrder = Order<PublicationErrand['kind'], Asked | null>;

export class PublicationOrders {
  readonly #server: Server;
  readonly #issuing: Issuing;
  readonly #me: string;
  readonly #random: (length: number) => Bytes;

  constructor(server: Server, issuing: Issuing, me: string, random: (length: number) => Bytes) {
    this.#server = server;
    this.#issuing = issuing;
    this.#me = me;
    this.#random = random;
  }

  // ---- what somebody wrote ----

  offer(written: Written): PublicationOrder {
    const { further, document, title, mark } = this.#made(written);
    this.#issuing.demandAllowed('offer', further);
    return { kind: 'offer', of: keyOf(written), title, mark: `offer ${mark}`, letter: null, asked: { kind: 'offer', further, document } };
  }

  publish(written: Written): PublicationOrder {
    const { further: said, document, title, mark } = this.#made(written);
    const further = { ...said, offer: null };
    this.#issuing.demandAllowed('publication', further);
    return { kind: 'publish', of: keyOf(written), title, mark: `publish ${mark}`, letter: null, asked: { kind: 'publication', further, document } };
  }

  #made({ shelf, item, record, access, seen }: Written): { further: Further<'offer'>; document: string; title: string; mark: string } {
    const parts = shelf === 'framework' ? (record as FrameworkRecord).facts.map(({ field }) => field) : [];
    const bytes = this.#encoded({ shelf, item, parts }, record);
    const further = { shelf, item, parts, access, seen, document: sha256Hex(bytes) };
    return { further, document: new TextDecoder().decode(bytes), title: titleOf(record, item), mark: JSON.stringify([record, access, seen]) };
  }

  /** A form that is not filled in is no block. */
  #encoded(named: Named, record: RecordOf<Sort>): Bytes {
    try {
      return encodePublication(named, record, this.#random(NONCE_BYTES));
    } catch (error) {
      if (error instanceof ProtocolError) throw new Refusal({ code: 'refused', reason: error.code, detail: error.message });
      throw error;
    }
  }

  // ---- what others wrote ----

  publishOffer(of: Offer, title: string): PublicationOrder {
    const { shelf, item, parts, document, access, seen, hash } = of;
    const further = { shelf, item, parts, document, access, seen, offer: hash };
    this.#issuing.demandAllowed('publication', further);
    return { kind: 'publish', of: keyOf(of), title, mark: `publish ${hash}`, letter: null, asked: { kind: 'publication', further, document: null } };
  }

  decide(of: Offer, outcome: Decision, text: string, title: string): PublicationOrder {
    const further = { offer: of.hash, outcome, text };
    this.#issuing.demandAllowed('offer-review', further);
    return { kind: 'decide', of: keyOf(of), title, mark: JSON.stringify(further), letter: null, asked: { kind: 'offer-review', further, document: null } };
  }

  /** Why is for those who could read it: `access` is that of what stands. */
  retire({ reason, ...retiring }: Retiring, access: string): PublicationOrder {
    const { shelf, item, seen, successor } = retiring;
    const parts = [...retiring.parts].sort();
    const bytes = this.#encoded({ shelf: 'retirement', item, parts }, { reason });
    const further = { shelf, item, parts, access, seen, document: sha256Hex(bytes), successor };
    this.#issuing.demandAllowed('retirement', further);
    const asked = { kind: 'retirement', further, document: new TextDecoder().decode(bytes) } as const;
    return { kind: 'retire', of: keyOf({ shelf, item }), title: item, mark: `retire ${JSON.stringify([parts, access, seen, reason, successor])}`, letter: null, asked };
  }

  // ---- rooms ----

  letter(kind: 'participation' | 'place' | 'manuscript', of: ItemKey, title: string, { to, home, tlp, body }: { to: readonly string[]; home: string | null; tlp: Tlp; body: JsonObject }): PublicationOrder {
    this.#issuing.demandFree();
    const letter: Letter = { to, home, tlp, body: { kind, ...body, language: '', handling: { tlp } } };
    return { kind, of, title, mark: JSON.stringify([to, home, body]), letter, asked: null };
  }

  // ---- signing ----

  /** Once, however often it is called for the same order. */
  async sign({ asked }: PublicationOrder): Promise<string> {
    if (asked === null) return '';
    const there = () => this.#standing(asked);
    if (there() === undefined && asked.document !== null) {
      await this.#server.call({ method: 'PUT', path: `/documents/${asked.further.document ?? ''}`, bytes: utf8(asked.document), type: 'octets' });
    }
    switch (asked.kind) {
      case 'offer':
        return this.#issuing.issue('offer', asked.further, there);
      case 'publication':
        return this.#issuing.issue('publication', asked.further, there);
      case 'retirement':
        return this.#issuing.issue('retirement', asked.further, there);
      case 'offer-review':
        return this.#issuing.issue('offer-review', asked.further, there);
    }
  }

  /** Hash of what we have signed already and the register shows. */
  #standing(asked: Asked): string | undefined {
    const { directory } = this.#issuing;
    if (asked.kind === 'offer-review') {
      const review = directory.offers.get(asked.further.offer)?.review;
      return review?.by === this.#me && review.outcome === asked.further.outcome ? review.hash : undefined;
    }
    if (asked.kind === 'offer') {
      const { document } = asked.further;
      return [...directory.offers.values()].find((one) => one.document === document)?.hash;
    }
    if (asked.kind === 'retirement') {
      const { document } = asked.further;
      return directory.publications.get(directory.broughtBy(document) ?? '')?.hash;
    }
    const { shelf, item, parts, document, seen, offer } = asked.further;
    const standing = directory.standing(shelf, item, parts[0]);
    const same = standing?.by === this.#me && standing.document === document && standing.offer === offer && standing.index >= seen;
    return same ? standing.hash : undefined;
  }
}

/** For a list of what is on its way. */
export function titleOf(record: Written['record'], item: string): string {
  return 'words' in record ? (record.words[0]?.title ?? item) : item;
}
