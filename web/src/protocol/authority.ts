/**
 * Step 5 of the directory fold: who may say what (protocol/statements.md).
 *
 * Each rule checks and then returns what it would change, so that a refused statement changes nothing.
 */

import { concat, toHex } from './bytes.ts';
import { demand } from './errors.ts';
import { checkKemKey, keyidOf } from './keys.ts';
import { notice, noticeChange, noticeReview } from './notice-rules.ts';
import { rolesOf } from './posts.ts';
import { offer, offerReview, publication, retirement } from './publication-rules.ts';
import {
  agencyHead, bureauHead, type Change, changed, type Holder, inUse, isOfficer, type Landing, momentOf, type Nomination, officeOf,
  type Register, type Rule,
} from './register.ts';
import { type Kind, countryOf, ROOT, type Statement, type StatementOf } from './statements.ts';

/** 397 days. */
const MAX_TERM_SECONDS = 34_300_800;
const VOIDABLE: ReadonlySet<Kind | 'heads'> = new Set(['nominate', 'authorise', 'renew', 'agency', 'office'] as const);

/** Check the statement's authority and return what it changes. */
export function authorityOf(landing: Landing, statement: Statement): Change {
  return (RULES[statement.kind] as (landing: Landing, statement: Statement) => Change)(landing, statement);
}

/** Key id of the keyset statement with this hash; no_authority when there is none. */
function keyOf(register: Register, keyset: string): string {
  const keyid = register.keysets.get(keyset);
  demand(keyid !== undefined, 'no_authority', 'unknown keyset');
  return keyid;
}

function demandFree(register: Register, keyid: string): void {
  demand(!inUse(register, keyid), 'key_in_use', keyid);
}

function checkTerm(time: number, until: number): void {
  demand(until > time && until <= time + MAX_TERM_SECONDS, 'bad_until');
}

/** The holder's history before, if the key was voided and comes back. */
function withHistory(register: Register, index: number, holder: Omit<Holder, 'history'>): Holder {
  const before = register.holders.get(holder.keyid)?.history ?? [];
  return { ...holder, history: [...before, momentOf(holder, index)] };
}

/** The head that gives way to another key becomes replaced, unless it was revoked before. */
function replace(register: Register, index: number, head: string | null): void {
  const holder = head === null ? undefined : register.holders.get(head);
  if (holder?.status === 'active' || holder?.status === 'suspended') {
    register.holders.set(holder.keyid, changed(holder, index, { status: 'replaced' }));
  }
}

const root: Rule<'root'> = ({ register, index, hash }, { seq, name, k, keys, log, witnesses, quorum }) => () => {
  register.net ??= hash;
  const named = new Map(keys.map((key) => [keyidOf(key), key]));
  register.root = { seq, name, k, keys: named, log, witnesses, quorum, hash, index };
};

const keyset: Rule<'keyset'> = ({ register, hash }, { by, sign, kem }) => () => {
  register.keysets.set(hash, by);
  register.keys.set(by, { sign, kem });
};

const bureau: Rule<'bureau'> = ({ register, index }, { by, country, name, person, keyset: named }) => {
  demand(by === ROOT, 'no_authority', 'only the root quorum');
  const keyid = keyOf(register, named);
  const before = register.bureaus.get(country);
  const same = before?.head === keyid && !isRevoked(register, keyid);
  if (!same) demandFree(register, keyid);
  return () => {
    if (!same) replace(register, index, before?.head ?? null);
    register.bureaus.set(country, { country, name, person, head: keyid, index });
    const post = { post: 'bureau', country, agency: null, office: null, role: null, until: null } as const;
    register.holders.set(keyid, withHistory(register, index, { keyid, ...post, person, status: 'active', since: index, chain: [index] }));
  };
};

const agency: Rule<'agency'> = ({ register, index }, { by, country, agency: id, name, person, keyset: named }) => {
  demand(bureauHead(register, country) === by, 'no_authority', 'not the bureau of the country');
  const keyid = keyOf(register, named);
  const before = register.agencies.get(id);
  const same = before?.head === keyid && !isRevoked(register, keyid);
  if (!same) demandFree(register, keyid);
  return () => {
    if (!same) replace(register, index, before?.head ?? null);
    register.agencies.set(id, { country, agency: id, name, person, head: keyid, index });
    const post = { post: 'agency', country, agency: id, office: null, role: null, until: null } as const;
    register.holders.set(keyid, withHistory(register, index, { keyid, ...post, person, status: 'active', since: index, chain: [index] }));
  };
};

