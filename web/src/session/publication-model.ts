/**
 * Publications as screens show them, and what screens may ask about them: model.ts for what is loaded with them.
 *
 * Types only. A record stands here after its document had the hash that the register names, or not at all.
 */
import type { Bytes } from '../protocol/bytes';
import type { OfferState } from '../protocol/publication-rules';
import type { CourseRecord, Fact, FrameworkRecord, LibraryRecord, MeetingRecord, NewsRecord, PublishedFile, RecordOf } from '../protocol/publications';
import type { Shelf, StatementOf } from '../protocol/statements';
import type { Country, EntryId, Failure, Ms, OfficeId, Readable, Result, RoomId, Tlp } from './model';

export type { CourseRecord, Fact, FrameworkRecord, LibraryRecord, MeetingRecord, NewsRecord, OfferState, PublishedFile, RecordOf, Shelf };
export type ItemId = string;
/** `shelf/item`, as reading lists and links name it. */
export type ItemKey = `${Shelf}/${string}`;
/** Of the statement. */
export type OfferId = string;
/** `members`, `officers`, `public` or a country. */
export type Access = string;
export type Decision = StatementOf<'offer-review'>['outcome'];

/** Who signed a statement, when and where in the register. */
export interface Signed {
  readonly hash: string;
  readonly at: Ms;
  /** As the verified directory names them. */
  readonly by: string;
  readonly key: string;
  readonly office: OfficeId;
  readonly country: Country;
  readonly logIndex: number;
}

/** A publication of an item, or of some of its facts; `document` is null where it retired them. */
export interface Version extends Signed {
  readonly shelf: Shelf;
  readonly item: ItemId;
  readonly parts: readonly string[];
  readonly access: Access;
  readonly document: string | null;
  readonly offer: OfferId | null;
  /** Where it retired them and says why: the document with the reason, and the item of the same shelf to look at instead. */
  readonly why?: { readonly document: string; readonly successor: ItemId | null };
}

export interface OfferView extends Signed {
  readonly shelf: Shelf;
  readonly item: ItemId;
  readonly of: ItemKey;
  readonly parts: readonly string[];
  readonly access: Access;
  readonly document: string;
  readonly state: OfferState;
  /** Size of the register that its author had seen. */
  readonly seen: number;
  /** Who returned, refused or withdrew it, and why. */
  readonly ended?: Signed & { readonly text: string };
  /** By my key, or one that I held before. */
  readonly mine: boolean;
  /** What it would replace was changed after it was written: it cannot be published any more, only offered anew. */
  readonly overtaken: boolean;
  /** What my key could sign about it now, judged by the register's own rules. */
  readonly may: { readonly publish: boolean; readonly return: boolean; readonly refuse: boolean; readonly withdraw: boolean };
}

/** One item of a shelf. `offered`: nothing of it was ever published. */
export interface ItemView {
  readonly key: ItemKey;
  readonly shelf: Shelf;
  readonly item: ItemId;
  readonly state: 'offered' | 'published' | 'retired';
  /** What stands of it as a whole; null on the shelf `framework`, and while nothing was published. */
  readonly standing: Version | null;
  /** On the shelf `framework`: what stands of each fact, by field; `document` null where it was retired. */
  readonly facts: ReadonlyMap<string, Version>;
  /** Every publication, oldest first. */
  readonly history: readonly Version[];
  /** Every offer, newest first; the open ones have the state `offered`. */
  readonly offers: readonly OfferView[];
  /** Of the last publication; of the first offer while there is none. */
  readonly changedAt: Ms;
  readonly changedIndex: number;
}

/** `absent`: not there, or not open to me; the two are not told apart. */
export type RecordView<R> =
  | { readonly state: 'loading' | 'absent' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'ready'; readonly value: R };

/** A fact that a country published, with what it says. */
export interface FactView extends Version {
  readonly field: string;
  readonly fact: RecordView<Fact>;
  /** From when on it is greyed; undefined while it was not read. */
  readonly staleFrom?: Ms;
  readonly stale: boolean;
}

/** What I may do at all, by my post. */
export interface Standing {
  readonly country: Country;
  /** Publishes facts of `country`, and decides offers of them. */
  readonly national: boolean;
  /** Publishes and decides on all other shelves. */
  readonly secretariat: boolean;
  /** May offer; a partner not on the shelf `framework`. */
  readonly contributor: boolean;
  readonly partner: boolean;
}

// ---- writing ------------------------------------------------------------------------------------

