/**
 * The directory: the register's statements folded into who is who (protocol/statements.md).
 *
 * Signatures are checked ahead and concurrently by `verify`; `apply` is synchronous and leaves the directory
 * as it was when it raises. A client that meets an error blocks at that index.
 */

import { authorityOf, distinct, ownKeyid } from './authority.ts';
import { type Bytes } from './bytes.ts';
import { type Trust } from './checkpoint.ts';
import { decode, demandSignatures, type Envelope, STATEMENT } from './envelope.ts';
import { demand, ProtocolError } from './errors.ts';
import { checkKemKey, checkSignKey, keyidOf, Keyset } from './keys.ts';
import { type Notice } from './notice-states.ts';
import { pack, unpack } from './packing.ts';
import { placeOf, type Publication } from './publication-rules.ts';
import {
  type Agency, type Bureau, emptyRegister, type Holder, isOfficer, type LogLine, momentAt, type Office, type Officer,
  type OfficeKey, officeOf, type Register, type RootInForce, type Status,
} from './register.ts';
import { checkShape, ROOT, type Shelf, type Statement, type StatementOf } from './statements.ts';
import { Frontier, leafHash, readHeads } from './tree.ts';

const MAX_AHEAD_SECONDS = 600;

export type OfficeKeyState = 'none' | 'stale' | 'incomplete' | 'current';

/** How a post ended: at `until`, and before that at a statement if there was one. */
export interface End {
  readonly index: number | undefined;
  readonly until: number;
}

export class Directory {
  private readonly frontier: Frontier;
  private readonly register: Register;
  /** Root of the tree at every size from 0 on. */
  private readonly roots: Bytes[];
  private readonly shapes = new WeakMap<Envelope, Statement>();
  /** Of any statement, or of a checkpoint over them. */
  private newestTime = 0;
  /** When the newest checkpoint that this client verified was signed (Unix seconds); 0 before there is one. */
  checkpointTime = 0;
  private readonly officersByOffice = new Map<string, Set<string>>();

  private constructor(frontier: Frontier, register: Register, roots: Bytes[]) {
    this.frontier = frontier;
    this.register = register;
    this.roots = roots;
    for (const holder of register.holders.values()) this.index(holder);
    for (const { kind, time } of register.log) if (kind !== 'heads') this.newestTime = Math.max(this.newestTime, time);
  }

  static empty(): Directory {
    const frontier = Frontier.empty();
    return new Directory(frontier, emptyRegister(), [frontier.root()]);
  }

  // ---- folding ----------------------------------------------------------------------------------

  /**
   * Fold leaves that follow this directory, checking signatures concurrently. `now` in Unix seconds.
   * @throws ProtocolError of the first bad leaf; the leaves before it have been folded.
   */
  async fold(leaves: readonly Bytes[], now?: number): Promise<void> {
    const decoded = leaves.map((leaf) => (leaf[0] === 1 ? tryDecode(leaf) : undefined));
    await this.verify(decoded.filter((envelope) => envelope !== undefined));
    for (const [n, leaf] of leaves.entries()) {
      const envelope = decoded[n];
      if (envelope === undefined) this.applyLeaf(this.size, leaf, now);
      else this.apply(this.size, envelope, now);
    }
  }

  /** Check the signatures of statements that `apply` will be given, by all keys that could be asked for. */
  async verify(envelopes: readonly Envelope[]): Promise<void> {
    const brought = new Map<string, Bytes>();
    for (const envelope of envelopes) {
      const statement = this.shapeOf(envelope);
      if (statement?.kind === 'keyset') brought.set(ownKeyid(statement), statement.sign);
      if (statement?.kind === 'root') for (const key of statement.keys) brought.set(keyidOf(key), key);
    }
    const checks = envelopes.flatMap((envelope) =>
      envelope.signatures.map(async ({ keyid }) => {
        const key = brought.get(keyid) ?? this.register.keys.get(keyid)?.sign ?? this.root?.keys.get(keyid);
        if (key !== undefined) await envelope.check(keyid, key);
      }),
    );
    await Promise.all(checks);
  }

