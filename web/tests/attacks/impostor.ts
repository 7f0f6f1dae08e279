/** A server that shows exactly one scene, whatever it is asked. */

import { type Bytes, concat, fromHex, u64, utf8 } from '../../src/protocol/bytes.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { join } from '../../src/protocol/frames.ts';
import { decodeFrame } from '../../src/protocol/rooms.ts';
import type { Answer, Call, Http } from '../../src/session/ports.ts';
import { bytesOf, type Scene } from './scene.ts';

export class Impostor implements Http {
  private readonly sent: string[] = [];

  constructor(private readonly scene: Scene) {}

  call(call: Call): Promise<Answer> {
    if (call.method !== 'GET') this.sent.push(`${call.method} ${call.path}`);
    return Promise.resolve(this.answer(new URL(call.path, 'http://server')));
  }

  /** A client that only looked has changed nothing. */
  demandSilence(): void {
    if (this.sent.length > 0) throw new Error(`the client sent ${this.sent.join(', ')}`);
  }

  demandSent(call: string): void {
    if (this.sent.join() !== call) throw new Error(`the client sent ${this.sent.join(', ')}`);
  }

  private answer({ pathname, searchParams }: URL): Answer {
    const { scene } = this;
    if (pathname.startsWith('/invitations/')) return good(utf8(JSON.stringify(scene.invitation)));
    if (pathname === '/enrolments') return good(utf8('{}'));
    if (pathname === '/register/checkpoint') return good(utf8(scene.note));
    if (pathname === '/register/leaves') {
      const [from, to] = ['from', 'to'].map((name) => Number(searchParams.get(name)));
      return good(join(scene.leaves.slice(from, to).map(bytesOf)));
    }
    if (pathname === '/sync') return good(syncAnswer(scene.rooms ?? []));
    if (pathname.endsWith('/proof') && scene.proof) return good(utf8(JSON.stringify(scene.proof)));
    return { ok: false, kind: 'refused', status: 404, code: 'not_found', detail: {} };
  }
}

function good(bytes: Bytes): Answer {
  return { ok: true, status: 200, bytes, header: () => null };
}

/** Every entry of every room, numbered as if it were in its place: that is for the client to doubt. */
function syncAnswer(rooms: readonly (readonly string[])[]): Bytes {
  const items = rooms.flatMap((room) =>
    room.map((frame, seq) => concat(u64(1), announced(room[0]), u64(seq), bytesOf(frame))),
  );
  return join([utf8('{"cursor":1,"more":false}'), ...items]);
}

function announced(genesis: string | undefined): Bytes {
  try {
    return fromHex(decodeFrame(bytesOf(genesis)).hash) ?? new Uint8Array(32);
  } catch (error) {
    if (error instanceof ProtocolError) return new Uint8Array(32);
    throw error;
  }
}
