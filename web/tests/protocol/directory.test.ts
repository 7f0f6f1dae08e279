import { beforeEach, describe, expect, test } from 'vitest';
import { type JsonObject } from '../../src/protocol/canonical.ts';
import { toB64, toHex } from '../../src/protocol/bytes.ts';
import { Directory } from '../../src/protocol/directory.ts';
import { ENTRY, type Envelope, sign, type Signer, STATEMENT } from '../../src/protocol/envelope.ts';
import { KemKey, officeKemSeed, SigningKey } from '../../src/protocol/keys.ts';
import { ROOT } from '../../src/protocol/statements.ts';
import { codeOfAsync } from '../../src/protocol/testing.ts';
import { headsLeaf, leafHash, rootOf } from '../../src/protocol/tree.ts';
import { type Actor, type Country, country, DAY, personNamed, World } from './world.ts';

let world: World;
let fr: Country;
let ke: Country;
let alice: Actor;

beforeEach(async () => {
  world = await World.start('directory');
  fr = await country(world, 'FR');
  ke = await country(world, 'KE');
  alice = await world.officer('Alice', fr.office, fr.head, fr.bureau);
});

const stateOf = () => JSON.stringify(world.directory.toJson());

/** The code with which a statement is refused; the directory must be as before. */
async function refused(act: () => Promise<unknown>): Promise<string> {
  const before = stateOf();
  const code = await codeOfAsync(act);
  if (code !== 'accepted') expect(stateOf()).toBe(before);
  return code;
}

const land = (envelope: Promise<Envelope>) => refused(async () => world.land(await envelope));
const signedBy = (by: Actor, kind: Parameters<World['signed']>[0], further: JsonObject, change: JsonObject = {}) =>
  world.signed(kind, by.keyset.keyid, [by.signer], further, change);

