/** What the peer can be asked: every reader of the protocol on bytes from outside, and makers of fresh material. */
import { argon2id } from 'hash-wasm';
import { checkBody } from '../../src/protocol/bodies.ts';
import { type Bytes, fromB64, toB64, toHex } from '../../src/protocol/bytes.ts';
import { parse, stringify } from '../../src/protocol/canonical.ts';
import { addLine, cosign, signCheckpoint, verifyCheckpoint } from '../../src/protocol/checkpoint.ts';
import { sha256Hex } from '../../src/protocol/digests.ts';
import { Directory } from '../../src/protocol/directory.ts';
import { type Blob, type Clock, decodeFrame, readEntry } from '../../src/protocol/entries.ts';
import { decode, verify } from '../../src/protocol/envelope.ts';
import { wrap } from '../../src/protocol/epoch-making.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { decodeSyncFrame, split } from '../../src/protocol/frames.ts';
import { checkKemKey, checkSignKey, KemKey, officerKeys, SigningKey } from '../../src/protocol/keys.ts';
import { kitCode, makePasskeyLock, makePassphraseLock, passkeyUnlock, prfInput } from '../../src/protocol/lock-making.ts';
import { derive, openLock, parseKit, readKdf, stretch } from '../../src/protocol/locks.ts';
import { dueForReview, runsOutAt, stateAt } from '../../src/protocol/notice-states.ts';
import { decodeRecord } from '../../src/protocol/notices.ts';
import { open, OpenStream, unpadBody, unwrap } from '../../src/protocol/opening.ts';
import { decodePublication } from '../../src/protocol/publications.ts';
import { Room } from '../../src/protocol/rooms.ts';
import { bucket, padBody, seal, SealStream } from '../../src/protocol/sealing.ts';
import { checkShape, type Shelf } from '../../src/protocol/statements.ts';
import { readHeads, verifyConsistency, verifyInclusion } from '../../src/protocol/tree.ts';
import { openBody, unroll } from '../../src/protocol/unroll.ts';
import { openDraft, openVault, sealDraft, sealVault, type Vault } from '../../src/protocol/vault.ts';
import * as casework from './casework.ts';
import { makeNetwork } from './network.ts';

/** A request's arguments, read by name and type. */
export type Request = Readonly<Record<string, unknown>>;

type Call = (request: Request) => unknown;

const text = (request: Request, name: string): string => {
  const value = request[name];
  if (typeof value !== 'string') throw new Error(`${name} must be a text`);
  return value;
};
const number = (request: Request, name: string): number => {
  const value = request[name];
  if (typeof value !== 'number') throw new Error(`${name} must be a number`);
  return value;
};
const list = (request: Request, name: string): string[] => request[name] as string[];
const record = <T>(request: Request, name: string) => request[name] as Record<string, T>;
const fromText = (value: string): Bytes => {
  const found = fromB64(value);
  if (found === undefined) throw new Error('not b64');
  return found;
};
const bytes = (request: Request, name: string): Bytes => fromText(text(request, name));

// ---- parsers ------------------------------------------------------------------------------------

