/** What the protocol's tests share: error codes, deterministic bytes, the vectors' folder. */

import { type Bytes, concat } from './bytes.ts';
import { sha256 } from './digests.ts';
import { ProtocolError } from './errors.ts';
import { type RandomBytes } from './keys.ts';

/** Code of the ProtocolError that `act` raises; 'accepted' when it raises none. Other errors pass through. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
  return 'accepted';
}

export async function codeOfAsync(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
  return 'accepted';
}

/** A stream of bytes that depends on the seed only: SHA-256 of seed and counter. */
export function seededBytes(seed: string): RandomBytes {
  let counter = 0;
  return (length) => {
    let bytes: Bytes = new Uint8Array(0);
    while (bytes.length < length) bytes = concat(bytes, sha256(`${seed} ${counter++}`));
    return bytes.slice(0, length);
  };
}
