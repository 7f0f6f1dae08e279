/**
 * Fresh material of every kind, made by this implementation for the other to read: a register with a checkpoint,
 * office rooms, a case room of several epochs, locks and a vault. Also what protocol/vectors/from-typescript holds.
 */
import { toB64, toHex } from '../../src/protocol/bytes.ts';
import { stringify } from '../../src/protocol/canonical.ts';
import { addLine, cosign, signCheckpoint } from '../../src/protocol/checkpoint.ts';
import { encodeFrame } from '../../src/protocol/entries.ts';
import { officeKemSeed } from '../../src/protocol/keys.ts';
import { kitCode, makePasskeyLock, makePassphraseLock } from '../../src/protocol/lock-making.ts';
import { KDF_FLOOR } from '../../src/protocol/locks.ts';
import { headsLeaf } from '../../src/protocol/tree.ts';
import { type Vault, sealVault } from '../../src/protocol/vault.ts';
import { letter, officeKem, openOffice, openRoom, publishKey, rekey, type Written, write } from '../protocol/rooms-world.ts';
import { type Actor, type Country, country, World } from '../protocol/world.ts';

interface RoomJson {
  readonly frames: string[];
  /** Kem key id to seed, of one reader. */
  readonly seeds: Record<string, string>;
  /** K by epoch, as the reader must find them. */
  readonly keys: Record<string, string>;
  /** Canonical text of each body by seq. */
  readonly bodies: Record<string, string>;
}

async function roomJson(written: Written, seeds: Record<string, string>, keys: Record<string, string>, texts: readonly [number, object][]): Promise<RoomJson> {
  const bodies = Object.fromEntries(texts.map(([seq, body]) => [String(seq), toB64(stringify(body))]));
  return Promise.resolve({ frames: written.entries.map((entry) => toB64(encodeFrame(entry))), seeds, keys, bodies });
}

/** A request, acknowledged and answered over two epochs. */
async function caseRoom(world: World, from: { who: Actor; where: Country }, to: { who: Actor; where: Country; room: Written; all: Actor[] }): Promise<RoomJson> {
  const ids = [`office:${from.where.office}`, `office:${to.where.office}`];
  const room = await openRoom(world, from.who, from.where.office, ids);
  const request = {
    kind: 'request',
    request: {
      type: 'freeze', urgency: 'flash', to: to.where.office, needed_by: world.time + 3600, offence: 'x', offence_law: '', stage: '', facts: 'é 漢 \u2028',
      persons: [{ name: 'A', latin: 'A', born: '', document: '', nationality: '' }], assets: [], measure: '', formal_by: null, purpose: '',
      contact: { name: '', phone: '', languages: '' }, order: '', authority: '', third_parties: '',
    },
    subject: 'S', text: 'T', attachments: [], language: 'en', handling: { tlp: 'TLP:AMBER' },
  };
  const opening = await write(world, room, from.who, from.where.office, request, { act: 'open', urgency: 'flash', to: to.where.office });
  const first = toB64(room.key);
  await rekey(world, to.room, to.who, to.where.office, to.all.map(({ keyset }) => `officer:${keyset.keyid}`));
  await publishKey(world, to.room, to.who, to.all);
  await rekey(world, room, from.who, from.where.office, ids);
  const acknowledgement = { kind: 'acknowledgement', re: opening.hash, text: '', reference: 'K-1' };
  await write(world, room, to.who, to.where.office, acknowledgement, { act: 'acknowledge', of: opening.hash });
  const last = letter('x'.repeat(3000), { re: opening.hash });
  await write(world, room, from.who, from.where.office, last);
  const kem = await officeKem(to.room);
  const seed = await officeKemSeed(to.room.key, to.room.fold.id, to.room.fold.epoch);
  const keys = { 1: first, 2: toB64(room.key) };
  return roomJson(room, { [kem.keyid]: toB64(seed) }, keys, [[2, request], [4, acknowledgement], [5, last]]);
}

async function notes(world: World): Promise<object> {
  const { directory, logSeeds, witnessSeeds, time } = world;
  const { origin, logEd25519, logMldsa44, witnesses, quorum } = directory.trust;
  let note = await signCheckpoint({ origin, size: directory.size, root: directory.treeRoot }, logSeeds.ed25519, logSeeds.mldsa44, time);
  for (const [name, seed] of witnessSeeds) note = addLine(note, await cosign(note, name, seed, time));
  const trust = { origin, ed25519: toB64(logEd25519), mldsa44: toB64(logMldsa44), witnesses: witnesses.map(({ name, key }) => [name, toB64(key)]), quorum };
  return { note, now: time, trust };
}

async function locks(world: World, actor: Actor): Promise<object> {
  const [unlock, prfUnlock, kit] = [world.random(32), world.random(32), world.random(16)];
  const locking = { login: 'kamau.n', keyid: actor.keyset.keyid, seeds: actor.seeds };
  const passphrase = await makePassphraseLock({ ...locking, unlock, salt: world.random(24), kdf: { ...KDF_FLOOR, salt: world.random(16) } });
  const passkey = await makePasskeyLock({ ...locking, unlock: prfUnlock, salt: world.random(24), credential: world.random(33) });
  const vault: Vault = { v: 1, kind: 'vault', version: 7, pin: { size: 3, root: 'ab'.repeat(32) }, rooms: [{ room: 'cd'.repeat(32), seq: 2, head: 'ef'.repeat(32) }], settings: { language: 'fr' } };
  const sealed = await sealVault({ keyid: actor.keyset.keyid, kemSeed: actor.seeds.kem }, vault, world.random(24));
  return {
    sign: toB64(actor.seeds.sign), kem: toB64(actor.seeds.kem), keyid: actor.keyset.keyid, kit: toB64(kit), code: kitCode(kit),
    passphrase: { record: toB64(stringify(passphrase)), unlock: toB64(unlock) }, passkey: { record: toB64(stringify(passkey)), unlock: toB64(prfUnlock) },
    vault: { text: toB64(stringify(vault)), sealed: toB64(sealed), version: 7 },
  };
}

export async function makeNetwork(seed: string): Promise<object> {
  const world = await World.start(seed);
  const [fr, ke] = [await country(world, 'FR'), await country(world, 'KE')];
  const alice = await world.officer('Alice', fr.office, fr.head, fr.bureau);
  const kamau = await world.officer('Kamau', ke.office, ke.head, ke.bureau);
  await openOffice(world, fr.office, [alice]);
  const keRoom = await openOffice(world, ke.office, [kamau]);
  const before = toB64(keRoom.key);
  const bob = await world.officer('Bob', ke.office, ke.head, ke.bureau);
  const room = await caseRoom(world, { who: alice, where: fr }, { who: kamau, where: ke, room: keRoom, all: [kamau, bob] });
  const office = await roomJson(keRoom, { [bob.keyset.keyid]: toB64(bob.seeds.kem) }, { 1: before, 2: toB64(keRoom.key) }, []);
  await world.publish('suspend', ke.bureau, { keyset: bob.keysetHash, reason: 'leave' });
  const heads = headsLeaf(world.time, [{ room: keRoom.fold.id, seq: keRoom.fold.seq, head: keRoom.fold.head }]);
  await world.directory.fold([heads]);
  return {
    leaves: [...world.leaves, heads].map(toB64), size: world.directory.size, root: toHex(world.directory.treeRoot),
    active: [[alice.keyset.keyid, fr.office], [kamau.keyset.keyid, ke.office], [bob.keyset.keyid, null]],
    at: world.time, rooms: { case: room, office }, checkpoint: await notes(world), locks: await locks(world, kamau),
  };
}
