/** What somebody who is in can see and do, put together from the parts that each own one thing. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AccountDesk } from './account.ts';
import { Book } from './book.ts';
import { DirectoryView } from './directory-view.ts';
import { Drafts } from './drafts.ts';
import { failureFrom, Refusal } from './failures.ts';
import { Files } from './files.ts';
import { filesOf, toMs } from './form.ts';
import type { Entrance } from './gate.ts';
import { KeyRing } from './keyring.ts';
import { Local } from './local.ts';
import type { Account, Attachment, Directory, Draft, DraftView, Loadable, LogPlace, Notifications, Outgoing, RoomSummary, Thread, Tick, Tlp } from './model.ts';
import { Membership } from './membership.ts';
import type { NoticeGround, Notices } from './notices.ts';
import type { Outbox } from './outbox.ts';
import type { PersonRoom } from './person-room.ts';
import type { Ports } from './ports.ts';
import type { Owner } from '../protocol/vault.ts';
import type { Publications } from './publications.ts';
import { type Parts, type Pen, Post } from './post.ts';
import { Register } from './register.ts';
import { RoomView, type Viewer } from './room-view.ts';
import { Rounds } from './rounds.ts';
import type { Screening } from './screening.ts';
import type { Outgoing as Sending } from './sender.ts';
import type { ClockAnswer, DutyAnswer, Server } from './server.ts';
import type { DeskView, Signals } from './signals.ts';
import { Transfers } from './transfers.ts';
import { Vault } from './vault.ts';

/** Fetched when it is first asked for. */
interface Capability {
  close(): void;
  /** The line is there. */
  again?(): void;
}

const SEEN = 'seen';
const WAITING_MS = 10_000;
/** From when on the register is asked for what it says that it has, and over what time 256 browsers spread. */
const SOON_MS = 1_000;
const SPREAD_MS = 60;

export class Desk implements DeskView {
  readonly entrance: Entrance;
  readonly #ports: Ports;
  readonly #signals: Signals;
  readonly #server: Server;
  readonly #ended: () => void;
  readonly #transfers = new Transfers();
  #accounts: Promise<AccountDesk> | undefined;
  readonly #account = signal<AccountDesk | null>(null);
  readonly #capabilities = new Map<string, Promise<Capability>>();
  #asking = false;
  #announced = 0;
  #parts: Parts | undefined;
  #post: Post | undefined;
  readonly #outbox = signal<Outbox | null>(null);
  #closed = false;
  /** The server was asked for drafts, and has not failed to answer. */
  #pulled = false;
  /** Moves whenever something verified has changed; views are computed from it. 0: nothing verified yet. */
  readonly #version = signal(0);
  readonly #duty = signal<readonly DutyAnswer[]>([]);
  readonly #clocks = signal<readonly ClockAnswer[]>([]);
  readonly #seen = signal<ReadonlyMap<string, number>>(new Map());
  readonly #threads = new Map<string, ReadonlySignal<Loadable<Thread>>>();

  constructor(ports: Ports, signals: Signals, server: Server, entrance: Entrance, ended: () => void) {
    this.#ports = ports;
    this.#signals = signals;
    this.#server = server;
    this.entrance = entrance;
    this.#ended = ended;
  }

