import { expect, test } from 'vitest';
import { type Bytes, fromB64, toB64, toHex, utf8 } from '../../src/protocol/bytes.ts';
import { addLine, checkFolded, checkPin, cosign, signCheckpoint, type Trust, verifyCheckpoint } from '../../src/protocol/checkpoint.ts';
import { ed25519Pair, ed25519Verify, mldsaPair } from '../../src/protocol/suite.ts';
import { codeOf, codeOfAsync, seededBytes } from '../../src/protocol/testing.ts';

const random = seededBytes('checkpoint');
const [ed, mldsa, fr, ke, other] = [random(32), random(32), random(32), random(32), random(32)] as [Bytes, Bytes, Bytes, Bytes, Bytes];
const NOW = 1_790_000_000;
const checkpoint = { origin: 'log.example/a', size: 42, root: random(32) };
const publicOf = async (seed: Bytes) => (await ed25519Pair(seed)).public;
const trust: Trust = {
  origin: checkpoint.origin, logEd25519: await publicOf(ed), logMldsa44: (await mldsaPair(mldsa)).public,
  witnesses: [{ name: 'w/fr', key: await publicOf(fr) }, { name: 'w/ke', key: await publicOf(ke) }], quorum: 1,
};
const bare = await signCheckpoint(checkpoint, ed, mldsa, NOW);
const good = addLine(bare, await cosign(bare, 'w/fr', fr, NOW + 5));
const lines = bare.split('\n');
const code = (note: string | Bytes, change: Partial<Trust> = {}, now = NOW + 10, maxAge?: number) =>
  codeOfAsync(() => verifyCheckpoint(note, { ...trust, ...change }, now, maxAge));

test('a checkpoint of the log with a quorum of witnesses holds', async () => {
  expect(await verifyCheckpoint(good, trust, NOW)).toEqual({ ...checkpoint, time: NOW + 5 });
  expect(await code(bare, { quorum: 0 })).toBe('accepted');
  expect(await code(addLine(good, await cosign(bare, 'w/unknown', other, NOW)))).toBe('accepted');
  expect(await code(addLine(good, await cosign(bare, 'w/ke', other, NOW)))).toBe('accepted');
  expect(await code(addLine(good, await cosign(bare, 'w/ke', ke, NOW)), { quorum: 2 })).toBe('accepted');
});

test('a checkpoint that lacks a signature, or has a false one of a known key, is refused', async () => {
  expect(await code(bare)).toBe('no_quorum');
  expect(await code(good, { quorum: 2 })).toBe('no_quorum');
  expect(await code(addLine(good, await cosign(bare, 'w/fr', fr, NOW)), { quorum: 2 })).toBe('no_quorum');
  expect(await code(good, { origin: 'log.example/b' })).toBe('wrong_log');
  expect(await code(good, { logEd25519: await publicOf(other) })).toBe('bad_checkpoint_signature');
  expect(await code(good, { logMldsa44: (await mldsaPair(other)).public })).toBe('bad_checkpoint_signature');
  for (const at of [4, 5]) {
    const without = good.split('\n').filter((_, n) => n !== at).join('\n');
    expect(await code(without)).toBe('bad_checkpoint_signature');
    const changed = good.split('\n').map((line, n) => (n === at ? flipLast(line) : line)).join('\n');
    expect(await code(changed)).toBe('bad_checkpoint_signature');
  }
  expect(await code(good.split('\n').map((line, n) => (n === 6 ? flipLast(line) : line)).join('\n'))).toBe('bad_cosignature');
  expect(await code(good.replace('\n42\n', '\n43\n'))).toBe('bad_checkpoint_signature');
});

/** The line with one bit of its last signature byte changed. */
function flipLast(line: string): string {
  const at = line.lastIndexOf(' ') + 1;
  const bytes = fromB64(line.slice(at)) ?? new Uint8Array(0);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return line.slice(0, at) + toB64(bytes);
}

test('time bounds hold for every signature that bears one', async () => {
  expect(await code(good, {}, NOW + 5 - 600)).toBe('accepted');
  expect(await code(good, {}, NOW + 5 - 601)).toBe('bad_cosignature');
  expect(await code(good, {}, NOW + 5 + 259_200, 259_200)).toBe('accepted');
  expect(await code(good, {}, NOW + 6 + 259_200, 259_200)).toBe('stale_checkpoint');
});

test('a note that is not exactly of the form is refused', async () => {
  const bad = [
    '', '\n', good.slice(0, -1), good.replace('\n42\n', '\n042\n'), good.replace('\n42\n', '\n-1\n'), good.replace('\n42\n', '\n42\nextension\n'),
    good.replace('\n\n', '\n'), good.replace('\n\n', '\n\n\n'), good.replace('\u2014 ', '- '), good.replace('log.example/a\n', '\n'), `${good}\n`, `${good}x\n`,
    good.replace('\n42\n', '\n42\r\n'), `${lines.slice(0, 4).join('\n')}\n`, good + `\u2014 w/x ${toB64(new Uint8Array(4))}\n`,
    good + `\u2014 w/x ${toB64(new Uint8Array(68))}\n`.repeat(62), good + `\u2014 w/x ${toB64(new Uint8Array(48_000))}\n`, good.replace(toB64(checkpoint.root), toB64(new Uint8Array(31))),
  ];
  for (const note of bad) expect(await code(note)).toBe('bad_checkpoint');
  const broken = utf8(good);
  broken[0] = 0xff;
  expect(await code(broken)).toBe('bad_checkpoint');
});

test('the example of signed-note verifies, so notes are signed the way others sign them', async () => {
  const key = fromB64('AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')?.slice(1) ?? new Uint8Array(0);
  const signature = fromB64('Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=') ?? new Uint8Array(0);
  expect(toHex(signature.slice(0, 4))).toBe('530d903a');
  expect(await ed25519Verify(key, utf8('This is an example message.\n'), signature.slice(4))).toBe(true);
});

test('pins do not go back and do not fork', () => {
  const root = toHex(checkpoint.root);
  const rootHashAt = (size: number) => (size === 42 ? checkpoint.root : size === 7 ? new Uint8Array(32) : undefined);
  expect(codeOf(() => checkPin({ size: 43, root }, checkpoint))).toBe('rolled_back');
  expect(codeOf(() => checkPin({ size: 42, root }, checkpoint))).toBe('accepted');
  expect(codeOf(() => checkFolded(checkpoint, { size: 42, root }, rootHashAt))).toBe('accepted');
  expect(codeOf(() => checkFolded(checkpoint, { size: 7, root: '00'.repeat(32) }, rootHashAt))).toBe('accepted');
  expect(codeOf(() => checkFolded(checkpoint, { size: 7, root }, rootHashAt))).toBe('forked');
  expect(codeOf(() => checkFolded({ ...checkpoint, root: new Uint8Array(32) }, { size: 42, root }, rootHashAt))).toBe('forked');
});
