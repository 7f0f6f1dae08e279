/** The Merkle tree of the register (protocol/tree.md, RFC 9162 section 2.1). Hashes are 32 bytes. */

import { type Bytes, compareAscii, equalBytes, fromB64, fromHex, toB64, toHex, u64 } from './bytes.ts';
import { type Fields, fields, hash, integer, literal, parse, stringify } from './canonical.ts';
import { sha256 } from './digests.ts';
import { demand, ProtocolError } from './errors.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(data: Uint8Array): Bytes {
  return sha256(LEAF, data);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return sha256(NODE, left, right);
}

/** The right-hand edge of a growing tree: enough to append and to say the root. */
export class Frontier {
  private constructor(
    private count: number,
    private readonly edge: Bytes[],
  ) {}

  static empty(): Frontier {
    return new Frontier(0, []);
  }

  get size(): number {
    return this.count;
  }

  append(leaf: Bytes): void {
    let hash = leaf;
    // Each trailing one of the old size is a perfect subtree that the new leaf completes.
    for (let bits = this.count; bits % 2 === 1; bits = Math.floor(bits / 2)) {
      hash = nodeHash(this.edge.pop() ?? hash, hash);
    }
    this.edge.push(hash);
    this.count++;
  }

  root(): Bytes {
    const last = this.edge.at(-1);
    if (last === undefined) return sha256();
    let hash = last;
    for (let i = this.edge.length - 2; i >= 0; i--) hash = nodeHash(this.edge[i] ?? hash, hash);
    return hash;
  }

  copy(): Frontier {
    return new Frontier(this.count, [...this.edge]);
  }

  toJson(): { size: number; edge: string[] } {
    return { size: this.count, edge: this.edge.map(toB64) };
  }

  static fromJson(json: { size: number; edge: readonly string[] }): Frontier {
    const edge = json.edge.map((text) => {
      const hash = fromB64(text);
      demand(hash?.length === 32, 'bad_shape', 'frontier');
      return hash;
    });
    const ones = json.size.toString(2).replaceAll('0', '').length;
    demand(Number.isSafeInteger(json.size) && ones === edge.length, 'bad_shape', 'frontier');
    return new Frontier(json.size, edge);
  }
}

/** Root of the tree over these leaf hashes. */
export function rootOf(leaves: readonly Bytes[]): Bytes {
  const frontier = Frontier.empty();
  for (const leaf of leaves) frontier.append(leaf);
  return frontier.root();
}

/** Largest power of two below n (n > 1). */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** PATH of RFC 9162 section 2.1.3.1, lowest sibling first. */
export function inclusionProof(leaves: readonly Bytes[], index: number): Bytes[] {
  demand(index >= 0 && index < leaves.length, 'bad_proof', 'no such leaf');
  if (leaves.length === 1) return [];
  const k = splitPoint(leaves.length);
  return index < k
    ? [...inclusionProof(leaves.slice(0, k), index), rootOf(leaves.slice(k))]
    : [...inclusionProof(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))];
}

/** PROOF of RFC 9162 section 2.1.4.1, from the tree of `first` leaves to the whole. */
export function consistencyProof(leaves: readonly Bytes[], first: number): Bytes[] {
  demand(first > 0 && first <= leaves.length, 'bad_proof', 'no such tree');
  return subproof(leaves, first, true);
}

function subproof(leaves: readonly Bytes[], first: number, complete: boolean): Bytes[] {
  if (first === leaves.length) return complete ? [] : [rootOf(leaves)];
  const k = splitPoint(leaves.length);
  return first <= k
    ? [...subproof(leaves.slice(0, k), first, complete), rootOf(leaves.slice(k))]
    : [...subproof(leaves.slice(k), first - k, false), rootOf(leaves.slice(0, k))];
}

const isOdd = (n: number) => n % 2 === 1;
const half = (n: number) => Math.floor(n / 2);

/** RFC 9162 section 2.1.3.2; bad_proof unless the leaf is at `index` of the tree of `size` with this root. */
export function verifyInclusion(leaf: Bytes, index: number, size: number, proof: readonly Bytes[], root: Bytes): void {
  demand(Number.isSafeInteger(index) && index >= 0 && index < size, 'bad_proof', 'index'); // 1
  let fn = index; // 2
  let sn = size - 1;
  let r = leaf; // 3
  for (const p of proof) {
    demand(sn !== 0, 'bad_proof', 'too long'); // 4
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = nodeHash(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  demand(sn === 0 && equalBytes(r, root), 'bad_proof'); // 5
}

/** RFC 9162 section 2.1.4.2; bad_proof unless the first tree is a prefix of the second. */
export function verifyConsistency(first: number, second: number, proof: readonly Bytes[], firstRoot: Bytes, secondRoot: Bytes): void {
  demand(Number.isSafeInteger(first) && first >= 0 && first <= second, 'bad_proof', 'sizes');
  // The empty tree is a prefix of every tree; RFC 9162 leaves it out.
  if (first === 0 || first === second) {
    demand(proof.length === 0 && equalBytes(firstRoot, first === 0 ? sha256() : secondRoot), 'bad_proof');
    return;
  }
  const powerOfTwo = splitPoint(first * 2) === first;
  const path = powerOfTwo ? [firstRoot, ...proof] : [...proof]; // 2
  const start = path.shift();
  demand(start !== undefined && proof.length > 0, 'bad_proof', 'empty'); // 1
  let fn = first - 1; // 3
  let sn = second - 1;
  while (isOdd(fn)) { // 4
    fn = half(fn);
    sn = half(sn);
  }
  let fr = start; // 5
  let sr = start;
  for (const c of path) { // 6
    demand(sn !== 0, 'bad_proof', 'too long');
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  demand(sn === 0 && equalBytes(fr, firstRoot) && equalBytes(sr, secondRoot), 'bad_proof'); // 7
}

// ---- heads --------------------------------------------------------------------------------------

export interface RoomHead {
  /** Hex room id. */
  readonly room: string;
  readonly seq: number;
  /** Hex hash of the entry at `seq`. */
  readonly head: string;
}

/** Leaf data of one moved room in the tree of a heads leaf. */
export function headLeaf({ room, seq, head }: RoomHead): Bytes {
  const id = fromHex(room);
  const hash = fromHex(head);
  demand(id?.length === 32 && hash?.length === 32, 'bad_shape', 'room head');
  const leaf = new Uint8Array(72);
  leaf.set(sha256(id));
  leaf.set(u64(seq), 32);
  leaf.set(hash, 40);
  return leaf;
}

/** Leaf data of the register for the rooms that moved; at least one. */
export function headsLeaf(time: number, moved: readonly RoomHead[]): Bytes {
  demand(moved.length > 0, 'bad_heads');
  // Each leaf begins with H(room), so their order as bytes is the order asked for.
  const leaves = moved.map(headLeaf).sort((a, b) => compareAscii(toHex(a), toHex(b)));
  const root = toHex(rootOf(leaves.map(leafHash)));
  return stringify({ v: 1, kind: 'heads', time, count: moved.length, root });
}

const HEADS = { v: literal(1), kind: literal('heads'), time: integer(), count: integer(1), root: hash };

/** Read a heads leaf: canonical.md's codes, and bad_heads for anything else that is wrong with it. */
export function readHeads(data: Bytes): Fields<typeof HEADS> {
  const value = parse(data);
  try {
    return fields(value, HEADS);
  } catch (error) {
    throw new ProtocolError('bad_heads', error instanceof ProtocolError ? error.detail : '');
  }
}
