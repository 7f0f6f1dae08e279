import { expect, test } from 'vitest';
import { SliceHasher } from './blobs.ts';
import { type Bytes, concat, utf8 } from './bytes.ts';
import { sha256, sha256Hex } from './digests.ts';
import { wrap } from './epoch-making.ts';
import { KemKey } from './keys.ts';
import { open, OpenStream, unpadBody, unwrap } from './opening.ts';
import { bucket, padBody, seal, sealedLength, SealStream } from './sealing.ts';
import { codeOfAsync, codeOf, seededBytes } from './testing.ts';

const random = seededBytes('sealing');
const key = random(32);
const salt = random(24);

function flip(bytes: Bytes, at: number): Bytes {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

test('a wrap opens for its key and its info only', async () => {
  const kem = await KemKey.fromSeed(random(32));
  const other = await KemKey.fromSeed(random(32));
  const wrapped = await wrap(kem.public, 'info', key);
  expect(wrapped.length).toBe(1168);
  expect(await unwrap(kem, 'info', wrapped)).toEqual(key);
  const refused = [
    () => unwrap(other, 'info', wrapped), () => unwrap(kem, 'other', wrapped), () => unwrap(kem, 'info', flip(wrapped, 0)),
    () => unwrap(kem, 'info', flip(wrapped, 1167)), () => unwrap(kem, 'info', wrapped.slice(0, 1167)), () => unwrap(kem, 'info', new Uint8Array(10)),
  ];
  for (const act of refused) expect(await codeOfAsync(act)).toBe('cannot_unwrap');
});

test.each([0, 1, 16_383, 16_384, 16_385, 40_000])('%i bytes under a key open again, whole and in pieces', async (length) => {
  const plain = random(length);
  const sealed = await seal(key, 'context', salt, plain);
  expect(sealed.length).toBe(sealedLength(length));
  expect(await open(key, 'context', sealed)).toEqual(plain);

  const sealing = await SealStream.start(key, 'context', salt);
  const opening = await OpenStream.start(key, 'context', sealed.slice(0, 56));
  const ciphertext: Promise<Bytes>[] = [];
  const plaintext: Promise<Bytes>[] = [];
  for (let at = 0; at < length; at += 7_001) ciphertext.push(sealing.update(plain.subarray(at, at + 7_001)));
  ciphertext.push(sealing.finish());
  for (let at = 56; at < sealed.length; at += 5_003) plaintext.push(opening.update(sealed.subarray(at, at + 5_003)));
  plaintext.push(opening.finish());
  expect(concat(sealing.header, ...(await Promise.all(ciphertext)))).toEqual(sealed);
  expect(concat(...(await Promise.all(plaintext)))).toEqual(plain);
});

test('a changed, cut, spliced or misplaced ciphertext does not open', async () => {
  const plain = random(40_000);
  const sealed = await seal(key, 'context', salt, plain);
  const chunk = (n: number) => sealed.subarray(56 + n * 16_400, 56 + (n + 1) * 16_400);
  const head = sealed.subarray(0, 56);
  const bad = [
    flip(sealed, 0), flip(sealed, 30), flip(sealed, 56), flip(sealed, sealed.length - 1), sealed.subarray(0, 55), sealed.subarray(0, 56), sealed.subarray(0, 71),
    concat(head, chunk(0)), concat(head, chunk(0), chunk(1)), concat(head, chunk(1), chunk(0), chunk(2)), concat(head, chunk(2)),
    concat(head, chunk(0), chunk(2)), concat(sealed, Uint8Array.of(0)), sealed.subarray(0, sealed.length - 1), new Uint8Array(0),
  ];
  for (const bytes of bad) expect(await codeOfAsync(() => open(key, 'context', bytes))).toBe('cannot_open');
  expect(await codeOfAsync(() => open(key, 'other', sealed))).toBe('cannot_open');
  expect(await codeOfAsync(() => open(random(32), 'context', sealed))).toBe('cannot_open');
});

test('a stream gives nothing of a chunk whose tag fails, and says that the end is missing', async () => {
  const sealed = await seal(key, 'context', salt, random(40_000));
  const opening = await OpenStream.start(key, 'context', sealed.slice(0, 56));
  expect((await opening.update(sealed.subarray(56, 56 + 16_400))).length).toBe(16_384);
  expect(await codeOfAsync(() => opening.update(flip(sealed.slice(56 + 16_400, 56 + 2 * 16_400), 5)))).toBe('cannot_open');
  const cut = await OpenStream.start(key, 'context', sealed.slice(0, 56));
  await cut.update(sealed.slice(56, 56 + 2 * 16_400));
  expect(await codeOfAsync(() => cut.finish())).toBe('cannot_open');
});

test('buckets are those of Padmé with a floor of 512', () => {
  // E = floor(log2 L), S = floor(log2 E) + 1, worked by hand: 2^13 has E = 13, S = 4, steps of 512.
  const known = [[0, 512], [1, 512], [512, 512], [513, 544], [1000, 1024], [1024, 1024], [1025, 1088], [8192, 8192], [8193, 8704],
    [65_537, 67_584], [1_000_000, 1_015_808], [2 ** 40, 2 ** 40], [2 ** 40 + 1, 2 ** 40 + 2 ** 34]] as const;
  for (const [length, padded] of known) expect(bucket(length)).toBe(padded);
});

test('padding comes off only when every byte is as it must be', () => {
  const body = { kind: 'message', text: 'é' };
  const padded = padBody(body, random(32));
  expect(padded.length).toBe(512);
  expect(unpadBody(padded)).toEqual(body);
  const longer = new Uint8Array(544);
  longer.set(padded);
  const spaced = padded.slice();
  spaced[37] = 0x20;
  for (const bad of [flip(padded, 511), flip(padded, 35), flip(padded, 32), longer, padded.slice(0, 500), new Uint8Array(10), spaced]) {
    expect(codeOf(() => unpadBody(bad))).toBe('bad_body');
  }
  expect(codeOf(() => padBody({ text: 'x'.repeat(262_144) }, random(32)))).toBe('too_large');
});

test.each([0, 1, 1_048_576, 1_048_577, 2_500_000])('the hash of an attachment of %i bytes is over slices of 1 MiB', async (length) => {
  const data = new Uint8Array(length).map((_, i) => i % 251);
  const slices: Bytes[] = [];
  for (let at = 0; at < length; at += 1_048_576) slices.push(sha256(data.subarray(at, at + 1_048_576)));
  const expected = sha256Hex(utf8('repatria/v1/blob-slices\n'), ...slices);
  const hasher = new SliceHasher();
  for (let at = 0; at < length; at += 300_007) hasher.update(data.subarray(at, at + 300_007));
  expect(await hasher.finish()).toBe(expected);
});
