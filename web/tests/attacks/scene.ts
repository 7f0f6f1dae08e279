/** What tests/attacks (Python) shows a client: JSON whose bytes are hex. */

import { type Bytes, fromHex } from '../../src/protocol/bytes.ts';
import type { Pin } from '../../src/protocol/checkpoint.ts';
import type { RoomPin } from '../../src/session/book.ts';

export interface Scene {
  readonly play: string;
  readonly leaves: readonly string[];
  readonly note: string;
  /** Unix seconds on the client's clock. */
  readonly now: number;
  /** Hash of the first root statement, as on the client's paper. */
  readonly net: string;
  /** What this client saw when it was started the last time. */
  readonly before?: Pick<Scene, 'leaves' | 'note' | 'now'>;
  /** What the server says to whoever holds the invitation. */
  readonly invitation?: object;
  readonly client_version?: number;
  /** What this client has pinned of the register. */
  readonly pin?: Pin;
  /** Entry frames of each room. */
  readonly rooms?: readonly (readonly string[])[];
  readonly room_pins?: readonly RoomPin[];
  /** The answer to every question for a heads proof. */
  readonly proof?: object | null;
  readonly seeds?: { readonly sign: string; readonly kem: string };
}

export function bytesOf(hex: string | undefined): Bytes {
  const bytes = hex === undefined ? undefined : fromHex(hex);
  if (bytes === undefined) throw new TypeError('hex expected');
  return bytes;
}
