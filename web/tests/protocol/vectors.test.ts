/** Every case of protocol/vectors/*.json, as its README says: those that must pass, and those that must fail with their code. */
import { readFileSync } from 'node:fs';
import { argon2id } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import { SliceHasher } from '../../src/protocol/blobs.ts';
import { mayRead } from '../../src/protocol/access.ts';
import { checkBody } from '../../src/protocol/bodies.ts';
import { type Bytes, concat, decodeUtf8, fromB64, fromHex, toHex, utf8 } from '../../src/protocol/bytes.ts';
import { type JsonObject, parse, stringify } from '../../src/protocol/canonical.ts';
import { type Trust, verifyCheckpoint } from '../../src/protocol/checkpoint.ts';
import { sha256Hex } from '../../src/protocol/digests.ts';
import { Directory } from '../../src/protocol/directory.ts';
import { type Blob, type Clock, decodeFrame, type Entry } from '../../src/protocol/entries.ts';
import { decode, type EnvelopeType, sign, verify } from '../../src/protocol/envelope.ts';
import { type HeadsProof, proveEarlier } from '../../src/protocol/existence.ts';
import { checkKemKey, checkSignKey, fingerprint, KemKey, keyidOf, officeKemSeed, officerKeys, SigningKey } from '../../src/protocol/keys.ts';
import { authVerifier, kitCode, makePasskeyLock, makePassphraseLock, passkeyUnlock, prfInput } from '../../src/protocol/lock-making.ts';
import { derive, openLock, parseKit, readKdf, stretch } from '../../src/protocol/locks.ts';
import { dueForReview, type Notice, redressOf, runsOutAt, stateAt } from '../../src/protocol/notice-states.ts';
import { checkPicture, decodeRecord, openDocument } from '../../src/protocol/notices.ts';
import { open, OpenStream, unpadBody, unwrap } from '../../src/protocol/opening.ts';
import { decodePublication, type Sort } from '../../src/protocol/publications.ts';
import { Room } from '../../src/protocol/rooms.ts';
import { contentOf, fold, foldScreening, identityOf, type LeadKey, markOf, type OfficeMessage, type SubjectRecord, watchedOf } from '../../src/protocol/screening.ts';
import { readEntries, readRecords } from '../../src/protocol/screening-files.ts';
import { bucket, padBody, seal, sealedLength, SealStream } from '../../src/protocol/sealing.ts';
import type { Shelf } from '../../src/protocol/statements.ts';
import { ed25519Verify } from '../../src/protocol/suite.ts';
import { codeOf, codeOfAsync } from '../../src/protocol/testing.ts';
import { Frontier, headsLeaf, leafHash, readHeads, type RoomHead, rootOf, verifyConsistency, verifyInclusion } from '../../src/protocol/tree.ts';
import { openBody, unroll } from '../../src/protocol/unroll.ts';
import { deviceKey, localKey, openDraft, openVault, sealVault, type Vault } from '../../src/protocol/vault.ts';

const FOLDER = new URL('../../../protocol/vectors/', import.meta.url);
const hex = (text: string): Bytes => fromHex(text) ?? new Uint8Array(0);
const b64 = (text: string): Bytes => fromB64(text) ?? new Uint8Array(0);
/** A case without a code passes. */
const expected = (code: string | null) => code ?? 'accepted';
const cycle = (length: number) => new Uint8Array(length).map((_, i) => i % 251);

function file<T>(name: string, run: (vectors: T) => void): void {
  describe(name, () => {
    run(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as T);
  });
}

