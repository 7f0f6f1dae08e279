/** The signed tree head and its witnesses (protocol/checkpoint.md; C2SP signed-note, tlog-checkpoint, tlog-cosignature). */

import { type Bytes, concat, decodeUtf8, equalBytes, fromB64, readU64, toB64, toHex, u64, utf8 } from './bytes.ts';
import { sha256 } from './digests.ts';
import { demand } from './errors.ts';
import { ed25519Pair, ed25519Verify, mldsaPair, mldsaVerify } from './suite.ts';

const ED25519 = 0x01;
const COSIGNATURE = 0x04;
const SUBTREE = 0x06;
const MAX_NOTE_BYTES = 65_536;
const MAX_LINES = 64;
const MAX_AHEAD_SECONDS = 600;
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;

/** Who must have signed, from the root statement in force. */
export interface Trust {
  readonly origin: string;
  readonly logEd25519: Bytes;
  readonly logMldsa44: Bytes;
  readonly witnesses: readonly { readonly name: string; readonly key: Bytes }[];
  readonly quorum: number;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** What a client remembers of the register between its visits. */
export interface Pin {
  readonly size: number;
  /** Hex. */
  readonly root: string;
}

interface Line {
  readonly name: string;
  /** Hex of the four bytes. */
  readonly id: string;
  readonly signature: Bytes;
}

interface Note extends Checkpoint {
  /** The signed text, with its final newline. */
  readonly body: string;
  readonly lines: readonly Line[];
}

/** Read a note; bad_checkpoint. Verifies nothing. */
function parseNote(note: string | Bytes): Note {
  const bytes = typeof note === 'string' ? utf8(note) : note;
  const text = decodeUtf8(bytes);
  demand(bytes.length <= MAX_NOTE_BYTES && text !== undefined, 'bad_checkpoint', 'size or UTF-8');
  demand(!/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.endsWith('\n'), 'bad_checkpoint', 'control characters');
  const [body = '', signatures = '', ...more] = text.split('\n\n');
  const [origin = '', size = '', root = '', ...extensions] = body.split('\n');
  demand(more.length === 0 && extensions.length === 0 && origin !== '', 'bad_checkpoint', 'not three lines and one blank line');
  const rootBytes = fromB64(root);
  demand(SIZE.test(size) && Number.isSafeInteger(Number(size)) && rootBytes?.length === 32, 'bad_checkpoint', 'size or root');
  const lines = signatures.split('\n').slice(0, -1);
  demand(lines.length >= 1 && lines.length <= MAX_LINES, 'bad_checkpoint', 'signature lines');
  return { origin, size: Number(size), root: rootBytes, body: `${body}\n`, lines: lines.map(parseLine) };
}

function parseLine(line: string): Line {
  const [, name, b64] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = b64 === undefined ? undefined : fromB64(b64);
  demand(name !== undefined && bytes !== undefined && bytes.length > 4, 'bad_checkpoint', 'signature line');
  return { name, id: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) };
}

/** The four bytes by which a line names its key. */
function lineId(name: string, type: number, key: Bytes): Bytes {
  return sha256(name, '\n', Uint8Array.of(type), key).slice(0, 4);
}

function writeLine(name: string, type: number, key: Bytes, signature: Bytes): string {
  return `\u2014 ${name} ${toB64(concat(lineId(name, type, key), signature))}\n`;
}

const cosignedText = (body: string, time: number) => utf8(`cosignature/v1\ntime ${time}\n${body}`);

/** The cosigned_message of tlog-cosignature for a whole tree. */
function cosignedTree(name: string, time: number, { origin, size, root }: Checkpoint): Bytes {
  const opaque = (text: string) => concat(Uint8Array.of(utf8(text).length), utf8(text));
  return concat(utf8('subtree/v1\n\0'), opaque(name), u64(time), opaque(origin), u64(0), u64(size), root);
}

/**
 * Steps 1 to 5 of checkpoint.md. `now` in Unix seconds; `maxAgeSeconds` where freshness is asked for.
 * Gives the newest of the times of its signatures too.
 * @throws ProtocolError bad_checkpoint, wrong_log, bad_checkpoint_signature, bad_cosignature, no_quorum, stale_checkpoint
 */
