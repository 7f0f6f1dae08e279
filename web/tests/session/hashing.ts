/** SHA-256 of files in the same thread: node has no worklets. */
import { createSHA256 } from 'hash-wasm';
import type { FileHash, Hashing } from '../../src/session/ports.ts';

export const hashing: Hashing = {
  warm: () => Promise.resolve(),
  start: async (): Promise<FileHash> => {
    const state = await createSHA256();
    return {
      update: (bytes) => Promise.resolve(void state.update(bytes)),
      hex: () => Promise.resolve(state.digest('hex')),
      close: () => undefined,
    };
  },
};
