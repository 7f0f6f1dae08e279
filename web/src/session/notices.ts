/**
 * Notices as this person sees them: the register's, with the records that may be read, and every verb about them.
 *
 * A record is held against the hash that the register names before anything of it is read. Records live in memory
 * only, and go when their notice has ended; what came in a room stays readable there.
 */
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { OfficerKeys } from '../protocol/keys.ts';
import { dueForReview, hasNotEnded, hasPassed, type Notice, REVIEW_SECONDS, stateAt } from '../protocol/notice-states.ts';
import type { DirectoryView } from './directory-view.ts';
import { attempt, Refusal } from './failures.ts';
import { toMs, toSeconds } from './form.ts';
import type { Ms, OfficeId, Readable, Result, RoomId } from './model.ts';
import { NoticeDrafts } from './notice-drafts.ts';
import { Errands } from './errands.ts';
import type {
  ChangeSaid, HitSubject, NoticeDraft, NoticeErrand, NoticeEvent, NoticeId, NoticeMay, NoticePicture, NoticesDesk, NoticeView, Part, ReviewSaid, Standing,
} from './notice-model.ts';
import { NoticeRecords } from './notice-records.ts';
import { filesOf, type NoticeOrder, NoticeWriting } from './notice-writing.ts';
import type { Ports } from './ports.ts';
import type { Parts, Pen } from './post.ts';
import { saveText } from './saving.ts';
import type { Server } from './server.ts';

/** Older than this, a checkpoint may hide something that others know. */
const FRESH_SECONDS = 120;
/** How often states are judged by the clock anew. */
const STEP_SECONDS = 10;
const PARTS: readonly Part[] = ['completeness', 'constitution'];
const ACTS = ['suspend', 'reinstate', 'withdraw', 'cancel', 'renew', 'redress'] as const;

/** What notices ask of the desk. */
export interface NoticeGround {
  readonly keys: OfficerKeys;
  /** Moves whenever something was verified anew. */
  readonly version: ReadonlySignal<number>;
  readonly now: ReadonlySignal<Ms>;
  parts(): Parts;
  view(): DirectoryView;
  pen(): Promise<Pen>;
  /** @throws Refusal for heads, who hold no seats in rooms */
  office(): string;
  blocked(): boolean;
}

