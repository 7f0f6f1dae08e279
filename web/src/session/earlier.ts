/**
 * Entries that arrive after their author's post ended (protocol/rooms.md, "Late or back-dated entries"): they
 * count only with a proof that the room had come so far before the end, also when the author was given the post again.
 */
import { type Bytes, fromB64, fromHex } from '../protocol/bytes.ts';
import type { Directory, End } from '../protocol/directory.ts';
import { demand } from '../protocol/errors.ts';
import { GRACE_SECONDS, mayBeProvenLater } from '../protocol/existence.ts';
import { headLeaf, leafHash, verifyInclusion } from '../protocol/tree.ts';
import { Refusal } from './failures.ts';
import type { PersonRoom } from './person-room.ts';
import type { HeadsProof, Server } from './server.ts';

/** Checks all entries from `firstNew` on, which must have been folded. Raises unproven_entry, bad_proof; Refusal while the proof is not here. */
export async function checkEarlier(server: Server, directory: Directory, room: PersonRoom, firstNew: number, now: number): Promise<void> {
  // A head covers everything before it, so the last entry of each author before each end is enough.
  const last = new Map<string, { readonly seq: number; readonly end: End }>();
  for (const [seq, { value }] of room.entries.entries()) {
    const end = seq < firstNew ? undefined : directory.endAfter(value.author, value.log.size, now);
    if (end !== undefined) last.set(`${value.author} ${end.index} ${end.until}`, { seq, end });
  }
  for (const { seq, end } of last.values()) {
    const proof = await server.headsProof(room.id, seq);
    if (proof === undefined && mayBeProvenLater(end, directory)) throw new Refusal({ code: 'server', detail: 'not_yet_proven' });
    demand(proof !== undefined, 'unproven_entry', `seq ${seq}`);
    // The register has grown since this round began: the next one knows the leaf. Until then nothing of the entry counts.
    if (proof.leaf_index >= directory.size) throw new Refusal({ code: 'server', detail: 'the proof is ahead of the register' });
    const heads = provingLeaf(proof, directory, room, seq);
    // Who was ended twice (expired, then suspended) ended the first time, so both must hold.
    demand(end.index === undefined || heads.index < end.index, 'unproven_entry', 'after the statement that ended the author');
    demand(heads.time < end.until + GRACE_SECONDS, 'unproven_entry', 'after the author had expired');
  }
}

/** The leaf of the register that proves an entry, for whoever asks; undefined while none does that this client has. */
export async function findProof(server: Server, directory: Directory, room: PersonRoom, seq: number): Promise<HeadsLeaf | undefined> {
  const proof = await server.headsProof(room.id, seq);
  return proof === undefined || proof.leaf_index >= directory.size ? undefined : provingLeaf(proof, directory, room, seq);
}

type HeadsLeaf = Directory['heads'][number];

/**
 * This client holds every leaf of the register, so the heads leaf is its own: nothing of the server's copy counts,
 * and no proof of the leaf's place is needed (protocol/existence.ts is for those who hold none).
 */
function provingLeaf(proof: HeadsProof, directory: Directory, room: PersonRoom, seq: number): HeadsLeaf {
  const heads = directory.heads.find(({ index }) => index === proof.leaf_index);
  const root = heads && fromHex(heads.root);
  demand(heads !== undefined && root !== undefined, 'bad_proof', 'no such heads leaf');
  demand(proof.seq >= seq && room.entries[proof.seq]?.envelope.hash === proof.head, 'bad_proof', 'another head');
  const path = proof.path.map((hash) => fromB64(hash));
  demand(path.every((hash): hash is Bytes => hash !== undefined), 'bad_proof', 'path');
  const own = headLeaf({ room: room.id, seq: proof.seq, head: proof.head });
  verifyInclusion(leafHash(own), proof.position, heads.count, path, root);
  return heads;
}
