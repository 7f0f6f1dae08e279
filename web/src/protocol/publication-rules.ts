/**
 * Step 5 of the directory fold for offers and publications (protocol/publications.md, "The fold"): what stands on the
 * shelves, who put it there, and what was only proposed.
 *
 * As in authority.ts, a rule checks and then returns what it would change.
 */

import { demand } from './errors.ts';
import { activeOfficer, isOfficerOf, issued, isSecretariat, samePerson } from './notice-rules.ts';
import { type Issued } from './notice-states.ts';
import { AUDITORS, isOperational, PARTNERS, SERVING } from './posts.ts';
import { agencyHead, bureauHead, type Landing, type Register, type Rule } from './register.ts';
import { countryOf, type Shelf, type Statement, type StatementOf } from './statements.ts';

type About = StatementOf<'offer'> | StatementOf<'publication'> | StatementOf<'retirement'>;
/** What both say alike. */
export type Said = Issued & Pick<About, 'shelf' | 'item' | 'parts' | 'access' | 'seen'>;
export type OfferReview = Issued & Pick<StatementOf<'offer-review'>, 'outcome' | 'text'>;
export type OfferState = 'offered' | 'returned' | 'refused' | 'withdrawn' | 'published';

export interface Offer extends Said {
  readonly document: string;
  readonly state: OfferState;
  /** What ended it, where that was no publication. */
  readonly review: OfferReview | null;
  /** Hash of the publication that it became. */
  readonly published: string | null;
}

/** What it replaced, and what replaced it, is its place's history. */
export interface Publication extends Said {
  /** Null where it retired what stood. */
  readonly document: string | null;
  readonly offer: string | null;
  /** Of a retirement: the document with its reason, and the item of the same shelf to look at instead. */
  readonly why?: Pick<StatementOf<'retirement'>, 'document' | 'successor'>;
}

/** Name of what a publication stands in for: an item, or a fact of one. */
export function placeOf(shelf: Shelf, item: string, part = ''): string {
  return `${shelf}/${item}/${part}`;
}

/** The item as a whole, or each of its facts. */
export function placesOf({ shelf, item, parts }: Pick<About, 'shelf' | 'item' | 'parts'>): string[] {
  return parts.length === 0 ? [placeOf(shelf, item)] : parts.map((part) => placeOf(shelf, item, part));
}

function isNational(landing: Landing, statement: Statement, item: string): boolean {
  const country = countryOf(item);
  if (!isOperational(country)) return false;
  return bureauHead(landing.register, country) === statement.by || isOfficerOf(landing, statement, country, ...SERVING);
}

/** An active officer or a head in force; no auditor, and about a framework no partner. */
function mayOffer(landing: Landing, statement: StatementOf<'offer'>): boolean {
  const { country = '', agency = null } = landing.register.holders.get(statement.by) ?? {};
  if (country === AUDITORS || (country === PARTNERS && statement.shelf === 'framework')) return false;
  if (activeOfficer(landing, statement) !== undefined) return true;
  const head = agency === null ? bureauHead(landing.register, country) : agencyHead(landing.register, agency);
  return head === statement.by;
}

/** Who decides what stands on a shelf. */
function demandDecider(landing: Landing, statement: Statement, { shelf, item }: Pick<About, 'shelf' | 'item'>): void {
  const held = shelf === 'framework' ? isNational(landing, statement, item) : isSecretariat(landing, statement);
  demand(held, 'no_authority', shelf);
}

function demandNew({ documents }: Register, { document }: About): void {
  demand(document === null || !documents.has(document), 'replayed_document');
}

function offerOf({ offers }: Register, hash: string): Offer {
  const found = offers.get(hash);
  demand(found !== undefined, 'unknown_offer', hash);
  return found;
}

function saidIn(landing: Landing, statement: About): Said {
  const { shelf, item, parts, access, seen } = statement;
  return { ...issued(landing, statement), shelf, item, parts, access, seen };
}