describe('an officer comes to be', () => {
  test('by nomination and authorisation, until the term ends', () => {
    const { directory } = world;
    const id = alice.keyset.keyid;
    const officer = directory.officer(id);
    expect(officer).toMatchObject({ status: 'active', office: fr.office, agency: fr.agency, country: 'FR', since: directory.size - 1 });
    expect(directory.activeOfficer(id, world.time)).toBe(true);
    expect(directory.activeOfficer(id, officer?.until ?? 0)).toBe(false);
    expect(directory.activeAt(id, directory.size - 1, world.time)).toBeNull();
    expect(directory.activeAt(id, directory.size, world.time)).toBe(fr.office);
    expect(directory.find('alic').map(({ keyid }) => keyid)).toEqual([id]);
    expect(directory.officersOf(fr.office, world.time).map(({ keyid }) => keyid)).toEqual([id]);
    const kinds = directory.chain(id).map((index) => directory.line(index)?.kind);
    expect(kinds).toEqual(['root', 'bureau', 'agency', 'office', 'nominate', 'authorise']);
  });

  test('and the fold gives the tree of the leaves, again from bytes and from storage', async () => {
    const { directory, leaves } = world;
    expect(toHex(directory.treeRoot)).toBe(toHex(rootOf(leaves.map(leafHash))));
    expect(toHex(directory.rootHashAt(3) ?? new Uint8Array(0))).toBe(toHex(rootOf(leaves.slice(0, 3).map(leafHash))));
    const again = Directory.empty();
    await again.fold(leaves, world.time);
    expect(JSON.stringify(again.toJson())).toBe(stateOf());
    const stored = Directory.fromJson(JSON.parse(stateOf()));
    expect(JSON.stringify(stored.toJson())).toBe(stateOf());
    expect(stored.officersOf(fr.office, world.time)).toHaveLength(1);
    await world.publish('suspend', fr.bureau, { keyset: alice.keysetHash, reason: '' });
    await stored.fold(world.leaves.slice(-1));
    expect(JSON.stringify(stored.toJson())).toBe(stateOf());
  });

  test('also in what a client kept that knew no notices yet', async () => {
    const { register, ...kept } = JSON.parse(stateOf()) as { register: Record<string, unknown> };
    delete register['notices'];
    delete register['noticeOfRecord'];
    const stored = Directory.fromJson({ ...kept, register });
    expect(stored.notices.size).toBe(0);
    const own = { country: 'FR', colour: 'silver', variant: 'notice', record: toHex(world.random(32)), until: world.time + DAY, amends: null } as const;
    const made = await world.publish('notice', fr.bureau, own);
    await stored.fold(world.leaves.slice(-1));
    expect(stored.notice(made.hash)?.state).toBe('submitted');
    expect(JSON.stringify(stored.toJson())).toBe(stateOf());
  });

  test('not by one person alone, nor by another country', async () => {
    const bob = await world.newcomer('Bob');
    const nomination = await world.nominate(fr.head, bob, fr.office);
    const authorisation = { nomination: nomination.hash, until: world.time + DAY };
    expect(await land(signedBy(ke.bureau, 'authorise', authorisation))).toBe('no_authority');
    expect(await land(signedBy(fr.head, 'authorise', authorisation))).toBe('no_authority');
    expect(await land(signedBy(alice, 'authorise', authorisation))).toBe('no_authority');
    expect(await land(signedBy(bob, 'authorise', authorisation))).toBe('no_authority');
    expect(await land(signedBy(fr.bureau, 'nominate', { keyset: bob.keysetHash, person: personNamed('Bob'), office: fr.office, role: 'head' }))).toBe('no_authority');
    expect(await land(signedBy(fr.bureau, 'authorise', { ...authorisation, until: world.time }))).toBe('bad_until');
    expect(await land(signedBy(fr.bureau, 'authorise', { ...authorisation, until: world.time + 397 * DAY + 1 }))).toBe('bad_until');
    expect(await land(signedBy(fr.bureau, 'authorise', { ...authorisation, until: world.time + 397 * DAY }))).toBe('accepted');
    expect(await land(signedBy(fr.bureau, 'authorise', authorisation))).toBe('no_authority');
  });

  test('not a second time with a key in use', async () => {
    const nomination = (named: Actor) => signedBy(fr.head, 'nominate', { keyset: named.keysetHash, person: personNamed('X'), office: fr.office, role: 'officer' });
    for (const named of [alice, fr.bureau, fr.head, ke.head]) expect(await land(nomination(named))).toBe('key_in_use');
    expect(await land(world.signed('bureau', ROOT, world.rootKeys.slice(0, 2), { country: 'SN', name: 'S', keyset: alice.keysetHash, person: personNamed('X') }))).toBe('key_in_use');
  });
});

