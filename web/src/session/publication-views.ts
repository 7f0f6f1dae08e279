/**
 * What the register says stands on the shelves, as screens show it: items with what stands, what stood and what is
 * only proposed. Pure, on the folded directory.
 */
import { admits, type Reader } from '../protocol/access.ts';
import type { Directory } from '../protocol/directory.ts';
import type { Issued } from '../protocol/notice-states.ts';
import { type Offer, placesOf, type Publication } from '../protocol/publication-rules.ts';
import type { Shelf } from '../protocol/statements.ts';
import { toMs } from './form.ts';
import type { ItemKey, ItemView, OfferView, Signed, Standing, Version } from './publication-model.ts';

const SERVING: readonly (string | null)[] = ['officer', 'deputy', 'head'];
const SECRETARIAT = 'XN';

/** Who looks, and with what. */
export interface Looking extends Reader {
  /** Who signed, for display. */
  readonly signer: (by: string) => string;
  /** What may be done about an open offer, by the register's own rules. */
  readonly may: (offer: Offer) => OfferView['may'];
}

export function keyOf({ shelf, item }: { readonly shelf: Shelf; readonly item: string }): ItemKey {
  return `${shelf}/${item}`;
}

/** Everything that the register knows and this reader may read, by `shelf/item`. */
export function itemsOf(looking: Looking): ReadonlyMap<ItemKey, ItemView> {
  const publications = grouped([...looking.directory.publications.values()]);
  const offers = grouped([...looking.directory.offers.values()].filter((offer) => sees(looking, offer)));
  const found = new Map<ItemKey, ItemView>();
  for (const key of new Set([...publications.keys(), ...offers.keys()])) {
    const view = itemOf(key, publications.get(key) ?? [], offers.get(key) ?? [], looking);
    if (view !== undefined) found.set(key, view);
  }
  return found;
}

/** By item, in the order of the register. */
function grouped<T extends { readonly shelf: Shelf; readonly item: string }>(all: readonly T[]): Map<ItemKey, T[]> {
  const found = new Map<ItemKey, T[]>();
  for (const one of all) {
    const known = found.get(keyOf(one));
    if (known === undefined) found.set(keyOf(one), [one]);
    else known.push(one);
  }
  return found;
}

/** Offers are their author's, and those who decide them. */
function sees({ directory, keyid, at }: Looking, offer: Offer): boolean {
  const me = standingOf(directory, keyid, at);
  if (isMine(directory, keyid, offer) || me.secretariat) return true;
  return offer.shelf === 'framework' && admits({ directory, keyid, at }, 'officers');
}

function isMine(directory: Directory, keyid: string, { by, origin }: Issued): boolean {
  return by === keyid || directory.holder(keyid)?.chain[0] === origin;
}

function itemOf(key: ItemKey, published: readonly Publication[], offered: readonly Offer[], looking: Looking): ItemView | undefined {
  const readable = published.filter(({ access }) => admits(looking, access));
  const first = readable[0] ?? offered[0];
  if (first === undefined) return undefined;
  const { shelf, item } = first;
  const history = readable.map((one) => versionOf(one, looking));
  const standing = new Map<string, Version>();
  for (const version of history) for (const part of version.parts.length > 0 ? version.parts : ['']) {
    if (looking.directory.standing(shelf, item, part)?.hash === version.hash) standing.set(part, version);
  }
  const last = history.at(-1);
  const stands = [...standing.values()].some(({ document }) => document !== null);
  return {
    key, shelf, item, history,
    state: last === undefined ? 'offered' : stands ? 'published' : 'retired',
    standing: standing.get('') ?? null,
    facts: shelf === 'framework' ? standing : new Map(),
    offers: offered.map((offer) => offerOf(offer, looking)).reverse(),
    changedAt: last?.at ?? toMs(first.time),
    changedIndex: last?.logIndex ?? first.index,
  };
}

function signedOf({ hash, index, by, time }: Issued, { directory, signer }: Looking): Signed {
  const holder = directory.holder(by);
  return { hash, at: toMs(time), by: signer(by), key: by, office: holder?.office ?? '', country: holder?.country ?? '', logIndex: index };
}

function versionOf(publication: Publication, looking: Looking): Version {
  const { shelf, item, parts, access, document, offer, why } = publication;
  return { ...signedOf(publication, looking), shelf, item, parts, access, document, offer, ...(why ? { why } : {}) };
}

const NOTHING: OfferView['may'] = { publish: false, return: false, refuse: false, withdraw: false };

function offerOf(offer: Offer, looking: Looking): OfferView {
  const { shelf, item, parts, access, document, state, review, seen } = offer;
  const { directory, keyid } = looking;
  const ended = review === null ? {} : { ended: { ...signedOf(review, looking), text: review.text } };
  return {
    ...signedOf(offer, looking), of: keyOf(offer), shelf, item, parts, access, document, state, seen, ...ended,
    mine: isMine(directory, keyid, offer),
    overtaken: placesOf(offer).some((_, n) => (directory.standing(shelf, item, parts[n])?.index ?? -1) >= seen),
    // Asked only where somebody looks at it: it is the register's own rules, four times over.
    get may() {
      return state === 'offered' ? looking.may(offer) : NOTHING;
    },
  };
}

/** What a post allows at a time (Unix seconds). */
export function standingOf(directory: Directory, keyid: string, at: number): Standing {
  const holder = directory.holder(keyid);
  const officer = directory.activeOfficer(keyid, at);
  const { country = '', role = null, post } = holder ?? {};
  const serves = officer && SERVING.includes(role);
  const heads = !officer && post !== 'officer' && admits({ directory, keyid, at }, 'officers');
  return {
    country, partner: officer && role === 'partner',
    national: serves || (heads && post === 'bureau'),
    secretariat: serves && country === SECRETARIAT,
    contributor: heads || (officer && role !== 'auditor'),
  };
}

/** What stands of an item with a document: the whole, or each of its facts once. */
export function standingIn(view: ItemView | undefined): Version[] {
  if (view === undefined) return [];
  const all = view.shelf === 'framework' ? [...view.facts.values()] : view.standing === null ? [] : [view.standing];
  return [...new Map(all.filter(({ document }) => document !== null).map((version) => [version.document, version])).values()];
}