const parsers: Record<string, Call> = {
  canonical: (request) => toB64(stringify(parse(bytes(request, 'data')))),
  envelope: (request) => {
    const envelope = decode(bytes(request, 'data'));
    return { hash: envelope.hash, wire: toB64(envelope.wire()) };
  },
  verify: (request) => verify(decode(bytes(request, 'data')), text(request, 'keyid'), bytes(request, 'public')),
  statement: (request) => {
    checkShape(parse(bytes(request, 'data')));
  },
  entry: (request) => {
    readEntry(parse(bytes(request, 'data')));
  },
  body: (request) => {
    const named = { blobs: request['blobs'] as Blob[], clock: request['clock'] as Clock | null };
    return checkBody(parse(bytes(request, 'data')), named) !== undefined;
  },
  noticeRecord: (request) => {
    const data = bytes(request, 'data');
    decodeRecord(data, sha256Hex(data));
  },
  publicationDocument: (request) => {
    const data = bytes(request, 'data');
    const named = { shelf: text(request, 'shelf') as Shelf, item: text(request, 'item'), parts: list(request, 'parts') };
    decodePublication(named, data, sha256Hex(data));
  },
  frames: (request) => split(bytes(request, 'data')).map(toB64),
  syncFrame: (request) => {
    const { cursor, room, seq, entry } = decodeSyncFrame(bytes(request, 'data'));
    return { cursor, room, seq, entry: toB64(entry) };
  },
  entryFrame: (request) => {
    const { hash, ciphertext } = decodeFrame(bytes(request, 'data'));
    return { hash, ciphertext: toB64(ciphertext ?? new Uint8Array(0)) };
  },
  heads: (request) => {
    readHeads(bytes(request, 'data'));
  },
  unpad: (request) => toB64(stringify(unpadBody(bytes(request, 'data')))),
  kit: (request) => toB64(parseKit(text(request, 'text'))),
  kdf: (request) => {
    readKdf(request['value']);
  },
  signKey: (request) => {
    checkSignKey(bytes(request, 'data'));
  },
  kemKey: (request) => {
    checkKemKey(bytes(request, 'data'));
  },
  inclusion: (request) => {
    const path = list(request, 'path').map(fromText);
    verifyInclusion(bytes(request, 'leaf'), number(request, 'index'), number(request, 'size'), path, bytes(request, 'root'));
  },
  consistency: (request) => {
    const path = list(request, 'path').map(fromText);
    verifyConsistency(number(request, 'first'), number(request, 'second'), path, bytes(request, 'firstRoot'), bytes(request, 'secondRoot'));
  },
};

// ---- sealing ------------------------------------------------------------------------------------

const sealing: Record<string, Call> = {
  wrap: async (request) => toB64(await wrap(bytes(request, 'public'), bytes(request, 'info'), bytes(request, 'plain'))),
  unwrap: async (request) => toB64(await unwrap(await KemKey.fromSeed(bytes(request, 'seed')), bytes(request, 'info'), bytes(request, 'data'))),
  seal: async (request) => toB64(await seal(bytes(request, 'key'), bytes(request, 'context'), bytes(request, 'salt'), bytes(request, 'plain'))),
  open: async (request) => toB64(await open(bytes(request, 'key'), bytes(request, 'context'), bytes(request, 'data'))),
  /** The same, in pieces of the lengths given. */
  sealPieces: async (request) => {
    const stream = await SealStream.start(bytes(request, 'key'), bytes(request, 'context'), bytes(request, 'salt'));
    const parts = [stream.header];
    for (const piece of pieces(bytes(request, 'plain'), request['lengths'] as number[])) parts.push(await stream.update(piece));
    return [...parts, await stream.finish()].map(toB64);
  },
  openPieces: async (request) => {
    const data = bytes(request, 'data');
    const stream = await OpenStream.start(bytes(request, 'key'), bytes(request, 'context'), data.slice(0, 56));
    const parts: Bytes[] = [];
    for (const piece of pieces(data.slice(56), request['lengths'] as number[])) parts.push(await stream.update(piece));
    return [...parts, await stream.finish()].map(toB64);
  },
  pad: (request) => toB64(padBody(parse(bytes(request, 'data')), bytes(request, 'nonce'))),
  buckets: (request) => (request['lengths'] as number[]).map(bucket),
  keys: async (request) => {
    const { keyset } = await officerKeys({ sign: bytes(request, 'sign'), kem: bytes(request, 'kem') });
    return { sign: toB64(keyset.sign), kem: toB64(keyset.kem), keyid: keyset.keyid };
  },
  sign: async (request) => toB64(await (await SigningKey.fromSeed(bytes(request, 'seed'))).sign(bytes(request, 'message'))),
};

function* pieces(data: Bytes, lengths: readonly number[]): Generator<Bytes> {
  let at = 0;
  for (const length of [...lengths, data.length]) {
    yield data.slice(at, at + length);
    at += length;
  }
}

// ---- checkpoints --------------------------------------------------------------------------------

interface TrustJson {
  readonly origin: string;
  readonly ed25519: string;
  readonly mldsa44: string;
  readonly witnesses: [string, string][];
  readonly quorum: number;
}

