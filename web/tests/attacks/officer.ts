/** What a browser does at each look (session/rounds.ts), with everything but the sign-in and the screen. */

import type { Pin } from '../../src/protocol/checkpoint.ts';
import { demand, ProtocolError } from '../../src/protocol/errors.ts';
import { type OfficerKeys, officerKeys } from '../../src/protocol/keys.ts';
import { type Notice } from '../../src/protocol/notice-states.ts';
import { type Publication } from '../../src/protocol/publication-rules.ts';
import { seededBytes } from '../../src/protocol/testing.ts';
import { Book, type RoomPin } from '../../src/session/book.ts';
import { KeyRing } from '../../src/session/keyring.ts';
import { DirectoryView } from '../../src/session/directory-view.ts';
import { Local } from '../../src/session/local.ts';
import type { Thread } from '../../src/session/model.ts';
import { foldPlaces } from '../../src/session/participation.ts';
import type { PersonRoom } from '../../src/session/person-room.ts';
import type { Http, Ports, Rows } from '../../src/session/ports.ts';
import { Register } from '../../src/session/register.ts';
import { RoomView } from '../../src/session/room-view.ts';
import { ask } from '../../src/session/searching.ts';
import { type Outgoing, Sender } from '../../src/session/sender.ts';
import { Server } from '../../src/session/server.ts';
import { Transfers } from '../../src/session/transfers.ts';
import { Vault } from '../../src/session/vault.ts';
import { bytesOf } from './scene.ts';

const CLIENT_VERSION = 1;

/** What an officer brings to a browser. */
export interface Person {
  /** Unix seconds on the client's clock. */
  readonly now: number;
  readonly client_version?: number;
  readonly seeds?: { readonly sign: string; readonly kem: string };
}

/** What this client has pinned: of the register, and of rooms. */
export interface Pins {
  readonly pin?: Pin;
  readonly rooms?: readonly RoomPin[];
}

export class Officer {
  private constructor(
    private readonly register: Register,
    private readonly book: Book,
    private readonly vault: Vault,
    private readonly local: Local,
    private readonly desk: { readonly server: Server; readonly ports: Ports; readonly keys: OfficerKeys; readonly time: { now: number } },
  ) {}

  /** Of `earlier` it knows what that one has kept. */
  static async start(person: Person, http: Http, earlier?: Officer): Promise<Officer> {
    const server = new Server(http);
    const random = { bytes: seededBytes('a browser under attack') };
    const time = { now: person.now };
    const clock = { nowMs: () => time.now * 1000, after: () => () => undefined };
    const exclusive = { run: <T>(_name: string, work: () => Promise<T>) => work() }; // the only tab
    const client = { name: 'a browser', version: person.client_version ?? CLIENT_VERSION };
    const ports = { http, random, clock, exclusive, client } as unknown as Ports; // the others are not asked
    const seeds = person.seeds ?? { sign: '11'.repeat(32), kem: '22'.repeat(32) };
    const kemSeed = bytesOf(seeds.kem);
    const keys = await officerKeys({ sign: bytesOf(seeds.sign), kem: kemSeed });
    const { kem, keyset } = keys;
    const local = earlier?.local ?? new Local(random.bytes(32), rowsInMemory(), random);
    const register = new Register(server, local, ports);
    const vault = new Vault(server, local, ports, { keyid: keyset.keyid, kemSeed });
    const book = new Book(server, local, ports, register, new KeyRing(kem));
    await register.load();
    await book.load();
    return new Officer(register, book, vault, local, { server, ports, keys, time });
  }

  /** One look at everything; what the vault of another device knows is demanded too. */
  async visit(now: number): Promise<void> {
    this.desk.time.now = now;
    const known = await this.vault.read();
    await this.look('rooms too', known);
  }

  find(room: string): PersonRoom | undefined {
    return this.book.find(room);
  }

  /** Writes into a room on behalf of this office, and looks at what came of it. */
  async put(room: string, office: string, outgoing: Outgoing): Promise<void> {
    const { server, ports, keys } = this.desk;
    const sender = new Sender(server, this.register, this.book, ports, { keys, office });
    const { frames } = await sender.append(room, outgoing);
    await sender.post(room, frames, false);
    await this.book.sync();
  }

  /** The room as its screen shows it. */
  thread(room: string, office: string): Thread {
    const nowMs = this.desk.time.now * 1000;
    const directory = new DirectoryView(this.register, [], nowMs);
    const found = this.find(room);
    if (found === undefined) throw new ProtocolError('not_found', room);
    const keyid = this.desk.keys.keyset.keyid;
    const viewer = { keyid, office, directory, clocks: [], transfers: new Transfers(), nowMs, seen: () => -1, hasDraft: () => false };
    return new RoomView(found, viewer).thread();
  }

  notice(hash: string): Notice {
    const found = this.register.directory.notice(hash);
    if (found === undefined) throw new TypeError(`no notice ${hash}`);
    return found;
  }

  publication(hash: string): Publication {
    const found = this.register.directory.publications.get(hash);
    if (found === undefined) throw new TypeError(`no publication ${hash}`);
    return found;
  }

  /** Whether the register, as folded here, has all of it standing that `http` says was found. */
  async confirms(http: Http): Promise<boolean> {
    const rounds = {
      sync: async () => {
        await this.register.sync();
      },
    };
    const { hits } = await ask(new Server(http), { rounds, register: this.register }, { text: 'anything' });
    return hits.every(({ stands }) => stands);
  }

  /** People at a meeting, by id, and what became of them. */
  places(item: string, office: string): Readonly<Record<string, string>> {
    const said = this.book.cases().flatMap((room) => room.opened.map((opened) => ({ room: room.id, opened })));
    const { people } = foldPlaces(said, { shelf: 'meeting', item, office, capacity: null });
    return Object.fromEntries(people.map(({ person: { id }, state }) => [id, state]));
  }

  /** Whether these words stand in a body that was opened. */
  reads(words: string): boolean {
    return [...this.book.rooms.values()].some(({ opened }) => JSON.stringify(opened).includes(words));
  }

  async look(what: 'register' | 'rooms too', pins: Pins): Promise<void> {
    const { register, book } = this;
    await register.sync();
    register.directory.checkClient(this.desk.ports.client.version);
    if (pins.pin !== undefined) register.demandPin(pins.pin);
    if (what === 'register') return;
    await book.sync();
    await book.demandPins(pins.rooms ?? []);
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

