/** What follows the officer, and what rests on a device: the keys, contexts and content of locks.md's second half. */

import { type Bytes, concat } from './bytes.ts';
import * as read from './canonical.ts';
import { type Fields, type JsonObject, parse, stringify } from './canonical.ts';
import { hkdf } from './digests.ts';
import { demand } from './errors.ts';
import { open, unpadBody } from './opening.ts';
import { padBody, seal } from './sealing.ts';

/** Whose vault and drafts: the seed is the officer's kem seed. */
export interface Owner {
  readonly keyid: string;
  readonly kemSeed: Bytes;
}

const SHAPE = {
  v: read.literal(1),
  kind: read.literal('vault'),
  version: read.integer(),
  pin: read.object({ size: read.integer(), root: read.hash }),
  rooms: read.list(read.object({ room: read.hash, seq: read.integer(), head: read.hash }), 0, read.ANY_LENGTH),
  settings: read.anyObject,
};

export type Vault = Fields<typeof SHAPE>;

const vaultContext = (keyid: string, version: number) => `repatria/v1/vault\n${keyid}\n${version}`;

export async function sealVault({ keyid, kemSeed }: Owner, vault: Vault, salt: Bytes): Promise<Bytes> {
  const text = stringify(read.fields(vault, SHAPE));
  return seal(await hkdf(kemSeed, `repatria/v1/vault\n${keyid}`), vaultContext(keyid, vault.version), salt, text);
}

/**
 * The vault that the server says is at `version`; `seen` is the highest version met before. Enrolment makes version 1
 * together with the account, so "there is none" (0) is never true.
 * @throws ProtocolError rolled_back, cannot_open, bad_shape
 */
export async function openVault({ keyid, kemSeed }: Owner, version: number, seen: number, sealed: Bytes): Promise<Vault> {
  demand(version >= Math.max(seen, 1), 'rolled_back', `vault ${version} after ${seen}`);
  const text = await open(await hkdf(kemSeed, `repatria/v1/vault\n${keyid}`), vaultContext(keyid, version), sealed);
  const vault = read.fields(parse(text), SHAPE);
  demand(vault.version === version, 'bad_shape', 'another version');
  return vault;
}

/** Seals the seeds on a device: `d` stays there, `resume` is the server's within a living session. */
export function deviceKey(d: Bytes, resume: Bytes, login: string): Promise<Bytes> {
  return hkdf(concat(d, resume), `repatria/v1/device\n${login}`);
}

/** Seals everything else that is kept on a device. */
export function localKey(d: Bytes, kemSeed: Bytes, login: string): Promise<Bytes> {
  return hkdf(concat(d, kemSeed), `repatria/v1/local\n${login}`);
}

/** One version of one draft on the server. */
export interface DraftPlace {
  readonly draft: string;
  readonly version: number;
}

const draftContext = (keyid: string, { draft, version }: DraftPlace) => `repatria/v1/draft\n${keyid}\n${draft}\n${version}`;

/** `nonce` is 32, `salt` 24 fresh random bytes. */
export async function sealDraft({ keyid, kemSeed }: Owner, place: DraftPlace, body: JsonObject, nonce: Bytes, salt: Bytes): Promise<Bytes> {
  return seal(await hkdf(kemSeed, `repatria/v1/drafts\n${keyid}`), draftContext(keyid, place), salt, padBody(body, nonce));
}

/** @throws ProtocolError cannot_open, bad_body */
export async function openDraft({ keyid, kemSeed }: Owner, place: DraftPlace, sealed: Bytes): Promise<JsonObject> {
  return unpadBody(await open(await hkdf(kemSeed, `repatria/v1/drafts\n${keyid}`), draftContext(keyid, place), sealed));
}