/** What somebody wrote. For a framework `parts` are the fields of its facts: worked out from the record. */
export interface Written<S extends Shelf = Shelf> {
  readonly shelf: S;
  readonly item: ItemId;
  readonly record: RecordOf<S>;
  readonly access: Access;
  /** `position` of the desk when the form was opened: who writes over something has seen it. */
  readonly seen: number;
}

/** What leaves its shelf: of a framework these facts, of everything else no `parts`. */
export interface Retiring {
  readonly shelf: Shelf;
  readonly item: ItemId;
  readonly parts: readonly string[];
  /** As in `Written`. */
  readonly seen: number;
  /** For all who could read it. */
  readonly reason: string;
  /** Item of the same shelf to look at instead. */
  readonly successor: ItemId | null;
}

/** What has begun to leave and is kept in this browser until it has landed. */
export interface PublicationErrand {
  readonly id: string;
  readonly kind: 'offer' | 'publish' | 'decide' | 'retire' | 'participation' | 'place' | 'manuscript';
  /** `shelf/item`. */
  readonly of: ItemKey;
  readonly title: string;
  readonly state: 'sending' | 'waiting_for_connection' | 'failed';
  readonly failure?: Failure;
}

// ---- files --------------------------------------------------------------------------------------

/** A file that the server has whole, and has looked into. */
export interface UploadedFile {
  readonly sha256: string;
  readonly len: number;
  readonly type: string;
  readonly name: string;
  /** 0 where it has none. */
  readonly pages: number;
  /** Items that name the same octets already. */
  readonly items: readonly ItemKey[];
}

/** `reading`: hashed and taken into this browser; `checking`: the server looks into it. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly state: 'reading' | 'uploading' | 'checking' | 'waiting_for_connection' | 'failed' | 'done';
  /** 0..1 of the state. */
  readonly done: number;
  /** It failed, and may go otherwise if it is sent once more. */
  readonly again: boolean;
  readonly failure?: Failure;
  readonly file?: UploadedFile;
}

export type FileName = Pick<PublishedFile, 'sha256' | 'len' | 'name' | 'type'>;

/** In a ZIP: under which path, and what. */
export interface CarriedText {
  readonly path: string;
  readonly text: string;
}

export interface CarriedFile {
  readonly path: string;
  readonly file: FileName;
}

// ---- search -------------------------------------------------------------------------------------

export interface SearchQuery {
  readonly text: string;
  readonly shelves?: readonly (Shelf | 'glossary')[];
  readonly languages?: readonly string[];
  readonly filters?: {
    readonly types?: readonly string[];
    readonly topics?: readonly string[];
    readonly regions?: readonly string[];
    readonly countries?: readonly Country[];
    readonly years?: readonly [number, number];
  };
  /** Published at this position of the register or later. */
  readonly since?: number;
  readonly offset?: number;
  readonly limit?: number;
}

export interface SearchHit {
  readonly key: ItemKey | `glossary/${string}`;
  readonly shelf: Shelf | 'glossary';
  readonly item: ItemId;
  /** Of a framework the field; else empty. */
  readonly part?: string;
  /** Empty for what ships. */
  readonly document: string;
  readonly language: string;
  readonly title: string;
  readonly publishedAt: Ms | null;
  readonly access: Access;
  readonly type: string;
  /** Pieces of text, and whether each is what was looked for. */
  readonly snippet: readonly (readonly [string, boolean])[];
  readonly file: string | null;
  /** From 1. */
  readonly page: number | null;
  /** The register, as folded here, has this document standing: else the server's index is behind, or lies. */
  readonly stands: boolean;
}

export type Facet = Readonly<Record<string, number>>;

export interface SearchAnswer {
  readonly position: number;
  /** How many items of each shelf were searched. */
  readonly searched: Readonly<Partial<Record<Shelf | 'glossary', number>>>;
  readonly total: number;
  readonly hits: readonly SearchHit[];
  readonly facets: Readonly<Record<'shelves' | 'languages' | 'types' | 'topics' | 'regions', Facet>>;
}

// ---- what one keeps for oneself -------------------------------------------------------------------

export interface ReadingList {
  readonly name: string;
  readonly items: readonly ItemKey[];
}

export interface CourseProgress {
  readonly done: readonly string[];
  readonly answers: Readonly<Record<string, readonly number[]>>;
}

/** Sealed, on the server and here; `state` as drafts: `saved_here` is not on the server yet, and `full` is more than it keeps of one person. */
export interface Reading {
  readonly state: 'loading' | 'saved' | 'saved_here' | 'saving' | 'full';
  readonly lists: readonly ReadingList[];
  readonly watched: readonly ItemKey[];
  /** Size of the register at the end of the visit before: what was published from there on is new. */
  readonly since: number;
  readonly progress: Readonly<Record<ItemId, CourseProgress>>;
}

