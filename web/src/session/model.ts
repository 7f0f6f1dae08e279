/**
 * What screens show and what they may ask for: the contract between ui/ and session/.
 *
 * Types only, no code, no platform. ui/ reads `State` (signals) and calls `Verbs`; session/ implements
 * both. Everything here is already verified and opened: a value that failed verification never becomes
 * a model, it becomes a `Block`. Times are milliseconds since the epoch, UTC; countries are ISO 3166-1
 * alpha-2 (plus XK); languages are ISO 639-1; time zones are IANA names.
 */

// ---- small words ------------------------------------------------------------------------------

export type Ms = number;
export type Language = 'en' | 'fr' | 'es' | 'ar';
export type Theme = 'system' | 'light' | 'dark';
export type Country = string;
export type OfficeId = string;
export type OfficerId = string;
export type RoomId = string;
export type EntryId = string;
export type DraftId = string;
export type AttachmentId = string;

/** A value that a screen subscribes to by reading it; a ReadonlySignal fits. */
export interface Readable<T> {
  readonly value: T;
}

/** Something fetched or folded: not yet there, there, or not obtainable just now. */
export type Loadable<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'ready'; readonly value: T };

/** Stable codes; each has a sentence under `error.<code>` in every catalogue. */
export type ErrorCode =
  | 'offline' // no connection; what was asked is not queued
  | 'expired' // session ended: sign in again
  | 'locked' // keys are not in memory: unlock first
  | 'bad_credentials' // unknown login, wrong passphrase or wrong kit, told alike
  | 'wrong_passphrase' // unlock on this browser failed
  | 'kit_needed' // first sign-in on this browser: the recovery kit code is needed
  | 'kit_mistyped' // the code's own check characters do not match
  | 'slow_down' // delayed, see retryAfterSeconds
  | 'not_found' // no such thing, or not yours: never told apart
  | 'invitation_invalid' // unknown, used or out of date: the server tells them alike
  | 'weak_passphrase'
  | 'login_taken' // or not of the shape of a login
  | 'quiz_wrong'
  | 'not_ready' // an attachment is still going up, or a required field is empty
  | 'recipient_changed' // the office's keys or members changed while composing: look again
  | 'conflict' // the same draft was changed elsewhere
  | 'too_late' // undo came after sending
  | 'too_large'
  | 'disk_full' // this browser's storage, or the server's
  | 'attachment_altered' // the hash did not hold: nothing was saved
  | 'unsupported' // this browser cannot do it (passkey without PRF …)
  | 'cancelled' // the person closed the platform's dialog
  | 'blocked' // a verification failed: see State.block
  | 'refused' // the server answered 4xx with a code of its own, see detail
  | 'server'; // 5xx or an answer that does not parse