export const offer: Rule<'offer'> = (landing, statement) => {
  const { register, hash, index } = landing;
  demand(mayOffer(landing, statement), 'no_authority', 'not a contributor');
  demand(statement.seen <= index, 'bad_seen');
  demandNew(register, statement);
  const { document } = statement;
  const made: Offer = { ...saidIn(landing, statement), document, state: 'offered', review: null, published: null };
  return () => {
    register.offers.set(hash, made);
    register.documents.set(document, hash);
  };
};

const ENDS = { return: 'returned', refuse: 'refused', withdraw: 'withdrawn' } as const;

export const offerReview: Rule<'offer-review'> = (landing, statement) => {
  const { outcome, text } = statement;
  const of = offerOf(landing.register, statement.offer);
  const review: OfferReview = { ...issued(landing, statement), outcome, text };
  if (outcome === 'withdraw') demand(samePerson(review, of), 'no_authority', 'not who offered it');
  else demandDecider(landing, statement, of);
  demand(of.state === 'offered', 'wrong_state', of.state);
  demand(outcome === 'withdraw' || text !== '', 'no_reason');
  return () => landing.register.offers.set(of.hash, { ...of, state: ENDS[outcome], review });
};

export const publication: Rule<'publication'> = (landing, statement) => {
  const { register, hash, index } = landing;
  const { document, seen } = statement;
  demandDecider(landing, statement, statement);
  demand(seen <= index, 'bad_seen');
  const made: Publication = { ...saidIn(landing, statement), document, offer: statement.offer };
  const of = statement.offer === null ? null : offerOf(register, statement.offer);
  if (of === null) checkUnoffered(register, statement);
  else checkOffered(of, made);
  standingSeen(register, made);
  return () => {
    stand(register, made);
    if (document !== null) register.documents.set(document, hash);
    if (of !== null) register.offers.set(of.hash, { ...of, state: 'published', published: hash });
  };
};

/** What stands of the item, or of each of its facts; who writes over it has seen it, and only what stands is retired. */
function standingSeen(register: Register, made: Publication): readonly (Publication | undefined)[] {
  const standing = placesOf(made).map((place) => register.publications.get(register.standings.get(place) ?? ''));
  if (made.document === null) demand(standing.every((before) => typeof before?.document === 'string'), 'not_published');
  demand(standing.every((before) => before === undefined || before.index < made.seen), 'item_changed');
  return standing;
}

function stand(register: Register, made: Publication): void {
  register.publications.set(made.hash, made);
  for (const place of placesOf(made)) register.standings.set(place, made.hash);
}

export const retirement: Rule<'retirement'> = (landing, statement) => {
  const { register, hash, index } = landing;
  const { document, successor } = statement;
  demandDecider(landing, statement, statement);
  demand(statement.seen <= index, 'bad_seen');
  demandNew(register, statement);
  const made: Publication = { ...saidIn(landing, statement), document: null, offer: null, why: { document, successor } };
  const standing = standingSeen(register, made);
  demand(standing.every((before) => before?.access === made.access), 'bad_access', 'why is read by whom could read what was there');
  return () => {
    stand(register, made);
    register.documents.set(document, hash);
  };
};

/** What members learn from was seen by two people. */
function checkUnoffered(register: Register, statement: StatementOf<'publication'>): void {
  const { shelf, document } = statement;
  demand(document === null || (shelf !== 'library' && shelf !== 'course'), 'no_offer');
  demandNew(register, statement);
}

function checkOffered(of: Offer, made: Publication): void {
  demand(of.state === 'offered', 'wrong_state', of.state);
  const same = of.access === made.access && of.document === made.document && String(placesOf(of)) === String(placesOf(made));
  demand(same && made.seen <= of.seen, 'bad_offer');
  demand(made.shelf === 'framework' || !samePerson(made, of), 'same_person');
}
