/** What is said about a case besides letters (protocol/bodies.md): ticks of its checklist, changes of handling. */
import type { JsonObject } from '../protocol/canonical.ts';
import { foldHandling, mayChange } from '../protocol/handling.ts';
import { Refusal } from './failures.ts';
import type { Files, SealedFile } from './files.ts';
import { attachmentBody } from './letter.ts';
import type { Tick, Tlp } from './model.ts';
import type { PersonRoom } from './person-room.ts';

export function tickBody({ action, state, note, owner }: Tick, files: readonly SealedFile[]): JsonObject {
  return { kind: 'tick', action, state, note, owner, attachments: files.map(attachmentBody) };
}

/** Raises `refused` where everybody else would count it as nothing. */
export function handlingChange(room: PersonRoom | undefined, of: string, tlp: Tlp, office: string): JsonObject {
  const entry = room?.find(of);
  const from = room && foldHandling(room.opened).codes.get(of);
  if (entry === undefined || from === undefined) throw new Refusal({ code: 'not_found' });
  if (!mayChange(from, tlp, entry.office === office)) throw new Refusal({ code: 'refused', detail: `${from} to ${tlp}` });
  return { kind: 'handling', of, tlp, handling: { tlp } };
}

/** Seals the files for the room and sends them ahead of what names them; afterwards nothing of them stays here. */
export async function withProof(files: Files, proof: readonly File[], room: string, then: (sealed: readonly SealedFile[]) => Promise<void>): Promise<void> {
  const ids = proof.map(() => files.newId());
  try {
    const sealed: SealedFile[] = [];
    for (const [n, file] of proof.entries()) {
      const one = await files.seal(await files.stage(file, ids[n] ?? ''), room);
      await files.upload(one);
      sealed.push(one);
    }
    await then(sealed);
  } finally {
    for (const id of ids) await files.forget(id);
  }
}
