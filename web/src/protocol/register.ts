/**
 * What the directory fold knows: keys, posts, offices, and the history by which it answers for any tree size.
 *
 * Data and the questions that need nothing else; the rules are in authority.ts, the fold in directory.ts.
 */

import { type Bytes } from './bytes.ts';
import { type Notice } from './notice-states.ts';
import { type Offer, type Publication } from './publication-rules.ts';
import { type Kind, type Person, type Role, type StatementOf } from './statements.ts';

export type Status = 'active' | 'suspended' | 'revoked' | 'replaced' | 'voided';

/** What held of a key from a leaf index on. */
export interface Moment {
  readonly index: number;
  readonly status: Status;
  readonly until: number | null;
  readonly office: string | null;
}

/** A key that holds or held a post. A new value for every change, so that a fold can be undone by keeping the old one. */
export interface Holder {
  readonly keyid: string;
  readonly post: 'officer' | 'agency' | 'bureau';
  readonly country: string;
  /** The agency it heads, or that nominated it; null for a bureau's head. */
  readonly agency: string | null;
  readonly office: string | null;
  readonly role: Role | null;
  readonly person: Person;
  readonly status: Status;
  /** Unix seconds; null for heads. */
  readonly until: number | null;
  /** Leaf index of the authorisation, or of the statement that made it a head. */
  readonly since: number;
  /** Leaf indices of the statements on which its post rests. */
  readonly chain: readonly number[];
  readonly history: readonly Moment[];
}

export type Officer = Holder & { readonly post: 'officer'; readonly agency: string; readonly office: string; readonly role: Role; readonly until: number };

export interface Bureau {
  readonly country: string;
  readonly name: string;
  readonly person: Person;
  /** Key id of the last head; whether it may act is its holder's status. */
  readonly head: string;
  readonly index: number;
}

export interface Agency extends Omit<Bureau, 'head'> {
  readonly agency: string;
  readonly head: string | null;
}

export interface Office extends Omit<StatementOf<'office'>, 'v' | 'net' | 'kind' | 'by' | 'iprev' | 'time'> {
  readonly country: string;
  readonly index: number;
}

export interface OfficeKey {
  readonly kem: Bytes;
  readonly keyid: string;
  readonly epoch: number;
  readonly room: string;
  /** Hash of the members entry. */
  readonly entry: string;
  readonly officers: readonly string[];
  readonly index: number;
}

export interface Nomination {
  readonly hash: string;
  readonly index: number;
  readonly by: string;
  readonly keyid: string;
  readonly person: Person;
  readonly office: string;
  readonly agency: string;
  readonly role: Role;
  readonly chain: readonly number[];
  readonly state: 'pending' | 'authorised' | 'voided';
}

export interface RootInForce extends Omit<StatementOf<'root'>, 'v' | 'net' | 'kind' | 'by' | 'iprev' | 'time' | 'prev' | 'keys'> {
  readonly hash: string;
  readonly index: number;
  /** Key id to public key. */
  readonly keys: ReadonlyMap<string, Bytes>;
}

/** One leaf of the register. */
export interface LogLine {
  readonly hash: string;
  readonly kind: Kind | 'heads';
  readonly by: string;
  readonly time: number;
}

export interface HeadsLine {
  readonly index: number;
  readonly time: number;
  /** So many rooms moved. */
  readonly count: number;
  readonly root: string;
}

export interface KnownKeyset {
  readonly sign: Bytes;
  readonly kem: Bytes;
}

/** Everything but the tree. */
export interface Register {
  net: string | null;
  root: RootInForce | null;
  release: { readonly version: number; readonly minimum: number; readonly manifest: string } | null;
  readonly log: LogLine[];
  readonly heads: HeadsLine[];
  /** Hash of the last statement of each issuer. */
  readonly chainHeads: Map<string, string>;
  /** Key id of each keyset statement, by its hash. */
  readonly keysets: Map<string, string>;
  readonly keys: Map<string, KnownKeyset>;
  readonly holders: Map<string, Holder>;
  readonly bureaus: Map<string, Bureau>;
  readonly agencies: Map<string, Agency>;
  /** Statements about each office that were not voided, oldest first. */
  readonly offices: Map<string, readonly Office[]>;
  readonly officeKeys: Map<string, readonly OfficeKey[]>;
  readonly nominations: Map<string, Nomination>;
  /** Every notice that was ever submitted, by the hash of its statement, oldest first. */
  readonly notices: Map<string, Notice>;
  /** Hash of the notice that names a record: none is named twice. */
  readonly noticeOfRecord: Map<string, string>;
  /** Every offer and publication that ever landed, by the hash of its statement, oldest first. */
  readonly offers: Map<string, Offer>;
  readonly publications: Map<string, Publication>;
  /** Hash of the last publication of each item, or of each of its facts: `placeOf`. */
  readonly standings: Map<string, string>;
  /** The offer or publication that brought a document: none comes twice. */
  readonly documents: Map<string, string>;
  /** Hash to leaf index of every statement. */
  readonly seen: Map<string, number>;
}

/** Where a statement lands, for the rules of step 5. */
export interface Landing {
  readonly register: Register;
  readonly index: number;
  readonly hash: string;
}

export type Change = () => void;
/** Refuses, or returns what the statement would change. */
export type Rule<K extends Kind> = (landing: Landing, statement: StatementOf<K>) => Change;

export function emptyRegister(): Register {
  return {
    net: null, root: null, release: null, log: [], heads: [], chainHeads: new Map(), keysets: new Map(), keys: new Map(),
    holders: new Map(), bureaus: new Map(), agencies: new Map(), offices: new Map(), officeKeys: new Map(),
    nominations: new Map(), notices: new Map(), noticeOfRecord: new Map(), offers: new Map(), publications: new Map(),
    standings: new Map(), documents: new Map(), seen: new Map(),
  };
}

/** The head in force: the last one named, while it is active. */
export function bureauHead(register: Register, country: string): string | null {
  return active(register, register.bureaus.get(country)?.head ?? null);
}

export function agencyHead(register: Register, agency: string): string | null {
  return active(register, register.agencies.get(agency)?.head ?? null);
}

function active(register: Register, keyid: string | null): string | null {
  return keyid !== null && register.holders.get(keyid)?.status === 'active' ? keyid : null;
}

export function officeOf(register: Register, office: string): Office | undefined {
  return register.offices.get(office)?.at(-1);
}

export function isOfficer(holder: Holder | undefined): holder is Officer {
  return holder?.post === 'officer';
}

/** What held in the tree of `size` leaves. */
export function momentAt(holder: Holder | undefined, size: number): Moment | undefined {
  const { history } = holder ?? { history: [] };
  for (let n = history.length - 1; n >= 0; n--) {
    const moment = history[n];
    if (moment !== undefined && moment.index < size) return moment;
  }
  return undefined;
}

/** The holder with another status from leaf `index` on. */
export function changed(holder: Holder, index: number, change: Partial<Pick<Holder, 'status' | 'until' | 'chain'>>): Holder {
  const next = { ...holder, ...change };
  return { ...next, history: [...holder.history, momentOf(next, index)] };
}

export function momentOf({ status, until, office }: Omit<Holder, 'history'>, index: number): Moment {
  return { index, status, until, office };
}

/** In use once it heads or headed, or is or was an authorised officer; a voided key is free again. */
export function inUse(register: Register, keyid: string): boolean {
  const holder = register.holders.get(keyid);
  return holder !== undefined && holder.status !== 'voided';
}