describe('a statement is refused', () => {
  const keysetOf = (actor: Actor): JsonObject => ({ suite: 1, sign: toB64(actor.keyset.sign), kem: toB64(actor.keyset.kem) });

  test('when its network, place in the chain or time is not right', async () => {
    const further = { keyset: alice.keysetHash, reason: '' };
    expect(await land(signedBy(fr.bureau, 'suspend', further, { net: 'ab'.repeat(32) }))).toBe('wrong_network');
    expect(await land(signedBy(fr.bureau, 'suspend', further, { net: null }))).toBe('wrong_network');
    expect(await land(signedBy(fr.bureau, 'suspend', further, { iprev: null }))).toBe('broken_chain');
    expect(await land(signedBy(fr.bureau, 'suspend', further, { iprev: 'ab'.repeat(32) }))).toBe('broken_chain');
    const late = await signedBy(fr.bureau, 'suspend', further);
    await world.directory.verify([late]);
    expect(await refused(() => Promise.resolve().then(() => world.directory.apply(world.directory.size, late, world.time - 601)))).toBe('bad_time');
    const suspended = await world.land(late);
    expect(await refused(() => world.land(suspended))).toBe('replayed_statement');
    expect(await refused(async () => world.land(world.envelopes[0] as Envelope))).toBe('bad_root');
  });

  test('when its shape is not exactly that of its kind', async () => {
    const good = { keyset: alice.keysetHash, reason: '' };
    expect(await land(signedBy(fr.bureau, 'suspend', { ...good, extra: 1 }))).toBe('bad_shape');
    expect(await land(signedBy(fr.bureau, 'suspend', { keyset: alice.keysetHash }))).toBe('bad_shape');
    expect(await land(signedBy(fr.bureau, 'suspend', { ...good, reason: '\u202e' }))).toBe('bad_shape');
    expect(await land(signedBy(fr.bureau, 'suspend', { ...good, kind: 'meeting' }))).toBe('unknown_kind');
    expect(await land(signedBy(fr.bureau, 'suspend', { ...good, kind: 'constructor' }))).toBe('unknown_kind');
    const entry = sign(ENTRY, (await signedBy(fr.bureau, 'suspend', good)).value, [fr.bureau.signer]);
    expect(await land(entry)).toBe('bad_shape');
  });

  test('when the demanded signatures are not exactly there', async () => {
    const further = { keyset: alice.keysetHash, reason: '' };
    const by = fr.bureau.keyset.keyid;
    const forged: Signer = { keyid: by, sign: (message) => ke.bureau.signer.sign(message) };
    expect(await land(world.signed('suspend', by, [ke.bureau.signer], further))).toBe('missing_signature');
    expect(await land(world.signed('suspend', by, [fr.bureau.signer, ke.bureau.signer], further))).toBe('bad_envelope');
    expect(await land(world.signed('suspend', by, [forged], further))).toBe('bad_signature');
    const ghost = await world.unpublished('Ghost');
    expect(await land(signedBy(ghost, 'suspend', further))).toBe('unknown_issuer');
    const [a, b, c] = world.rootKeys as [SigningKey, SigningKey, SigningKey];
    const release = { version: 2, minimum: 1, manifest: 'ab'.repeat(32) };
    expect(await land(world.signed('client-release', ROOT, [a], release))).toBe('missing_signature');
    expect(await land(world.signed('client-release', ROOT, [a, ghost.signer], release))).toBe('missing_signature');
    expect(await land(world.signed('client-release', ROOT, [a, b, c], release))).toBe('bad_envelope');
    expect(await land(world.signed('client-release', ROOT, [a, { keyid: b.keyid, sign: (m) => c.sign(m) }], release))).toBe('bad_signature');
    expect(await land(world.signed('client-release', ROOT, [b, c], release))).toBe('accepted');
    expect(await refused(() => Promise.resolve().then(() => world.directory.checkClient(0)))).toBe('stale_client');
    expect(await land(world.signed('client-release', ROOT, [b, c], release))).toBe('no_authority');
  });

  test('when it is not for this issuer to say it', async () => {
    const further = { country: 'SN', name: 'S', keyset: alice.keysetHash, person: personNamed('X') };
    expect(await land(signedBy(fr.bureau, 'bureau', further))).toBe('no_authority');
    expect(await land(signedBy(fr.bureau, 'client-release', { version: 1, minimum: 1, manifest: 'ab'.repeat(32) }))).toBe('no_authority');
    expect(await land(signedBy(fr.bureau, 'root', await world.rootFields({})))).toBe('bad_root');
    const quorum = world.rootKeys.slice(0, 2);
    expect(await land(world.signed('renew', ROOT, quorum, { keyset: alice.keysetHash, until: world.time + DAY }))).toBe('no_authority');
    expect(await land(world.signed('rotate', ROOT, quorum, { keyset: alice.keysetHash }))).toBe('no_authority');
    expect(await land(world.signed('keyset', ROOT, quorum, keysetOf(alice)))).toBe('bad_keyset');
  });

  test('when a keyset is weak, or claims another key id', async () => {
    const ghost = await world.unpublished('Ghost');
    expect(await land(world.signed('keyset', ghost.keyset.keyid, [ghost.signer], { ...keysetOf(ghost), sign: toB64(new Uint8Array(32)) }))).toBe('weak_key');
    expect(await land(world.signed('keyset', ghost.keyset.keyid, [ghost.signer], { ...keysetOf(ghost), kem: toB64(new Uint8Array(1216).fill(255)) }))).toBe('weak_key');
    expect(await land(world.signed('keyset', alice.keyset.keyid, [{ keyid: alice.keyset.keyid, sign: (m) => ghost.signer.sign(m) }], keysetOf(ghost)))).toBe('bad_keyset');
  });

  test('when its issuer was suspended, revoked or replaced', async () => {
    await world.publish('suspend', fr.bureau, { keyset: alice.keysetHash, reason: 'leave' });
    const self = { keyset: alice.keysetHash, reason: '', since: null };
    expect(await land(signedBy(alice, 'revoke', self))).toBe('issuer_suspended');
    await world.publish('renew', fr.bureau, { keyset: alice.keysetHash, until: world.time + 30 * DAY });
    expect(world.directory.activeOfficer(alice.keyset.keyid, world.time)).toBe(true);
    await world.publish('revoke', alice, self);
    expect(await land(signedBy(alice, 'revoke', self))).toBe('issuer_revoked');
    expect(await land(signedBy(fr.bureau, 'renew', { keyset: alice.keysetHash, until: world.time + DAY }))).toBe('key_in_use');
    const next = await world.newcomer('Next head');
    await world.publish('bureau', ROOT, { country: 'FR', name: 'B', keyset: next.keysetHash, person: personNamed('N') });
    expect(await land(signedBy(fr.bureau, 'suspend', { keyset: alice.keysetHash, reason: '' }))).toBe('issuer_replaced');
  });

  test('when somebody without authority over the key would end it', async () => {
    const further = { keyset: alice.keysetHash, reason: '' };
    for (const by of [ke.bureau, ke.head, alice]) expect(await land(signedBy(by, 'suspend', further))).toBe('no_authority');
    expect(await land(signedBy(fr.bureau, 'revoke', { keyset: fr.head.keysetHash, reason: '', since: null }))).toBe('no_authority');
    expect(await land(signedBy(fr.bureau, 'revoke', { ...further, since: world.directory.size + 1 }))).toBe('no_authority');
    expect(await land(signedBy(fr.head, 'suspend', further))).toBe('accepted');
    expect(await land(world.signed('revoke', ROOT, world.rootKeys.slice(1), { ...further, since: null }))).toBe('accepted');
  });
});