function isRevoked(register: Register, keyid: string): boolean {
  return register.holders.get(keyid)?.status === 'revoked';
}

const office: Rule<'office'> = ({ register, index }, statement) => {
  const { by, office: id, agency: of, name, tz, hours, languages, phone, networks } = statement;
  demand(bureauHead(register, countryOf(id)) === by, 'no_authority', 'not the bureau of the country');
  demand(register.agencies.has(of), 'no_authority', 'unknown agency');
  const versions = register.offices.get(id) ?? [];
  const before = versions.at(-1);
  demand(before === undefined || before.agency === of, 'no_authority', 'the agency of an office cannot change');
  const record = { office: id, agency: of, name, tz, hours, languages, phone, networks, country: countryOf(id), index };
  return () => register.offices.set(id, [...versions, record]);
};

const nominate: Rule<'nominate'> = ({ register, index, hash }, { by, keyset: named, person, office: id, role }) => {
  const place = officeOf(register, id);
  demand(place !== undefined && agencyHead(register, place.agency) === by, 'no_authority', 'not the head of the agency');
  demand(rolesOf(place.country).includes(role), 'wrong_role', role);
  const keyid = keyOf(register, named);
  demandFree(register, keyid);
  const chain = [index, place.index, ...(register.holders.get(by)?.chain ?? [])];
  const nomination: Nomination = { hash, index, by, keyid, person, office: id, agency: place.agency, role, chain, state: 'pending' };
  return () => register.nominations.set(hash, nomination);
};

const authorise: Rule<'authorise'> = ({ register, index }, { by, nomination: named, until, time }) => {
  const nomination = register.nominations.get(named);
  demand(nomination?.state === 'pending', 'no_authority', 'no such nomination');
  const country = countryOf(nomination.office);
  demand(bureauHead(register, country) === by, 'no_authority', 'not the bureau of the country');
  demand(by !== nomination.by && by !== nomination.keyid, 'same_person');
  checkTerm(time, until);
  demandFree(register, nomination.keyid);
  const { keyid, agency: of, office: place, role, person } = nomination;
  const chain = [...nomination.chain, index];
  const officer = { keyid, post: 'officer', country, agency: of, office: place, role, person, status: 'active', until, since: index, chain } as const;
  return () => {
    register.nominations.set(named, { ...nomination, state: 'authorised' });
    register.holders.set(keyid, withHistory(register, index, officer));
  };
};

const renew: Rule<'renew'> = ({ register, index }, { by, keyset: named, until, time }) => {
  const target = register.holders.get(keyOf(register, named));
  demand(isOfficer(target) && bureauHead(register, target.country) === by, 'no_authority', 'not the bureau of the officer');
  demandRenewable(target);
  checkTerm(time, until);
  return () => {
    register.holders.set(target.keyid, changed(target, index, { status: 'active', until, chain: [...target.chain, index] }));
  };
};

function demandRenewable(target: Holder): void {
  demand(target.status !== 'revoked', 'key_in_use', 'revoked');
  demand(target.status === 'active' || target.status === 'suspended', 'no_authority', target.status);
}

const rotate: Rule<'rotate'> = ({ register, index }, { by, keyset: named, time }) => {
  const old = register.holders.get(by);
  demand(old?.status === 'active' && (old.until === null || time < old.until), 'no_authority', 'not active');
  const keyid = keyOf(register, named);
  demandFree(register, keyid);
  return () => {
    register.holders.set(keyid, withHistory(register, index, { ...old, keyid }));
    register.holders.set(by, changed(old, index, { status: 'replaced' }));
    const { country, agency: id } = old;
    const bureauRecord = register.bureaus.get(country);
    const agencyRecord = id === null ? undefined : register.agencies.get(id);
    if (old.post === 'bureau' && bureauRecord !== undefined) register.bureaus.set(country, { ...bureauRecord, head: keyid });
    if (old.post === 'agency' && agencyRecord !== undefined) register.agencies.set(agencyRecord.agency, { ...agencyRecord, head: keyid });
  };
};

/** The target of suspend and revoke; no_authority unless the issuer may act on it. Acting on oneself is the caller's question. */
function targetOf(register: Register, by: string, keyid: string): Holder {
  const target = register.holders.get(keyid);
  demand(target !== undefined, 'no_authority', 'holds no post');
  const superior = isOfficer(target) && (bureauHead(register, target.country) === by || agencyHead(register, target.agency) === by);
  demand(by === ROOT || by === keyid || superior, 'no_authority', 'not above this key');
  return target;
}

