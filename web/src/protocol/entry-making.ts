/** Payloads of entries, ready to sign (protocol/rooms.md). */

import { type Bytes, toB64 } from './bytes.ts';
import { type JsonObject } from './canonical.ts';
import { type Authorship, type EntryKind, type EpochParts, type Named, type Place, type SealedParts, type Tlp } from './entries.ts';

const headOf = (kind: EntryKind, { net, author, office, time, log }: Authorship) => ({ v: 1, kind, net, author, office, time, log: { ...log } });

export function genesis(by: Authorship, nonce: Bytes, purpose: 'case' | 'office', floor: Tlp): JsonObject {
  return { ...headOf('genesis', by), nonce: toB64(nonce), purpose, floor };
}

export function members(by: Authorship, place: Place, parts: EpochParts): JsonObject {
  const { epoch, members: list, kcommit, wraps, history } = parts;
  return { ...headOf('members', by), ...place, epoch, members: list, kcommit, wraps: wraps.map((wrap) => ({ ...wrap })), history };
}

export function message(by: Authorship, place: Place, epoch: number, { ct, pt }: SealedParts, { blobs, clock }: Named): JsonObject {
  const { sha256, len } = ct;
  return { ...headOf('message', by), ...place, epoch, ct: { sha256, len }, pt, blobs, clock };
}