/** All cases in one test, each named where it fails. */
function all<T extends object>(name: string, cases: readonly T[] | undefined, check: (item: T) => unknown): void {
  test(name, async () => {
    expect(cases?.length ?? 0, `${name} has no cases`).toBeGreaterThan(0);
    for (const [n, item] of (cases ?? []).entries()) {
      try {
        await check(item);
      } catch (error) {
        const label = 'name' in item ? String(item.name) : String(n);
        throw new Error(`${name}: ${label}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
  });
}

interface Case {
  readonly name: string;
  readonly code: string | null;
}

file<{ accept: string[]; reject: { hex: string; code: string; why: string }[]; sizes: { x: number; code: string | null }[] }>('canonical.json', ({ accept, reject, sizes }) => {
  all('accepted', (accept ?? []).map((text) => ({ text })), ({ text }) => {
    expect(toHex(stringify(parse(hex(text))))).toBe(text);
  });
  all('rejected', reject, ({ hex: text, code, why }) => {
    expect(codeOf(() => parse(hex(text))), why).toBe(code);
  });
  all('sizes', sizes, ({ x, code }) => {
    expect(codeOf(() => parse(utf8(`{"a":"${'x'.repeat(x)}"}`)))).toBe(expected(code));
  });
});

interface Signed {
  readonly type: EnvelopeType;
  readonly payload: string;
  readonly seed: string;
  readonly keyid: string;
  readonly pae: string;
  readonly hash: string;
  readonly wire: string;
}

file<{ signed: Signed[]; decode: (Case & { wire: string })[]; verify: (Case & { wire: string; keyid: string; public: string })[] }>('envelope.json', (vectors) => {
  all('signed', vectors.signed, async ({ type, payload, seed, keyid, pae, hash, wire }) => {
    const key = await SigningKey.fromSeed(hex(seed));
    const envelope = await sign(type, parse(hex(payload)), [{ keyid, sign: (message) => key.sign(message) }]);
    expect([toHex(envelope.pae), envelope.hash, toHex(envelope.wire())]).toEqual([pae, hash, wire]);
    expect(toHex(decode(hex(wire)).wire())).toBe(wire);
  });
  all('decoded', vectors.decode, ({ wire, code }) => {
    expect(codeOf(() => decode(hex(wire)))).toBe(expected(code));
  });
  all('verified', vectors.verify, async ({ wire, keyid, public: key, code }) => {
    expect(await codeOfAsync(() => verify(decode(hex(wire)), keyid, hex(key)))).toBe(expected(code));
  });
});

interface KeyVectors {
  readonly rfc8032: { seed: string; public: string; message: string; signature: string }[];
  readonly xwing: { seed: string; public: string }[];
  readonly keysets: { sign_seed: string; kem_seed: string; sign: string; kem: string; keyid: string; kem_keyid: string; sign_keyid: string; fingerprint: string }[];
  readonly office: { key: string; room: string; epoch: number; seed: string }[];
  readonly weak_sign: { public: string; code: string | null }[];
  readonly weak_kem: (Case & { public: string })[];
}

file<KeyVectors>('keys.json', (vectors) => {
  all('rfc8032', vectors.rfc8032, async ({ seed, public: publicKey, message, signature }) => {
    const key = await SigningKey.fromSeed(hex(seed));
    expect([toHex(key.public), toHex(await key.sign(hex(message)))]).toEqual([publicKey, signature]);
    expect(await ed25519Verify(key.public, hex(message), hex(signature))).toBe(true);
  });
  all('xwing', vectors.xwing, async ({ seed, public: publicKey }) => {
    expect(toHex((await KemKey.fromSeed(hex(seed))).public)).toBe(publicKey);
  });
  all('keysets', vectors.keysets, async (item) => {
    const { keyset } = await officerKeys({ sign: hex(item.sign_seed), kem: hex(item.kem_seed) });
    const found = [toHex(keyset.sign), toHex(keyset.kem), keyset.keyid, fingerprint(keyset.keyid)];
    expect(found).toEqual([item.sign, item.kem, item.keyid, item.fingerprint]);
    expect([keyidOf(keyset.kem), keyidOf(keyset.sign)]).toEqual([item.kem_keyid, item.sign_keyid]);
  });
  all('office', vectors.office, async ({ key, room, epoch, seed }) => {
    expect(toHex(await officeKemSeed(hex(key), room, epoch))).toBe(seed);
  });
  all('weak signing keys', vectors.weak_sign, ({ public: key, code }) => {
    expect(codeOf(() => checkSignKey(hex(key)))).toBe(expected(code));
  });
  all('weak kem keys', vectors.weak_kem, ({ public: key, code }) => {
    expect(codeOf(() => checkKemKey(hex(key)))).toBe(expected(code));
  });
});

interface SealingVectors {
  readonly seal: { name: string; key: string; context: string; salt: string; plain: string; sealed: string }[];
  readonly seal_long: { name: string; key: string; context: string; salt: string; length: number; sealed_length: number; sha256: string }[];
  readonly open: (Case & { key: string; context: string; sealed: string })[];
  readonly bucket: [number, number][];
  readonly pad: { json: string; nonce: string; padded: string }[];
  readonly unpad: (Case & { padded: string })[];
  readonly slices: { length: number; sha256: string }[];
}

/** Sealed and opened in pieces of a length that fits no chunk. */
async function streamed(key: Bytes, context: Bytes, sealed: Bytes): Promise<Bytes> {
  const stream = await OpenStream.start(key, context, sealed.slice(0, 56));
  const parts: Bytes[] = [];
  for (let at = 56; at < sealed.length; at += 10_007) parts.push(await stream.update(sealed.slice(at, at + 10_007)));
  return concat(...parts, await stream.finish());
}

file<SealingVectors>('sealing.json', (vectors) => {
  all('sealed', vectors.seal, async ({ key, context, salt, plain, sealed }) => {
    expect(toHex(await seal(hex(key), hex(context), hex(salt), hex(plain)))).toBe(sealed);
    expect(toHex(await open(hex(key), hex(context), hex(sealed)))).toBe(plain);
    expect(toHex(await streamed(hex(key), hex(context), hex(sealed)))).toBe(plain);
  });
  all('sealed, long', vectors.seal_long, async ({ key, context, salt, length, sealed_length, sha256 }) => {
    const plain = cycle(length);
    expect(sealedLength(length)).toBe(sealed_length);
    const stream = await SealStream.start(hex(key), hex(context), hex(salt));
    const parts = [stream.header];
    for (let at = 0; at < length; at += 50_021) parts.push(await stream.update(plain.slice(at, at + 50_021)));
    parts.push(await stream.finish());
    expect(sha256Hex(...parts)).toBe(sha256);
    expect(await streamed(hex(key), hex(context), concat(...parts))).toEqual(plain);
  });
  all('opened', vectors.open, async ({ key, context, sealed, code }) => {
    expect(await codeOfAsync(() => open(hex(key), hex(context), hex(sealed)))).toBe(expected(code));
    if (sealed.length >= 112) expect(await codeOfAsync(() => streamed(hex(key), hex(context), hex(sealed)))).toBe(expected(code));
  });
  all('buckets', vectors.bucket, ([length, padded]) => {
    expect(bucket(length), String(length)).toBe(padded);
  });
  all('padded', vectors.pad, ({ json, nonce, padded }) => {
    expect(toHex(padBody(parse(hex(json)), hex(nonce)))).toBe(padded);
    expect(toHex(stringify(unpadBody(hex(padded))))).toBe(json);
  });
  all('unpadded', vectors.unpad, ({ padded, code }) => {
    expect(codeOf(() => unpadBody(hex(padded)))).toBe(expected(code));
  });
  all('slices', vectors.slices, async ({ length, sha256 }) => {
    const hasher = new SliceHasher();
    hasher.update(cycle(length));
    expect(await hasher.finish()).toBe(sha256);
  });
});

file<{ unwrap: (Case & { seed: string; info: string; sealed: string; plain: string | null })[] }>('unwrap.json', (vectors) => {
  all('unwrapped', vectors.unwrap, async ({ seed, info, sealed, plain, code }) => {
    const kem = await KemKey.fromSeed(hex(seed));
    expect(await codeOfAsync(() => unwrap(kem, hex(info), hex(sealed)))).toBe(expected(code));
    if (plain !== null) expect(toHex(await unwrap(kem, hex(info), hex(sealed)))).toBe(plain);
  });
});

interface Tree {
  readonly size: number;
  readonly root: string;
}
interface TreeVectors {
  readonly leaves: string[];
  readonly roots: string[];
  readonly inclusion: (Case & Tree & { leaf_hash: string; index: number; path: string[] })[];
  readonly consistency: (Case & { old: Tree; new: Tree; path: string[] })[];
  readonly heads: { time: number; moved: RoomHead[]; leaf: string }[];
  readonly heads_bad: (Case & { leaf: string })[];
}

file<TreeVectors>('tree.json', (vectors) => {
  test('roots', () => {
    const frontier = Frontier.empty();
    const found = vectors.leaves.map((leaf) => {
      const root = toHex(frontier.root());
      frontier.append(leafHash(hex(leaf)));
      return root;
    });
    expect([...found, toHex(frontier.root())]).toEqual(vectors.roots);
    expect(toHex(rootOf(vectors.leaves.map((leaf) => leafHash(hex(leaf)))))).toBe(vectors.roots.at(-1));
  });
  all('inclusion', vectors.inclusion, ({ leaf_hash, index, size, path, root, code }) => {
    expect(codeOf(() => verifyInclusion(hex(leaf_hash), index, size, path.map(hex), hex(root)))).toBe(expected(code));
  });
  all('consistency', vectors.consistency, ({ old, new: now, path, code }) => {
    expect(codeOf(() => verifyConsistency(old.size, now.size, path.map(hex), hex(old.root), hex(now.root)))).toBe(expected(code));
  });
  all('heads', vectors.heads, ({ time, moved, leaf }) => {
    expect(toHex(headsLeaf(time, moved))).toBe(leaf);
  });
  all('bad heads', vectors.heads_bad, ({ leaf, code }) => {
    expect(codeOf(() => readHeads(hex(leaf)))).toBe(expected(code));
  });
});

interface CheckpointVectors {
  readonly trust: { origin: string; log_ed25519: string; log_mldsa44: string; witnesses: { name: string; key: string }[]; quorum: number };
  readonly cases: (Case & { note_b64: string; now: number; max_age: number | null; quorum: number; size: number; root: string })[];
}

file<CheckpointVectors>('checkpoint.json', ({ trust: given, cases }) => {
  all('cases', cases, async ({ note_b64, now, max_age, quorum, code, size, root }) => {
    const trust: Trust = {
      origin: given.origin, logEd25519: hex(given.log_ed25519), logMldsa44: hex(given.log_mldsa44),
      witnesses: given.witnesses.map(({ name, key }) => ({ name, key: hex(key) })), quorum: quorum ?? given.quorum,
    };
    const check = () => verifyCheckpoint(b64(note_b64), trust, now, max_age ?? undefined);
    expect(await codeOfAsync(check)).toBe(expected(code));
    if (code === null) {
      const found = await check();
      expect([found.size, toHex(found.root)]).toEqual([size, root]);
    }
  });
});

interface StatementVectors {
  readonly base_b64: string[];
  readonly roots: string[];
  readonly cases: (Case & { base: number; leaves_b64: string[]; now: number | null; expect: Expectation | null })[];
}
interface Expectation {
  readonly status?: Record<string, [string, number | null, string | null]>;
  readonly heads?: Record<string, string>;
  readonly key_states?: [string, number, string][];
  readonly active?: [string, number, number, string | null][];
  readonly notices?: [string, number, string][];
  readonly due?: [string, number, boolean][];
  readonly runs_out?: Record<string, number>;
  readonly published?: Record<string, number | null>;
  readonly replaced_by?: Record<string, string | null>;
  readonly redress?: Record<string, string[]>;
  readonly offers?: [string, string][];
  readonly standings?: [Shelf, string, string, string, string | null][];
  readonly whys?: [string, string, string | null][];
  readonly items?: Partial<Record<Shelf, string[]>>;
  readonly histories?: [Shelf, string, string[]][];
  readonly may_read?: [string, string, number, boolean][];
}

function checkNotices(directory: Directory, { notices, due, runs_out, published, replaced_by, redress }: Expectation): void {
  const known = (hash: string): Notice => {
    const notice = directory.notice(hash);
    if (notice === undefined) throw new Error(`no notice ${hash}`);
    return notice;
  };
  for (const [hash, time, state] of notices ?? []) expect(stateAt(known(hash), time), `at ${time}`).toBe(state);
  for (const [hash, time, isDue] of due ?? []) expect(dueForReview(known(hash), time), `at ${time}`).toBe(isDue);
  for (const [hash, time] of Object.entries(runs_out ?? {})) expect(runsOutAt(known(hash))).toBe(time);
  for (const [hash, index] of Object.entries(published ?? {})) expect(known(hash).published).toBe(index);
  for (const [hash, other] of Object.entries(replaced_by ?? {})) expect(known(hash).replacedBy).toBe(other);
  for (const [hash, texts] of Object.entries(redress ?? {})) expect(redressOf(known(hash)).map(({ text }) => text)).toEqual(texts);
}

function checkPublications(directory: Directory, { offers, standings, whys, items, histories, may_read }: Expectation): void {
  const all = [...directory.publications.values()];
  for (const [hash, state] of offers ?? []) expect(directory.offers.get(hash)?.state).toBe(state);
  for (const [shelf, item, part, hash, document] of standings ?? []) expect(directory.standing(shelf, item, part)).toMatchObject({ hash, document });
  for (const [hash, document, successor] of whys ?? []) expect(directory.publications.get(hash)?.why).toEqual({ document, successor });
  for (const [shelf, names] of Object.entries(items ?? {})) {
    const standing = all.filter((one) => one.shelf === shelf && one.document !== null && (one.parts.length === 0 ? [''] : one.parts)
      .some((part) => directory.standing(one.shelf, one.item, part)?.hash === one.hash));
    expect([...new Set(standing.map(({ item }) => item))].sort()).toEqual(names);
  }
  for (const [shelf, item, hashes] of histories ?? []) {
    expect(all.filter((one) => one.shelf === shelf && one.item === item).map(({ hash }) => hash)).toEqual(hashes);
  }
  for (const [document, keyid, at, allowed] of may_read ?? []) expect(mayRead({ directory, keyid, at }, document), keyid).toBe(allowed);
}

function checkExpectation(directory: Directory, expectation: Expectation): void {
  for (const [keyid, [status, until, office]] of Object.entries(expectation.status ?? {})) {
    const holder = directory.holder(keyid);
    expect([holder?.status, holder?.until, holder?.office]).toEqual([status, until, office]);
  }
  for (const [keyid, status] of Object.entries(expectation.heads ?? {})) expect(directory.holder(keyid)?.status).toBe(status);
  for (const [office, at, state] of expectation.key_states ?? []) expect(directory.officeKeyState(office, at), office).toBe(state);
  for (const [keyid, size, at, office] of expectation.active ?? []) expect(directory.activeAt(keyid, size, at), `${keyid} ${size}`).toBe(office);
}

/** Fold all but the last leaf; the last has the code, and leaves no trace where it has one. */
async function checkLogCase(directory: Directory, { leaves_b64, now, code, expect: expectation }: StatementVectors['cases'][number]): Promise<void> {
  await directory.fold(leaves_b64.slice(0, -1).map(b64));
  const before = JSON.stringify(directory.toJson());
  expect(JSON.stringify(Directory.fromJson(JSON.parse(before)).toJson())).toBe(before);
  const last = leaves_b64.slice(-1).map(b64);
  expect(await codeOfAsync(() => directory.fold(last, now ?? undefined))).toBe(expected(code));
  if (code !== null) expect(JSON.stringify(directory.toJson())).toBe(before);
  if (expectation === null) return;
  checkExpectation(directory, expectation);
  checkNotices(directory, expectation);
  checkPublications(directory, expectation);
}

file<StatementVectors>('statements.json', ({ base_b64, roots, cases }) => {
  test('roots of the base', async () => {
    const directory = Directory.empty();
    await directory.fold(base_b64.map(b64));
    expect(roots.map((_, size) => toHex(directory.rootHashAt(size) ?? new Uint8Array(0)))).toEqual(roots);
  });
  all('cases', cases, async (item) => {
    const directory = Directory.empty();
    await directory.fold(base_b64.slice(0, item.base).map(b64));
    await checkLogCase(directory, item);
  });
});

interface NoticeVectors extends Pick<StatementVectors, 'base_b64' | 'cases'> {
  readonly records: (Case & { document_b64: string; record: string })[];
  readonly pictures: (Case & { data_b64: string; len: number; sha256: string })[];
}

file<NoticeVectors>('notices.json', ({ base_b64, cases, records, pictures }) => {
  let base: Promise<unknown> | undefined;
  all('cases', cases, async (item) => {
    base ??= directoryOf(base_b64).then((directory) => directory.toJson());
    await checkLogCase(Directory.fromJson(await base), item);
  });
  all('records', records, ({ document_b64, record, code }) => {
    const bytes = b64(document_b64);
    expect(codeOf(() => decodeRecord(bytes, record))).toBe(expected(code));
    if (code === null) expect(codeOf(() => openDocument(parse(bytes), record))).toBe('accepted');
  });
  all('pictures', pictures, async ({ data_b64, len, sha256, code }) => {
    expect(await codeOfAsync(() => checkPicture({ sha256, len }, b64(data_b64)))).toBe(expected(code));
  });
});

interface PublicationVectors extends Pick<StatementVectors, 'base_b64' | 'cases'> {
  readonly documents: (Case & { pieces_b64: string[]; fill: number; document: string; shelf: Sort; item: string; parts: string[] })[];
}

file<PublicationVectors>('publications.json', ({ base_b64, cases, documents }) => {
  let base: Promise<unknown> | undefined;
  all('cases', cases, async (item) => {
    base ??= directoryOf(base_b64).then((directory) => directory.toJson());
    await checkLogCase(Directory.fromJson(await base), item);
  });
  all('documents', documents, ({ pieces_b64, fill, document, shelf, item, parts, code }) => {
    const [first = new Uint8Array(0), ...rest] = pieces_b64.map(b64);
    const bytes = concat(first, ...rest.flatMap((piece) => [utf8('x'.repeat(fill)), piece]));
    expect(codeOf(() => decodePublication({ shelf, item, parts }, bytes, document))).toBe(expected(code));
  });
});

interface RoomVectors {
  readonly register_b64: string[];
  readonly rooms: Record<string, { frames_b64: string[] }>;
  readonly cases: (Case & { leaves_b64: string[]; room: string; take: number; frames_b64: string[]; now: number | null })[];
  readonly unroll: (Case & { frames_b64: string[]; seeds: Record<string, string>; keys: Record<string, string> })[];
  readonly open_body: (Case & { key: string; frame_b64: string; body: string | null })[];
  readonly existence: {
    readonly register_b64: string[];
    readonly frames_b64: string[];
    readonly cases: (Case & { seq: number; at: number; proof: HeadsProof | null })[];
  };
}

const entryFrom = (frame: string): Entry => decodeFrame(b64(frame));

async function directoryOf(leaves: readonly string[]): Promise<Directory> {
  const directory = Directory.empty();
  await directory.fold(leaves.map(b64));
  return directory;
}

file<RoomVectors>('rooms.json', (vectors) => {
  const bare = (): Promise<Directory> => directoryOf(vectors.register_b64);

  all('cases', vectors.cases, async ({ leaves_b64, room: name, take, frames_b64, now, code }) => {
    const directory = await bare();
    await directory.fold(leaves_b64.map(b64));
    const room = Room.empty();
    const before = [...(vectors.rooms[name]?.frames_b64 ?? []).slice(0, take), ...frames_b64.slice(0, -1)];
    await room.fold(before.map(entryFrom), directory);
    const state = JSON.stringify(room.toJson());
    const found = await codeOfAsync(async () => {
      const entry = entryFrom(frames_b64.at(-1) ?? '');
      await room.verify([entry], directory);
      room.apply(entry, directory, now ?? undefined);
    });
    expect(found).toBe(expected(code));
    if (code !== null) expect(JSON.stringify(room.toJson())).toBe(state);
  });
  all('unrolled', vectors.unroll, async ({ frames_b64, seeds, keys, code }) => {
    const kems = new Map(await Promise.all(Object.entries(seeds).map(async ([keyid, seed]) => [keyid, await KemKey.fromSeed(hex(seed))] as const)));
    let found = new Map<number, Bytes>();
    const opened = await codeOfAsync(async () => {
      found = await unroll(frames_b64.map(entryFrom), kems);
    });
    expect(opened).toBe(expected(code));
    if (code === null) expect(Object.fromEntries([...found].map(([epoch, key]) => [String(epoch), toHex(key)]))).toEqual(keys);
  });
  all('opened', vectors.open_body, async ({ key, frame_b64, body, code }) => {
    let found: JsonObject = {};
    const opened = await codeOfAsync(async () => {
      found = await openBody(hex(key), entryFrom(frame_b64));
    });
    expect(opened).toBe(expected(code));
    if (code === null) expect(toHex(stringify(found))).toBe(body);
  });
  all('existence', vectors.existence?.cases, async ({ seq, at, proof, code }) => {
    const directory = await directoryOf(vectors.existence.register_b64);
    const entries = vectors.existence.frames_b64.map(entryFrom);
    const room = Room.empty();
    await room.fold(entries, directory);
    expect(codeOf(() => proveEarlier(directory, room.id, entries, seq, at, proof ?? undefined))).toBe(expected(code));
  });
});

file<{ cases: (Case & { body: string; clock: Clock | null; blobs: Blob[]; known: boolean | null })[] }>('bodies.json', ({ cases }) => {
  all('cases', cases, ({ body, clock, blobs, code, known }) => {
    const check = () => checkBody(parse(hex(body)), { clock, blobs });
    expect(codeOf(check)).toBe(expected(code));
    if (code === null && known !== null) expect(check() !== undefined).toBe(known);
  });
});

interface ScreeningRoom extends Case {
  readonly purpose: 'case' | 'office';
  readonly messages: OfficeMessage[];
  readonly files: Record<string, SubjectRecord[]>;
  readonly expect: { lists: Record<string, string>; decisions: string[][]; watched: string[]; marks: string[]; sources: string[]; through: number; lists_through: number };
}
interface ScreeningVectors {
  readonly fold: { utf16: string; folded: string }[];
  readonly fold_all: { ranges: [number, number][]; sha256: string }[];
  readonly identity: { records: SubjectRecord[]; identity: string }[];
  readonly content: { says: JsonObject; content: string }[];
  readonly mark: (LeadKey & { mark: string })[];
  readonly rooms: ScreeningRoom[];
  readonly files: (Case & { of: 'entries' | 'records'; data_b64: string; entries: number; found: unknown })[];
}

const fromUtf16 = (text: string): string => String.fromCharCode(...(text.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)));
const inOrder = (texts: Iterable<string>): string[] => [...texts].sort();
const fromTo = ([start, end]: [number, number]): number[] => Array.from({ length: end - start + 1 }, (_, n) => start + n);

file<ScreeningVectors>('screening.json', (vectors) => {
  test('folded texts', () => {
    for (const { utf16, folded } of vectors.fold) expect(fold(fromUtf16(utf16)), utf16).toBe(folded);
    for (const { ranges, sha256 } of vectors.fold_all) {
      const said = ranges.flatMap(fromTo).map((code) => fold(String.fromCodePoint(code)));
      expect(sha256Hex(said.join('\n')), JSON.stringify(ranges[0])).toBe(sha256);
    }
  });

  test('digests', () => {
    for (const { records, identity } of vectors.identity) for (const record of records) expect(identityOf(record)).toBe(identity);
    for (const { says, content } of vectors.content) expect(contentOf(says)).toBe(content);
    for (const { mark, ...lead } of vectors.mark) expect(markOf(lead)).toBe(mark);
  });

  all('rooms', vectors.rooms, ({ purpose, messages, files, expect: expected }) => {
    const { lists, decisions, watch, marks, sources, through, listsThrough } = foldScreening(purpose, messages);
    const decided = [...decisions.values()].map(({ hash, body: { query, listed, verdict } }) => [query, listed, verdict, hash]);
    expect({
      lists: Object.fromEntries([...lists].map(([name, { hash }]) => [name, hash])),
      decisions: decided.sort((one, other) => (one.join() < other.join() ? -1 : 1)),
      watched: [...watchedOf(watch, new Map(Object.entries(files))).keys()],
      marks: inOrder(marks), sources: inOrder(sources), through, lists_through: listsThrough,
    }).toEqual(expected);
  });

  describe.each([1, 1_000_000])('files, %d bytes at once', (atOnce) => {
    all('read', vectors.files, async ({ of, data_b64, entries, code, found }) => {
      const data = b64(data_b64);
      const pieces = Array.from({ length: Math.ceil(data.length / atOnce) }, (_, n) => data.slice(n * atOnce, (n + 1) * atOnce));
      const stream = new ReadableStream<Bytes>({ start(to) { pieces.forEach((piece) => { to.enqueue(piece); }); to.close(); } });
      const read: unknown[] = [];
      expect(await codeOfAsync(async () => {
        if (of === 'records') for await (const record of readRecords(stream, entries)) read.push(identityOf(record));
        else for await (const { says, content, line, forms } of readEntries(stream, entries, 1)) read.push([says.id, content, line, forms]);
      })).toBe(expected(code));
      if (code === null) expect(read).toEqual(found);
    });
  });
});

interface KdfJson {
  readonly alg: string;
  readonly m: number;
  readonly t: number;
  readonly p: number;
  readonly salt: string;
}
interface LockVectors {
  readonly kits: { kit: string; code: string }[];
  readonly kits_read: { text: string; kit: string | null; code: string | null }[];
  readonly derive: { passphrase: string; kdf: KdfJson; login: string; kit: string; stretched: string; auth: string; unlock: string; verifier: string }[];
  readonly kdf: { kdf: KdfJson; code: string | null }[];
  readonly passkey: { login: string; prf_input: string; prf_output: string; unlock: string }[];
  readonly make: {
    sign_seed: string; kem_seed: string; login: string; unlock: string; salt: string; kdf: KdfJson | null; credential: string | null; record: string;
  }[];
  readonly open: (Case & { record: string; unlock: string })[];
  readonly vault: { kem_seed: string; keyid: string; vault: string; salt: string; sealed: string }[];
  readonly vault_open: (Case & { kem_seed: string; keyid: string; version: number; seen: number; sealed: string })[];
  readonly device: { d: string; resume: string; kem_seed: string; login: string; device: string; local: string }[];
  readonly draft: { kem_seed: string; keyid: string; draft: string; version: number; sealed: string; body: string }[];
}

const derivePassphrase = async (password: Bytes, salt: Bytes, { m, t, p }: { m: number; t: number; p: number }) =>
  new Uint8Array(await argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary' }));

file<LockVectors>('locks.json', (vectors) => {
  all('kits', vectors.kits, ({ kit, code }) => {
    expect(kitCode(hex(kit))).toBe(code);
  });
  all('kits as typed', vectors.kits_read, ({ text, kit, code }) => {
    expect(codeOf(() => parseKit(text)), text).toBe(expected(code));
    if (kit !== null) expect(toHex(parseKit(text))).toBe(kit);
  });
  all('derived', vectors.derive, async ({ passphrase, kdf, login, kit, stretched, auth, unlock, verifier }) => {
    const found = await stretch(passphrase, readKdf(kdf), derivePassphrase);
    expect(toHex(found)).toBe(stretched);
    const keys = await derive(login, found, hex(kit));
    expect([toHex(keys.auth), toHex(keys.unlock), toHex(authVerifier(keys.auth))]).toEqual([auth, unlock, verifier]);
  });
  all('offers', vectors.kdf, ({ kdf, code }) => {
    expect(codeOf(() => readKdf(kdf))).toBe(expected(code));
  });
  all('passkeys', vectors.passkey, async ({ login, prf_input, prf_output, unlock }) => {
    expect([toHex(prfInput(login)), toHex(await passkeyUnlock(login, hex(prf_output)))]).toEqual([prf_input, unlock]);
  });
  all('made', vectors.make, async (item) => {
    const seeds = { sign: hex(item.sign_seed), kem: hex(item.kem_seed) };
    const { keyset } = await officerKeys(seeds);
    const locking = { login: item.login, keyid: keyset.keyid, unlock: hex(item.unlock), seeds, salt: hex(item.salt) };
    const record =
      item.kdf === null ? await makePasskeyLock({ ...locking, credential: hex(item.credential ?? '') }) : await makePassphraseLock({ ...locking, kdf: readKdf(item.kdf) });
    expect(decodeUtf8(stringify(record))).toBe(decodeUtf8(hex(item.record)));
    expect(await openLock(record, hex(item.unlock), item.login)).toEqual(seeds);
  });
  all('opened', vectors.open, async ({ record, unlock, code }) => {
    const value = parse(hex(record));
    const login = typeof value['login'] === 'string' ? value['login'] : '';
    expect(await codeOfAsync(() => openLock(value, hex(unlock), login))).toBe(expected(code));
  });
  all('vaults', vectors.vault, async ({ kem_seed, keyid, vault, salt, sealed }) => {
    const content = parse(hex(vault)) as unknown as Vault;
    const owner = { keyid, kemSeed: hex(kem_seed) };
    expect(toHex(await sealVault(owner, content, hex(salt)))).toBe(sealed);
    expect(await openVault(owner, content.version, 0, hex(sealed))).toEqual(content);
  });
  all('vaults as offered', vectors.vault_open, async ({ kem_seed, keyid, version, seen, sealed, code }) => {
    expect(await codeOfAsync(() => openVault({ keyid, kemSeed: hex(kem_seed) }, version, seen, hex(sealed)))).toBe(expected(code));
  });
  all('devices', vectors.device, async ({ d, resume, kem_seed, login, device, local }) => {
    expect(toHex(await deviceKey(hex(d), hex(resume), login))).toBe(device);
    expect(toHex(await localKey(hex(d), hex(kem_seed), login))).toBe(local);
  });
  all('drafts', vectors.draft, async ({ kem_seed, keyid, draft, version, sealed, body }) => {
    expect(toHex(stringify(await openDraft({ keyid, kemSeed: hex(kem_seed) }, { draft, version }, hex(sealed))))).toBe(body);
  });
});