export class Notices implements NoticesDesk {
  readonly #ports: Ports;
  readonly #ground: NoticeGround;
  readonly #records: NoticeRecords;
  readonly #writing: NoticeWriting;
  readonly #drafts: NoticeDrafts;
  readonly #stop: () => void;
  readonly #errands: Errands<NoticeErrand['kind'], NoticeOrder['asked']>;
  readonly drafts: Readable<readonly NoticeDraft[]>;
  readonly underWay: Readable<readonly NoticeErrand[]> = computed(() => this.#errands.views());

  constructor(ports: Ports, server: Server, ground: NoticeGround) {
    this.#ports = ports;
    this.#ground = ground;
    this.#records = new NoticeRecords(server, ground);
    this.#writing = new NoticeWriting(ports, server, ground);
    this.#drafts = new NoticeDrafts(ports, ground.parts().local);
    this.drafts = this.#drafts.all;
    this.#errands = new Errands(ports, ground, 'errand/', {
      sign: (order) => this.#writing.ask(order),
      finished: async ({ kind, of }) => {
        if (kind === 'submit') await this.#drafts.drop(of);
      },
    });
    void this.#errands.load().catch(() => undefined); // a disk that cannot be read is said where somebody writes
    // What the register says, and what the clock makes of it, decides which records are fetched and which go.
    this.#stop = effect(() => {
      const at = this.#seconds.value;
      if (this.#ground.version.value > 0) this.#records.follow(this.#notices().filter((notice) => hasNotEnded(stateAt(notice, at))));
    });
  }

  close(): void {
    this.#stop();
    this.#records.close();
    this.#errands.close();
  }

  readonly #seconds = computed(() => Math.floor(toSeconds(this.#ground.now.value) / STEP_SECONDS) * STEP_SECONDS);

  #now(): number {
    return toSeconds(this.#ports.clock.nowMs());
  }

  #notices(): Notice[] {
    return [...this.#ground.parts().register.directory.notices.values()];
  }

  #notice(id: NoticeId): Notice {
    const found = this.#ground.parts().register.directory.notice(id);
    if (found === undefined) throw new Refusal({ code: 'not_found' });
    return found;
  }

  // ---- looking ----

  readonly all: Readable<readonly NoticeView[]> = computed(() => {
    if (this.#ground.version.value === 0) return [];
    const view = this.#ground.view();
    const at = this.#seconds.value;
    return this.#notices().reverse().map((notice) => this.#view(notice, view, at));
  });

  readonly me = computed(() => {
    const holder = this.#ground.version.value > 0 ? this.#ground.parts().register.directory.holder(this.#ground.keys.keyset.keyid) : undefined;
    const { country = '', post = '', role = null } = holder ?? {};
    const lead = post === 'bureau' || role === 'head' || role === 'deputy';
    return { country, lead, secretariat: country === 'XN' && post === 'officer' };
  });

  #view(notice: Notice, view: DirectoryView, at: number): NoticeView {
    const { hash, colour, variant, country, until, suspendedUntil, amends, replacedBy, record } = notice;
    const state = stateAt(notice, at);
    return {
      id: hash, colour, variant, country, state, issuedAt: toMs(notice.time), until: toMs(until), amends, replacedBy, recordHash: record,
      dueForReview: dueForReview(notice, at), reviewFrom: toMs(until - REVIEW_SECONDS), history: historyOf(notice, view),
      passed: PARTS.filter((part) => hasPassed(notice, part)), record: hasNotEnded(state) ? this.#records.of(notice) : { state: 'absent' },
      ...(state === 'suspended' && suspendedUntil !== null ? { suspendedUntil: toMs(suspendedUntil) } : {}),
    };
  }

  look(): void {
    this.#ground.parts().rounds.ask();
  }

  may(id: NoticeId): NoticeMay {
    const notice = this.#notice(id);
    const now = this.#now();
    const reviews = PARTS.filter((part) => this.#writing.issuing.allows('notice-review', { notice: id, part, outcome: 'pass', reason: '', text: '' }));
    const longest = { suspend: now + REVIEW_SECONDS, renew: this.#writing.longestUntil() };
    const acts = ACTS.filter((act) => {
      const until = act === 'suspend' ? Math.min(longest.suspend, notice.until) : act === 'renew' ? longest.renew : null;
      return this.#writing.issuing.allows('notice-change', { notice: id, act, until, reason: 'PURPOSE_MET', text: '-' });
    });
    return { reviews, acts, longest: { suspend: toMs(longest.suspend), renew: toMs(longest.renew) } };
  }

  /** The newest checkpoint, folded up to; asked once more where it is older than two minutes. */
  verifyNow(id: NoticeId): Promise<Result<Standing>> {
    return attempt(async () => {
      const { rounds } = this.#ground.parts();
      await rounds.sync();
      if (!this.#standing(id).fresh) await rounds.sync();
      return this.#standing(id);
    });
  }

  #standing(id: NoticeId): Standing {
    const { directory } = this.#ground.parts().register;
    const asked = this.#now();
    const fresh = asked - directory.checkpointTime <= FRESH_SECONDS;
    return { state: stateAt(this.#notice(id), asked), position: directory.size, signedAt: toMs(directory.checkpointTime), askedAt: toMs(asked), fresh };
  }

  pictures(id: NoticeId): Promise<Result<readonly NoticePicture[]>> {
    return attempt(() => this.#records.pictures(this.#notice(id)));
  }

  inThread(room: RoomId, entry: string): NoticeId | undefined {
    const body = this.#ground.parts().book.find(room)?.find(entry)?.body;
    const hash = this.#records.hashIn(entry, body);
    return this.#notices().find(({ record }) => record === hash)?.hash;
  }

  // ---- the secretariat, the country ----

  review(id: NoticeId, said: ReviewSaid): Promise<Result<null>> {
    return attempt(async () => {
      const notice = this.#notice(id);
      const document = await this.#records.document(notice); // nobody reviews what they cannot read
      const pictures = await this.#records.pictures(notice);
      await this.#writing.review(notice, said, { document, pictures: pictures.map(({ bytes }) => bytes) });
      return null;
    });
  }

  change(id: NoticeId, { act, until, reason, text }: ChangeSaid): Promise<Result<null>> {
    return attempt(async () => {
      await this.#writing.issuing.issue('notice-change', { notice: id, act, until: until === null ? null : toSeconds(until), reason, text });
      return null;
    });
  }

  hit(id: NoticeId, what: HitSubject, text: string, files: readonly File[]): Promise<Result<RoomId>> {
    return attempt(async () => {
      const notice = this.#notice(id);
      const record = await this.#records.record(notice);
      return (await this.#errands.run(this.#writing.hit(notice, { what, text, record, files }), files)).room;
    });
  }

  send(id: NoticeId, to: readonly OfficeId[], text: string): Promise<Result<RoomId>> {
    return attempt(async () => {
      const notice = this.#notice(id);
      const document = await this.#records.document(notice);
      const record = await this.#records.record(notice);
      const files = filesOf(record.pictures, await this.#records.pictures(notice));
      return (await this.#errands.run(this.#writing.diffusion(notice, to, { document, record, text }), files)).room;
    });
  }

  // ---- drafting ----

  newDraft(start: Omit<NoticeDraft, 'id'>): Promise<Result<NoticeDraft>> {
    return attempt(() => this.#drafts.create(start));
  }

  saveDraft(draft: NoticeDraft): Promise<Result<null>> {
    return attempt(async () => {
      await this.#drafts.save(draft);
      return null;
    });
  }

  dropDraft(id: string): Promise<Result<null>> {
    return attempt(async () => {
      await this.#drafts.drop(id);
      return null;
    });
  }

  addPicture(id: string, file: Blob, caption: string): Promise<Result<NoticeDraft>> {
    return attempt(async () => {
      const clean = await this.#ports.cleanPicture(file);
      if (clean === null) throw new Refusal({ code: 'unsupported', detail: 'not a picture' });
      return this.#drafts.addPicture(id, clean, caption);
    });
  }

  draftPictures(id: string): Promise<Result<readonly NoticePicture[]>> {
    return attempt(() => this.#drafts.pictures(id));
  }

  submit(id: string): Promise<Result<NoticeId>> {
    return attempt(async () => {
      const draft = this.#drafts.get(id);
      const files = filesOf(draft.record.pictures, await this.#drafts.pictures(id));
      return (await this.#errands.run(this.#writing.submission(draft), files)).hash;
    });
  }

  // ---- on its way ----

  /** The line is there. */
  again(): void {
    this.#errands.again();
  }

  tryAgain(errand: string): void {
    this.#errands.tryAgain(errand);
  }

  giveUp(errand: string): Promise<Result<null>> {
    return attempt(async () => {
      await this.#errands.giveUp(errand);
      return null;
    });
  }

  save(name: string, text: string): Promise<Result<null>> {
    return saveText(this.#ports, name, text);
  }
}

/** Oldest first. */
function historyOf(notice: Notice, view: DirectoryView): NoticeEvent[] {
  const signed = ({ by, time, index }: Notice | Notice['reviews'][number] | Notice['changes'][number]) => ({ at: toMs(time), by: view.signer(by), logIndex: index });
  const events: NoticeEvent[] = [
    { what: 'issued', ...signed(notice), reason: '', text: '' },
    ...notice.reviews.map((review): NoticeEvent => ({ what: review.part, ...signed(review), outcome: review.outcome, reason: review.reason, text: review.text })),
    ...notice.changes.map((change): NoticeEvent => ({
      what: change.act, ...signed(change), reason: change.reason, text: change.text, ...(change.until === null ? {} : { until: toMs(change.until) }),
    })),
  ];
  return events.sort((a, b) => a.logIndex - b.logIndex);
}