const checkpoints: Record<string, Call> = {
  signCheckpoint: (request) => {
    const checkpoint = { origin: text(request, 'origin'), size: number(request, 'size'), root: bytes(request, 'root') };
    return signCheckpoint(checkpoint, bytes(request, 'ed25519'), bytes(request, 'mldsa44'), number(request, 'time'));
  },
  cosign: async (request) => {
    const note = text(request, 'note');
    return addLine(note, await cosign(note, text(request, 'name'), bytes(request, 'seed'), number(request, 'time')));
  },
  verifyCheckpoint: async (request) => {
    const { origin, ed25519, mldsa44, witnesses, quorum } = request['trust'] as TrustJson;
    const named = witnesses.map(([name, key]) => ({ name, key: fromText(key) }));
    const trust = { origin, logEd25519: fromText(ed25519), logMldsa44: fromText(mldsa44), witnesses: named, quorum };
    const maxAge = request['maxAge'] as number | null;
    const found = await verifyCheckpoint(bytes(request, 'note'), trust, number(request, 'now'), maxAge ?? undefined);
    return { size: found.size, root: toB64(found.root) };
  },
};

// ---- folds --------------------------------------------------------------------------------------

const directories = new Map<string, Directory>();
const rooms = new Map<string, Room>();

function directoryOf(request: Request): Directory {
  const name = text(request, 'directory');
  const known = directories.get(name) ?? Directory.empty();
  directories.set(name, known);
  return known;
}

function roomOf(request: Request): Room {
  const name = text(request, 'room');
  const known = rooms.get(name) ?? Room.empty();
  rooms.set(name, known);
  return known;
}

const folds: Record<string, Call> = {
  fold: async (request) => {
    const directory = directoryOf(request);
    await directory.fold(list(request, 'leaves').map(fromText), (request['now'] as number | null) ?? undefined);
    return { size: directory.size, root: toHex(directory.treeRoot) };
  },
  active: (request) => {
    const directory = directoryOf(request);
    return (request['asked'] as [string, number, number][]).map(([keyid, size, time]) => directory.activeAt(keyid, size, time));
  },
  register: (request) => {
    const directory = directoryOf(request);
    const at = number(request, 'at');
    const states = (request['keyids'] as string[]).map((keyid) => [
      keyid, directory.statusAt(keyid, directory.size) ?? null, directory.officer(keyid)?.until ?? null, directory.chainHead(keyid),
    ]);
    const offices = directory.offices.map(({ office, name }) => [office, name, directory.officeKeyState(office, at), directory.currentOfficeKey(office)?.keyid ?? null]);
    return {
      states, offices: offices.sort(), k: directory.root?.k ?? null, release: directory.release?.version ?? null,
      officers: directory.offices.map(({ office }) => [office, directory.officersOf(office, at).map(({ keyid }) => keyid).sort()]).sort(),
    };
  },
  notices: (request) => {
    const at = number(request, 'at');
    return [...directoryOf(request).notices.values()].map((notice) => [
      notice.hash, notice.index, notice.by, notice.origin, notice.until, stateAt(notice, at), dueForReview(notice, at), runsOutAt(notice),
      notice.published, notice.replacedBy, notice.reviews.map(({ hash, origin }) => [hash, origin]), notice.changes.map(({ hash }) => hash),
    ]);
  },
  publications: (request) => {
    const directory = directoryOf(request);
    return {
      offers: [...directory.offers.values()].map((made) => [made.hash, made.index, made.origin, made.document, made.state]),
      publications: [...directory.publications.values()].map((made) => [made.hash, made.index, made.document, made.offer, made.why ? [made.why.document, made.why.successor] : null]),
    };
  },
  /** Hash of what stands in each asked place: shelf, item, part. */
  standings: (request) => {
    const directory = directoryOf(request);
    const asked = request['asked'] as (readonly [Shelf, string, string])[];
    return asked.map((place) => directory.standing(...place)?.hash ?? null);
  },
  foldRoom: async (request) => {
    const room = roomOf(request);
    const directory = directoryOf(request);
    await room.fold(list(request, 'frames').map((frame) => decodeFrame(fromText(frame))), directory);
    return { id: room.id, seq: room.seq, head: room.head, epoch: room.epoch, members: room.members, clocks: [...room.clocks.keys()].sort() };
  },
  /** Epoch keys and bodies that the kem seeds open. */
  readRoom: async (request) => {
    const entries = list(request, 'frames').map((frame) => decodeFrame(fromText(frame)));
    const seeds = Object.entries(record<string>(request, 'seeds'));
    const kems = new Map(await Promise.all(seeds.map(async ([keyid, seed]) => [keyid, await KemKey.fromSeed(fromText(seed))] as const)));
    const keys = await unroll(entries, kems);
    const bodies: Record<string, string> = {};
    for (const [seq, entry] of entries.entries()) {
      const key = entry.value.kind === 'message' ? keys.get(entry.value.epoch) : undefined;
      if (key !== undefined) bodies[String(seq)] = toB64(stringify(await openBody(key, entry)));
    }
    return { keys: Object.fromEntries([...keys].map(([epoch, key]) => [String(epoch), toB64(key)])), bodies };
  },
};