  /** Fold any leaf; a statement's signatures must have been checked by `verify`, so give those to `apply`. */
  applyLeaf(index: number, data: Bytes, now?: number): void {
    if (data[0] === 1) {
      this.apply(index, decode(data), now);
      return;
    }
    demand(this.size > 0, 'bad_root', 'the first leaf is no root');
    demand(data[0] === 0x7b, 'bad_envelope', 'neither a statement nor heads');
    const { time, count, root } = readHeads(data);
    demand(time >= (this.register.heads.at(-1)?.time ?? 0), 'bad_heads', 'time went back');
    this.register.heads.push({ index, time, count, root });
    this.land(index, data, { hash: '', kind: 'heads', by: '', time });
  }

  /** Fold one statement at leaf `index`, which is the size of the tree so far. */
  apply(index: number, envelope: Envelope, now?: number): void {
    if (index !== this.size) throw new RangeError(`leaf ${index} was given, ${this.size} is next`);
    const { register } = this;
    demand(envelope.type === STATEMENT, 'bad_shape', 'not a statement'); // 1
    const statement = this.readShape(envelope);
    this.checkNetwork(statement);
    demand(now === undefined || statement.time <= now + MAX_AHEAD_SECONDS, 'bad_time', 'in the future');
    // Else a key that has expired could still claim a time at which it had not.
    demand(statement.time >= this.newestTime - 2 * MAX_AHEAD_SECONDS, 'bad_time', 'long before the statements before it');
    demand(!register.seen.has(envelope.hash), 'replayed_statement'); // 2
    demand(statement.iprev === (register.chainHeads.get(statement.by) ?? null), 'broken_chain'); // 3
    this.checkSignatures(envelope, statement); // 4
    const change = authorityOf({ register, index, hash: envelope.hash }, statement); // 5
    change();
    register.chainHeads.set(statement.by, envelope.hash); // 6
    register.seen.set(envelope.hash, index);
    this.land(index, envelope.wire(), { hash: envelope.hash, kind: statement.kind, by: statement.by, time: statement.time });
    this.indexOf(statement);
  }

  /**
   * Whether this would land next as far as authority goes (step 5); changes nothing. For clients, so that they offer
   * only what would be accepted.
   * @throws ProtocolError as `apply` does
   */
  demandAuthority(statement: Statement): void {
    authorityOf({ register: this.register, index: this.size, hash: '' }, statement);
  }

  /**
   * A checkpoint over this size was signed at `time`: what comes after was not signed long before. Not part of the
   * fold, which is the same for all: each client knows its own checkpoints.
   */
  witnessed(time: number): void {
    this.newestTime = Math.max(this.newestTime, time);
    this.checkpointTime = time;
  }

  private land(index: number, data: Bytes, line: LogLine): void {
    if (index !== this.size) throw new RangeError(`leaf ${index} was given, ${this.size} is next`);
    this.register.log.push(line);
    if (line.kind !== 'heads') this.newestTime = Math.max(this.newestTime, line.time);
    this.frontier.append(leafHash(data));
    this.roots.push(this.frontier.root());
  }

  private shapeOf(envelope: Envelope): Statement | undefined {
    try {
      return this.readShape(envelope);
    } catch (error) {
      if (error instanceof ProtocolError) return undefined;
      throw error;
    }
  }

  private readShape(envelope: Envelope): Statement {
    const known = this.shapes.get(envelope) ?? checkShape(envelope.value);
    this.shapes.set(envelope, known);
    return known;
  }

  private checkNetwork(statement: Statement): void {
    if (this.size === 0) {
      demand(statement.kind === 'root' && statement.seq === 0 && statement.net === null, 'bad_root', 'the first leaf is no first root');
      return;
    }
    demand(statement.kind !== 'root' || statement.seq > 0, 'bad_root', 'a second first root');
    demand(statement.net === this.net, 'wrong_network');
  }

