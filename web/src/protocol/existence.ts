/**
 * Late or back-dated entries (protocol/rooms.md): an entry met for the first time after its author's post ended
 * counts only with a proof that the room had come so far before, also when the author was given the post again.
 */

import * as read from './canonical.ts';
import { type Fields } from './canonical.ts';
import { type Directory, type End } from './directory.ts';
import { type Entry } from './entries.ts';
import { demand } from './errors.ts';
import { headLeaf, leafHash, readHeads, verifyInclusion } from './tree.ts';

/** A heads leaf may come so much later than what it covers. */
export const GRACE_SECONDS = 120;

const path = read.list(read.b64(32), 0, 64);
const SHAPE = {
  seq: read.integer(),
  head: read.hash,
  leaf_index: read.integer(),
  leaf: read.b64UpTo(4096),
  path,
  position: read.integer(),
  log_path: path,
  size: read.integer(),
};

/** The server's answer to `GET /rooms/{room}/proof` (wire.md). */
export interface HeadsProof {
  readonly seq: number;
  readonly head: string;
  readonly leaf_index: number;
  readonly leaf: string;
  readonly path: readonly string[];
  readonly position: number;
  readonly log_path: readonly string[];
  readonly size: number;
}

/**
 * The entry at `seq` may count: the post in which its author wrote has not ended by `now` (Unix seconds), or the proof holds.
 * `entries` are those of the room from seq 0, folded.
 * @throws ProtocolError unproven_entry without a proof or with one from after the end; bad_proof, bad_shape, bad_heads
 */
export function proveEarlier(directory: Directory, room: string, entries: readonly Entry[], seq: number, now: number, proof?: HeadsProof): void {
  const entry = entries[seq];
  if (entry === undefined) throw new RangeError(`the room has no entry ${seq}`);
  const { author, log } = entry.value;
  const end = directory.endAfter(author, log.size, now);
  if (end === undefined) return;
  demand(proof !== undefined, 'unproven_entry', `seq ${seq}`);
  checkProof(read.fields(proof, SHAPE), directory, { room, seq, entries, end });
}

/**
 * Whether an honest server may still have no proof: whoever asks takes nothing and asks again. Only where the term ran out:
 * before a statement that ends somebody, the heads are in the register already. Every heads leaf that could prove the entry is
 * under any checkpoint that was signed from the end of the grace on: with one of these and no proof, it is a lie.
 */
export function mayBeProvenLater(end: End, directory: Directory): boolean {
  return end.index === undefined && directory.checkpointTime < end.until + GRACE_SECONDS;
}

interface Late {
  readonly room: string;
  readonly seq: number;
  readonly entries: readonly Entry[];
  readonly end: End;
}

function checkProof(proof: Fields<typeof SHAPE>, directory: Directory, { room, seq, entries, end }: Late): void {
  demand(proof.seq >= seq && entries[proof.seq]?.hash === proof.head, 'bad_proof', 'another head');
  const { count, root, time } = readHeads(proof.leaf);
  const own = leafHash(headLeaf({ room, seq: proof.seq, head: proof.head }));
  verifyInclusion(own, proof.position, count, proof.path, read.hexBytes(root));
  const tree = directory.rootHashAt(proof.size);
  demand(tree !== undefined, 'bad_proof', 'beyond the register');
  verifyInclusion(leafHash(proof.leaf), proof.leaf_index, proof.size, proof.log_path, tree);
  demand(end.index === undefined || proof.leaf_index < end.index, 'unproven_entry', 'after the statement that ended the author');
  demand(time < end.until + GRACE_SECONDS, 'unproven_entry', 'after the author had expired');
}
