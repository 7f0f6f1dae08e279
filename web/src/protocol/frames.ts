/** Length-prefixed frames, the binary body of the wire (protocol/wire.md). */

import { type Bytes, concat, readU32, readU64, toHex, u32 } from './bytes.ts';
import { demand } from './errors.ts';

/** `u32 len ‖ bytes` for each part. */
export function join(parts: readonly Uint8Array[]): Bytes {
  return concat(...parts.flatMap((part) => [u32(part.length), part]));
}

/** The parts of a joined text of frames; bad_frame when the lengths do not fit exactly. */
export function split(data: Bytes): Bytes[] {
  const parts: Bytes[] = [];
  let at = 0;
  while (at < data.length) {
    demand(at + 4 <= data.length, 'bad_frame', 'cut in a length');
    const end = at + 4 + readU32(data, at);
    demand(end <= data.length, 'bad_frame', 'cut in a frame');
    parts.push(data.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

export interface SyncFrame {
  readonly cursor: number;
  readonly room: string;
  readonly seq: number;
  /** Frame of the entry (rooms.md). */
  readonly entry: Bytes;
}

/** `u64 cursor ‖ room[32] ‖ u64 seq ‖ entry frame` of a sync answer. */
export function decodeSyncFrame(frame: Bytes): SyncFrame {
  demand(frame.length >= 48, 'bad_frame', 'cut in a sync frame');
  const cursor = readU64(frame, 0);
  const seq = readU64(frame, 40);
  demand(cursor !== undefined && seq !== undefined, 'bad_frame', 'number out of range');
  return { cursor, room: toHex(frame.subarray(8, 40)), seq, entry: frame.subarray(48) };
}
