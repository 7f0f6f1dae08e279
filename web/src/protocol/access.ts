/** Who may read a published or offered document (protocol/publications.md; wire.md, "Documents"). */

import { type Directory } from './directory.ts';
import { type Offer } from './publication-rules.ts';
import { isOperational, rolesOf, SECRETARIAT, SERVING } from './posts.ts';
import { type Role } from './statements.ts';

const ALL_ROLES: readonly Role[] = [...SERVING, 'auditor', 'partner'];

/** Whose key, at what time (Unix seconds), as this directory knows them. */
export interface Reader {
  readonly directory: Directory;
  readonly keyid: string;
  readonly at: number;
}

/** Heads a bureau or an agency, of this country if one is named. */
function heads({ directory, keyid }: Reader, of?: string): boolean {
  const holder = directory.holder(keyid);
  if (holder?.status !== 'active' || holder.post === 'officer') return false;
  const post = holder.post === 'bureau' ? directory.bureaus.get(holder.country) : directory.agencies.get(holder.agency ?? '');
  return post?.head === keyid && (of === undefined || holder.country === of);
}

function serves({ directory, keyid, at }: Reader, roles: readonly Role[], of?: string): boolean {
  const officer = directory.officer(keyid);
  return officer !== undefined && directory.activeOfficer(keyid, at) && roles.includes(officer.role) && (of === undefined || officer.country === of);
}

/** Whether operational traffic is this key's business: officers and heads, no partners and auditors. */
export function isContactPoint(reader: Reader): boolean {
  const country = reader.directory.holder(reader.keyid)?.country ?? '';
  return isOperational(country) && (heads(reader) || serves(reader, SERVING));
}

/** Whether what was published with this access may be read. */
export function admits(reader: Reader, access: string): boolean {
  if (access === 'members' || access === 'public') return heads(reader) || serves(reader, ALL_ROLES);
  if (access === 'officers') return isContactPoint(reader);
  return heads(reader, access) || serves(reader, rolesOf(access), access) || serves(reader, SERVING, SECRETARIAT);
}

function seesOffer(reader: Reader, { shelf, by, state }: Offer): boolean {
  if (state !== 'offered') return false;
  if (by === reader.keyid) return admits(reader, 'members');
  return shelf === 'framework' ? admits(reader, 'officers') : serves(reader, SERVING, SECRETARIAT);
}

/** Whether the document of this hash may be read; what nobody named may be read by nobody. */
export function mayRead(reader: Reader, document: string): boolean {
  const { publications, offers } = reader.directory;
  const named = reader.directory.broughtBy(document) ?? '';
  const published = publications.get(named);
  if (published !== undefined) return admits(reader, published.access);
  const offered = offers.get(named);
  return offered !== undefined && seesOffer(reader, offered);
}
