/** What screens may ask for. The results and words are those of model.ts. */
import type {
  Attachment, AttachmentId, DemoPerson, Draft, DraftId, DraftView, EntryId, LogPlace, Notifications, Outgoing, Preferences, Result, RoomId, Tick, Tlp,
} from './model';
import type { NoticesDesk } from './notice-model';
import type { PublicationsDesk } from './publication-model';
import type { ScreeningDesk } from './screening-model';

/** Everything a screen may ask for. None of them throws. */
export interface Verbs {
  /** What is typed so far, passphrase empty or whole: whatever of signing in needs no more is begun. */
  prepare(login: string, passphrase: string): Promise<Result<null>>;
  signIn(login: string, passphrase: string, kitCode?: string): Promise<Result<null>>;
  signInWithPasskey(login: string): Promise<Result<null>>;
  signInAs(person: DemoPerson): Promise<Result<null>>;
  unlock(passphrase: string): Promise<Result<null>>;
  unlockWithPasskey(): Promise<Result<null>>;
  signOut(): Promise<Result<null>>;

  /** The token comes from the address's fragment, which the caller removes from the address first. */
  /** What the link carries: `net` is empty where it names no network. */
  openInvitation(token: string, net: string): Promise<Result<null>>;
  /** Hash of the network as on paper. */
  nameNetwork(net: string): Promise<Result<null>>;
  choosePassphrase(login: string, passphrase: string): Promise<Result<null>>;
  kitIsWrittenDown(): Promise<Result<null>>; // kit → quiz
  showKitAgain(): Promise<Result<null>>; // quiz → kit
  answerQuiz(groups: readonly [string, string]): Promise<Result<null>>; // quiz → making_keys → waiting

  markSeen(room: RoomId, upTo: EntryId): Promise<Result<null>>;
  /** `reference` is the own office's file number, may be empty. */
  acknowledge(room: RoomId, request: EntryId, reference: string): Promise<Result<null>>;
  /** An action of the room's checklist, with files that prove it. */
  tick(room: RoomId, tick: Tick, proof: readonly File[]): Promise<Result<null>>;
  /** Stricter by anybody, laxer by the office that wrote the entry: protocol/bodies.md. */
  changeHandling(room: RoomId, entry: EntryId, to: Tlp): Promise<Result<null>>;
  /** Hands the file to the browser only after its hash held. */
  saveAttachment(room: RoomId, entry: EntryId, attachment: AttachmentId): Promise<Result<null>>;
  /** Where the register proves the entry, checked here; null while it does not, which takes about a minute. */
  findProof(room: RoomId, entry: EntryId): Promise<Result<LogPlace | null>>;
  retry(room: RoomId, entry: EntryId): Promise<Result<null>>;

  newDraft(start: Partial<Omit<Draft, 'id' | 'revision'>>): Promise<Result<DraftView>>;
  saveDraft(draft: Draft): Promise<Result<DraftView>>;
  keepDraft(draft: DraftId, which: 'mine' | 'other'): Promise<Result<DraftView>>;
  discardDraft(draft: DraftId): Promise<Result<null>>;
  restoreDraft(draft: DraftId): Promise<Result<null>>; // undo of discard, for as long as this tab lives
  attach(draft: DraftId, file: File): Promise<Result<Attachment>>;
  detach(draft: DraftId, attachment: AttachmentId): Promise<Result<null>>;
  /** Starts the ten seconds in which it can be undone. */
  send(draft: DraftId): Promise<Result<Outgoing>>;
  undoSend(draft: DraftId): Promise<Result<null>>;

  refresh(): Promise<Result<null>>;
  endSession(id: string): Promise<Result<null>>;
  endOtherSessions(): Promise<Result<null>>;
  addPasskey(name: string): Promise<Result<null>>;
  removePasskey(id: string): Promise<Result<null>>;
  notify(wish: Notifications): Promise<Result<null>>;
  /** Everything about notices, fetched when somebody first looks at them. */
  notices(): Promise<Result<NoticesDesk>>;
  /** Likewise everything about screening. */
  screening(): Promise<Result<ScreeningDesk>>;
  /** Likewise everything about frameworks, library, meetings, courses and news. */
  publications(): Promise<Result<PublicationsDesk>>;
  copyText(text: string): Promise<Result<null>>;
  prefer(change: Partial<Preferences>): Promise<Result<null>>;
}
