/** Key pairs from seeds, key ids, and the keys that are refused (protocol/keys.md). */

import { type Bytes, concat, toHex } from './bytes.ts';
import { hkdf, sha256Hex } from './digests.ts';
import { type Signer } from './envelope.ts';
import { demand } from './errors.ts';
import { type Decapsulator, ed25519Pair, type SigningPair, xwingPair } from './suite.ts';

/** So many fresh random bytes; the caller's, since the protocol has none. */
export type RandomBytes = (length: number) => Bytes;

export const SEED_BYTES = 32;
export const SIGN_KEY_BYTES = 32;
export const KEM_KEY_BYTES = 1216;

/** Hex key id of public bytes: a keyset's `sign ‖ kem`, an office's `kem`, or a root's or witness's `sign`. */
export function keyidOf(publicBytes: Bytes): string {
  return sha256Hex('repatria/v1/key\n1\n', publicBytes);
}

/** What officers compare aloud: the first 100 bits of the key id, four groups of five. */
export function fingerprint(keyid: string): string {
  const bits = BigInt(`0x${keyid.slice(0, 25)}`);
  const symbols = Array.from({ length: 20 }, (_, n) => CROCKFORD[Number((bits >> BigInt(5 * (19 - n))) & 31n)] ?? '');
  return [0, 5, 10, 15].map((at) => symbols.slice(at, at + 5).join('')).join('-');
}

export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An Ed25519 key. Its own key id is that of a root or witness key; an officer signs through `Seeds.signer`. */
export class SigningKey implements Signer {
  readonly keyid: string;

  private constructor(private readonly pair: SigningPair) {
    this.keyid = keyidOf(pair.public);
  }

  static async fromSeed(seed: Bytes): Promise<SigningKey> {
    return new SigningKey(await ed25519Pair(seed));
  }

  get public(): Bytes {
    return this.pair.public;
  }

  sign(message: Bytes): Promise<Bytes> {
    return this.pair.sign(message);
  }
}

/** An X-Wing key: what a K is wrapped to. */
export class KemKey {
  private constructor(
    private readonly pair: Decapsulator,
    /** By which wraps name it: of its own bytes for an office's key, the keyset's for an officer's. */
    readonly keyid: string,
  ) {}

  static async fromSeed(seed: Bytes): Promise<KemKey> {
    const pair = await xwingPair(seed);
    return new KemKey(pair, keyidOf(pair.public));
  }

  /** The same key under the key id of the keyset that it is part of. */
  within(keyset: Keyset): KemKey {
    return new KemKey(this.pair, keyset.keyid);
  }

  get public(): Bytes {
    return this.pair.public;
  }

  decapsulate(encapsulated: Bytes): Promise<Bytes> {
    return this.pair.decapsulate(encapsulated);
  }
}

/** An officer's public keys. */
export class Keyset {
  readonly keyid: string;

  constructor(
    readonly sign: Bytes,
    readonly kem: Bytes,
  ) {
    this.keyid = keyidOf(concat(sign, kem));
  }
}

/** An officer's private material. */
export interface Seeds {
  readonly sign: Bytes;
  readonly kem: Bytes;
}

export function newSeeds(random: RandomBytes): Seeds {
  return { sign: random(SEED_BYTES), kem: random(SEED_BYTES) };
}

/** The keys that an officer's seeds make: what to publish, and what to sign and unwrap with. */
export interface OfficerKeys {
  readonly keyset: Keyset;
  readonly signer: Signer;
  readonly kem: KemKey;
}

export async function officerKeys(seeds: Seeds): Promise<OfficerKeys> {
  const [sign, kem] = await Promise.all([SigningKey.fromSeed(seeds.sign), KemKey.fromSeed(seeds.kem)]);
  const keyset = new Keyset(sign.public, kem.public);
  return { keyset, kem: kem.within(keyset), signer: { keyid: keyset.keyid, sign: (message) => sign.sign(message) } };
}

/** Seed of the office's reading key in an epoch, from that epoch's K of the office's room (hex). */
export function officeKemSeed(epochKey: Bytes, room: string, epoch: number): Promise<Bytes> {
  return hkdf(epochKey, `repatria/v1/office-kem\n${room}\n${epoch}`);
}

/**
 * y of the points of order 1, 2, 4 and 8, little-endian, sign bit cleared: libsodium's blocklist in
 * ed25519_ref10.c (ge25519_has_small_order), without its non-canonical entries, which the range check covers.
 */
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);
const FIELD_PRIME = 2n ** 255n - 19n;

/** weak_key when the Ed25519 encoding is of small order or not canonical. */
export function checkSignKey(publicSign: Bytes): void {
  demand(publicSign.length === SIGN_KEY_BYTES, 'weak_key', 'length');
  checkCoordinate(publicSign, SMALL_ORDER);
}

/** weak_key when the coordinate, its top bit cleared, is not below p or in the list. */
function checkCoordinate(encoded: Bytes, smallOrder: ReadonlySet<string>): void {
  const coordinate = encoded.slice();
  coordinate[31] = (coordinate[31] ?? 0) & 0x7f;
  demand(!smallOrder.has(toHex(coordinate)), 'weak_key', 'small order');
  demand(BigInt(`0x${toHex(coordinate.reverse())}`) < FIELD_PRIME, 'weak_key', 'not canonical');
}

/** u of the points of small order on Curve25519 and its twist below p: libsodium's blocklist in x25519_ref10.c. */
const SMALL_ORDER_U = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);
const MLKEM_COEFFICIENT_BYTES = 1152;
const MLKEM_MODULUS = 3329;

/** weak_key when FIPS 203 section 7.2 refuses the ML-KEM part, or the X25519 part is of small order or not canonical. */
export function checkKemKey(publicKem: Bytes): void {
  demand(publicKem.length === KEM_KEY_BYTES, 'weak_key', 'length');
  for (let at = 0; at < MLKEM_COEFFICIENT_BYTES; at += 3) {
    const three = (publicKem[at] ?? 0) | ((publicKem[at + 1] ?? 0) << 8) | ((publicKem[at + 2] ?? 0) << 16);
    demand((three & 0xfff) < MLKEM_MODULUS && three >> 12 < MLKEM_MODULUS, 'weak_key', 'ML-KEM modulus');
  }
  checkCoordinate(publicKem.slice(KEM_KEY_BYTES - 32), SMALL_ORDER_U);
}