// ---- locks --------------------------------------------------------------------------------------

const stretcher = async (password: Bytes, salt: Bytes, { m, t, p }: { m: number; t: number; p: number }) =>
  new Uint8Array(await argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary' }));

const locks: Record<string, Call> = {
  kitCode: (request) => kitCode(bytes(request, 'kit')),
  stretch: async (request) => toB64(await stretch(text(request, 'passphrase'), readKdf(request['kdf']), stretcher)),
  derive: async (request) => {
    const { auth, unlock } = await derive(text(request, 'login'), bytes(request, 'stretched'), bytes(request, 'kit'));
    return { auth: toB64(auth), unlock: toB64(unlock) };
  },
  passkey: async (request) => {
    const login = text(request, 'login');
    return { input: toB64(prfInput(login)), unlock: toB64(await passkeyUnlock(login, bytes(request, 'prf'))) };
  },
  makeLock: async (request) => {
    const seeds = { sign: bytes(request, 'sign'), kem: bytes(request, 'kem') };
    const { keyset } = await officerKeys(seeds);
    const locking = { login: text(request, 'login'), keyid: keyset.keyid, unlock: bytes(request, 'unlock'), seeds, salt: bytes(request, 'salt') };
    const lock = request['kdf'] === null
      ? makePasskeyLock({ ...locking, credential: bytes(request, 'credential') })
      : makePassphraseLock({ ...locking, kdf: readKdf(request['kdf']) });
    return toB64(stringify(await lock));
  },
  openLock: async (request) => {
    const record = parse(bytes(request, 'record'));
    const login = typeof record['login'] === 'string' ? record['login'] : '';
    const { sign, kem } = await openLock(record, bytes(request, 'unlock'), login);
    return { sign: toB64(sign), kem: toB64(kem) };
  },
  sealVault: async (request) => {
    const owner = { keyid: text(request, 'keyid'), kemSeed: bytes(request, 'kem') };
    return toB64(await sealVault(owner, parse(bytes(request, 'vault')) as unknown as Vault, bytes(request, 'salt')));
  },
  openVault: async (request) => {
    const owner = { keyid: text(request, 'keyid'), kemSeed: bytes(request, 'kem') };
    const vault = await openVault(owner, number(request, 'version'), number(request, 'seen'), bytes(request, 'data'));
    return toB64(stringify(vault));
  },
  sealDraft: async (request) => {
    const owner = { keyid: text(request, 'keyid'), kemSeed: bytes(request, 'kem') };
    const place = { draft: text(request, 'draft'), version: number(request, 'version') };
    return toB64(await sealDraft(owner, place, parse(bytes(request, 'body')), bytes(request, 'nonce'), bytes(request, 'salt')));
  },
  openDraft: async (request) => {
    const owner = { keyid: text(request, 'keyid'), kemSeed: bytes(request, 'kem') };
    const place = { draft: text(request, 'draft'), version: number(request, 'version') };
    return toB64(stringify(await openDraft(owner, place, bytes(request, 'data'))));
  },
};

export const CALLS: Readonly<Record<string, Call>> = {
  ...parsers, ...sealing, ...checkpoints, ...folds, ...locks,
  network: (request) => makeNetwork(text(request, 'seed')),
  write: (request) => casework.write(request['desk'] as casework.Desk, text(request, 'room'), request['act'] as casework.Act),
  see: (request) => casework.see(request['desk'] as casework.Desk, text(request, 'room')),
  refuse: (request) => {
    throw new ProtocolError(text(request, 'code'));
  },
};
