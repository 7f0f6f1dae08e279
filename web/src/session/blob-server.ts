/** The server's calls for attachments (protocol/wire.md, "Blobs"). */
import type { Bytes } from '../protocol/bytes.ts';
import type { Server } from './server.ts';

export interface BlobAnswer {
  readonly len: number;
  readonly have: readonly number[];
  readonly complete: boolean;
}

export class BlobServer {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  startBlob = async (room: string, blob: { id: string; len: number; sha256: string }): Promise<void> =>
    void (await this.#server.call({ method: 'POST', path: `/rooms/${room}/blobs`, json: blob }));
  blob = (id: string): Promise<BlobAnswer> => this.#server.json({ method: 'GET', path: `/blobs/${id}` });
  putSlice = async (id: string, n: number, slice: Bytes, sha256: string): Promise<void> =>
    void (await this.#server.call({
      method: 'PUT', path: `/blobs/${id}/slices/${n}`, bytes: slice, type: 'octets',
      headers: { 'X-SHA256': sha256 }, timeoutMs: 10 * 60_000,
    }));
  completeBlob = async (id: string): Promise<void> =>
    void (await this.#server.call({ method: 'POST', path: `/blobs/${id}/complete` }));
  /** Bytes `from` to `to` (exclusive) of the ciphertext. */
  blobRange = async (id: string, from: number, to: number): Promise<Bytes> => {
    const answer = await this.#server.call({
      method: 'GET', path: `/blobs/${id}/content`, headers: { Range: `bytes=${from}-${to - 1}` }, timeoutMs: 10 * 60_000,
    });
    return answer.status === 200 ? answer.bytes.slice(from, to) : answer.bytes;
  };
}

