/** Randomness of the platform. */
import type { Bytes } from '../protocol/bytes.ts';
import type { Random } from '../session/ports.ts';

export const random: Random = {
  bytes(length: number): Bytes {
    return crypto.getRandomValues(new Uint8Array(length));
  },
};
