/**
 * The room fold, for which no key is needed (protocol/rooms.md). A failed check leaves the room as it was.
 *
 * As in the directory, `verify` checks signatures ahead and concurrently, and `apply` is synchronous.
 */

import { type Directory } from './directory.ts';
import { toHex } from './bytes.ts';
import { quicken } from './digests.ts';
import { checkLists, type Clock, type Entry, type EntryOf, type EntryValue, type Member, type Place, type Tlp, type Urgency } from './entries.ts';
import { demandSignatures, ENTRY } from './envelope.ts';
import { demand, ProtocolError } from './errors.ts';
import { pack, unpack } from './packing.ts';
import { AUDITORS, PARTNERS } from './posts.ts';
import { momentAt } from './register.ts';
import { countryOf } from './statements.ts';

export { decodeFrame, encodeFrame, Entry, type Member } from './entries.ts';

const SLACK_SECONDS = 600;
/** So many entries at once are worth the code that hashes them more quickly. */
const MANY = 200;
const OFFICE = 'office:';
const OFFICER = 'officer:';

/** An opening message that the server watches, by its hash. */
export interface OpenClock {
  readonly of: string;
  readonly from: string;
  readonly to: string;
  readonly urgency: Urgency;
  readonly opened: number;
  readonly state: 'open' | 'acknowledged' | 'answered' | 'closed';
}

interface RoomState {
  readonly id: string;
  readonly purpose: 'case' | 'office';
  readonly floor: Tlp;
  /** Of the genesis: the opening office, or the office that this room is. */
  readonly office: string;
  readonly opener: string;
  readonly seq: number;
  /** Hash of the last entry. */
  readonly head: string;
  readonly epoch: number;
  readonly members: readonly Member[];
  readonly logSize: number;
  readonly time: number;
  readonly clocks: ReadonlyMap<string, OpenClock>;
}

const NOTHING: RoomState = {
  id: '', purpose: 'case', floor: 'TLP:RED', office: '', opener: '', seq: -1, head: '', epoch: 0, members: [], logSize: 0, time: 0, clocks: new Map(),
};

export class Room {
  private state = NOTHING;

  static empty(): Room {
    return new Room();
  }

  get id(): string {
    return this.state.id;
  }
  get purpose(): 'case' | 'office' {
    return this.state.purpose;
  }
  get floor(): Tlp {
    return this.state.floor;
  }
  /** Of the genesis: the opening office, or the office that this room is. */
  get office(): string {
    return this.state.office;
  }
  /** Seq of the last entry; -1 before the genesis. */
  get seq(): number {
    return this.state.seq;
  }
  /** Hash of the last entry, hex. */
  get head(): string {
    return this.state.head;
  }
  get epoch(): number {
    return this.state.epoch;
  }
  get members(): readonly Member[] {
    return this.state.members;
  }
  get logSize(): number {
    return this.state.logSize;
  }
  /** Unix seconds of the last entry. */
  get time(): number {
    return this.state.time;
  }
  get clocks(): ReadonlyMap<string, OpenClock> {
    return this.state.clocks;
  }

  /** Where the next entry goes. */
  get nextPlace(): Place {
    const { id, seq, head } = this.state;
    return { room: id, seq: seq + 1, prev: head };
  }

  /** Check the signatures of entries that `apply` will be given. */
  async verify(entries: readonly Entry[], directory: Directory): Promise<void> {
    if (entries.length >= MANY) await quicken();
    const checks = entries.flatMap(({ envelope }) =>
      envelope.signatures.map(async ({ keyid }) => {
        const key = directory.signKey(keyid);
        if (key !== undefined) await envelope.check(keyid, key);
      }),
    );
    await Promise.all(checks);
  }

  /** Check signatures and fold, in order. Entries before a bad one stay folded. */
  async fold(entries: readonly Entry[], directory: Directory): Promise<void> {
    await this.verify(entries, directory);
    for (const entry of entries) this.apply(entry, directory);
  }

  /** Fold one entry. `directory` reaches at least its `log.size`; `now` (Unix seconds) where it was written just now. */
  apply(entry: Entry, directory: Directory, now?: number): void {
    const { state } = this;
    const { envelope, hash } = entry;
    demand(envelope.type === ENTRY, 'bad_shape', 'not an entry'); // 1
    const value = entry.value;
    checkLists(value);
    checkGround(state, value, directory, now);
    checkPlace(state, value); // 2
    const key = directory.signKey(value.author); // 3
    demand(key !== undefined, 'unknown_issuer', value.author);
    demandSignatures(envelope, new Map([[value.author, key]]));
    const standing = directory.activeAt(value.author, value.log.size, value.time); // 4
    demand(standing !== null && standing === value.office, 'not_a_member');
    const moved = { seq: state.seq + 1, head: hash, logSize: value.log.size, time: value.time };
    const next = foldKind(state, entry, value, directory); // 5, 6
    demand(value.kind === 'message' || !entry.ciphertext?.length, 'wrong_ciphertext', 'not a message');
    this.state = { ...next, ...moved }; // 7
  }

