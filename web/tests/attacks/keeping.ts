/** Plays on what is kept for an officer: locks, vault, the device's sealed rows, attachments. */

import { utf8 } from '../../src/protocol/bytes.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { openLock, readKdf } from '../../src/protocol/locks.ts';
import { open } from '../../src/protocol/opening.ts';
import { deviceKey, openVault } from '../../src/protocol/vault.ts';
import { Refusal } from '../../src/session/failures.ts';
import { Files } from '../../src/session/files.ts';
import type { Local } from '../../src/session/local.ts';
import type { Call, Ports } from '../../src/session/ports.ts';
import type { FileName } from '../../src/session/publication-model.ts';
import { PublishedFiles } from '../../src/session/published-files.ts';
import { Server } from '../../src/session/server.ts';
import { Transfers } from '../../src/session/transfers.ts';
import { bytesOf } from './scene.ts';
import { hashing } from '../session/hashing.ts';

export async function lock(scene: { record: unknown; login: string; unlock: string }): Promise<void> {
  await openLock(scene.record, bytesOf(scene.unlock), scene.login);
}

export function kdf(scene: { offer: unknown }): Promise<void> {
  readKdf(scene.offer);
  return Promise.resolve();
}

export async function vault(scene: { key: string; kem: string; version: number; seen: number; sealed: string }): Promise<void> {
  const owner = { keyid: scene.key, kemSeed: bytesOf(scene.kem) };
  await openVault(owner, scene.version, scene.seen, bytesOf(scene.sealed));
}

export async function device(scene: Record<'d' | 'resume' | 'login' | 'context' | 'sealed', string>): Promise<void> {
  const key = await deviceKey(bytesOf(scene.d), bytesOf(scene.resume), scene.login);
  await open(key, bytesOf(scene.context), bytesOf(scene.sealed));
}

interface Said {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly key: string;
  readonly sha256: string;
  readonly ct_sha256: string;
  readonly ct_len: number;
}

/** Save an attachment; when it is refused, nothing of it may have been handed over. */
export async function file(scene: { room: string; said: Said; content: string }): Promise<void> {
  const { ct_sha256: ctSha256, ct_len: ctLen, ...rest } = scene.said;
  const { server, ports, held } = receiving(scene.content);
  const files = new Files({} as Local, server, ports, new Transfers()); // saving keeps nothing
  await held(() => files.save({ ...rest, ctSha256, ctLen }, scene.room));
}

/** Save a file of the library as a record names it. */
export async function libraryFile(scene: { named: FileName; content: string }): Promise<void> {
  const { server, ports, held } = receiving(scene.content);
  const nothingPacked = { read: () => Promise.resolve(undefined) } as unknown as Local;
  const files = new PublishedFiles(server, ports, () => nothingPacked);
  await held(() => files.save(scene.named));
}

/** Reads on in the text of a file, as the server says that it goes. */
export async function libraryText(scene: { answer: unknown }): Promise<void> {
  const bytes = utf8(JSON.stringify(scene.answer));
  const server = new Server({ call: () => Promise.resolve({ ok: true, status: 200, bytes, header: () => null }) });
  const nothingPacked = { read: () => Promise.resolve(undefined) } as unknown as Local;
  const files = new PublishedFiles(server, {} as Ports, () => nothingPacked);
  try {
    await files.pages('ab'.repeat(32), 1, 1);
  } catch (error) {
    const malformed = error instanceof Refusal && error.failure.code === 'server' && error.failure.detail === 'pages';
    throw malformed ? new ProtocolError('bad_answer', 'pages') : error;
  }
}

/** A server that sends `content`, and a place to save to that demands to be left without what was refused. */
function receiving(content: string) {
  const ending: string[] = [];
  const sink = {
    write: () => Promise.resolve(),
    close: () => Promise.resolve(void ending.push('closed')),
    abort: () => Promise.resolve(void ending.push('aborted')),
  };
  const ports = { saver: { start: () => Promise.resolve(sink) }, hashing } as unknown as Ports;
  const server = new Server({ call: (call) => Promise.resolve(ranged(call, content)) });
  const held = async (save: () => Promise<unknown>): Promise<void> => {
    try {
      await save();
    } catch (error) {
      if (ending.join() !== 'aborted') throw new Error(`a refused file ended ${ending.join()}`, { cause: error });
      // What the person is told of it; the check that failed is in the detail.
      const altered = error instanceof Refusal && String(error.failure.code) === 'attachment_altered';
      throw altered ? new ProtocolError('blob_mismatch', error.message) : error;
    }
  };
  return { server, ports, held };
}

function ranged(call: Call, content: string) {
  const [from = 0, to = 0] = /bytes=(\d+)-(\d+)/.exec(call.headers?.['Range'] ?? '')?.slice(1).map(Number) ?? [];
  return { ok: true, status: 206, bytes: bytesOf(content).slice(from, to + 1), header: () => null } as const;
}
