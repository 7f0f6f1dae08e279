import { beforeEach, describe, expect, test } from 'vitest';
import { toB64, toHex } from '../../src/protocol/bytes.ts';
import { type JsonObject } from '../../src/protocol/canonical.ts';
import { type Clock, decodeFrame, encodeFrame, Entry } from '../../src/protocol/entries.ts';
import { genesis } from '../../src/protocol/entry-making.ts';
import { sign, STATEMENT } from '../../src/protocol/envelope.ts';
import { type KemKey } from '../../src/protocol/keys.ts';
import { Room } from '../../src/protocol/rooms.ts';
import { seal } from '../../src/protocol/sealing.ts';
import { codeOf, codeOfAsync } from '../../src/protocol/testing.ts';
import { openBody, unroll } from '../../src/protocol/unroll.ts';
import {
  append, authorship, type Change, entryOf, letter, membersEntry, messageEntry, officeKem, openOffice, openRoom, publishKey, rekey, seats,
  type Written, write,
} from './rooms-world.ts';
import { type Actor, type Country, country, DAY, World } from './world.ts';

let world: World;
let fr: Country;
let ke: Country;
let sn: Country;
let alice: Actor;
let kamau: Actor;
let awa: Actor;
let frRoom: Written;
let keRoom: Written;
let room: Written;
const office = (where: Country) => `office:${where.office}`;
const person = (actor: Actor) => `officer:${actor.keyset.keyid}`;

beforeEach(async () => {
  world = await World.start('rooms');
  [fr, ke, sn] = [await country(world, 'FR'), await country(world, 'KE'), await country(world, 'SN')];
  alice = await world.officer('Alice', fr.office, fr.head, fr.bureau);
  kamau = await world.officer('Kamau', ke.office, ke.head, ke.bureau);
  awa = await world.officer('Awa', sn.office, sn.head, sn.bureau);
  frRoom = await openOffice(world, fr.office, [alice]);
  keRoom = await openOffice(world, ke.office, [kamau]);
  await openOffice(world, sn.office, [awa]);
  room = await openRoom(world, alice, fr.office, [office(fr), office(ke)]);
  await write(world, room, alice, fr.office, letter('one'));
});

/** The code with which an entry is refused; the room must be as before. */
async function refused(entry: Promise<Entry> | Entry, into: Written = room): Promise<string> {
  const before = JSON.stringify(into.fold.toJson());
  const code = await codeOfAsync(async () => append(world, into, await entry));
  if (code !== 'accepted') expect(JSON.stringify(into.fold.toJson())).toBe(before);
  return code;
}

const say = (author: Actor, where: Country, change: Change = {}, clock: Clock | null = null) =>
  messageEntry(world, room, author, where.office, letter('x'), { named: { blobs: [], clock }, ...change });
const reseat = (author: Actor, where: Country, ids: readonly string[], change: Change = {}, into: Written = room) =>
  membersEntry(world, into, author, where.office, seats(world, ids), change).then(({ entry }) => entry);

test('entries come back from their frames, and the fold from storage', async () => {
  const frames = room.entries.map(encodeFrame);
  const again = Room.empty();
  await again.fold(frames.map(decodeFrame), world.directory);
  expect(JSON.stringify(again.toJson())).toBe(JSON.stringify(room.fold.toJson()));
  const stored = Room.fromJson(JSON.parse(JSON.stringify(room.fold.toJson())));
  stored.apply(await append(world, room, await say(kamau, ke)), world.directory);
  expect(JSON.stringify(stored.toJson())).toBe(JSON.stringify(room.fold.toJson()));
  const frame = frames[2] ?? new Uint8Array(0);
  for (const cut of [0, 3, 7, 100, frame.length - 1]) expect(codeOf(() => decodeFrame(frame.slice(0, cut)))).toBe('bad_frame');
});