export async function verifyCheckpoint(text: string | Bytes, trust: Trust, now: number, maxAgeSeconds?: number): Promise<Checkpoint & { readonly time: number }> {
  const note = parseNote(text); // 1
  const { origin, size, root, body, lines } = note;
  demand(origin === trust.origin, 'wrong_log'); // 2
  const by = (name: string, type: number, key: Bytes) => {
    const id = toHex(lineId(name, type, key));
    return lines.filter((line) => line.name === name && line.id === id);
  };
  const plain = by(origin, ED25519, trust.logEd25519); // 3
  const plainHeld = await Promise.all(plain.map(({ signature }) => ed25519Verify(trust.logEd25519, utf8(body), signature)));
  demand(plain.length > 0 && plainHeld.every(Boolean), 'bad_checkpoint_signature', 'Ed25519');
  const times: number[] = [];
  const tree = by(origin, SUBTREE, trust.logMldsa44); // 4
  for (const { signature } of tree) {
    const time = timeOf(signature);
    const held = time !== undefined && (await mldsaVerify(trust.logMldsa44, cosignedTree(origin, time, note), signature.slice(8)));
    demand(held, 'bad_checkpoint_signature', 'ML-DSA-44');
    times.push(time);
  }
  demand(tree.length > 0, 'bad_checkpoint_signature', 'no ML-DSA-44 line');
  let witnesses = 0; // 5
  for (const { name, key } of trust.witnesses) {
    const signed = by(name, COSIGNATURE, key);
    for (const { signature } of signed) {
      const time = timeOf(signature);
      const held = time !== undefined && (await ed25519Verify(key, cosignedText(body, time), signature.slice(8)));
      demand(held, 'bad_cosignature', name);
      times.push(time);
    }
    if (signed.length > 0) witnesses++;
  }
  demand(times.every((time) => time <= now + MAX_AHEAD_SECONDS), 'bad_cosignature', 'signed in the future');
  demand(witnesses >= trust.quorum, 'no_quorum', `${witnesses} of ${trust.quorum}`);
  const time = Math.max(...times);
  demand(maxAgeSeconds === undefined || time >= now - maxAgeSeconds, 'stale_checkpoint');
  return { origin, size, root, time };
}

/** The timestamp before a cosignature; undefined when there is no room for one. */
function timeOf(signature: Bytes): number | undefined {
  return signature.length > 8 ? readU64(signature, 0) : undefined;
}

/** A note signed by the log's two keys. Seeds have 32 bytes; `time` in Unix seconds. */
export async function signCheckpoint(checkpoint: Checkpoint, edSeed: Bytes, mldsaSeed: Bytes, time: number): Promise<string> {
  const { origin, size, root } = checkpoint;
  const body = `${origin}\n${size}\n${toB64(root)}\n`;
  const [ed, mldsa] = await Promise.all([ed25519Pair(edSeed), mldsaPair(mldsaSeed)]);
  const tree = concat(u64(time), await mldsa.sign(cosignedTree(origin, time, checkpoint)));
  return `${body}\n${writeLine(origin, ED25519, ed.public, await ed.sign(utf8(body)))}${writeLine(origin, SUBTREE, mldsa.public, tree)}`;
}

/** A witness's line for a note whose tree it has recomputed. */
export async function cosign(note: string, name: string, seed: Bytes, time: number): Promise<string> {
  const { body } = parseNote(note);
  const pair = await ed25519Pair(seed);
  return writeLine(name, COSIGNATURE, pair.public, concat(u64(time), await pair.sign(cosignedText(body, time))));
}

export function addLine(note: string, line: string): string {
  const text = note + (line.endsWith('\n') ? line : `${line}\n`);
  parseNote(text);
  return text;
}

/** A checkpoint is not behind the pin: rolled_back. */
export function checkPin(pin: Pin, checkpoint: Checkpoint): void {
  demand(checkpoint.size >= pin.size, 'rolled_back');
}

/** The tree that was folded is the one signed, and holds the pinned one: forked. `rootHashAt` as in Directory. */
export function checkFolded(checkpoint: Checkpoint, pin: Pin, rootHashAt: (size: number) => Bytes | undefined): void {
  const signed = rootHashAt(checkpoint.size);
  demand(signed !== undefined && equalBytes(signed, checkpoint.root), 'forked', 'the leaves give another root');
  const pinned = rootHashAt(pin.size);
  demand(pinned !== undefined && toHex(pinned) === pin.root, 'forked', 'the pinned tree is no part of it');
}