export interface Failure {
  readonly code: ErrorCode;
  /** For people who help: never shown as the main text, always copyable. */
  readonly detail?: string;
  /** The code by which server or register refused: worded by screens that know it. */
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** Names in the script of their owner, and in Latin letters when the two differ. */
export interface Name {
  readonly own: string;
  readonly latin?: string;
}

// ---- session ----------------------------------------------------------------------------------

export interface Me {
  readonly officer: OfficerId;
  readonly login: string;
  readonly name: Name;
  readonly office: OfficeRef;
  readonly role: Role;
  /** Until when the authorisation in the register holds. */
  readonly authorisedUntil?: Ms;
}

export type Role = 'officer' | 'deputy' | 'office_head' | 'agency_head' | 'bureau_head' | 'secretariat' | 'partner' | 'auditor';

export type SessionState =
  | { readonly state: 'starting' } // reading local state; nothing decided yet
  | { readonly state: 'signed_out'; readonly lastLogin?: string; readonly kitKnown: boolean }
  | { readonly state: 'locked'; readonly login: string; readonly passkey: boolean } // reload: keys sealed here
  | { readonly state: 'expired'; readonly login: string } // idle or 12 h: what was written is kept sealed
  | { readonly state: 'waiting'; readonly progress: MembershipProgress } // enrolled, not yet authorised
  | { readonly state: 'ready'; readonly me: Me };

export type Connection = 'online' | 'reconnecting' | 'offline';

/** Only present when the server says that it is a demo on loopback. */
export interface DemoPerson {
  readonly login: string;
  readonly name: Name;
  readonly office: Name;
  readonly country: Country;
  readonly role: Role;
}

// ---- enrolment --------------------------------------------------------------------------------

export interface Invitation {
  readonly name: string;
  readonly country: Country;
  readonly office?: Name; // none for heads of a bureau or an agency
  readonly role: Role;
  readonly network: string;
  /** Hash of the network, which the server has shown to be its own. */
  readonly net: string;
}

/** 128-bit secret as printed: six groups of five Crockford base32 characters. */
export interface Kit {
  readonly groups: readonly string[];
  /** What the QR code carries: protocol/locks.md. */
  readonly qrText: string;
}

export interface MembershipProgress {
  readonly name: string;
  readonly country: Country;
  readonly office?: Name;
  readonly nominated?: { readonly by: string; readonly at: Ms };
  /** protocol/keys.md: four groups of five, which the agency head hears and compares before nominating. */
  readonly fingerprint: string;
}

export type Enrolment =
  | { readonly step: 'network' } // the link names none: the hash on paper is asked for
  | { readonly step: 'reading' }
  | { readonly step: 'invalid'; readonly failure: Failure }
  | { readonly step: 'passphrase'; readonly invitation: Invitation }
  | { readonly step: 'kit'; readonly invitation: Invitation; readonly kit: Kit }
  | { readonly step: 'quiz'; readonly invitation: Invitation; readonly ask: readonly [number, number] } // 0…5
  | { readonly step: 'making_keys'; readonly invitation: Invitation }
  | { readonly step: 'waiting'; readonly progress: MembershipProgress };

// ---- directory --------------------------------------------------------------------------------

/** Enough of an office to show it anywhere. */
export interface OfficeRef {
  readonly id: OfficeId;
  readonly country: Country;
  readonly name: Name;
}

export interface OfficerRef {
  readonly id: OfficerId;
  readonly name: Name;
}

/** Duty is ordinary data of the server, not signed: it may guide, it never authorises. */
export type Duty =
  | { readonly state: 'on_duty'; readonly officer: OfficerRef; readonly until: Ms }
  | { readonly state: 'on_call'; readonly officer: OfficerRef; readonly nextOpenAt?: Ms } // outside hours, alarm rings
  | { readonly state: 'closed'; readonly nextOpenAt?: Ms }
  | { readonly state: 'unknown' };

export interface Office extends OfficeRef {
  readonly agency: string;
  readonly timeZone: string;
  readonly languages: readonly string[];
  /** Local working hours: ISO weekday 1…7 and minutes after midnight. */
  readonly hours: readonly { readonly day: number; readonly from: number; readonly to: number }[];
  readonly telephone?: string;
  /** Days near now ("2026-12-25") that are none of its working days: ordinary data, as duty is. */
  readonly closed?: readonly string[] | undefined;
  readonly networks: readonly string[]; // ARIN, CARIN, GlobE, Egmont …
  readonly duty: Duty;
  readonly officers: readonly Officer[];
  /** Who nominates its officers and who authorises them, as the register names them. */
  readonly heads: readonly { readonly role: 'agency_head' | 'bureau_head'; readonly name: Name; readonly place: string }[];
  readonly verification: Verification;
  /** Present when nothing can be sealed to it yet, so nothing may be sent. */
  readonly unreachable?: 'no_officer' | 'suspended';
}

export interface Officer extends OfficerRef {
  readonly role: Role;
  readonly title?: string;
  readonly languages: readonly string[];
  readonly telephone?: string;
  readonly verification: Verification;
}

export interface Verification {
  readonly state: 'verified' | 'pending' | 'suspended' | 'revoked' | 'expired';
  /** From the root down to the thing itself; empty only while pending. */
  readonly chain: readonly ChainStep[];
  readonly validUntil?: Ms;
}

export interface ChainStep {
  readonly kind: 'root' | 'bureau' | 'agency' | 'keyset' | 'nominate' | 'authorise' | 'office_key' | 'renew' | 'suspend' | 'revoke';
  readonly by: string; // who signed, for display
  readonly at: Ms;
  readonly logIndex: number;
  readonly hash: string; // statement hash, hex
}

export interface Directory {
  readonly offices: readonly Office[];
  readonly treeSize: number;
  readonly checkedAt: Ms;
  readonly witnesses: { readonly have: number; readonly need: number };
}

// ---- rooms ------------------------------------------------------------------------------------

export type Urgency = 'flash' | 'urgent' | 'priority' | 'ordinary';

export type RequestState =
  | 'sent' | 'acknowledged' | 'partly_answered' | 'answered' | 'closed' | 'refused';

export interface Clock {
  readonly kind: 'acknowledge' | 'answer';
  readonly party: 'us' | 'them'; // whose turn it is
  readonly startedAt: Ms;
  readonly dueAt: Ms;
  readonly state: 'running' | 'met' | 'missed' | 'stopped'; // missed: due and still open, or met too late
  readonly metAt?: Ms;
  readonly escalatedTo?: 'deputy' | 'bureau' | 'secretariat';
}

export interface RoomSummary {
  readonly id: RoomId;
  readonly subject: string;
  readonly ours: OfficeRef;
  readonly counterparts: readonly OfficeRef[];
  readonly lastAt: Ms;
  readonly lastBy: { readonly officer: OfficerRef; readonly office: OfficeRef; readonly ours: boolean };
  readonly preview: string; // plain text, one line
  readonly unread: number;
  readonly entries: number;
  readonly attachments: number;
  readonly handling: Tlp;
  readonly request?: { readonly kind: RequestKind; readonly urgency: Urgency; readonly state: RequestState };
  readonly clocks: readonly Clock[];
  readonly needsAction: boolean;
  readonly startedByUs: boolean;
  /** What a room without a subject is about. */
  readonly about?: NoticeMention['kind'];
  readonly draft: boolean;
  /** A room whose verification failed stays in the list and cannot be opened. */
  readonly block?: Block;
}

export interface Thread {
  readonly room: RoomSummary;
  readonly items: readonly ThreadItem[];
  readonly epoch: number;
  readonly members: readonly Office[];
}

interface ItemBase {
  readonly id: EntryId;
  readonly seq: number;
  readonly at: Ms; // the author's own signed time
  readonly officer: OfficerRef;
  readonly office: OfficeRef;
  readonly timeZone: string; // of the author's office
  readonly ours: boolean;
  readonly unread: boolean;
  readonly proof: EntryProof;
}

/** What was checked before this was shown; for the details panel and for copying. */
export interface EntryProof {
  readonly entryHash: string;
  readonly previousHash: string;
  readonly keyId: string;
  readonly logSize: number;
}

/** A leaf of the register. */
export interface LogPlace {
  readonly index: number;
  readonly at: Ms;
}

export type ThreadItem =
  | (ItemBase & { readonly kind: 'message'; readonly body: string; readonly language?: string; readonly handling: Tlp;
      readonly attachments: readonly Attachment[]; readonly delivery: Delivery; readonly answer?: AnswerOutcome;
      /** It carries a notice's record, or tells its country of a hit. */
      readonly notice?: NoticeMention; readonly publication?: PublicationMention })
  | (ItemBase & { readonly kind: 'request'; readonly body: string; readonly language?: string; readonly request: RequestForm; readonly handling: Tlp;
      readonly attachments: readonly Attachment[]; readonly delivery: Delivery; readonly canAcknowledge: boolean })
  | (ItemBase & { readonly kind: 'acknowledgement'; readonly of: EntryId; readonly text: string; readonly reference: string })
  /** One action of the 24-hour checklist; what stands now is session/checklist.ts. */
  | (ItemBase & { readonly kind: 'tick'; readonly action: string; readonly state: TickState; readonly note: string;
      readonly owner?: OfficerRef; readonly attachments: readonly Attachment[] })
  /** A change of handling of another entry; where it does not count it was not theirs to make. */
  | (ItemBase & { readonly kind: 'handling'; readonly of: EntryId; readonly from: Tlp | ''; readonly to: Tlp; readonly counts: boolean;
      readonly about?: { readonly officer: OfficerRef; readonly at: Ms } })
  | (ItemBase & { readonly kind: 'members'; readonly added: readonly OfficeRef[]; readonly removed: readonly OfficeRef[] })
  | (ItemBase & { readonly kind: 'unknown'; readonly type: string }); // a newer client wrote it: said, not hidden

/** Who goes where, or what is written together; `of` is `shelf/item`, and of an answer about places empty. */
export interface PublicationMention {
  readonly kind: 'participation' | 'place' | 'manuscript';
  readonly of: string;
}

export interface NoticeMention {
  readonly kind: 'notice' | 'hit';
  /** Hash of the notice's statement; empty where the record came before it. */
  readonly of: string;
}

export type TickState = 'open' | 'doing' | 'done' | 'not_applicable';

/** What an officer says of one action. */
export interface Tick {
  readonly action: string;
  readonly state: TickState;
  readonly note: string;
  readonly owner: OfficerId; // empty: nobody
}

/** Of an entry of ours; for others' entries it is what we told them. */
export interface Delivery {
  readonly state: 'holding' | 'sending' | 'waiting' | 'sent' | 'delivered' | 'read' | 'failed';
  readonly receipts: readonly { readonly office: OfficeRef; readonly officer: OfficerRef;
    readonly kind: 'delivered' | 'read'; readonly at: Ms }[];
  readonly failure?: Failure;
}

export interface Attachment {
  readonly id: AttachmentId;
  readonly name: string; // hostile: shown isolated, with direction marks made visible
  readonly size: number; // bytes
  readonly type: string;
  readonly transfer: Transfer;
}

export type Transfer =
  | { readonly state: 'ready' } // up: all slices landed. down: not fetched yet
  | { readonly state: 'working'; readonly what: 'sealing' | 'uploading' | 'downloading'; readonly done: number } // 0…1
  | { readonly state: 'paused'; readonly done: number } // offline: resumes by itself
  | { readonly state: 'saved' } // downloaded, hash held, handed to the browser
  | { readonly state: 'failed'; readonly failure: Failure };

// ---- composing --------------------------------------------------------------------------------

export type Tlp = 'TLP:RED' | 'TLP:AMBER+STRICT' | 'TLP:AMBER' | 'TLP:GREEN' | 'TLP:CLEAR';
export type RequestKind = 'freeze' | 'tracing' | 'pre_mla' | 'spontaneous' | 'confiscation' | 'return' | 'information';
export type AssetLink = 'proceeds' | 'converted' | 'intermingled' | 'benefit' | 'instrumentality' | 'equivalent_value';
export type Stage = 'intelligence' | 'preliminary' | 'investigation' | 'charged' | 'trial' | 'final_judgment' | 'ncb' | 'civil' | 'administrative';
export type RefusalReason =
  | 'no_dual_criminality' | 'insufficient_facts' | 'no_link_asset_offence' | 'no_identifier' | 'wrong_authority' | 'language'
  | 'needs_mla' | 'no_power_without_charge' | 'de_minimis' | 'political' | 'human_rights' | 'limitation' | 'ne_bis_in_idem'
  | 'ongoing_own_case' | 'confidentiality' | 'costs' | 'cannot_locate';

/**
 * The request as an officer fills it in: `request` of protocol/bodies.md in the client's names. Empty strings
 * mean "not said". Every field is sealed; the server learns urgency and the two offices only.
 */
export interface RequestForm {
  readonly kind: RequestKind;
  readonly urgency: Urgency;
  readonly language: string; // in which the request is written
  readonly assets: readonly RequestAsset[]; // the form keeps at least one, possibly blank
  readonly persons: readonly RequestPerson[]; // likewise
  readonly offence: string; // code of offence-codes.csv
  readonly offenceLaw: string; // national provision and its maximum penalty
  readonly facts: string;
  readonly stage: Stage | '';
  readonly authority: string; // who investigates, when it is not the office itself
  readonly measure: string;
  readonly order: string; // an order that exists: court, date, whether final
  readonly thirdParties: string;
  readonly neededBy: Ms | null; // when the money could leave
  readonly formalBy: Ms | null; // when the formal request will follow
  readonly purpose: string;
  readonly contact: { readonly name: string; readonly phone: string; readonly languages: readonly string[] };
}

export interface RequestAsset {
  readonly type: string; // code of asset-types.csv
  readonly identifier: string; // IBAN, folio, VIN …
  readonly holder: string;
  readonly place: string; // bank and town
  readonly amount: string; // as typed, "2 400 000"
  readonly currency: string;
  readonly link: AssetLink | '';
}

export interface RequestPerson {
  readonly name: string;
  readonly latin: string;
  readonly born: string; // YYYY-MM-DD, or as far as known
  readonly document: string; // passport, register number …
  readonly nationality: string;
}

export type Outcome = 'frozen' | 'partly' | 'not_possible' | 'information' | 'refused';

export interface AnswerOutcome {
  readonly outcome: Outcome;
  readonly reason: RefusalReason | ''; // only with `refused` and `not_possible`
  readonly measure: FreezeMeasure | null; // only with `frozen` and `partly`
}

export interface FreezeMeasure {
  readonly authority: string;
  readonly basis: string;
  readonly expires: Ms | null;
  readonly amount: string;
  readonly currency: string;
}

/** What a screen edits. Saving gives it back with a later `revision`. */
export interface Draft {
  readonly id: DraftId;
  readonly revision: number;
  /** Present in a reply: then `to` and `subject` are those of the room. */
  readonly room?: RoomId;
  readonly to: readonly OfficeId[];
  readonly subject: string;
  readonly body: string;
  readonly request: RequestForm | null; // none: a plain message
  /** A reply that answers the room's open request; without it the reply is a message. */
  readonly answer: AnswerOutcome | null;
  readonly handling: Tlp;
}

export type DraftSaving =
  | { readonly state: 'empty' }
  | { readonly state: 'saving' }
  | { readonly state: 'saved_here'; readonly at: Ms } // sealed in this browser
  | { readonly state: 'saved'; readonly at: Ms } // sealed on the server too
  | { readonly state: 'conflict'; readonly other: Draft }
  | { readonly state: 'failed'; readonly failure: Failure };

export interface DraftView {
  readonly draft: Draft;
  readonly saving: DraftSaving;
  readonly attachments: readonly Attachment[];
  /** Chosen on another device of this person, where they still are: nothing is sent before they are attached here or taken out. */
  readonly elsewhere: readonly FileName[];
}

export interface FileName {
  readonly id: AttachmentId;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** On its way out. `holding` can be undone until `leavesAt`; nothing has left before. */
export interface Outgoing {
  readonly draft: DraftId;
  readonly room?: RoomId; // known once it has one
  readonly subject: string;
  readonly to: readonly OfficeRef[];
  readonly state: 'holding' | 'sending' | 'waiting_for_connection' | 'sent' | 'failed';
  readonly leavesAt: Ms;
  readonly failure?: Failure;
}

// ---- blocked ----------------------------------------------------------------------------------

/** A verification that failed. Words for each code are in the catalogues under `blocked.<code>.*`. */
export type BlockCode =
  | 'register_rolled_back' | 'register_rewritten' | 'register_split' | 'register_signature' | 'witnesses_missing'
  | 'statement_invalid' | 'wrong_network' | 'downgrade' | 'room_rolled_back' | 'room_forked' | 'entry_invalid'
  | 'member_unverified' | 'key_substituted' | 'attachment_altered' | 'record_altered' | 'own_keys_altered' | 'client_outdated';

export interface Block {
  readonly code: BlockCode;
  /** Without a room the whole network is blocked: nothing is shown, nothing is sent. */
  readonly room?: RoomId;
  readonly at: Ms;
  /** Lines to copy for the operator and the bureau: hashes, sizes, steps. No content. */
  readonly technical: readonly string[];
}

// ---- settings ---------------------------------------------------------------------------------

export interface SignedInSession {
  readonly id: string;
  readonly current: boolean;
  readonly agent: string; // "Firefox 142 on Windows"
  readonly address: string; // of the network that it signed in from
  readonly startedAt: Ms;
  readonly lastSeenAt: Ms;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly addedAt: Ms;
}

/** Where, when and in which language the server writes that something is new. No address: no mail. */
export interface Notifications {
  readonly email: string;
  /** Of what has no clock: a clock writes to whom its ladder names, whatever stands here. */
  readonly remind: 'away' | 'always' | 'never';
  readonly language: Language;
}

export interface Account {
  readonly sessions: readonly SignedInSession[];
  readonly passkeys: readonly Passkey[];
  readonly passkeysSupported: boolean; // this browser has WebAuthn with PRF
  readonly kitMadeAt: Ms;
  readonly notifications: Notifications;
}

/** Kept in this browser in the clear: nothing here is about a case. */
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly shortcuts: boolean;
}

// ---- the two halves ---------------------------------------------------------------------------

export interface State {
  readonly session: Readable<SessionState>;
  readonly connection: Readable<Connection>;
  readonly block: Readable<Block | null>;
  readonly demoPeople: Readable<readonly DemoPerson[] | null>;
  readonly enrolment: Readable<Enrolment>;
  readonly rooms: Readable<Loadable<readonly RoomSummary[]>>;
  readonly directory: Readable<Loadable<Directory>>;
  readonly drafts: Readable<readonly DraftView[]>;
  readonly outgoing: Readable<readonly Outgoing[]>;
  readonly account: Readable<Loadable<Account>>;
  /** Leads of names that the office watches, seen by nobody of it yet. */
  readonly leads: Readable<number>;
  readonly preferences: Readable<Preferences>;
  /** Ticks about once a second while somebody looks; screens take "now" from here only. */
  readonly now: Readable<Ms>;
  /** The same Readable for the same id; opening one starts fetching it. */
  thread(room: RoomId): Readable<Loadable<Thread>>;
}

export type { Verbs } from './verbs';