describe('a message is refused', () => {
  test('out of its network, register, room or place', async () => {
    expect(await refused(say(alice, fr, { payload: { net: 'ab'.repeat(32) } }))).toBe('wrong_network');
    expect(await refused(say(alice, fr, { by: { log: { size: world.directory.size, root: 'ab'.repeat(32) } } }))).toBe('wrong_log');
    expect(await refused(say(alice, fr, { by: { log: { size: world.directory.size + 1, root: toHex(world.directory.treeRoot) } } }))).toBe('wrong_log');
    const old = world.directory.size - 1;
    expect(await refused(say(alice, fr, { by: { log: { size: old, root: toHex(world.directory.rootHashAt(old) ?? new Uint8Array(0)) } } }))).toBe('log_went_back');
    expect(await refused(say(alice, fr, { by: { time: world.time - 601 } }))).toBe('bad_time');
    expect(await refused(say(alice, fr, { payload: { room: 'ab'.repeat(32) } }))).toBe('wrong_room');
    expect(await refused(say(alice, fr, { payload: { seq: 4 } }))).toBe('bad_seq');
    expect(await refused(say(alice, fr, { payload: { prev: room.entries[1]?.hash ?? '' } }))).toBe('stale_head');
    expect(await refused(room.entries[2] as Entry)).toBe('bad_seq');
    expect(await refused(entryOf(genesis(authorship(world, alice, fr.office), world.random(32), 'case', 'TLP:RED'), alice.signer))).toBe('bad_seq');
    expect(await refused(say(alice, fr, { payload: { extra: 1 } }))).toBe('bad_shape');
    expect(await refused(say(alice, fr, { payload: { kind: 'poll' } }))).toBe('unknown_kind');
    expect(await refused(new Entry(await sign(STATEMENT, (await say(alice, fr)).envelope.value, [alice.signer])))).toBe('bad_shape');
    expect(codeOf(() => room.fold.copy().apply(room.entries[2] as Entry, world.directory))).toBe('bad_seq');
    const late = await say(alice, fr);
    await room.fold.verify([late], world.directory);
    expect(codeOf(() => room.fold.copy().apply(late, world.directory, world.time + 601))).toBe('bad_time');
  });

  test('unless an officer of that office, active then, has signed it', async () => {
    const ghost = await world.unpublished('Ghost');
    expect(await refused(say(ghost, fr))).toBe('unknown_issuer');
    expect(await refused(say(alice, fr, { signer: kamau.signer }))).toBe('missing_signature');
    expect(await refused(say(alice, fr, { signer: { keyid: alice.keyset.keyid, sign: (m) => kamau.signer.sign(m) } }))).toBe('bad_signature');
    expect(await refused(say(alice, ke))).toBe('not_a_member');
    expect(await refused(say(fr.head, fr))).toBe('not_a_member');
    expect(await refused(say(alice, fr, { by: { time: world.time + 400 * DAY } }))).toBe('not_a_member');
    expect(await refused(say(awa, sn))).toBe('no_seat');
    await world.publish('suspend', fr.bureau, { keyset: alice.keysetHash, reason: '' });
    expect(await refused(say(alice, fr))).toBe('not_a_member');
  });

  test('under another epoch, or once a key of a member has moved', async () => {
    expect(await refused(say(alice, fr, { payload: { epoch: 2 } }))).toBe('bad_epoch');
    const bob = await world.officer('Bob', ke.office, ke.head, ke.bureau);
    expect(await refused(say(alice, fr))).toBe('accepted');
    await rekey(world, keRoom, kamau, ke.office, [person(kamau), person(bob)]);
    await publishKey(world, keRoom, kamau, [kamau, bob]);
    expect(await refused(say(alice, fr))).toBe('stale_epoch');
    await rekey(world, room, alice, fr.office, [office(fr), office(ke)]);
    expect(await refused(say(kamau, ke))).toBe('accepted');
    await world.publish('suspend', ke.bureau, { keyset: bob.keysetHash, reason: '' });
    expect(await refused(say(alice, fr))).toBe('stale_epoch');
    const { keyid } = world.directory.currentOfficeKey(ke.office) ?? { keyid: '' };
    const stale = membersEntry(world, room, alice, fr.office, [...seats(world, [office(fr)]), { id: office(ke), kem: keyid }]);
    expect(await refused(stale.then(({ entry }) => entry))).toBe('stale_epoch');
    await rekey(world, room, alice, fr.office, [office(fr), person(kamau)]);
    expect(await refused(say(kamau, ke))).toBe('accepted');
  });

  test('with a ciphertext that is not the one signed', async () => {
    const { envelope, ciphertext } = await say(alice, fr);
    if (ciphertext === null) throw new Error('no ciphertext');
    const changed = ciphertext.slice();
    changed[100] = (changed[100] ?? 0) ^ 1;
    expect(await refused(new Entry(envelope, changed))).toBe('wrong_ciphertext');
    expect(await refused(new Entry(envelope, ciphertext.slice(1)))).toBe('wrong_ciphertext');
    expect(await refused(new Entry(envelope))).toBe('wrong_ciphertext');
    expect(await refused(new Entry(envelope, null))).toBe('accepted');
    const epoch = await reseat(alice, fr, [office(fr), office(ke)]);
    expect(await refused(new Entry(epoch.envelope, ciphertext))).toBe('wrong_ciphertext');
  });

  test('when its clock names what it may not', async () => {
    const to = (where: Country): Clock => ({ act: 'open', urgency: 'flash', to: where.office });
    const of = (act: 'acknowledge' | 'answer' | 'close', hash: string): Clock => ({ act, of: hash });
    expect(await refused(say(alice, fr, {}, to(sn)))).toBe('bad_clock');
    expect(await refused(say(alice, fr, {}, to(fr)))).toBe('bad_clock');
    expect(await refused(say(kamau, ke, {}, of('acknowledge', room.fold.head)))).toBe('bad_clock');
    const opening = await append(world, room, await say(alice, fr, {}, to(ke)));
    expect(await refused(say(alice, fr, {}, of('acknowledge', opening.hash)))).toBe('bad_clock');
    expect(await refused(say(alice, fr, {}, of('answer', opening.hash)))).toBe('bad_clock');
    expect(await refused(say(kamau, ke, {}, of('acknowledge', opening.hash)))).toBe('accepted');
    expect(room.fold.clocks.get(opening.hash)).toMatchObject({ from: fr.office, to: ke.office, state: 'acknowledged' });
    expect(await refused(say(kamau, ke, {}, of('answer', opening.hash)))).toBe('accepted');
    expect(await refused(say(alice, fr, {}, of('close', opening.hash)))).toBe('accepted');
    expect(room.fold.clocks.get(opening.hash)?.state).toBe('closed');
  });
});

