/**
 * Lists, what is watched, how far somebody has got: sealed in this browser at once, sealed on the server a moment later,
 * so that it follows to another device. The server learns neither what somebody reads nor what they got wrong.
 */
import { signal } from '@preact/signals';
import { type Bytes, toB64 } from '../protocol/bytes.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { type DraftPlace, openDraft, type Owner, sealDraft } from '../protocol/vault.ts';
import { READING_DRAFT } from './drafts.ts';
import { serverCode } from './failures.ts';
import type { Local } from './local.ts';
import type { Ports } from './ports.ts';
import type { Reading as ReadingView } from './publication-model.ts';
import { contentOf, type Kept, keptIn, merged, NOTHING_KEPT } from './reading-state.ts';
import { bytesOf, type Server } from './server.ts';

const ROW = 'reading';
const VISIT = 'reading-visit';
/** Whoever comes back sooner is still on the same visit. */
const VISIT_MS = 8 * 3_600_000;
const SERVER_AFTER_MS = 1_500;
const RETRY_AFTER_MS = 15_000;

/** As it rests here: what the server had, what was made of it here, and the server's version. */
interface Row {
  readonly base: Kept;
  readonly mine: Kept;
  readonly version: number;
}

export class Reading {
  readonly view = signal<ReadingView>({ ...NOTHING_KEPT, since: 0, state: 'loading' });
  #row: Row = { base: NOTHING_KEPT, mine: NOTHING_KEPT, version: 0 };
  #since = 0;
  #timer: () => void = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;
  readonly #loaded: Promise<void>;
  readonly #local: Local;
  readonly #server: Server;
  readonly #ports: Ports;
  readonly #owner: Owner;

  /** `size`: of the register as it is verified here. */
  constructor(local: Local, server: Server, ports: Ports, owner: Owner, size: () => number) {
    this.#local = local;
    this.#server = server;
    this.#ports = ports;
    this.#owner = owner;
    this.#loaded = this.#load(size);
    this.#loaded.catch(() => undefined); // raised where somebody writes
  }

  close(): void {
    this.#closed = true;
    this.#timer();
  }

  async #load(size: () => number): Promise<void> {
    const came = size();
    const kept = await this.#local.read<Row>(ROW);
    if (kept !== undefined) this.#row = kept;
    await this.#pull().catch(() => undefined); // off-line: what this browser has is there
    await this.#visit(came, size());
    this.#show(this.#isSaved() ? 'saved' : 'saved_here');
    if (!this.#isSaved()) this.#later(0);
  }

  /** What is new is counted from where the visit before ended, however often the page is opened in between. */
  async #visit(came: number, size: number): Promise<void> {
    const now = this.#ports.clock.nowMs();
    const visit = await this.#local.read<{ since: number; begun: number }>(VISIT);
    const goesOn = visit !== undefined && now - visit.begun < VISIT_MS;
    // Who comes for the first time ever is not told that everything is new; what came while the line was slow is.
    this.#since = goesOn ? visit.since : this.#row.mine.seen === 0 ? came : this.#row.mine.seen;
    if (!goesOn) await this.#local.write(VISIT, { since: this.#since, begun: now });
    this.#row = { ...this.#row, mine: { ...this.#row.mine, seen: Math.max(this.#row.mine.seen, size) } };
    await this.#local.write(ROW, this.#row);
  }

  /** Nothing before `size` is new any more. */
  async caughtUp(size: number): Promise<void> {
    await this.#loaded;
    this.#since = size;
    await this.#local.write(VISIT, { since: size, begun: this.#ports.clock.nowMs() });
    await this.change((kept) => ({ ...kept, seen: Math.max(kept.seen, size) }));
  }

  async change(edit: (kept: Kept) => Kept): Promise<void> {
    await this.#loaded;
    this.#row = { ...this.#row, mine: edit(this.#row.mine) };
    this.#show('saving');
    await this.#local.write(ROW, this.#row);
    this.#show('saved_here');
    this.#later(SERVER_AFTER_MS);
  }

  #isSaved(): boolean {
    return this.#row.version > 0 && JSON.stringify(this.#row.base) === JSON.stringify(this.#row.mine);
  }

  #show(state: ReadingView['state']): void {
    const { lists, watched, progress } = this.#row.mine;
    if (!this.#closed) this.view.value = { state, lists, watched, progress, since: this.#since };
  }

  #later(ms: number): void {
    this.#timer();
    if (this.#closed) return;
    this.#timer = this.#ports.clock.after(ms, () => {
      this.#turn = this.#turn.then(() => this.#save()).catch(() => { this.#later(RETRY_AFTER_MS); });
    });
  }

  async #pull(): Promise<void> {
    const answer = (await this.#server.drafts()).find(({ id }) => id === READING_DRAFT);
    if (answer === undefined || answer.version <= this.#row.version) return;
    const place = { draft: READING_DRAFT, version: answer.version };
    const theirs = keptIn(await openDraft(this.#owner, place, bytesOf(answer.sealed)));
    this.#row = { base: theirs, mine: merged(this.#row.base, this.#row.mine, theirs), version: answer.version };
    await this.#local.write(ROW, this.#row);
  }

  async #save(): Promise<void> {
    if (this.#closed || this.#isSaved()) return;
    const { mine, version } = this.#row;
    const place = { draft: READING_DRAFT, version: version + 1 };
    const sealed = await this.#sealed(place, mine);
    if (sealed === undefined) return this.#show('full'); // it stays here until something is taken off: only the person knows what
    try {
      await this.#server.putDraft({ id: READING_DRAFT, version: place.version, sealed: toB64(sealed) });
    } catch (error) {
      if (serverCode(error) === 'stale_version') await this.#pull(); // another device was quicker, or an answer was lost
      throw error; // and again in a while, on top of what is there now
    }
    this.#row = { ...this.#row, base: mine, version: place.version };
    await this.#local.write(ROW, this.#row);
    if (this.#isSaved()) this.#show('saved');
    else this.#later(SERVER_AFTER_MS);
  }

  /** Undefined where it is longer than a draft may be. */
  async #sealed(place: DraftPlace, kept: Kept): Promise<Bytes | undefined> {
    try {
      return await sealDraft(this.#owner, place, contentOf(kept), this.#ports.random.bytes(32), this.#ports.random.bytes(24));
    } catch (error) {
      if (error instanceof ProtocolError && error.code === 'too_large') return undefined;
      throw error;
    }
  }
}