describe('roots', () => {
  test('follow one another by the quorums of both', async () => {
    const fresh = await SigningKey.fromSeed(world.random(32));
    const [a, b, c] = world.rootKeys as [SigningKey, SigningKey, SigningKey];
    const keys = [b, c, fresh].map((key) => toB64(key.public));
    expect(await refused(() => world.issueRoot({ keys }, [a, b]))).toBe('missing_signature');
    expect(await refused(() => world.issueRoot({ keys }, [b, fresh]))).toBe('missing_signature');
    expect(await refused(() => world.issueRoot({ keys }, [a, b, c]))).toBe('bad_envelope');
    expect(await refused(() => world.issueRoot({ keys, prev: null }, [b, c]))).toBe('bad_root');
    expect(await refused(() => world.issueRoot({ keys, seq: 2 }, [b, c]))).toBe('bad_root');
    expect(await refused(() => world.issueRoot({ keys, k: 1 }, [b, c]))).toBe('bad_root');
    expect(await refused(() => world.issueRoot({ keys, quorum: 3 }, [b, c]))).toBe('bad_root');
    expect(await refused(() => world.issueRoot({ keys: [keys[0] ?? '', keys[0] ?? ''] }, [b, c]))).toBe('bad_root');
    expect(await refused(() => world.issueRoot({ keys: [...keys, toB64(new Uint8Array(32))] }, [b, c]))).toBe('weak_key');
    expect(await refused(() => world.issueRoot({ keys }, [b, c]))).toBe('accepted');
    expect(await refused(() => world.issueRoot({ keys, k: 3 }, [b, c, fresh]))).toBe('accepted');
    expect(world.directory.root?.k).toBe(3);
  });

  test('begin a register, and nothing else does', async () => {
    const other = new World('other');
    other.rootKeys = world.rootKeys;
    other.logSeeds = world.logSeeds;
    expect(await codeOfAsync(() => other.issueRoot({ seq: 1 }))).toBe('bad_root');
    expect(await codeOfAsync(() => other.newcomer('X'))).toBe('bad_root');
    expect(await codeOfAsync(() => other.issueRoot({ net: 'ab'.repeat(32) }))).toBe('bad_root');
    expect(await codeOfAsync(() => Directory.empty().fold([headsLeaf(1, [{ room: 'ab'.repeat(32), seq: 0, head: 'cd'.repeat(32) }])]))).toBe('bad_root');
    expect(await refused(() => world.issueRoot({ seq: 0 }))).toBe('bad_root');
  });
});