describe('members', () => {
  test('with a ghost, a substituted key or wraps that do not match are refused', async () => {
    const good = [office(fr), office(ke)];
    const { entry } = await membersEntry(world, room, alice, fr.office, seats(world, good));
    const value = entry.envelope.value as Record<string, JsonObject[]>;
    const [first = {}, second = {}] = value['members'] ?? [];
    const [wrapOne = {}, wrapTwo = {}] = value['wraps'] ?? [];
    const bad: [JsonObject, string][] = [
      [{ members: [second, first] }, 'bad_shape'], [{ members: [first, first] }, 'bad_shape'],
      [{ members: [{ ...first, kem: kamau.keyset.keyid }, second] }, 'wrong_kem'],
      [{ members: [first, { ...second, id: 'office:ke/other' }] }, 'wrong_kem'],
      [{ members: [{ id: person(fr.head), kem: fr.head.keyset.keyid }], wraps: [{ ...wrapOne, kem: fr.head.keyset.keyid }] }, 'wrong_kem'],
      [{ wraps: [wrapOne] }, 'bad_wraps'], [{ wraps: [wrapTwo, wrapOne] }, 'bad_wraps'], [{ wraps: [wrapOne, wrapTwo, wrapTwo] }, 'bad_wraps'],
      [{ history: null }, 'bad_history'], [{ epoch: 1 }, 'bad_epoch'], [{ epoch: 3 }, 'bad_epoch'],
    ];
    for (const [payload, code] of bad) expect(await refused(reseat(alice, fr, good, { payload }))).toBe(code);
  });

  test('from another country come in only through the opening office', async () => {
    const three = [office(fr), office(ke), office(sn)];
    expect(await refused(reseat(kamau, ke, three))).toBe('no_authority');
    expect(await refused(reseat(awa, sn, three))).toBe('no_seat');
    expect(await refused(reseat(kamau, ke, [office(ke)]))).toBe('no_authority');
    expect(await refused(reseat(kamau, ke, [office(fr), office(ke)]))).toBe('accepted');
    await rekey(world, room, alice, fr.office, three).catch(() => undefined);
  });

  test('may be changed between an office and its officers by every seat, and taken out by themselves', async () => {
    const { key } = await membersEntry(world, room, kamau, ke.office, seats(world, [office(fr), person(kamau)]));
    expect(key).toHaveLength(32);
    await rekey(world, room, kamau, ke.office, [office(fr), person(kamau)]);
    await rekey(world, room, kamau, ke.office, [office(fr)]);
    expect(await refused(say(kamau, ke))).toBe('no_seat');
    await rekey(world, room, alice, fr.office, [office(fr), office(ke), office(sn)]);
    expect(await refused(reseat(awa, sn, [office(fr), office(sn)]))).toBe('no_authority');
  });

  test('of a TLP:RED room are added by the opening office alone', async () => {
    const red = await openRoom(world, alice, fr.office, [office(fr), office(ke)], { floor: 'TLP:RED' });
    expect(await refused(reseat(kamau, ke, [office(fr), office(ke), person(kamau)], {}, red), red)).toBe('no_authority');
    expect(await refused(reseat(kamau, ke, [office(fr), office(ke)], {}, red), red)).toBe('accepted');
  });

  test('begin with the opener, before any message', async () => {
    const fresh: Written = { fold: Room.empty(), entries: [], key: new Uint8Array(32) };
    expect(await refused(reseat(alice, fr, [office(fr)], { payload: { room: 'ab'.repeat(32), seq: 0, prev: 'ab'.repeat(32) } }, fresh), fresh)).toBe('bad_seq');
    await append(world, fresh, await entryOf(genesis(authorship(world, alice, fr.office), world.random(32), 'case', 'TLP:AMBER'), alice.signer));
    expect(await refused(messageEntry(world, fresh, alice, fr.office, letter('x'), { payload: { epoch: 1 } }), fresh)).toBe('no_seat');
    expect(await refused(reseat(kamau, ke, [office(ke)], {}, fresh), fresh)).toBe('no_authority');
  });

  test('of an office room are its active officers', async () => {
    const into = frRoom;
    expect(await refused(reseat(alice, fr, [person(alice), person(kamau)], {}, into), into)).toBe('no_authority');
    expect(await refused(reseat(alice, fr, [office(fr)], {}, into), into)).toBe('no_authority');
    expect(await refused(reseat(kamau, ke, [person(alice)], {}, into), into)).toBe('no_authority');
    const bob = await world.officer('Bob', fr.office, fr.head, fr.bureau);
    expect(await refused(reseat(bob, fr, [person(alice), person(bob)], {}, into), into)).toBe('accepted');
  });
});