  /** Whether an officer writing for an office holds a seat in the current members. */
  hasSeat(author: string, office: string): boolean {
    return hasSeat(this.state, author, office);
  }

  /** The same state, to be folded further on its own. */
  copy(): Room {
    const room = new Room();
    room.state = this.state;
    return room;
  }

  toJson(): unknown {
    return pack(this.state);
  }

  static fromJson(json: unknown): Room {
    const room = new Room();
    room.state = unpack(json) as RoomState;
    return room;
  }
}

/** Step 1 without the shape: network, register, time. */
function checkGround(state: RoomState, { net, log, time }: EntryValue, directory: Directory, now?: number): void {
  demand(net === directory.net, 'wrong_network');
  const root = directory.rootHashAt(log.size);
  demand(root !== undefined && toHex(root) === log.root, 'wrong_log');
  demand(log.size >= state.logSize, 'log_went_back');
  demand(time >= state.time - SLACK_SECONDS, 'bad_time', 'before the previous entry');
  demand(now === undefined || Math.abs(time - now) <= SLACK_SECONDS, 'bad_time', 'not now');
}

/** Step 2. */
function checkPlace(state: RoomState, value: EntryValue): void {
  const { id, seq, head } = state;
  if (value.kind === 'genesis') {
    demand(seq === -1, 'bad_seq', 'a second genesis');
    return;
  }
  demand(seq >= 0, 'bad_seq', 'no genesis yet');
  demand(value.room === id, 'wrong_room');
  demand(value.seq === seq + 1, 'bad_seq');
  demand(value.prev === head, 'stale_head');
}

function foldKind(state: RoomState, entry: Entry, value: EntryValue, directory: Directory): RoomState {
  switch (value.kind) {
    case 'genesis': {
      const { purpose, floor, office, author } = value;
      demand(purpose === 'office' || countryOf(office) !== AUDITORS, 'no_authority', 'auditors');
      return { ...state, id: entry.hash, purpose, floor, office, opener: author };
    }
    case 'members':
      checkMembers(state, value, directory);
      return { ...state, epoch: value.epoch, members: value.members };
    case 'message':
      checkMessage(state, entry, value, directory);
      return value.clock === null ? state : { ...state, clocks: foldClock(state, entry.hash, value, value.clock) };
  }
}

function hasSeat({ members }: RoomState, author: string, office: string): boolean {
  return members.some(({ id }) => id === OFFICE + office || id === OFFICER + author);
}

// ---- members ------------------------------------------------------------------------------------

function checkMembers(state: RoomState, value: EntryOf<'members'>, directory: Directory): void {
  const { author, office, epoch, members, wraps, history } = value;
  if (state.seq === 0) demand(author === state.opener, 'no_authority', 'the first members are the opener\'s'); // 5a
  else demand(state.purpose === 'office' || hasSeat(state, author, office), 'no_seat');
  demand(epoch === state.epoch + 1, 'bad_epoch');
  for (const member of members) checkKem(member, value, directory); // 5b
  demand(wraps.length === members.length && wraps.every(({ kem }, n) => kem === members[n]?.kem), 'bad_wraps');
  demand((history === null) === (epoch === 1), 'bad_history');
  if (state.purpose === 'office') checkOfficeMembers(state, value, directory); // 5c
  else checkCaseMembers(state, value, directory);
}

/** The member's key is the one to seal to at `log.size`: wrong_kem, and stale_epoch where a leaver holds it. */
function checkKem({ id, kem }: Member, { log, time }: { log: { size: number }; time: number }, directory: Directory): void {
  if (id.startsWith(OFFICE)) {
    const office = id.slice(OFFICE.length);
    const key = directory.officeKeyAt(office, log.size);
    demand(key === undefined || !directory.isStale(key, office, log.size, time), 'stale_epoch', id);
    demand(key?.keyid === kem, 'wrong_kem', id);
  } else {
    const keyid = id.slice(OFFICER.length);
    demand(kem === keyid && directory.activeAt(keyid, log.size, time) !== null, 'wrong_kem', id);
  }
}

function checkOfficeMembers(state: RoomState, { office, members, log, time }: EntryOf<'members'>, directory: Directory): void {
  demand(office === state.office, 'no_authority', 'not of this office');
  for (const { id } of members) {
    const own = id.startsWith(OFFICER) && directory.activeAt(id.slice(OFFICER.length), log.size, time) === state.office;
    demand(own, 'no_authority', id);
  }
}