  get #owner(): Owner {
    const { seeds, keys } = this.entrance;
    return { keyid: keys.keyset.keyid, kemSeed: seeds.kem };
  }

  #each(tell: (one: Capability) => void): void {
    for (const part of this.#capabilities.values()) part.then(tell, () => undefined);
  }

  // ---- coming and going ----

  async open(): Promise<void> {
    const { seeds, keys, device, login, passkeys } = this.entrance;
    const owner = this.#owner;
    const local = await Local.make(device, seeds.kem, login, this.#ports.rows, this.#ports.random);
    const register = new Register(this.#server, local, this.#ports);
    const book = new Book(this.#server, local, this.#ports, register, new KeyRing(keys.kem));
    const vault = new Vault(this.#server, local, this.#ports, owner, passkeys);
    const files = new Files(local, this.#server, this.#ports, this.#transfers);
    const drafts = new Drafts(local, this.#server, this.#ports, files, this.#transfers, owner);
    const membership = new Membership(register, this.entrance, this.#ports);
    const rounds = new Rounds(this.#ports, this.#signals, { local, register, book, vault }, {
      membership: () => this.#settleMembership(),
      changed: () => {
        this.#version.value += 1;
      },
      pins: () => (this.#post === undefined ? [] : book.pins(owner.keyid, this.#post.author.office)),
      duties: async () => (await this.#post?.duties()) === true,
      guidance: () => this.#guidance(),
      settled: () => {
        this.#pullDrafts();
        this.#outbox.peek()?.again();
        this.#each((one) => one.again?.());
        this.#post?.warm();
        this.#followWatched();
        this.#registered(this.#announced, WAITING_MS); // not all of it is under a checkpoint yet
      },
      registered: (size) => { this.#registered(size, SOON_MS); },
      ended: this.#ended,
    });
    this.#parts = { local, register, book, files, drafts, membership, vault, rounds };
    await this.#start(this.#parts);
  }

  async #start({ local, register, drafts, rounds }: Parts): Promise<void> {
    this.#seen.value = new Map(Object.entries((await local.read<Record<string, number>>(SEEN)) ?? {}));
    await rounds.load();
    await drafts.load();
    this.#ports.presence.onHide(() => {
      if (this.#closed) return;
      void drafts.flush();
      void rounds.saveVault().catch(() => undefined);
    });
    if (register.directory.size > 0) {
      this.#settleMembership();
      this.#version.value += 1;
      rounds.ask();
    } else {
      await rounds.sync();
      rounds.ask();
    }
    this.#pullDrafts();
  }

  /** What other devices wrote. Off-line, what this browser has is there, and the next round that goes through asks again. */
  #pullDrafts(): void {
    if (this.#pulled) return;
    this.#pulled = true;
    void this.#parts?.drafts.pull().catch(() => { this.#pulled = false; });
  }

  /** Keys go out of reach; what is sealed in this browser stays. */
  close(): void {
    const parts = this.#parts;
    this.#closed = true;
    this.#each((one) => { one.close(); });
    this.#parts = undefined;
    parts?.rounds.close();
    parts?.drafts.close();
    this.#post?.close();
    this.#post = undefined;
    void parts?.drafts.flush().finally(() => {
      parts.local.close();
    });
  }

  /** Signing out: nothing more is written into this browser. */
  forget(): void {
    this.#parts?.local.close();
    this.close();
  }

  // ---- membership and duties ----

  /** Whether this person may see rooms. */
  #settleMembership(): boolean {
    const { membership, rounds } = this.#here();
    const standing = membership.look();
    if (standing.state === 'waiting') {
      this.#signals.session.value = { state: 'waiting', progress: standing.progress };
      this.#signals.enrolment.value = { step: 'waiting', progress: standing.progress };
      rounds.askLater(WAITING_MS);
      return false;
    }
    const before = this.#signals.session.peek();
    const same = before.state === 'ready' && before.me.authorisedUntil === standing.me.authorisedUntil && before.me.office.id === standing.me.office.id;
    if (!same) {
      this.#signals.session.value = { state: 'ready', me: standing.me };
    }
    if (standing.office === null) rounds.askLater(WAITING_MS);
    if (standing.office !== null && this.#post?.author.office !== standing.office) this.#takePost(standing.office);
    return standing.office !== null;
  }

  #takePost(office: string): void {
    if (this.#post !== undefined) {
      this.#post.move(office);
      return;
    }
    const parts = this.#here();
    parts.rounds.listen();
    this.#post = new Post(this.#ports, this.#server, parts, {
      look: () => this.#look(),
      ref: (id) => this.#directoryView().ref(id),
      outbox: this.#outbox,
    }, { keys: this.entrance.keys, office });
    void this.#resume(this.#post, parts);
  }

  /** What an earlier visit left on its way. */
  async #resume(post: Post, { local }: Parts): Promise<void> {
    await post.resume();
    if ((await local.rows.names('errand/')).length > 0) await this.notices();
    for (const rows of ['publication-errand/', 'upload/']) if ((await local.rows.names(rows)).length > 0) await this.publications();
  }

  async #guidance(): Promise<void> {
    if (this.#signals.session.peek().state !== 'ready') return;
    [this.#duty.value, this.#clocks.value] = await Promise.all([this.#server.duty(), this.#server.clocks()]);
  }

  // ---- views ----

  readonly rooms: ReadonlySignal<Loadable<readonly RoomSummary[]>> = computed(() => this.#whenReady(() => this.#roomList()));
  readonly directory: ReadonlySignal<Loadable<Directory>> = computed(() => this.#whenReady(() => this.#directoryView().directory()));
  readonly drafts: ReadonlySignal<readonly DraftView[]> = computed(() => {
    const ready = this.#version.value > 0;
    const outbox = this.#outbox.value;
    return ready ? (this.#parts?.drafts.views().filter(({ draft }) => outbox?.holds(draft.id) !== true) ?? []) : [];
  });
  readonly outgoing: ReadonlySignal<readonly Outgoing[]> = computed(() =>
    this.#version.value > 0 ? (this.#outbox.value?.views() ?? []) : [],
  );

  /** Asked for when somebody looks at it, code and all. */
  get account(): ReadonlySignal<Loadable<Account>> {
    void this.#accountDesk();
    return this.#accountView;
  }

  readonly #accountView: ReadonlySignal<Loadable<Account>> = computed(() => this.#account.value?.state.value ?? { state: 'loading' });

  #accountDesk(): Promise<AccountDesk> {
    this.#accounts ??= import('./account.ts').then((part) => {
      const desk = new part.AccountDesk(this.#server, this.#ports, this.entrance, () => this.#here());
      this.#account.value = desk;
      return desk;
    });
    return this.#accounts;
  }

  /** Code and all, when somebody first looks at it. What the line kept back comes when it is asked for again. */
  #capability<T extends Capability>(name: string, load: () => Promise<T>): Promise<T> {
    const known = this.#capabilities.get(name) ?? load().catch((error: unknown) => {
      this.#capabilities.delete(name);
      throw error;
    });
    this.#capabilities.set(name, known);
    return known as Promise<T>;
  }

  notices(): Promise<Notices> {
    return this.#capability('notices', async () => new (await import('./notices.ts')).Notices(this.#ports, this.#server, this.#noticeGround()));
  }

  screening(): Promise<Screening> {
    return this.#capability('screening', async () => new (await import('./screening.ts')).Screening(this.#ports, this.#server, this.#noticeGround(), (count) => { this.#signals.leads.value = count; }));
  }

  publications(): Promise<Publications> {
    return this.#capability('publications', async () => new (await import('./publications.ts')).Publications(this.#ports, this.#server, this.#noticeGround(), this.#owner));
  }

  /** Names that the office watches, once it shares something about them: code and all only then. */
  #followWatched(): void {
    const room = this.#parts?.book.officeRooms(this.#post?.author.office ?? '').at(-1);
    if (room?.entries.some(({ value }) => value.kind === 'message') === true) void this.screening().then((part) => part.followQuietly()).catch(() => undefined);
  }

  /** Who watches names wants to know of new notices; not all browsers of the network at the same moment. */
  #registered(size: number, waitMs: number): void {
    this.#announced = Math.max(this.#announced, size);
    const known = this.#parts?.register.directory.size ?? Infinity;
    if (!this.#capabilities.has('screening') || this.#asking || this.#announced <= known) return;
    this.#asking = true;
    this.#ports.clock.after(waitMs + (this.#ports.random.bytes(1)[0] ?? 0) * SPREAD_MS, () => {
      this.#asking = false;
      if (!this.#closed) this.#parts?.rounds.ask();
    });
  }

  #noticeGround(): NoticeGround {
    return {
      keys: this.entrance.keys, version: this.#version, now: this.#signals.now,
      parts: () => this.#here(),
      view: () => this.#directoryView(),
      pen: () => this.#pen(),
      office: () => this.#inPost().author.office,
      blocked: () => this.#signals.block.peek() !== null,
    };
  }

  thread(id: string): ReadonlySignal<Loadable<Thread>> {
    let known = this.#threads.get(id);
    if (known === undefined) {
      known = computed(() => this.#whenReady(() => this.#threadOf(id)));
      this.#threads.set(id, known);
    }
    return known;
  }

  #whenReady<T>(make: () => T): Loadable<T> {
    if (this.#version.value === 0 || this.#parts === undefined) return { state: 'loading' };
    try {
      return { state: 'ready', value: make() };
    } catch (error) {
      return { state: 'failed', failure: failureFrom(error) };
    }
  }

  #directoryView(): DirectoryView {
    return new DirectoryView(this.#here().register, this.#duty.value, this.#ports.clock.nowMs());
  }

  #viewer(office: string): Viewer {
    const seen = this.#seen.value;
    return {
      keyid: this.entrance.keys.keyset.keyid, office, directory: this.#directoryView(), clocks: this.#clocks.value,
      transfers: this.#transfers, nowMs: this.#ports.clock.nowMs(),
      seen: (room) => seen.get(room) ?? -1,
      hasDraft: (room) => this.#here().drafts.views().some(({ draft }) => draft.room === room),
    };
  }

  /** Rooms as this post sees them now. */
  #look(): (room: PersonRoom) => RoomView {
    const viewer = this.#viewer(this.#inPost().author.office);
    return (room) => new RoomView(room, viewer);
  }

  #roomList(): RoomSummary[] {
    if (this.#post === undefined) return [];
    const views = this.#here().book.cases().map(this.#look()).filter((view) => view.hasContent);
    return views.map((view) => view.summary()).sort((a, b) => b.lastAt - a.lastAt);
  }

  #threadOf(id: string): Thread {
    const room = this.#here().book.find(id);
    if (room === undefined) throw new Refusal({ code: 'not_found' });
    return this.#look()(room).thread();
  }

  #here(): Parts {
    if (this.#parts === undefined) throw new Refusal({ code: 'locked' });
    return this.#parts;
  }

  #inPost(): Post {
    if (this.#post === undefined) throw new Refusal({ code: 'not_found', detail: 'no post' });
    return this.#post;
  }

  async #pen(): Promise<Pen> {
    return this.#inPost().pen();
  }

  /** What sends, or puts into the room what will be signed, does nothing while the network is blocked. */
  #free(): Post {
    if (this.#signals.block.peek() !== null) throw new Refusal({ code: 'blocked' });
    return this.#inPost();
  }

  // ---- verbs ----

  async refresh(): Promise<void> {
    const { rounds } = this.#here();
    await rounds.recheck();
    await rounds.sync();
  }

  async markSeen(room: string, upTo: string): Promise<void> {
    const { book, local, rounds } = this.#here();
    const known = book.find(room);
    const seq = known?.find(upTo)?.seq;
    if (known === undefined || seq === undefined) throw new Refusal({ code: 'not_found' });
    if (seq > (this.#seen.peek().get(room) ?? -1)) {
      this.#seen.value = new Map(this.#seen.peek()).set(room, seq);
      await local.write(SEEN, Object.fromEntries(this.#seen.peek()));
    }
    this.#free();
    const { receipts } = await this.#pen();
    if (await rounds.run(() => receipts.read(known, seq))) rounds.ask();
  }

  async acknowledge(room: string, request: string, reference: string): Promise<void> {
    this.#free();
    const body = { kind: 'acknowledgement', re: request, text: '', reference };
    await this.#put(room, () => ({ body, clock: { act: 'acknowledge', of: request }, files: [] }));
  }

  async tick(room: string, tick: Tick, proof: readonly File[]): Promise<void> {
    this.#free();
    const { files } = this.#here();
    const { parts } = await this.#pen();
    await parts.withProof(files, proof, room, (sealed) => this.#put(room, () => ({ body: parts.tickBody(tick, sealed), clock: null, files: sealed })));
  }

  async changeHandling(room: string, entry: string, to: Tlp): Promise<void> {
    const { author } = this.#free();
    const { parts } = await this.#pen();
    // Looked at anew with each try: somebody may have been quicker.
    await this.#put(room, () => ({ body: parts.handlingChange(this.#here().book.find(room), entry, to, author.office), clock: null, files: [] }));
  }

  async #put(room: string, make: () => Sending): Promise<void> {
    const { parts, sender } = await this.#pen();
    const { rounds } = this.#here();
    await parts.deliver(rounds, sender, room, make);
    await rounds.sync();
    rounds.ask();
  }

  async findProof(room: string, entry: string): Promise<LogPlace | null> {
    const { book, register, rounds } = this.#here();
    await rounds.sync();
    const known = book.find(room);
    const seq = known?.find(entry)?.seq;
    if (known === undefined || seq === undefined) throw new Refusal({ code: 'not_found' });
    const { findProof } = await import('./earlier.ts');
    const leaf = await findProof(this.#server, register.directory, known, seq);
    return leaf === undefined ? null : { index: leaf.index, at: toMs(leaf.time) };
  }

  async saveAttachment(room: string, entry: string, attachment: string): Promise<void> {
    const { book, files } = this.#here();
    const known = book.find(room);
    const file = filesOf(known?.find(entry)?.body ?? {}).find(({ id }) => id === attachment);
    if (known === undefined || file === undefined) throw new Refusal({ code: 'not_found' });
    await files.save(file, room);
  }

  retry(_room: string, _entry: string): void {
    this.#free();
    this.#outbox.peek()?.again();
  }

  newDraft(start: Partial<Omit<Draft, 'id' | 'revision'>>): DraftView {
    return this.#here().drafts.create(start);
  }

  saveDraft(draft: Draft): DraftView {
    return this.#here().drafts.save(draft);
  }

  keepDraft(draft: string, which: 'mine' | 'other'): DraftView {
    return this.#here().drafts.keep(draft, which);
  }

  discardDraft(draft: string): Promise<void> {
    return this.#here().drafts.discard(draft);
  }

  restoreDraft(draft: string): void {
    this.#here().drafts.restore(draft);
  }

  async attach(draft: string, file: File): Promise<Attachment> {
    const { files, drafts } = this.#here();
    const id = files.newId();
    drafts.addFile(draft, { id, name: file.name, type: file.type, size: file.size, sha256: '' });
    try {
      const staged = await files.stage(file, id);
      drafts.replaceFile(draft, staged);
      return { id, name: staged.name, size: staged.size, type: staged.type, transfer: this.#transfers.of(id) };
    } catch (error) {
      await drafts.removeFile(draft, id);
      throw error;
    }
  }

  detach(draft: string, attachment: string): Promise<void> {
    return this.#here().drafts.removeFile(draft, attachment);
  }

  async send(id: string): Promise<Outgoing> {
    this.#free();
    const kept = this.#here().drafts.find(id);
    if (kept === undefined) throw new Refusal({ code: 'not_found' });
    const { draft, files, elsewhere = [] } = kept;
    const unready = elsewhere.length > 0 || files.some(({ sha256 }) => sha256 === '') || (draft.room === undefined && draft.to.length === 0);
    if (unready) throw new Refusal({ code: 'not_ready' });
    return (await this.#inPost().outbox()).send(draft, files);
  }

  async undoSend(draft: string): Promise<void> {
    await (await this.#inPost().outbox()).undo(draft);
  }

  async endSession(id: string): Promise<void> {
    await (await this.#accountDesk()).endSession(id);
  }

  async endOtherSessions(): Promise<void> {
    await (await this.#accountDesk()).endOtherSessions();
  }

  async addPasskey(name: string): Promise<void> {
    await this.#here().rounds.saveVault(); // its name goes where this visit's first look must have come first
    await (await this.#accountDesk()).addPasskey(name);
  }

  async removePasskey(id: string): Promise<void> {
    await (await this.#accountDesk()).removePasskey(id);
  }

  async notify(wish: Notifications): Promise<void> {
    await (await this.#accountDesk()).notify(wish);
  }
}
