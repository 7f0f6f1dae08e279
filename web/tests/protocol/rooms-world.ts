/** Rooms in the invented network: office rooms with their published keys, and case rooms written by officers. */

import { type Bytes, toHex } from '../../src/protocol/bytes.ts';
import { type JsonObject } from '../../src/protocol/canonical.ts';
import { type Authorship, type Clock, Entry, type Named, type Tlp } from '../../src/protocol/entries.ts';
import { genesis, members, message } from '../../src/protocol/entry-making.ts';
import { ENTRY, sign, type Signer } from '../../src/protocol/envelope.ts';
import { newEpoch, sealBody } from '../../src/protocol/epoch-making.ts';
import { KemKey, officeKemSeed } from '../../src/protocol/keys.ts';
import { type Member, memberOf, Room } from '../../src/protocol/rooms.ts';
import { type Actor, type World } from './world.ts';

/** A room as its writers see it. */
export interface Written {
  readonly fold: Room;
  readonly entries: Entry[];
  key: Bytes;
}

export function authorship(world: World, author: Actor, office: string, change: Partial<Authorship> = {}): Authorship {
  const { directory } = world;
  const log = { size: directory.size, root: toHex(directory.treeRoot) };
  return { net: directory.net ?? '', author: author.keyset.keyid, office, time: world.time, log, ...change };
}

export async function entryOf(payload: JsonObject, signer: Signer, ciphertext?: Bytes): Promise<Entry> {
  return new Entry(await sign(ENTRY, payload, [signer]), ciphertext);
}

export async function append(world: World, room: Written, entry: Entry): Promise<Entry> {
  await room.fold.verify([entry], world.directory);
  room.fold.apply(entry, world.directory);
  room.entries.push(entry);
  return entry;
}

export interface Change {
  readonly by?: Partial<Authorship>;
  readonly payload?: JsonObject;
  readonly signer?: Signer;
  readonly named?: Named;
}

/** Whoever writes, with what is to be wrong about it. */
export async function membersEntry(world: World, room: Written, author: Actor, office: string, chosen: readonly Member[], change: Change = {}): Promise<{ entry: Entry; key: Bytes }> {
  const previous = room.fold.epoch === 0 ? undefined : room.key;
  const { key, parts } = await newEpoch(room.fold, world.directory, previous, chosen, world.random);
  const payload = { ...members(authorship(world, author, office, change.by), room.fold.nextPlace, parts), ...change.payload };
  return { entry: await entryOf(payload, change.signer ?? author.signer), key };
}

export function seats(world: World, ids: readonly string[]): Member[] {
  return ids.map((id) => memberOf(world.directory, id, world.directory.size, world.time));
}

export async function rekey(world: World, room: Written, author: Actor, office: string, ids: readonly string[], change: Change = {}): Promise<Entry> {
  const { entry, key } = await membersEntry(world, room, author, office, seats(world, ids), change);
  await append(world, room, entry);
  room.key = key;
  return entry;
}

export async function openRoom(world: World, author: Actor, office: string, ids: readonly string[], kind: { purpose?: 'case' | 'office'; floor?: Tlp } = {}): Promise<Written> {
  const room: Written = { fold: Room.empty(), entries: [], key: new Uint8Array(0) };
  const opening = genesis(authorship(world, author, office), world.random(32), kind.purpose ?? 'case', kind.floor ?? 'TLP:AMBER');
  await append(world, room, await entryOf(opening, author.signer));
  await rekey(world, room, author, office, ids);
  return room;
}

/** The office's room with exactly these officers, and its key in the register. */
export async function openOffice(world: World, office: string, officers: readonly Actor[]): Promise<Written> {
  const [first] = officers as [Actor];
  const room = await openRoom(world, first, office, officers.map(({ keyset }) => `officer:${keyset.keyid}`), { purpose: 'office', floor: 'TLP:RED' });
  await publishKey(world, room, first, officers);
  return room;
}

export async function officeKem(room: Written): Promise<KemKey> {
  return KemKey.fromSeed(await officeKemSeed(room.key, room.fold.id, room.fold.epoch));
}

export async function publishKey(world: World, room: Written, by: Actor, officers: readonly Actor[]): Promise<void> {
  const entry = room.entries.filter(({ value }) => value.kind === 'members').at(-1);
  await world.publish('office-key', by, {
    office: room.fold.office, room: room.fold.id, epoch: room.fold.epoch, kem: (await officeKem(room)).public,
    entry: entry?.hash ?? '', officers: officers.map(({ keyset }) => keyset.keyid).sort(),
  });
}

export function letter(text: string, change: JsonObject = {}): JsonObject {
  return { kind: 'message', subject: 'Subject', text, re: null, attachments: [], language: 'en', handling: { tlp: 'TLP:AMBER' }, ...change };
}

const NAMES_NOTHING: Named = { blobs: [], clock: null };

export async function messageEntry(world: World, room: Written, author: Actor, office: string, body: JsonObject, change: Change = {}): Promise<Entry> {
  const by = authorship(world, author, office, change.by);
  const place = room.fold.nextPlace;
  const sealed = await sealBody(room.key, place, author.keyset.keyid, body, room.fold.epoch, world.random);
  const payload = { ...message(by, place, room.fold.epoch, sealed, change.named ?? NAMES_NOTHING), ...change.payload };
  return entryOf(payload, change.signer ?? author.signer, sealed.ciphertext);
}

export async function write(world: World, room: Written, author: Actor, office: string, body: JsonObject, clock: Clock | null = null): Promise<Entry> {
  return append(world, room, await messageEntry(world, room, author, office, body, { named: { blobs: [], clock } }));
}

