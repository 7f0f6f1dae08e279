/** SHA-256 by JavaScript, by WebAssembly and by the platform is one function. */
import { expect, test } from 'vitest';
import { concat, toHex, utf8 } from './bytes.ts';
import { digestHex, quicken, sha256, sha256Hex } from './digests.ts';

// FIPS 180-2, appendix B.
const KNOWN: readonly [string, string][] = [
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
];
const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 720, 1_100, 16_384, 70_000];
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 31) % 251);

async function demandSame(): Promise<void> {
  for (const [text, hash] of KNOWN) expect(sha256Hex(text)).toBe(hash);
  for (const bytes of LENGTHS.map(bytesOf)) {
    expect(sha256Hex(bytes)).toBe(await digestHex(bytes));
    expect(sha256Hex('häß\n', bytes, 'end')).toBe(await digestHex(concat(utf8('häß\n'), bytes, utf8('end'))));
  }
}

test('the platform agrees before and after the quick one has come', async () => {
  await demandSame();
  await quicken();
  await demandSame();
});

test('an answer stays what it was when the next one is computed', async () => {
  await quicken();
  const first = sha256('abc');
  sha256('something else');
  expect(toHex(first)).toBe(KNOWN[0]?.[1]);
});