function checkCaseMembers(state: RoomState, value: EntryOf<'members'>, directory: Directory): void {
  checkOnlookers(state, value, directory);
  if (state.seq === 0 || value.office === state.office) return;
  const officeOf = ({ id }: Member) => officeOfMember(id, value.log.size, directory);
  const before = new Set(state.members.map(officeOf));
  const after = new Set(value.members.map(officeOf));
  for (const office of after) demand(before.has(office), 'no_authority', `only the opening office brings in ${office}`);
  for (const member of state.members) {
    const office = officeOf(member);
    const stays = after.has(office) || office === value.office || !isPresent(member, value, directory);
    demand(stays, 'no_authority', `only the opening office takes out ${office}`);
  }
  if (state.floor !== 'TLP:RED') return;
  const known = new Set(state.members.map(({ id }) => id));
  for (const { id } of value.members) demand(known.has(id), 'no_authority', 'TLP:RED: only the opening office adds');
}

/** Auditors read nothing sealed; partners no requests. */
function checkOnlookers({ clocks }: RoomState, { members, log }: EntryOf<'members'>, directory: Directory): void {
  const countries = countriesOf(members, log.size, directory);
  demand(!countries.has(AUDITORS), 'no_authority', 'auditors');
  demand(clocks.size === 0 || !countries.has(PARTNERS), 'no_authority', 'partners');
}

function countriesOf(members: readonly Member[], size: number, directory: Directory): ReadonlySet<string> {
  return new Set(members.map(({ id }) => countryOf(officeOfMember(id, size, directory))));
}

/** An office always is; an officer while active. */
function isPresent({ id }: Member, { log, time }: EntryOf<'members'>, directory: Directory): boolean {
  return id.startsWith(OFFICE) || directory.activeAt(id.slice(OFFICER.length), log.size, time) !== null;
}

/**
 * The member as it would stand in a members entry now: wrong_kem where it has no key, stale_epoch where a
 * leaver holds the office's key. `time` in Unix seconds.
 */
export function memberOf(directory: Directory, id: string, size: number, time: number): Member {
  const office = id.startsWith(OFFICE) ? directory.officeKeyAt(id.slice(OFFICE.length), size) : undefined;
  const member = { id, kem: id.startsWith(OFFICE) ? (office?.keyid ?? '') : id.slice(OFFICER.length) };
  checkKem(member, { log: { size }, time }, directory);
  return member;
}

/** The office to which a member id belongs in the tree of `size`. */
export function officeOfMember(id: string, size: number, directory: Directory): string {
  if (id.startsWith(OFFICE)) return id.slice(OFFICE.length);
  return momentAt(directory.holder(id.slice(OFFICER.length)), size)?.office ?? id;
}

// ---- messages -----------------------------------------------------------------------------------

function checkMessage(state: RoomState, entry: Entry, value: EntryOf<'message'>, directory: Directory): void {
  demand(hasSeat(state, value.author, value.office), 'no_seat');
  demand(value.epoch === state.epoch, 'bad_epoch');
  for (const member of state.members) demandStillRight(member, value, directory);
  if (value.clock !== null) checkClock(state, value, value.clock, directory);
  if (entry.ciphertext !== null) entry.checkCiphertext(value.ct);
}

function demandStillRight(member: Member, value: EntryValue, directory: Directory): void {
  try {
    checkKem(member, value, directory);
  } catch (error) {
    throw error instanceof ProtocolError ? new ProtocolError('stale_epoch', error.detail) : error;
  }
}

function checkClock(state: RoomState, value: EntryOf<'message'>, clock: Clock, directory: Directory): void {
  if (clock.act === 'open') {
    const offices = state.members.map(({ id }) => officeOfMember(id, value.log.size, directory));
    demand(clock.to !== value.office && offices.includes(clock.to), 'bad_clock', 'no member office');
    demand(!countriesOf(state.members, value.log.size, directory).has(PARTNERS), 'bad_clock', 'partners');
    return;
  }
  const opened = state.clocks.get(clock.of);
  demand(opened !== undefined, 'bad_clock', 'no opening message');
  const own = opened.to === value.office || (clock.act === 'close' && opened.from === value.office);
  demand(own, 'bad_clock', 'addressed to another office');
}

const AFTER = { acknowledge: 'acknowledged', answer: 'answered', close: 'closed' } as const;
const RANK = { open: 0, acknowledged: 1, answered: 2, closed: 3 } as const;

function foldClock(state: RoomState, hash: string, value: EntryOf<'message'>, clock: Clock): ReadonlyMap<string, OpenClock> {
  const clocks = new Map(state.clocks);
  if (clock.act === 'open') {
    clocks.set(hash, { of: hash, from: value.office, to: clock.to, urgency: clock.urgency, opened: value.time, state: 'open' });
    return clocks;
  }
  const before = clocks.get(clock.of);
  const next = AFTER[clock.act];
  if (before !== undefined && RANK[next] > RANK[before.state]) clocks.set(clock.of, { ...before, state: next });
  return clocks;
}