// ---- meetings and courses: who goes -----------------------------------------------------------------

export type PlaceState = StateOfPlace | 'proposed';
export type StateOfPlace = 'confirmed' | 'waiting' | 'declined' | 'withdrawn' | 'attended' | 'absent' | 'certified';

export interface Participant {
  /** One person for all time: 16 bytes in hex. */
  readonly id: string;
  /** Key id, or empty where they are no member. */
  readonly key: string;
  readonly name: string;
  readonly latin: string;
  readonly title: string;
  readonly languages: readonly string[];
  readonly role: string;
  readonly visa: boolean;
  readonly passport: string;
  readonly notes: string;
}

/** Somebody who was proposed, as the newest entry about them has it. */
export interface PlaceView {
  readonly person: Participant;
  readonly state: PlaceState;
  readonly room: RoomId;
  /** The `participation` that named them last. */
  readonly entry: EntryId;
  /** Who nominated. */
  readonly office: OfficeId;
  readonly at: Ms;
  readonly decidedAt?: Ms;
  /** The `place` that says so, and who signed it: `by` as the verified directory names them. */
  readonly answer?: { readonly entry: EntryId; readonly key: string; readonly by: string };
}

export interface Places {
  readonly people: readonly PlaceView[];
  /** Places that are taken. */
  readonly taken: number;
  /** Null without a limit. */
  readonly free: number | null;
}

// ---- manuscripts --------------------------------------------------------------------------------

/** One version of what is written together in a room. */
export interface Manuscript {
  readonly entry: EntryId;
  readonly room: RoomId;
  readonly shelf: Shelf;
  readonly item: ItemId;
  readonly base: EntryId | null;
  /** Another version of the same base came first: somebody brings them together. */
  readonly beside: boolean;
  /** Nothing was made of it yet. */
  readonly newest: boolean;
  readonly at: Ms;
  readonly by: string;
  readonly office: OfficeId;
  readonly text: string;
  /** Held against its shelf's keys: null where it is not whole yet (`draft` is what was sent). */
  readonly record: RecordOf<Shelf> | null;
  readonly draft: unknown;
}

/** Everything about what the network publishes. None of its verbs throws. */
export interface PublicationsDesk {
  /** Size of the register as it was verified here: what a form remembers as `seen` when it opens. */
  readonly position: Readable<number>;
  readonly me: Readable<Standing>;
  /** Every item that the register knows and I may read, by `shelf/item`. What ships is not here: it is reference data. */
  readonly items: Readable<ReadonlyMap<ItemKey, ItemView>>;
  /** Of one shelf, last changed first. The same Readable for the same shelf. */
  shelf(shelf: Shelf): Readable<readonly ItemView[]>;
  item(shelf: Shelf, item: ItemId): Readable<ItemView | undefined>;
  /** Open offers that my key may decide, oldest first. */
  readonly toDecide: Readable<readonly OfferView[]>;
  /** My own offers, newest first. */
  readonly mine: Readable<readonly OfferView[]>;
  /** Published since the last visit, last changed first. */
  readonly fresh: Readable<readonly ItemView[]>;
  /** Of those, what I watch. */
  readonly changed: Readable<readonly ItemView[]>;
  /** Soon: the register wakes nobody by itself. */
  look(): void;

  // reading
  /** What a version or an offer says; asked for when it is first read, kept sealed in this browser, so that it opens off-line. */
  record<S extends Shelf>(of: Pick<Version, 'item' | 'parts' | 'document'> & { readonly shelf: S }): Readable<RecordView<RecordOf<S>>>;
  /** The same, awaited. `not_found` where it is absent. */
  read<S extends Shelf>(of: Pick<Version, 'item' | 'parts' | 'document'> & { readonly shelf: S }): Promise<Result<RecordOf<S>>>;
  /** Why it was retired; absent where nobody said so. */
  reason(of: Pick<Version, 'item' | 'parts' | 'why'>): Readable<RecordView<RecordOf<'retirement'>>>;
  /** The facts that a jurisdiction has published, by field, retired ones left out. */
  facts(jurisdiction: ItemId): Readable<ReadonlyMap<string, FactView>>;
  /** Fetches these documents, and with `files` their files too, so that they open without a line. How far: 0..1. */
  pack(keys: readonly ItemKey[], files: boolean, told: (done: number) => void): Promise<Result<null>>;
  /** Saved as one ZIP, unsealed, to be taken to a machine without a line. How far: 0..1. */
  carry(name: string, texts: readonly CarriedText[], files: readonly CarriedFile[], told: (done: number) => void): Promise<Result<null>>;
  /** Packed files leave this browser. */
  unpack(): Promise<Result<null>>;