  private checkSignatures(envelope: Envelope, statement: Statement): void {
    if (statement.kind === 'root') {
      this.checkRoot(statement);
      demandSignatures(envelope, this.rootSigners(envelope, statement));
    } else if (statement.by === ROOT && statement.kind !== 'keyset') {
      demandSignatures(envelope, this.quorumSigners(envelope));
    } else {
      if (statement.kind === 'keyset') checkKeyset(statement);
      const key = statement.kind === 'keyset' ? statement.sign : this.register.keys.get(statement.by)?.sign;
      demand(key !== undefined, 'unknown_issuer', statement.by);
      demandSignatures(envelope, new Map([[statement.by, key]]));
      const status = this.register.holders.get(statement.by)?.status;
      demand(status !== 'revoked', 'issuer_revoked');
      demand(status !== 'suspended', 'issuer_suspended');
      demand(status !== 'replaced', 'issuer_replaced');
    }
  }

  /** What a root says of itself and of the one before it. */
  private checkRoot(statement: StatementOf<'root'>): void {
    const { by, k, keys, witnesses, quorum, seq, prev, log } = statement;
    demand(by === ROOT, 'bad_root', 'not by the root');
    demand(k >= 2 && k <= keys.length && keys.length <= 15 && distinct(keys), 'bad_root', 'k of n');
    demand(distinct(witnesses.map(({ name }) => name)) && distinct(witnesses.map(({ key }) => key)), 'bad_root', 'witnesses');
    demand(quorum <= witnesses.length, 'bad_root', 'quorum');
    const before = this.root;
    demand(seq === (before?.seq ?? -1) + 1 && prev === (before?.hash ?? null), 'bad_root', 'not the next root');
    demand(before === null || log.origin === before.log.origin, 'bad_root', 'the origin cannot change');
    for (const key of [...keys, log.ed25519, ...witnesses.map((witness) => witness.key)]) checkSignKey(key);
  }

  /** k of the keys in force have signed, and nobody else. */
  private quorumSigners(envelope: Envelope): ReadonlyMap<string, Bytes> {
    const { k, keys } = this.rootInForce();
    const signed = signersAmong(envelope, keys);
    demand(signed.size >= k, 'missing_signature', `${k} root keys must sign`);
    demand(signed.size === k, 'bad_envelope', 'more root keys than asked for');
    return signed;
  }

  /** At least k of the old root's keys and k of the new one's have signed, and no signature could be left out. */
  private rootSigners(envelope: Envelope, statement: StatementOf<'root'>): ReadonlyMap<string, Bytes> {
    const named = new Map(statement.keys.map((key) => [keyidOf(key), key]));
    const fresh = signersAmong(envelope, named);
    const old = this.root === null ? new Map<string, Bytes>() : signersAmong(envelope, this.root.keys);
    const oldK = this.root?.k ?? 0;
    demand(fresh.size >= statement.k && old.size >= oldK, 'missing_signature', 'root keys must sign');
    const all = new Map([...old, ...fresh]);
    for (const keyid of all.keys()) {
      const needed = (fresh.has(keyid) && fresh.size === statement.k) || (old.has(keyid) && old.size === oldK);
      demand(needed, 'bad_envelope', 'more root keys than asked for');
    }
    return all;
  }

  private rootInForce(): RootInForce {
    const { root } = this.register;
    if (root === null) throw new RangeError('an empty directory has no root');
    return root;
  }

  // ---- the tree ---------------------------------------------------------------------------------

  get size(): number {
    return this.frontier.size;
  }

  /** Root hash of the register's tree as folded. */
  get treeRoot(): Bytes {
    return this.frontier.root();
  }

  /** Root hash of the tree at an earlier size; undefined beyond what was folded. */
  rootHashAt(size: number): Bytes | undefined {
    return this.roots[size];
  }

  get net(): string | null {
    return this.register.net;
  }

  /** The root statement in force; null before the first leaf. */
  get root(): RootInForce | null {
    return this.register.root;
  }

  /** What a checkpoint must be signed by. */
  get trust(): Trust {
    const { log, witnesses, quorum } = this.rootInForce();
    return { origin: log.origin, logEd25519: log.ed25519, logMldsa44: log.mldsa44, witnesses, quorum };
  }

  get release(): Register['release'] {
    return this.register.release;
  }

  /** Every notice that was ever submitted, by the hash of its statement, oldest first. */
  get notices(): Register['notices'] {
    return this.register.notices;
  }

  notice(hash: string): Notice | undefined {
    return this.register.notices.get(hash);
  }

