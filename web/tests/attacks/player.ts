/**
 * The TypeScript client as a victim: reads scenes as JSON lines, plays each on the real protocol code and
 * writes how it ended: `{"code":"ok"}`, `{"code":…}` when it blocks, `{"fault":…}` for anything else.
 *
 * tests/attacks (Python) makes the scenes and starts this; bytes travel as hex.
 */

import { createInterface } from 'node:readline';
import { type Bytes, fromHex } from '../../src/protocol/bytes.ts';
import { Directory } from '../../src/protocol/directory.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';

type Scene = Readonly<Record<string, unknown>>;
type Play = (scene: Scene) => Promise<void>;

function bytesOf(value: unknown): Bytes {
  const bytes = typeof value === 'string' ? fromHex(value) : undefined;
  if (bytes === undefined) throw new TypeError('hex expected');
  return bytes;
}

const listOf = (value: unknown): Bytes[] => (value as unknown[]).map(bytesOf);

async function foldRegister(scene: Scene): Promise<Directory> {
  const directory = Directory.empty();
  await directory.fold(listOf(scene['leaves']), scene['now'] as number);
  return directory;
}

async function register(scene: Scene): Promise<void> {
  const directory = await foldRegister(scene);
  if (scene['client_version'] !== undefined) directory.checkClient(scene['client_version'] as number);
}

const PLAYS: Readonly<Record<string, Play>> = { register };

async function outcomeOf(line: string): Promise<object> {
  try {
    const scene = JSON.parse(line) as Scene;
    const play = PLAYS[String(scene['play'])];
    if (play === undefined) throw new TypeError(`no play is called ${String(scene['play'])}`);
    await play(scene);
    return { code: 'ok' };
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code };
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await outcomeOf(line))}\n`);
}