describe('with keys', () => {
  const ring = (...kems: KemKey[]) => new Map(kems.map((kem) => [kem.keyid, kem]));

  test('an officer opens what was sealed to the office, the past of all epochs included', async () => {
    const kem = await officeKem(keRoom);
    await rekey(world, room, alice, fr.office, [office(fr), office(ke)]);
    const second = await write(world, room, kamau, ke.office, letter('two'));
    const keys = await unroll(room.entries, ring(kem));
    expect([...keys.keys()].sort()).toEqual([1, 2]);
    expect(await openBody(keys.get(1) ?? new Uint8Array(32), room.entries[2] as Entry)).toMatchObject({ text: 'one' });
    expect(await openBody(keys.get(2) ?? new Uint8Array(32), second)).toMatchObject({ text: 'two' });
    expect((await unroll(room.entries, ring(awa.kem))).size).toBe(0);
    expect((await unroll(keRoom.entries, ring(kamau.kem))).get(1)).toEqual(keRoom.key);
  });

  test('who came later reads the past, who left does not read what follows', async () => {
    const before = await officeKem(keRoom);
    const bob = await world.officer('Bob', ke.office, ke.head, ke.bureau);
    await rekey(world, keRoom, kamau, ke.office, [person(bob), person(kamau)]);
    await publishKey(world, keRoom, kamau, [kamau, bob]);
    await rekey(world, room, alice, fr.office, [office(fr), office(ke)]);
    const later = await write(world, room, alice, fr.office, letter('after'));
    const left = await unroll(room.entries, ring(before));
    expect([...left.keys()]).toEqual([1]);
    expect(await codeOfAsync(() => openBody(left.get(1) ?? new Uint8Array(32), later))).toBe('cannot_open');
    const joined = await unroll(room.entries, ring(await officeKem(keRoom)));
    expect([...joined.keys()].sort()).toEqual([1, 2]);
  });

  test('a member who was given another key notices', async () => {
    const kem = await officeKem(keRoom);
    const { entry } = await membersEntry(world, room, alice, fr.office, seats(world, [office(fr), office(ke)]), { payload: { kcommit: 'ab'.repeat(32) } });
    await append(world, room, entry);
    expect(await codeOfAsync(() => unroll(room.entries, ring(kem)))).toBe('wrong_key');
  });

  test('a past that was replaced is noticed', async () => {
    const kem = await officeKem(keRoom);
    const { key, entry: original } = await membersEntry(world, room, alice, fr.office, seats(world, [office(fr), office(ke)]));
    const false_ = await seal(key, `repatria/v1/history\n${room.fold.id}\n2`, world.random(24), world.random(32));
    const entry = await entryOf({ ...original.envelope.value, history: toB64(false_) }, alice.signer);
    await append(world, room, entry);
    expect(await codeOfAsync(() => unroll(room.entries, ring(kem)))).toBe('wrong_key');
  });

  test('a body that is not the one signed, or of another place, does not open', async () => {
    const good = await say(alice, fr);
    const wrong = await entryOf({ ...good.envelope.value, pt: 'ab'.repeat(32) }, alice.signer, good.ciphertext ?? undefined);
    expect(await codeOfAsync(() => openBody(room.key, wrong))).toBe('wrong_plaintext');
    const moved = await entryOf({ ...good.envelope.value, prev: 'ab'.repeat(32) }, alice.signer, good.ciphertext ?? undefined);
    expect(await codeOfAsync(() => openBody(room.key, moved))).toBe('cannot_open');
    const forwarded = await entryOf({ ...good.envelope.value, author: kamau.keyset.keyid }, kamau.signer, good.ciphertext ?? undefined);
    expect(await codeOfAsync(() => openBody(room.key, forwarded))).toBe('cannot_open');
    expect(await codeOfAsync(() => openBody(room.key, new Entry(good.envelope, null)))).toBe('wrong_ciphertext');
    expect(await openBody(room.key, good)).toMatchObject({ text: 'x' });
  });
});
