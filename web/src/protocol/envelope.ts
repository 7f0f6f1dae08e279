/** The signed envelope (protocol/envelope.md): DSSE with a wire form of its own and exactly the demanded signatures. */

import { type Bytes, compareAscii, concat, fromHex, readU32, toB64, textAndBytes, toHex, u32 } from './bytes.ts';
import { type JsonObject, parse, stringify } from './canonical.ts';
import { sha256Hex } from './digests.ts';
import { demand } from './errors.ts';
import { ed25519Verify } from './suite.ts';

export const STATEMENT = 1;
export const ENTRY = 2;
export type EnvelopeType = typeof STATEMENT | typeof ENTRY;

const PAYLOAD_TYPES = {
  [STATEMENT]: 'application/vnd.repatria.statement.v1+json',
  [ENTRY]: 'application/vnd.repatria.entry.v1+json',
} as const;
const MAX_PAYLOAD = { [STATEMENT]: 65_536, [ENTRY]: 262_144 } as const;
const LABEL = 'repatria/v1/envelope\n';
const MARKER = 1;
const HEADER = 6;
const SIGNATURE = 96;
const MAX_SIGNATURES = 16;

export interface Signature {
  /** Hex. */
  readonly keyid: string;
  readonly sig: Bytes;
}

/** Whoever can sign under a key id. */
export interface Signer {
  readonly keyid: string;
  sign(message: Bytes): Promise<Bytes>;
}

/** A decoded or freshly signed envelope. Its signatures are unchecked until `verify` has held. */
export class Envelope {
  readonly payload: Bytes;
  /** What is signed. */
  readonly pae: Bytes;
  /** Of which `hash` is the hash: the label, then `pae`. */
  private readonly labelled: Bytes;
  private hashed: string | undefined;
  /** Key id to hex of the public key under which its signature was found to hold. */
  private readonly verified = new Map<string, string>();

  constructor(
    readonly type: EnvelopeType,
    payload: Bytes,
    readonly value: JsonObject,
    readonly signatures: readonly Signature[],
  ) {
    this.labelled = textAndBytes(LABEL + paeHeader(type, payload), payload);
    this.pae = this.labelled.subarray(LABEL.length);
    this.payload = this.labelled.subarray(this.labelled.length - payload.length);
  }

  /** Hex; without signatures, so signing again cannot make a second thing. */
  get hash(): string {
    this.hashed ??= sha256Hex(this.labelled);
    return this.hashed;
  }

  signatureBy(keyid: string): Signature | undefined {
    return this.signatures.find((signature) => signature.keyid === keyid);
  }

  wire(): Bytes {
    const signatures = this.signatures.flatMap(({ keyid, sig }) => [fromHex(keyid) ?? new Uint8Array(0), sig]);
    const head = Uint8Array.of(MARKER, this.type);
    return concat(head, u32(this.payload.length), this.payload, Uint8Array.of(this.signatures.length), ...signatures);
  }

  /** The form for export. */
  toJson(): JsonObject {
    return {
      payloadType: PAYLOAD_TYPES[this.type],
      payload: toB64(this.payload),
      signatures: this.signatures.map(({ keyid, sig }) => ({ keyid, sig: toB64(sig) })),
    };
  }

  /** Whether the signature by `keyid` has been found to hold under exactly this public key. */
  holds(keyid: string, publicSign: Bytes): boolean {
    return this.verified.get(keyid) === toHex(publicSign);
  }

  /** Check one signature and remember it when it holds. */
  async check(keyid: string, publicSign: Bytes): Promise<boolean> {
    if (this.holds(keyid, publicSign)) return true;
    const signature = this.signatureBy(keyid);
    const held = signature !== undefined && (await ed25519Verify(publicSign, this.pae, signature.sig));
    if (held) this.verified.set(keyid, toHex(publicSign));
    return held;
  }
}

/** The pre-authentication encoding up to the payload. */
function paeHeader(type: EnvelopeType, payload: Bytes): string {
  const name = PAYLOAD_TYPES[type];
  return `DSSEv1 ${name.length} ${name} ${payload.length} `;
}

/** The strict reader of the wire form, which must not change afterwards. Signatures are not verified. */
export function decode(wire: Bytes): Envelope {
  const type = wire[1]; // 1
  demand(wire.length > HEADER && wire[0] === MARKER && (type === STATEMENT || type === ENTRY), 'bad_envelope', 'markers');
  const length = readU32(wire, 2);
  demand(HEADER + length < wire.length, 'bad_envelope', 'payload length');
  const count = wire[HEADER + length] ?? 0;
  const start = HEADER + length + 1;
  demand(count >= 1 && count <= MAX_SIGNATURES && start + count * SIGNATURE === wire.length, 'bad_envelope', 'signatures');
  demand(length <= MAX_PAYLOAD[type], 'bad_envelope', 'payload over its limit');
  const payload = wire.subarray(HEADER, HEADER + length); // copied by Envelope
  const value = parse(payload); // 2
  demand(value['v'] === 1, 'unknown_version');
  const signatures: Signature[] = [];
  for (let at = start; at < wire.length; at += SIGNATURE) signatures.push(signatureAt(wire, at));
  for (const [n, { keyid }] of signatures.entries()) { // 3
    demand(n === 0 || (signatures[n - 1]?.keyid ?? '') < keyid, 'bad_envelope', 'signatures not sorted');
  }
  return new Envelope(type, payload, value, signatures);
}

function signatureAt(wire: Bytes, at: number): Signature {
  return { keyid: toHex(wire.subarray(at, at + 32)), sig: wire.subarray(at + 32, at + SIGNATURE) };
}

/** An envelope over the canonical text of `value`, signed by all of `signers` (distinct key ids, 1..16). */
export async function sign(type: EnvelopeType, value: JsonObject, signers: readonly Signer[]): Promise<Envelope> {
  demand(value['v'] === 1, 'unknown_version');
  const payload = stringify(value);
  const { pae } = new Envelope(type, payload, value, []);
  const signatures = await Promise.all(signers.map(async (signer) => ({ keyid: signer.keyid, sig: await signer.sign(pae) })));
  signatures.sort((a, b) => compareAscii(a.keyid, b.keyid));
  return decode(new Envelope(type, payload, value, signatures).wire());
}

/** The signature by `keyid` exists (missing_signature) and holds over the PAE (bad_signature). */
export async function verify(envelope: Envelope, keyid: string, publicSign: Bytes): Promise<void> {
  demand(envelope.signatureBy(keyid) !== undefined, 'missing_signature', keyid);
  demand(await envelope.check(keyid, publicSign), 'bad_signature', keyid);
}

/**
 * The same for a fold, which is synchronous: exactly the key ids of `demanded` have signed, and `check` has
 * held for each public key. Raises missing_signature, bad_envelope, bad_signature.
 */
export function demandSignatures(envelope: Envelope, demanded: ReadonlyMap<string, Bytes>): void {
  for (const keyid of demanded.keys()) demand(envelope.signatureBy(keyid) !== undefined, 'missing_signature', keyid);
  demand(envelope.signatures.length === demanded.size, 'bad_envelope', 'a signature that no rule asks for');
  for (const [keyid, key] of demanded) demand(envelope.holds(keyid, key), 'bad_signature', keyid);
}
