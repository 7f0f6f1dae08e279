/**
 * The asymmetric primitives of suite 1: the platform's where it has them, else @noble's, loaded only then.
 *
 * Each feature is tried once. What is imported is kept by public key, since a client verifies many
 * signatures of few people; private keys are never kept here.
 */

import { type Bytes, concat, copyBytes, equalBytes, fromB64, toHex } from './bytes.ts';

/** Calls of the modern WebCrypto draft that the DOM types do not know yet. */
interface ModernSubtle {
  importKey(format: string, key: Bytes, algorithm: string, extractable: boolean, uses: string[]): Promise<CryptoKey>;
  exportKey(format: string, key: CryptoKey): Promise<ArrayBuffer>;
  getPublicKey(key: CryptoKey, uses: string[]): Promise<CryptoKey>;
  encapsulateBits(algorithm: string, key: CryptoKey): Promise<{ sharedKey: ArrayBuffer; ciphertext: ArrayBuffer }>;
  decapsulateBits(algorithm: string, key: CryptoKey, ciphertext: Bytes): Promise<ArrayBuffer>;
  sign(algorithm: string, key: CryptoKey, message: Bytes): Promise<ArrayBuffer>;
  verify(algorithm: string, key: CryptoKey, signature: Bytes, message: Bytes): Promise<boolean>;
}

const XWING = 'MLKEM768-X25519';
const MLDSA44 = 'ML-DSA-44';
/** RFC 8410 section 7: PrivateKeyInfo of an Ed25519 seed, up to the seed. */
const PKCS8 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

const subtle = (): ModernSubtle => crypto.subtle as unknown as ModernSubtle;
const features = new Map<string, Promise<boolean>>();

/** Whether a trial of the named feature succeeds; tried once. */
function native(feature: string, trial: () => Promise<unknown>): Promise<boolean> {
  let known = features.get(feature);
  if (known === undefined) {
    known = Promise.resolve().then(trial).then(() => true, () => false);
    features.set(feature, known);
  }
  return known;
}

const hasEd25519 = () => native('Ed25519', () => importEd25519Seed(new Uint8Array(32)));
const hasXWing = () =>
  native(XWING, async () => {
    const secret = await subtle().importKey('raw-seed', new Uint8Array(32), XWING, false, ['decapsulateBits']);
    const open = await subtle().getPublicKey(secret, ['encapsulateBits']);
    const { ciphertext } = await subtle().encapsulateBits(XWING, open);
    await subtle().decapsulateBits(XWING, secret, new Uint8Array(ciphertext));
    await subtle().exportKey('raw-public', open);
  });
const hasMlDsa = () =>
  native(MLDSA44, async () => {
    const secret = await subtle().importKey('raw-seed', new Uint8Array(32), MLDSA44, false, ['sign']);
    await subtle().exportKey('raw-public', await subtle().getPublicKey(secret, ['verify']));
  });

/** Has all trials made while there is time, so that the first key need not wait for its own. */
export async function prepareSuite(): Promise<void> {
  await Promise.all([hasEd25519(), hasXWing(), hasMlDsa()]);
}

// ---- Ed25519 ------------------------------------------------------------------------------------

export interface SigningPair {
  readonly public: Bytes;
  sign(message: Bytes): Promise<Bytes>;
}

function importEd25519Seed(seed: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', concat(PKCS8, seed), 'Ed25519', true, ['sign']);
}

/** The key pair of a 32-byte seed (RFC 8032 section 5.1.5). */
export async function ed25519Pair(seed: Bytes): Promise<SigningPair> {
  if (!(await hasEd25519())) {
    const { ed25519 } = await import('@noble/curves/ed25519.js');
    return {
      public: copyBytes(ed25519.getPublicKey(seed)),
      sign: (message) => Promise.resolve(copyBytes(ed25519.sign(message, seed))),
    };
  }
  const key = await importEd25519Seed(seed);
  const { x = '' } = await crypto.subtle.exportKey('jwk', key);
  const publicKey = fromB64(`${x.replaceAll('-', '+').replaceAll('_', '/')}=`);
  if (publicKey === undefined) throw new TypeError('the platform exported no public key');
  return {
    public: publicKey,
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, message)),
  };
}

const MAX_KEPT = 4096;
const verifiers = new Map<string, Promise<CryptoKey | undefined>>();

/** Undefined where the platform has no Ed25519. Throws on what is no key. */
function verifierOf(publicKey: Bytes): Promise<CryptoKey | undefined> {
  const id = toHex(publicKey);
  let key = verifiers.get(id);
  if (key === undefined) {
    if (verifiers.size >= MAX_KEPT) verifiers.clear();
    key = importVerifier(publicKey);
    verifiers.set(id, key);
  }
  return key;
}

async function importVerifier(publicKey: Bytes): Promise<CryptoKey | undefined> {
  return (await hasEd25519()) ? crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']) : undefined;
}