const suspend: Rule<'suspend'> = ({ register, index }, { by, keyset: named }) => {
  const target = targetOf(register, by, keyOf(register, named));
  demand(by !== target.keyid, 'no_authority', 'oneself');
  demandRenewable(target);
  return () => register.holders.set(target.keyid, changed(target, index, { status: 'suspended' }));
};

const revoke: Rule<'revoke'> = ({ register, index }, { by, keyset: named, since }) => {
  const target = targetOf(register, by, keyOf(register, named));
  demand(since === null || since <= index, 'no_authority', 'since is in the future');
  return () => {
    register.holders.set(target.keyid, changed(target, index, { status: 'revoked' }));
    if (since !== null && target.post !== 'officer') voidFrom(register, index, target.keyid, since);
  };
};

/** A captured head is contained: what it issued from leaf `since` on counts no longer, nor what rests on it. */
function voidFrom(register: Register, index: number, issuer: string, since: number): void {
  const voided = new Set<number>();
  for (let n = since; n < register.log.length; n++) {
    const line = register.log[n];
    if (line?.by === issuer && VOIDABLE.has(line.kind)) voided.add(n);
  }
  const rests = ({ chain }: { readonly chain: readonly number[] }) => chain.some((n) => voided.has(n));
  for (const holder of register.holders.values()) {
    if ((holder.status === 'active' || holder.status === 'suspended') && rests(holder)) {
      register.holders.set(holder.keyid, changed(holder, index, { status: 'voided' }));
    }
  }
  for (const nomination of register.nominations.values()) {
    if (rests(nomination)) register.nominations.set(nomination.hash, { ...nomination, state: 'voided' });
  }
  for (const record of register.agencies.values()) {
    if (voided.has(record.index)) register.agencies.set(record.agency, { ...record, head: null });
  }
  for (const [id, versions] of register.offices) {
    const left = versions.filter((version) => !voided.has(version.index));
    if (left.length === 0) register.offices.delete(id);
    else if (left.length < versions.length) register.offices.set(id, left);
  }
}

const officeKey: Rule<'office-key'> = ({ register, index }, { by, office: id, room, epoch, kem, entry, officers, time }) => {
  const mayAct = (keyid: string) => {
    const holder = register.holders.get(keyid);
    return isOfficer(holder) && holder.office === id && holder.status === 'active' && time < holder.until;
  };
  demand(mayAct(by), 'no_authority', 'not an active officer of the office');
  const before = register.officeKeys.get(id) ?? [];
  demand(epoch > (before.at(-1)?.epoch ?? 0), 'bad_epoch');
  demand(room === (before[0]?.room ?? room), 'wrong_room');
  const sorted = officers.every((keyid, n) => n === 0 || (officers[n - 1] ?? '') < keyid);
  // Its publisher among them: so a key that somebody publishes after their term is stale from the first moment.
  demand(officers.includes(by) && sorted && officers.every(mayAct), 'bad_officers');
  checkKemKey(kem);
  const key = { kem, keyid: keyidOf(kem), epoch, room, entry, officers, index };
  return () => register.officeKeys.set(id, [...before, key]);
};

const clientRelease: Rule<'client-release'> = ({ register }, { by, version, minimum, manifest }) => {
  demand(by === ROOT, 'no_authority', 'only the root quorum');
  const { release } = register;
  demand(release === null || (version > release.version && minimum >= release.minimum), 'no_authority', 'not newer');
  demand(minimum <= version, 'no_authority', 'minimum above version');
  return () => {
    register.release = { version, minimum, manifest };
  };
};

const RULES: { readonly [K in Kind]: Rule<K> } = {
  root, keyset, bureau, agency, office, nominate, authorise, renew, rotate, suspend, revoke,
  'office-key': officeKey,
  'client-release': clientRelease,
  notice,
  'notice-review': noticeReview,
  'notice-change': noticeChange,
  offer,
  'offer-review': offerReview,
  publication,
  retirement,
};

/** Key id that a keyset statement's keys make. */
export function ownKeyid({ sign, kem }: Pick<StatementOf<'keyset'>, 'sign' | 'kem'>): string {
  return keyidOf(concat(sign, kem));
}

/** Whether all are distinct. */
export function distinct(values: readonly (string | Uint8Array)[]): boolean {
  return new Set(values.map((value) => (typeof value === 'string' ? value : toHex(value)))).size === values.length;
}
