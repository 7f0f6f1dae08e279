import { expect, test } from 'vitest';
import { type Bytes, fromHex, toHex, utf8 } from './bytes.ts';
import { parse } from './canonical.ts';
import { sha256, sha256Hex } from './digests.ts';
import { decodeSyncFrame, join, split } from './frames.ts';
import { consistencyProof, Frontier, headsLeaf, inclusionProof, leafHash, nodeHash, rootOf, verifyConsistency, verifyInclusion } from './tree.ts';
import { codeOf } from './testing.ts';

/** Leaves and roots of the certificate-transparency reference tests. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hashes = LEAVES.map((leaf) => leafHash(fromHex(leaf) ?? utf8('')));
const many = Array.from({ length: 40 }, (_, n) => leafHash(utf8(`leaf ${n}`)));

test('roots are the known ones, and a frontier can be stored in between', () => {
  let frontier = Frontier.empty();
  for (const [size, root] of ROOTS.entries()) {
    expect(toHex(frontier.root())).toBe(root);
    expect(toHex(rootOf(hashes.slice(0, size)))).toBe(root);
    expect(frontier.size).toBe(size);
    frontier = Frontier.fromJson(frontier.toJson());
    const next = hashes[size];
    if (next !== undefined) frontier.append(next);
  }
});

test('every inclusion proof verifies for its leaf, index and size, and for no other', () => {
  for (let size = 1; size <= many.length; size++) {
    const leaves = many.slice(0, size);
    const root = rootOf(leaves);
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(leaves, index);
      const leaf = leaves[index] as Bytes;
      verifyInclusion(leaf, index, size, proof, root);
      if (index % 7 !== 3) continue;
      expect(codeOf(() => verifyInclusion(leaf, index - 1, size, proof, root))).toBe('bad_proof');
      expect(codeOf(() => verifyInclusion(leaf, index, size, proof.slice(1), root))).toBe('bad_proof');
      expect(codeOf(() => verifyInclusion(leaf, index, size, [...proof, root], root))).toBe('bad_proof');
      expect(codeOf(() => verifyInclusion(root, index, size, proof, root))).toBe('bad_proof');
      expect(codeOf(() => verifyInclusion(leaf, size, size, proof, root))).toBe('bad_proof');
    }
  }
});

test('every consistency proof verifies, and a rewritten past does not', () => {
  for (let second = 1; second <= many.length; second++) {
    const leaves = many.slice(0, second);
    const root = rootOf(leaves);
    for (let first = 1; first <= second; first++) {
      const before = rootOf(many.slice(0, first));
      const proof = consistencyProof(leaves, first);
      verifyConsistency(first, second, proof, before, root);
      if (first === second) continue;
      expect(codeOf(() => verifyConsistency(first, second, proof, root, root))).toBe('bad_proof');
      expect(codeOf(() => verifyConsistency(first, second, proof, before, before))).toBe('bad_proof');
      expect(codeOf(() => verifyConsistency(first, second, [], before, root))).toBe('bad_proof');
      expect(codeOf(() => verifyConsistency(first, second, [...proof, root], before, root))).toBe('bad_proof');
    }
  }
  const [a, b] = [many[0] as Bytes, many[1] as Bytes];
  expect(codeOf(() => verifyConsistency(2, 1, [], a, b))).toBe('bad_proof');
  expect(codeOf(() => verifyConsistency(0, 1, [], a, b))).toBe('bad_proof');
  expect(codeOf(() => verifyConsistency(0, 1, [b], rootOf([]), a))).toBe('bad_proof');
  expect(codeOf(() => verifyConsistency(0, 1, [], rootOf([]), a))).toBe('accepted');
});

test('a heads leaf holds the root over the moved rooms in the order of their hashes', () => {
  const rooms = ['aa', 'bb', 'cc'].map((byte, seq) => ({ room: byte.repeat(32), seq, head: '11'.repeat(32) }));
  const leaf = parse(headsLeaf(1_700_000_000, rooms));
  expect(leaf).toMatchObject({ v: 1, kind: 'heads', time: 1_700_000_000, count: 3 });
  expect(headsLeaf(1_700_000_000, [...rooms].reverse())).toEqual(headsLeaf(1_700_000_000, rooms));
  const one = parse(headsLeaf(0, rooms.slice(1, 2)));
  const data = [sha256(fromHex('bb'.repeat(32)) ?? ''), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1), fromHex('11'.repeat(32)) ?? ''];
  expect(one['root']).toBe(sha256Hex(Uint8Array.of(0), ...data));
  expect(toHex(nodeHash(utf8('a'), utf8('b')))).toBe(sha256Hex('\u0001ab'));
});

test('frames come apart exactly as they were joined', () => {
  const parts = [utf8(''), utf8('a'), utf8('bc')];
  const joined = join(parts);
  expect(split(joined)).toEqual(parts);
  expect(split(utf8(''))).toEqual([]);
  for (const cut of [1, 3, 6, joined.length - 1]) expect(codeOf(() => split(joined.slice(0, cut)))).toBe('bad_frame');
});

test('a sync frame names its cursor, room and place', () => {
  const frame = fromHex(`${'00'.repeat(7)}05${'ab'.repeat(32)}${'00'.repeat(7)}09ff`) ?? utf8('');
  expect(decodeSyncFrame(frame)).toEqual({ cursor: 5, room: 'ab'.repeat(32), seq: 9, entry: Uint8Array.of(255) });
  expect(codeOf(() => decodeSyncFrame(frame.slice(0, 47)))).toBe('bad_frame');
  expect(codeOf(() => decodeSyncFrame(fromHex('ff'.repeat(48)) ?? utf8('')))).toBe('bad_frame');
});
