/**
 * Notices as screens show them, and what screens may ask about them: model.ts for what is loaded with them.
 *
 * Types only. A record stands here after its document had the hash that the register names, or not at all.
 */
import type { Bytes } from '../protocol/bytes';
import type { NoticeState } from '../protocol/notice-states';
import type { NoticeRecord } from '../protocol/notices';
import type { StatementOf } from '../protocol/statements';
import type { Errand } from './errands';
import type { Country, EntryId, Failure, Ms, OfficeId, Readable, Result, RoomId } from './model';

export type { NoticeRecord, NoticeState };
export type NoticeId = string;
export type Colour = StatementOf<'notice'>['colour'];
export type Variant = StatementOf<'notice'>['variant'];
export type Part = StatementOf<'notice-review'>['part'];
export type ReviewOutcome = StatementOf<'notice-review'>['outcome'];
export type Act = StatementOf<'notice-change'>['act'];
export type NoticeReason = StatementOf<'notice-change'>['reason'];
export type HitSubject = 'person' | 'asset' | 'information';

/** `absent`: not published, sealed to others, or deleted with its end; the three are not told apart. */
export type RecordView =
  | { readonly state: 'loading' | 'absent' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'ready'; readonly value: NoticeRecord };

export interface NoticeEvent {
  readonly what: 'issued' | Part | Act;
  readonly at: Ms;
  /** Who signed, as the verified directory names them. */
  readonly by: string;
  readonly logIndex: number;
  readonly outcome?: ReviewOutcome;
  readonly reason: NoticeReason;
  readonly text: string;
  readonly until?: Ms;
}

/** One notice of the register, with its state by the clock. */
export interface NoticeView {
  readonly id: NoticeId;
  readonly colour: Colour;
  readonly variant: Variant;
  readonly country: Country;
  readonly state: NoticeState;
  readonly issuedAt: Ms;
  readonly until: Ms;
  readonly suspendedUntil?: Ms;
  readonly dueForReview: boolean;
  /** From when on its need is to be stated again. */
  readonly reviewFrom: Ms;
  readonly amends: NoticeId | null;
  readonly replacedBy: NoticeId | null;
  readonly recordHash: string;
  readonly passed: readonly Part[];
  readonly history: readonly NoticeEvent[];
  readonly record: RecordView;
}

/** What this person's key could sign about a notice now, judged by the register's own rules. */
export interface NoticeMay {
  readonly reviews: readonly Part[];
  readonly acts: readonly Act[];
  /** The latest `until` that each act could have. */
  readonly longest: { readonly suspend: Ms; readonly renew: Ms };
}

/** What the log says at a position of a checkpoint; fresh where nobody can know of anything much newer. */
export interface Standing {
  readonly state: NoticeState;
  readonly position: number;
  readonly signedAt: Ms;
  readonly askedAt: Ms;
  readonly fresh: boolean;
}

/** As it is being written; its pictures lie beside it. */
export interface NoticeDraft {
  readonly id: string;
  readonly colour: Colour;
  readonly variant: Variant;
  readonly record: NoticeRecord;
  readonly until: Ms;
  readonly amends: NoticeId | null;
  /** To the reviewers. */
  readonly text: string;
}

/** What has begun to leave and is kept in this browser until it has landed. `of`: the draft, or the notice. */
export type NoticeErrand = Errand<'submit' | 'send' | 'hit'>;

export interface NoticePicture {
  readonly bytes: Bytes;
  readonly type: NoticeRecord['pictures'][number]['type'];
}

/** What a reviewer says of one part. */
export interface ReviewSaid {
  readonly part: Part;
  readonly outcome: ReviewOutcome;
  readonly reason: NoticeReason;
  readonly text: string;
}

export interface ChangeSaid {
  readonly act: Act;
  readonly until: Ms | null;
  readonly reason: NoticeReason;
  readonly text: string;
}

/** Everything about notices. None of its verbs throws. */
export interface NoticesDesk {
  /** Newest first. */
  readonly all: Readable<readonly NoticeView[]>;
  readonly drafts: Readable<readonly NoticeDraft[]>;
  /** On its way, also from an earlier visit. */
  readonly underWay: Readable<readonly NoticeErrand[]>;
  tryAgain(errand: string): void;
  giveUp(errand: string): Promise<Result<null>>;
  /** Whose key may ask for a notice, and of which country. */
  readonly me: Readable<{ readonly country: Country; readonly lead: boolean; readonly secretariat: boolean }>;
  /** Soon: the register wakes nobody by itself. */
  look(): void;
  may(id: NoticeId): NoticeMay;
  /** Asks the log now. */
  verifyNow(id: NoticeId): Promise<Result<Standing>>;
  /** Of the record, verified, in its order. */
  pictures(id: NoticeId): Promise<Result<readonly NoticePicture[]>>;
  review(id: NoticeId, said: ReviewSaid): Promise<Result<null>>;
  change(id: NoticeId, said: ChangeSaid): Promise<Result<null>>;
  /** To the notice's country and nobody else, in a room of its own. */
  hit(id: NoticeId, what: HitSubject, text: string, files: readonly File[]): Promise<Result<RoomId>>;
  /** A valid diffusion to the offices of the chosen countries, in a room of its own. */
  send(id: NoticeId, to: readonly OfficeId[], text: string): Promise<Result<RoomId>>;
  newDraft(start: Omit<NoticeDraft, 'id'>): Promise<Result<NoticeDraft>>;
  saveDraft(draft: NoticeDraft): Promise<Result<null>>;
  dropDraft(id: string): Promise<Result<null>>;
  /** Drawn anew first, so that nothing but pixels is kept. `unsupported` where it is no picture. */
  addPicture(draft: string, file: Blob, caption: string): Promise<Result<NoticeDraft>>;
  draftPictures(draft: string): Promise<Result<readonly NoticePicture[]>>;
  /** To the secretariat in a room, then the statement. */
  submit(draft: string): Promise<Result<NoticeId>>;
  /** The notice whose record an entry of a room carries. */
  inThread(room: RoomId, entry: EntryId): NoticeId | undefined;
  /** Hands a text to the browser as a file. */
  save(name: string, text: string): Promise<Result<null>>;
}