  /** Every offer and publication that ever landed, by the hash of its statement, oldest first. */
  get offers(): Register['offers'] {
    return this.register.offers;
  }

  get publications(): Register['publications'] {
    return this.register.publications;
  }

  /** The last publication of an item; of one of its facts where `part` names it. */
  standing(shelf: Shelf, item: string, part?: string): Publication | undefined {
    return this.register.publications.get(this.register.standings.get(placeOf(shelf, item, part)) ?? '');
  }

  /** Hash of the publication of a document, or of the offer while nobody has published it. */
  broughtBy(document: string): string | undefined {
    return this.register.documents.get(document);
  }

  /** stale_client when the network's last release asks for a newer client than `version`. */
  checkClient(version: number): void {
    demand(version >= (this.register.release?.minimum ?? 0), 'stale_client');
  }

  chainHead(by: string): string | null {
    return this.register.chainHeads.get(by) ?? null;
  }

  /** Leaf index, time and root of every heads leaf, oldest first. */
  get heads(): Register['heads'] {
    return this.register.heads;
  }

  /** What stands at a leaf: its hash, kind, issuer and time. */
  line(index: number): LogLine | undefined {
    return this.register.log[index];
  }

  // ---- people and places ------------------------------------------------------------------------

  /** Public keys of any published keyset. */
  keyset(keyid: string): Keyset | undefined {
    const known = this.register.keys.get(keyid);
    return known === undefined ? undefined : new Keyset(known.sign, known.kem);
  }

  /** Public signing key of any published keyset. */
  signKey(keyid: string): Bytes | undefined {
    return this.register.keys.get(keyid)?.sign;
  }

  /** Whoever holds or held a post with this key. */
  holder(keyid: string): Holder | undefined {
    return this.register.holders.get(keyid);
  }

  officer(keyid: string): Officer | undefined {
    const holder = this.register.holders.get(keyid);
    return isOfficer(holder) ? holder : undefined;
  }

  get officers(): Officer[] {
    return [...this.register.holders.values()].filter(isOfficer);
  }

  office(id: string): Office | undefined {
    return officeOf(this.register, id);
  }

  get offices(): Office[] {
    return [...this.register.offices.keys()].flatMap((id) => officeOf(this.register, id) ?? []);
  }

  get bureaus(): ReadonlyMap<string, Bureau> {
    return this.register.bureaus;
  }

  get agencies(): ReadonlyMap<string, Agency> {
    return this.register.agencies;
  }

  get nominations(): Register['nominations'] {
    return this.register.nominations;
  }

  /** Active officers of an office at a time, by key id. */
  officersOf(office: string, at: number): Officer[] {
    return this.officersAt(office, this.size, at).flatMap((keyid) => this.officer(keyid) ?? []);
  }

  activeOfficer(keyid: string, at: number): boolean {
    return this.activeAt(keyid, this.size, at) !== null;
  }

  statusAt(keyid: string, size: number): Status | undefined {
    return momentAt(this.register.holders.get(keyid), size)?.status;
  }

  /** Office of the officer who was active in the tree of `size` and not yet expired at `time`. */
  activeAt(keyid: string, size: number, time: number): string | null {
    const moment = momentAt(this.register.holders.get(keyid), size);
    return moment?.status === 'active' && moment.until !== null && time < moment.until ? moment.office : null;
  }

  /**
   * How the post ended that the key's officer held in the tree of `size`; undefined while it has not by `now` (Unix
   * seconds). Being renewed after an end changes nothing: what counts is the first end from `size` on.
   */
  endAfter(keyid: string, size: number, now: number): End | undefined {
    let until = 0;
    for (const moment of this.register.holders.get(keyid)?.history ?? []) {
      const from = moment.index >= size;
      if (from && moment.status !== 'active') return { index: moment.index, until };
      if (from && (this.line(moment.index)?.time ?? 0) >= until) return { index: undefined, until }; // renewed too late
      until = moment.until ?? 0;
    }
    return now >= until ? { index: undefined, until } : undefined;
  }

  currentOfficeKey(office: string): OfficeKey | undefined {
    return this.register.officeKeys.get(office)?.at(-1);
  }