test('a key that is rotated passes its post on', async () => {
  const id = alice.keyset.keyid;
  const before = world.directory.size;
  const fresh = await world.newcomer('Alice');
  await world.publish('rotate', alice, { keyset: fresh.keysetHash });
  const { directory } = world;
  expect(directory.statusAt(id, directory.size)).toBe('replaced');
  expect(directory.activeAt(id, before, world.time)).toBe(fr.office);
  expect(directory.endAfter(id, before, world.time)?.index).toBe(directory.size - 1);
  expect(directory.officersOf(fr.office, world.time).map(({ keyid }) => keyid)).toEqual([fresh.keyset.keyid]);
  const head = await world.newcomer('Head');
  await world.publish('rotate', fr.head, { keyset: head.keysetHash });
  const bob = await world.newcomer('Bob');
  expect(await land(signedBy(fr.head, 'nominate', { keyset: bob.keysetHash, person: personNamed('Bob'), office: fr.office, role: 'officer' }))).toBe('issuer_replaced');
  await world.authorise(fr.bureau, await world.nominate(head, bob, fr.office));
  expect(await land(signedBy(bob, 'rotate', { keyset: alice.keysetHash }))).toBe('key_in_use');
});

test('a captured bureau is contained: what it did since then counts no longer, in its own country only', async () => {
  const kenyan = await world.officer('Kamau', ke.office, ke.head, ke.bureau);
  const captured = world.directory.size;
  const ghost = await world.officer('Ghost', fr.office, fr.head, fr.bureau);
  await world.agency(fr.bureau, 'fr/false');
  await world.office(fr.bureau, 'fr/false-office', 'fr/false');
  await world.publish('revoke', ROOT, { keyset: fr.bureau.keysetHash, reason: 'captured', since: captured });
  const { directory } = world;
  const state = (actor: Actor) => directory.statusAt(actor.keyset.keyid, directory.size);
  expect([state(alice), state(kenyan), state(ghost)]).toEqual(['active', 'active', 'voided']);
  expect(directory.office('fr/false-office')).toBeUndefined();
  expect(directory.agencies.get('fr/false')?.head).toBeNull();
  expect(await land(signedBy(fr.bureau, 'renew', { keyset: alice.keysetHash, until: world.time + DAY }))).toBe('issuer_revoked');
  const bureau = await world.newcomer('New head');
  await world.publish('bureau', ROOT, { country: 'FR', name: 'B', keyset: bureau.keysetHash, person: personNamed('N') });
  expect(await land(signedBy(bureau, 'renew', { keyset: ghost.keysetHash, until: world.time + DAY }))).toBe('no_authority');
  await world.authorise(bureau, await world.nominate(fr.head, ghost, fr.office));
  expect(directory.activeOfficer(ghost.keyset.keyid, world.time)).toBe(true);
});

