/**
 * Entries that arrive after their author's post ended (protocol/rooms.md, "Late or back-dated entries"): they
 * count only with a proof that the room had come so far before the end.
 */
import { type Bytes, fromB64, fromHex } from '../protocol/bytes.ts';
import type { Directory, Ended } from '../protocol/directory.ts';
import { demand } from '../protocol/errors.ts';
import { headLeaf, leafHash, verifyInclusion } from '../protocol/tree.ts';
import type { PersonRoom } from './person-room.ts';
import type { HeadsProof, Server } from './server.ts';

const GRACE_SECONDS = 120;

/** Checks all entries from `firstNew` on, which must have been folded. Raises unproven_entry, bad_proof. */
export async function checkEarlier(server: Server, directory: Directory, room: PersonRoom, firstNew: number, now: number): Promise<void> {
  // A head covers everything before it, so the last entry of each author who is gone is enough.
  const last = new Map<string, number>();
  for (let seq = firstNew; seq < room.entries.length; seq++) {
    const entry = room.entries[seq];
    if (entry !== undefined) last.set(entry.value.author, seq);
  }
  for (const [author, seq] of last) {
    const ended = directory.ended(author, now);
    if (ended === undefined) continue;
    const proof = await server.headsProof(room.id, seq);
    demand(proof !== undefined, 'unproven_entry', `seq ${seq}`);
    checkProof(proof, directory, room, seq, ended);
  }
}

function checkProof(proof: HeadsProof, directory: Directory, room: PersonRoom, seq: number, ended: Ended): void {
  const heads = directory.heads.find(({ index }) => index === proof.leaf_index);
  const leaf = fromB64(proof.leaf);
  demand(heads !== undefined && leaf !== undefined, 'bad_proof', 'no such heads leaf');
  demand(proof.seq >= seq && room.entries[proof.seq]?.envelope.hash === proof.head, 'bad_proof', 'another head');
  const own = headLeaf({ room: room.id, seq: proof.seq, head: proof.head });
  const { count, root } = JSON.parse(new TextDecoder().decode(leaf)) as { count: number; root: string };
  const rootBytes = fromHex(heads.root);
  demand(root === heads.root && rootBytes !== undefined, 'bad_proof', 'another heads leaf');
  const path = proof.path.map((hash) => fromB64(hash));
  demand(path.every((hash): hash is Bytes => hash !== undefined), 'bad_proof', 'path');
  verifyInclusion(leafHash(own), proof.position, count, path, rootBytes);
  const before = 'index' in ended ? heads.index < ended.index : heads.time < ended.until + GRACE_SECONDS;
  demand(before, 'unproven_entry', 'after the end');
}

