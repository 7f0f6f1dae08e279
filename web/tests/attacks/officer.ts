/** What a browser does at each look (session/rounds.ts), with everything but the sign-in and the screen. */

import { demand, ProtocolError } from '../../src/protocol/errors.ts';
import { officerKeys } from '../../src/protocol/keys.ts';
import { seededBytes } from '../../src/protocol/testing.ts';
import { Book } from '../../src/session/book.ts';
import { KeyRing } from '../../src/session/keyring.ts';
import { Local } from '../../src/session/local.ts';
import type { Ports, Rows } from '../../src/session/ports.ts';
import { Register } from '../../src/session/register.ts';
import { Server } from '../../src/session/server.ts';
import { Impostor } from './impostor.ts';
import { bytesOf, type Scene } from './scene.ts';

const CLIENT_VERSION = 1;

export class Officer {
  private constructor(
    private readonly scene: Scene,
    readonly impostor: Impostor,
    private readonly register: Register,
    private readonly book: Book,
  ) {}

  static async start(scene: Scene): Promise<Officer> {
    const impostor = new Impostor(scene);
    const server = new Server(impostor);
    const random = { bytes: seededBytes('a browser under attack') };
    const clock = { nowMs: () => scene.now * 1000, after: () => () => undefined };
    const ports = { http: impostor, random, clock } as unknown as Ports; // the others are not asked
    const seeds = scene.seeds ?? { sign: '11'.repeat(32), kem: '22'.repeat(32) };
    const { kem } = await officerKeys({ sign: bytesOf(seeds.sign), kem: bytesOf(seeds.kem) });
    const local = new Local(random.bytes(32), rowsInMemory(), random);
    const register = new Register(server, local, ports);
    return new Officer(scene, impostor, register, new Book(server, local, ports, register, new KeyRing(kem)));
  }

  async sync(): Promise<void> {
    const { scene, register, book } = this;
    await register.sync();
    register.directory.checkClient(scene.client_version ?? CLIENT_VERSION);
    if (scene.pin !== undefined) register.demandPin(scene.pin);
    if (scene.rooms === undefined) return;
    await book.sync();
    book.demandPins(scene.room_pins ?? []);
    for (const room of book.rooms.values()) {
      if (room.block !== undefined) throw new ProtocolError(codeOfBlock(room.block.technical));
      for (const { body } of room.opened) demand(body !== null, 'no_key');
    }
  }
}

/** The check that failed stands in the lines that an officer can copy for the operator. */
function codeOfBlock(technical: readonly string[]): string {
  const line = technical.find((text) => text.startsWith('code '));
  if (line === undefined) throw new TypeError('a block without its code');
  return line.slice('code '.length);
}

function rowsInMemory(): Rows {
  const rows = new Map<string, Uint8Array<ArrayBuffer>>();
  const put = (name: string, value: Uint8Array<ArrayBuffer> | null) => {
    if (value === null) rows.delete(name);
    else rows.set(name, value);
  };
  return {
    get: (name) => Promise.resolve(rows.get(name)),
    put: (name, value) => Promise.resolve(put(name, value)),
    putAll: (all) => {
      for (const [name, value] of all) put(name, value);
      return Promise.resolve();
    },
    names: (prefix) => Promise.resolve([...rows.keys()].filter((name) => name.startsWith(prefix))),
    delete: (name) => Promise.resolve(put(name, null)),
    wipe: () => Promise.resolve(rows.clear()),
  };
}