test("an office's key is current until an officer comes or goes", async () => {
  const { directory } = world;
  const room = 'ab'.repeat(32);
  const kem = async (epoch: number) => toB64((await KemKey.fromSeed(await officeKemSeed(world.random(32), room, epoch))).public);
  const key = async (epoch: number, officers: Actor[], change: JsonObject = {}) => ({
    office: fr.office, room, epoch, kem: await kem(epoch), entry: 'cd'.repeat(32), officers: officers.map(({ keyset }) => keyset.keyid).sort(), ...change,
  });
  const state = () => directory.officeKeyState(fr.office, world.time);
  expect(state()).toBe('none');
  expect(await land(signedBy(ke.head, 'office-key', await key(1, [alice])))).toBe('no_authority');
  expect(await land(signedBy(alice, 'office-key', await key(0, [alice])))).toBe('bad_shape');
  expect(await land(signedBy(alice, 'office-key', await key(1, [alice, ke.head])))).toBe('bad_officers');
  expect(await land(signedBy(alice, 'office-key', await key(1, [alice, alice])))).toBe('bad_officers');
  expect(await land(signedBy(alice, 'office-key', await key(1, [alice], { kem: toB64(new Uint8Array(1216).fill(255)) })))).toBe('weak_key');
  expect(await land(signedBy(alice, 'office-key', await key(1, [alice])))).toBe('accepted');
  const [sizeOne, keyOne] = [directory.size, directory.currentOfficeKey(fr.office)?.keyid];
  expect(state()).toBe('current');
  const bob = await world.officer('Bob', fr.office, fr.head, fr.bureau);
  expect(state()).toBe('incomplete');
  expect(await land(signedBy(bob, 'office-key', await key(1, [alice, bob])))).toBe('bad_epoch');
  expect(await land(signedBy(bob, 'office-key', await key(2, [alice, bob], { room: 'ef'.repeat(32) })))).toBe('wrong_room');
  expect(await land(signedBy(bob, 'office-key', await key(3, [alice, bob])))).toBe('accepted');
  expect(state()).toBe('current');
  await world.publish('suspend', fr.bureau, { keyset: alice.keysetHash, reason: '' });
  expect(state()).toBe('stale');
  expect(directory.officeKeyState(fr.office, world.time, sizeOne)).toBe('current');
  expect(directory.officeKeyAt(fr.office, sizeOne)?.keyid).toBe(keyOne);
  expect(directory.officeKeyAt(fr.office, sizeOne - 1)).toBeUndefined();
  expect(directory.officeKeyState(fr.office, world.time + 400 * DAY)).toBe('stale');
});

test('heads leaves count towards the tree and must be well made', async () => {
  const { directory } = world;
  const moved = [{ room: 'ab'.repeat(32), seq: 3, head: 'cd'.repeat(32) }];
  const leaf = headsLeaf(world.time, moved);
  await directory.fold([leaf]);
  expect(directory.heads.at(-1)).toMatchObject({ index: directory.size - 1, time: world.time });
  const text = new TextDecoder().decode(leaf);
  const bad: [string, string][] = [
    [text.replace('"count":1', '"count":0'), 'bad_heads'], [text.replace('"heads"', '"head"'), 'bad_heads'], [text.replace('"v":1', '"v":2'), 'bad_heads'],
    [text.replace(String(world.time), String(world.time - 1)), 'bad_heads'], [text.replace('}', ',"x":1}'), 'bad_heads'], [`${text} `, 'not_canonical'], ['x', 'bad_envelope'],
  ];
  for (const [data, code] of bad) expect(await refused(() => directory.fold([new TextEncoder().encode(data)]))).toBe(code);
});

test('a dropped or reordered leaf is noticed', async () => {
  await world.publish('suspend', fr.bureau, { keyset: alice.keysetHash, reason: '' });
  await world.publish('renew', fr.bureau, { keyset: alice.keysetHash, until: world.time + DAY });
  const { leaves } = world;
  const [last, before] = [leaves.at(-1) ?? new Uint8Array(0), leaves.at(-2) ?? new Uint8Array(0)];
  const fold = (order: typeof leaves) => codeOfAsync(() => Directory.empty().fold(order));
  expect(await fold([...leaves.slice(0, -2), last])).toBe('broken_chain');
  expect(await fold([...leaves.slice(0, -2), last, before])).toBe('broken_chain');
  expect(await fold([...leaves, last])).toBe('replayed_statement');
  expect(await fold(leaves.slice(1))).toBe('bad_root');
  expect(await fold(leaves)).toBe('accepted');
});

test('no statement applies unless its signatures were checked', async () => {
  const envelope = await signedBy(fr.bureau, 'suspend', { keyset: alice.keysetHash, reason: '' });
  expect(envelope.type).toBe(STATEMENT);
  expect(await refused(() => Promise.resolve().then(() => world.directory.apply(world.directory.size, envelope)))).toBe('bad_signature');
});
