import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { type Bytes, copyBytes, fromHex, toHex, utf8 } from './bytes.ts';
import { sha256Hex } from './digests.ts';
import { checkKemKey, checkSignKey, fingerprint, KemKey, Keyset, officerKeys, SigningKey } from './keys.ts';
import { ed25519Verify, ed25519VerifyPortable } from './suite.ts';
import { codeOf, seededBytes } from './testing.ts';

const bytes = (hex: string): Bytes => fromHex(hex) ?? new Uint8Array(0);

/** RFC 8032 section 7.1, tests 1 to 3. */
const RFC8032 = [
  ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
  ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
  ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
] as const;

test.each(RFC8032)('Ed25519 answers RFC 8032: %s', async (seed, publicKey, message, signature) => {
  const key = await SigningKey.fromSeed(bytes(seed));
  expect(toHex(key.public)).toBe(publicKey);
  expect(toHex(await key.sign(bytes(message)))).toBe(signature);
  for (const check of [ed25519Verify, ed25519VerifyPortable]) {
    expect(await check(key.public, bytes(message), bytes(signature))).toBe(true);
    expect(await check(key.public, utf8('other'), bytes(signature))).toBe(false);
  }
});

test('a signature with S beyond the group order, or that holds only with the cofactor, is refused', async () => {
  const { Point } = ed25519;
  const seed = seededBytes('cofactor')(32);
  const key = await SigningKey.fromSeed(seed);
  const message = utf8('message');
  const signature = await key.sign(message);
  const s = BigInt(`0x${toHex(signature.slice(32).reverse())}`) + Point.Fn.ORDER;
  const larger = signature.slice();
  larger.set(bytes(s.toString(16).padStart(64, '0')).reverse(), 32);
  // R plus a point of order 8: [8][S]B = [8]R + [8][k]A can hold, [S]B = R + [k]A cannot.
  const torsion = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
  const { scalar, prefix } = ed25519.utils.getExtendedPublicKey(seed);
  const r = Point.Fn.create(BigInt(`0x${sha256Hex(copyBytes(prefix))}`));
  const mixed = Point.BASE.multiply(r).add(torsion).toBytes();
  const { sha512 } = await import('@noble/hashes/sha2.js');
  const hash = sha512(copyBytes([...mixed, ...key.public, ...message]));
  const k = Point.Fn.create(BigInt(`0x${toHex(hash.reverse())}`));
  const response = Point.Fn.create(r + k * scalar);
  const cofactored = copyBytes([...mixed, ...bytes(response.toString(16).padStart(64, '0')).reverse()]);
  expect(ed25519.verify(cofactored, message, key.public, { zip215: true })).toBe(true);
  for (const check of [ed25519Verify, ed25519VerifyPortable]) {
    expect(await check(key.public, message, larger)).toBe(false);
    expect(await check(key.public, message, cofactored)).toBe(false);
    expect(await check(key.public, message, signature)).toBe(true);
  }
});

test('keys of small order and non-canonical encodings are refused', () => {
  const { Point } = ed25519;
  let point = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
  const generator = point;
  const seen = new Set<string>();
  for (let n = 0; n < 8; n++, point = point.add(generator)) {
    seen.add(point.toHex());
    expect(codeOf(() => checkSignKey(copyBytes(point.toBytes())))).toBe('weak_key');
  }
  expect(seen.size).toBe(8);
  for (const y of ['ed', 'ee', 'f0', 'ff']) {
    for (const top of ['7f', 'ff']) expect(codeOf(() => checkSignKey(bytes(`${y}${'ff'.repeat(30)}${top}`)))).toBe('weak_key');
  }
  expect(codeOf(() => checkSignKey(bytes(`01${'00'.repeat(30)}80`)))).toBe('weak_key');
  expect(codeOf(() => checkSignKey(new Uint8Array(31)))).toBe('weak_key');
  for (const [, publicKey] of RFC8032) checkSignKey(bytes(publicKey));
});

const SMALL_ORDER_U = ['00'.repeat(32), `01${'00'.repeat(31)}`, 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157', `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(30)}ff`];

test('an X-Wing key that nobody could seal to is refused', async () => {
  const key = await KemKey.fromSeed(seededBytes('kem')(32));
  checkKemKey(key.public);
  const bad = key.public.slice();
  bad.set([0x01, 0x0d], 300); // 0xd01 = 3329
  expect(codeOf(() => checkKemKey(bad))).toBe('weak_key');
  expect(codeOf(() => checkKemKey(key.public.slice(1)))).toBe('weak_key');
  for (const u of SMALL_ORDER_U) {
    expect(() => x25519.getSharedSecret(new Uint8Array(32).fill(9), bytes(u))).toThrow();
    const small = key.public.slice();
    small.set(bytes(u), 1184);
    expect(codeOf(() => checkKemKey(small))).toBe('weak_key');
  }
});

test('key ids are the labelled hash of the public bytes', async () => {
  const seeds = { sign: new Uint8Array(32).fill(1), kem: new Uint8Array(32).fill(2) };
  const { keyset, signer, kem } = await officerKeys(seeds);
  const label = 'repatria/v1/key\n1\n';
  expect(keyset.keyid).toBe(sha256Hex(label, keyset.sign, keyset.kem));
  expect(signer.keyid).toBe(keyset.keyid);
  expect(kem.keyid).toBe(keyset.keyid);
  expect((await KemKey.fromSeed(seeds.kem)).keyid).toBe(sha256Hex(label, keyset.kem));
  expect(new Keyset(keyset.sign, keyset.kem).keyid).toBe(keyset.keyid);
  expect(keyset.kem.length).toBe(1216);
});

test('a fingerprint is the first hundred bits in Crockford base32', () => {
  expect(fingerprint('00'.repeat(32))).toBe('00000-00000-00000-00000');
  expect(fingerprint('ff'.repeat(32))).toBe('ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ');
  expect(fingerprint(`00443214c74254b635cf${'0'.repeat(44)}`)).toBe('01234-56789-ABCDE-F0000');
});