  /** The office's latest key in the tree of `size`. */
  officeKeyAt(office: string, size: number): OfficeKey | undefined {
    return this.officeKeysOf(office).filter(({ index }) => index < size).at(-1);
  }

  /** All keys of an office, oldest first. */
  officeKeysOf(office: string): readonly OfficeKey[] {
    return this.register.officeKeys.get(office) ?? [];
  }

  officeKeyState(office: string, at: number, size: number = this.size): OfficeKeyState {
    const key = this.officeKeyAt(office, size);
    if (key === undefined) return 'none';
    if (this.isStale(key, office, size, at)) return 'stale';
    return this.officersAt(office, size, at).every((keyid) => key.officers.includes(keyid)) ? 'current' : 'incomplete';
  }

  /** Whether somebody holds this key who is no active officer of the office any more. */
  isStale(key: OfficeKey, office: string, size: number, at: number): boolean {
    return key.officers.some((keyid) => this.activeAt(keyid, size, at) !== office);
  }

  private officersAt(office: string, size: number, at: number): string[] {
    const ever = [...(this.officersByOffice.get(office) ?? [])];
    return ever.filter((keyid) => this.activeAt(keyid, size, at) === office).sort();
  }

  /** Officers whose name, transliteration, country, office or office's name holds the text, whatever case or accents. */
  find(text: string): Officer[] {
    const wanted = plain(text);
    return this.officers.filter(({ person, country, office }) =>
      [person.name, person.latin, country, office, this.office(office)?.name ?? ''].some((field) => plain(field).includes(wanted)),
    );
  }

  /** Leaf indices from the first nomination to the root on which a post rests, oldest first. */
  chain(keyid: string): number[] {
    const holder = this.register.holders.get(keyid);
    if (holder === undefined) return [];
    const indices = new Set(holder.chain);
    for (const index of holder.chain) {
      const by = this.register.log[index]?.by ?? '';
      const issuer = this.register.holders.get(by);
      for (const above of issuer?.chain ?? []) indices.add(above);
    }
    const bureau = this.register.bureaus.get(holder.country);
    if (bureau !== undefined) indices.add(bureau.index);
    if (this.root !== null) indices.add(this.root.index);
    return [...indices].sort((a, b) => a - b);
  }

  // ---- storing ----------------------------------------------------------------------------------

  /** The folded state, for this client's own sealed storage. */
  toJson(): unknown {
    return { frontier: this.frontier.toJson(), register: pack(this.register), roots: pack(this.roots) };
  }

  static fromJson(json: unknown): Directory {
    const stored = json as { frontier: Parameters<typeof Frontier.fromJson>[0]; register: unknown; roots: unknown };
    // What a client kept that knew no notices, or no publications, has met none.
    const register = { ...emptyRegister(), ...(unpack(stored.register) as Register) };
    return new Directory(Frontier.fromJson(stored.frontier), register, unpack(stored.roots) as Bytes[]);
  }

  private indexOf(statement: Statement): void {
    // Only these two make somebody an officer.
    if (statement.kind !== 'authorise' && statement.kind !== 'rotate') return;
    for (const holder of this.register.holders.values()) this.index(holder);
  }

  private index(holder: Holder): void {
    for (const { office } of holder.history) {
      if (office === null) continue;
      const known = this.officersByOffice.get(office) ?? new Set();
      this.officersByOffice.set(office, known.add(holder.keyid));
    }
  }
}

/** Decoded, or undefined where `applyLeaf` will say what is wrong. */
function tryDecode(leaf: Bytes): Envelope | undefined {
  try {
    return decode(leaf);
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

function checkKeyset(statement: StatementOf<'keyset'>): void {
  checkSignKey(statement.sign);
  checkKemKey(statement.kem);
  demand(ownKeyid(statement) === statement.by, 'bad_keyset');
}

/** Those of the keys that have signed. */
function signersAmong(envelope: Envelope, keys: ReadonlyMap<string, Bytes>): Map<string, Bytes> {
  return new Map([...keys].filter(([keyid]) => envelope.signatureBy(keyid) !== undefined));
}

/** Lower case without accents, for searching. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{Mark}/gu, '').toLowerCase();
}