  // writing
  /** For the secretariat, or for the jurisdiction's own people, to decide. Answers the offer's hash once it stands. */
  offer(written: Written): Promise<Result<OfferId>>;
  /** Publishes at once: what `may.publishAt` allows (facts of my own country; meetings and news by the secretariat). */
  publish(written: Written): Promise<Result<string>>;
  /** Publishes what somebody offered. */
  publishOffer(offer: OfferId): Promise<Result<string>>;
  /** `return` and `refuse` need a text. */
  decide(offer: OfferId, outcome: Decision, text: string): Promise<Result<null>>;
  retire(retiring: Retiring): Promise<Result<null>>;
  /** What my key could sign about an item now. */
  may(shelf: Shelf, item: ItemId): { readonly offer: boolean; readonly publish: boolean; readonly retire: boolean };
  /** On its way, also from an earlier visit. */
  readonly underWay: Readable<readonly PublicationErrand[]>;
  tryAgain(errand: string): void;
  giveUp(errand: string): Promise<Result<null>>;

  // files
  readonly uploads: Readable<readonly Upload[]>;
  /** Answers when the server has it whole and has looked into it. The upload stands in `uploads` meanwhile, and goes on after a killed tab. */
  upload(file: File): Promise<Result<UploadedFile>>;
  tryUploadAgain(id: string): void;
  dropUpload(id: string): Promise<Result<null>>;
  /** What the server read in pages `from` to `to`, counted from 1, fewer where they are long; a convenience: the file is what was published. */
  pages(sha256: string, from: number, to: number): Promise<Result<{ readonly pages: number; readonly texts: readonly string[] }>>;
  /** Hands the file to the browser after its hash held. */
  saveFile(file: FileName): Promise<Result<null>>;
  /** Into memory, after its hash held: what is small. */
  readFile(file: FileName): Promise<Result<Bytes>>;
  /** Hands a text to the browser as a file. */
  save(name: string, text: string): Promise<Result<null>>;

  // searching: asked of the server, which keeps neither question nor answer
  search(query: SearchQuery): Promise<Result<SearchAnswer>>;

  // for myself
  readonly reading: Readable<Reading>;
  watch(key: ItemKey, on: boolean): Promise<Result<null>>;
  /** `edit` gets the lists as they are by then: those of the server may still be on their way when somebody asks. */
  changeLists(edit: (lists: readonly ReadingList[]) => readonly ReadingList[]): Promise<Result<null>>;
  saveProgress(course: ItemId, progress: CourseProgress): Promise<Result<null>>;
  /** Nothing before `shown` is new any more: the `position` of what stood before the person's eyes. */
  caughtUp(shown: number): Promise<Result<null>>;

  // news outside the browser: an address that reads nothing else (wire.md, "/me/feed")
  /** Since when one holds; null where none does. */
  feedSince(): Promise<Result<Ms | null>>;
  /** A new one, which ends the one before. Answers its token, which nobody can read a second time. */
  makeFeed(): Promise<Result<string>>;
  endFeed(): Promise<Result<null>>;

  // what is typed into a form and not sent yet: sealed, in this browser only
  /** By an id of the form's own, e.g. `library/1f0c`. */
  readonly kept: Readable<ReadonlyMap<string, unknown>>;
  /** Whatever JSON can say, over what was there; `null` forgets it. */
  keep(id: string, value: unknown): Promise<Result<null>>;

  // who goes
  /** Folded from my rooms; `capacity` is the record's. */
  places(shelf: 'meeting' | 'course', item: ItemId, office: OfficeId, capacity: number | null): Readable<Places>;
  /** To the meeting's or course's office, in the room of our two offices about it. */
  nominate(to: OfficeId, said: { readonly shelf: 'meeting' | 'course'; readonly item: ItemId; readonly title: string; readonly people: readonly Participant[]; readonly text: string; readonly handling: Tlp }, files: readonly File[]): Promise<Result<RoomId>>;
  /** An answer to a participation, in its room. */
  place(room: RoomId, participation: EntryId, people: readonly { readonly id: string; readonly state: StateOfPlace }[], text: string): Promise<Result<null>>;
  newPersonId(): string;

  // written together
  manuscripts(room: RoomId): Readable<readonly Manuscript[]>;
  /** Into a room that is there, or into a new one with these offices. */
  sendManuscript(to: RoomId | readonly OfficeId[], said: { readonly shelf: Shelf; readonly item: ItemId; readonly title: string; readonly record: unknown; readonly base: EntryId | null; readonly text: string; readonly handling: Tlp }): Promise<Result<RoomId>>;
}