/**
 * RFC 8032 section 5.1.7 without cofactor: the encoding of [S]B - [k]A equals R byte for byte, S < L.
 * Weak keys are refused where keys are taken in (keys.ts).
 */
export async function ed25519Verify(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  try {
    const key = await verifierOf(publicKey);
    if (key === undefined) return await ed25519VerifyPortable(publicKey, message, signature);
    return await crypto.subtle.verify('Ed25519', key, signature, message);
  } catch {
    return false;
  }
}

/** The same check by @noble's group, for platforms without Ed25519. Its own `verify` would use the cofactor. */
export async function ed25519VerifyPortable(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  const { ed25519 } = await import('@noble/curves/ed25519.js');
  const { sha512 } = await import('@noble/hashes/sha2.js');
  const { Point } = ed25519;
  try {
    const r = signature.subarray(0, 32);
    const s = littleEndian(signature.subarray(32));
    if (signature.length !== 64 || s >= Point.Fn.ORDER) return false;
    const k = littleEndian(sha512(concat(r, publicKey, message))) % Point.Fn.ORDER;
    const a = Point.fromBytes(publicKey, false);
    const product = k === 0n ? Point.ZERO : a.multiplyUnsafe(k);
    const base = s === 0n ? Point.ZERO : Point.BASE.multiplyUnsafe(s);
    return equalBytes(base.subtract(product).toBytes(), r);
  } catch {
    return false;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`);
}

// ---- X-Wing -------------------------------------------------------------------------------------

export interface Decapsulator {
  readonly public: Bytes;
  /** The shared secret of a 1120-byte encapsulation. */
  decapsulate(encapsulated: Bytes): Promise<Bytes>;
}

/** The X-Wing pair of a 32-byte seed (draft-connolly-cfrg-xwing-kem). */
export async function xwingPair(seed: Bytes): Promise<Decapsulator> {
  if (!(await hasXWing())) {
    const { ml_kem768_x25519: kem } = await import('@noble/post-quantum/hybrid.js');
    const pair = kem.keygen(seed);
    return {
      public: copyBytes(pair.publicKey),
      decapsulate: (encapsulated) => Promise.resolve().then(() => copyBytes(kem.decapsulate(encapsulated, pair.secretKey))),
    };
  }
  const key = await subtle().importKey('raw-seed', seed, XWING, false, ['decapsulateBits']);
  const open = await subtle().getPublicKey(key, ['encapsulateBits']);
  return {
    public: new Uint8Array(await subtle().exportKey('raw-public', open)),
    decapsulate: async (encapsulated) => new Uint8Array(await subtle().decapsulateBits(XWING, key, encapsulated)),
  };
}

/** A fresh shared secret and its encapsulation to a 1216-byte public key. Throws on a malformed key. */
export async function xwingEncapsulate(publicKey: Bytes): Promise<{ shared: Bytes; encapsulated: Bytes }> {
  if (!(await hasXWing())) {
    const { ml_kem768_x25519: kem } = await import('@noble/post-quantum/hybrid.js');
    const { cipherText, sharedSecret } = kem.encapsulate(publicKey);
    return { shared: copyBytes(sharedSecret), encapsulated: copyBytes(cipherText) };
  }
  const key = await subtle().importKey('raw-public', publicKey, XWING, false, ['encapsulateBits']);
  const { sharedKey, ciphertext } = await subtle().encapsulateBits(XWING, key);
  return { shared: new Uint8Array(sharedKey), encapsulated: new Uint8Array(ciphertext) };
}

// ---- ML-DSA-44 ----------------------------------------------------------------------------------

/** The ML-DSA-44 pair of a 32-byte seed (FIPS 204), for log keys. */
export async function mldsaPair(seed: Bytes): Promise<SigningPair> {
  if (!(await hasMlDsa())) {
    const { ml_dsa44: dsa } = await import('@noble/post-quantum/ml-dsa.js');
    const pair = dsa.keygen(seed);
    return {
      public: copyBytes(pair.publicKey),
      sign: (message) => Promise.resolve(copyBytes(dsa.sign(message, pair.secretKey))),
    };
  }
  const key = await subtle().importKey('raw-seed', seed, MLDSA44, false, ['sign']);
  const open = await subtle().getPublicKey(key, ['verify']);
  return {
    public: new Uint8Array(await subtle().exportKey('raw-public', open)),
    sign: async (message) => new Uint8Array(await subtle().sign(MLDSA44, key, message)),
  };
}

/** Whether an ML-DSA-44 signature with empty context holds. */
export async function mldsaVerify(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  try {
    if (!(await hasMlDsa())) {
      const { ml_dsa44: dsa } = await import('@noble/post-quantum/ml-dsa.js');
      return dsa.verify(signature, message, publicKey);
    }
    const key = await subtle().importKey('raw-public', publicKey, MLDSA44, false, ['verify']);
    return await subtle().verify(MLDSA44, key, signature, message);
  } catch {
    return false;
  }
}
