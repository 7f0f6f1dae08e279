/**
 * What the session needs of the platform, and nothing more. browser/ implements these; tests run the
 * same session in node against a real server with the platform's own fetch and an IndexedDB of node.
 */
import type { Bytes } from '../protocol/bytes.ts';
import type { ListThread } from './lists/thread.ts';

/** One HTTP call to our own server; `path` begins after `/api/v1`, unless `outside` says that it is whole. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly outside?: true;
  readonly json?: unknown;
  readonly bytes?: Bytes;
  readonly type?: 'frames' | 'octets' | 'text';
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export type Answer =
  | { readonly ok: true; readonly status: number; readonly bytes: Bytes; header(name: string): string | null }
  | HttpFailure;

/**
 * Why a call gave nothing. `unreachable`: no answer came, so it may or may not have been carried out;
 * `refused`: 4xx with the server's code; `server`: 5xx or an answer that is not what wire.md says.
 */
export interface HttpFailure {
  readonly ok: false;
  readonly kind: 'unreachable' | 'aborted' | 'refused' | 'server';
  readonly status: number;
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

export interface Http {
  call(call: Call): Promise<Answer>;
}

/** Rows of this browser, by a name that says nothing; what is in them is sealed by the caller. */
export interface Rows {
  get(name: string): Promise<Bytes | undefined>;
  put(name: string, value: Bytes): Promise<void>;
  /** All or none of it is there after a crash. `null` deletes. */
  putAll(rows: ReadonlyMap<string, Bytes | null>): Promise<void>;
  names(prefix: string): Promise<readonly string[]>;
  delete(name: string): Promise<void>;
  wipe(): Promise<void>;
}

/** A key that this browser can use and nobody can read out; keeps the kit between two sign-ins. */
export interface Keepsake {
  seal(plaintext: Bytes): Promise<Bytes>;
  /** `undefined` when the key is gone or the bytes are not its own. */
  open(sealed: Bytes): Promise<Bytes | undefined>;
}

export interface Clock {
  nowMs(): number;
  /** Calls once after that long; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
}

export interface Random {
  bytes(length: number): Bytes;
}

/** The one row that is there when somebody was here before (device.ts). */
export const DEVICE_ROW = 'device';

/** The first question of whoever was here before: whether their session lives. */
export const SESSION: Call = { method: 'GET', path: '/session' };

export interface StretchCost {
  readonly m: number; // KiB
  readonly t: number;
  readonly p: number;
}

/** Argon2id, 32 bytes out, off the main thread. Throws `not_enough_memory` as an Error when it cannot. */
export interface Stretch {
  /** Has its code at hand, so that whoever has typed their passphrase need not wait for the line. */
  warm(): Promise<void>;
  argon2id(passphrase: Bytes, salt: Bytes, cost: StretchCost): Promise<Bytes>;
}

/** SHA-256 of files that do not fit into memory, off the main thread. */
export interface Hashing {
  /** Has it at hand for when the line is gone. */
  warm(): Promise<void>;
  start(): Promise<FileHash>;
}

export interface FileHash {
  /** Takes the next bytes, which may change afterwards; answers when there is room for more. */
  update(bytes: Bytes): Promise<void>;
  /** Of all of them, in hex; the last call. */
  hex(): Promise<string>;
  /** Ends it without a hash. */
  close(): void;
}

/** WebAuthn with PRF. `null`: the person closed the dialog, or the authenticator gave no PRF. */
export interface Passkeys {
  supported(): Promise<boolean>;
  create(options: unknown, prfInput: Bytes): Promise<PasskeyAnswer | null>;
  get(options: unknown, prfInput: Bytes): Promise<PasskeyAnswer | null>;
}

export interface PasskeyAnswer {
  readonly credentialId: Bytes;
  /** The credential as JSON, to be sent to the server; holds no PRF output. */
  readonly credential: unknown;
  readonly prf: Bytes;
}

/** The server's "something of yours moved". Resumes by itself; `close` ends it. */
export interface Events {
  open(listener: EventsListener): () => void;
}

export interface EventsListener {
  moved(): void;
  /** The register has so many leaves, not all of them under a checkpoint with its quorum yet. */
  registered(size: number): void;
  state(state: 'open' | 'reconnecting'): void;
  /** The server says that the session is over. */
  ended(): void;
}

/** Where a checked file goes. Nothing is visible to the person before `close`. */
export interface Sink {
  write(chunk: Bytes): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

export interface Saver {
  /** `null` when the person closed the dialog. Never opens or renders anything. */
  start(name: string, size: number): Promise<Sink | null>;
}

/** One tab at a time. */
export interface Exclusive {
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Tells the other tabs that this person signed out; `listen` hears it from them. */
  announceSignOut(): void;
  onSignOut(run: () => void): void;
}

/** What the person and the machine are doing. */
export interface Presence {
  online(): boolean;
  /** Called at each change between on-line and off-line. */
  onConnection(run: (online: boolean) => void): void;
  /** Called when the person types, points or touches (at most every few seconds). */
  onActivity(run: () => void): void;
  /** Called when the page is about to be hidden: the last moment that is sure. */
  onHide(run: () => void): void;
  visible(): boolean;
}

/** Small settings in the clear: language, theme, shortcuts. Survive sign-out where the server lets them. */
export interface Notes {
  read(name: string): string | null;
  write(name: string, value: string): void;
}

/** Drawn anew: without the place, device and time that cameras write beside pictures. */
export interface CleanPicture {
  readonly bytes: Bytes;
  readonly type: 'image/jpeg';
}

export interface Ports {
  readonly http: Http;
  readonly rows: Rows;
  readonly keepsake: Keepsake;
  readonly clock: Clock;
  readonly random: Random;
  readonly stretch: Stretch;
  readonly hashing: Hashing;
  readonly passkeys: Passkeys;
  readonly events: Events;
  readonly saver: Saver;
  readonly exclusive: Exclusive;
  readonly presence: Presence;
  readonly notes: Notes;
  /** A picture of nothing but pixels; `null` where the platform cannot read it as one. */
  readonly cleanPicture: (file: Blob) => Promise<CleanPicture | null>;
  /** A thread for the office's own lists, started when they are first needed. */
  readonly lists: () => Promise<ListThread>;
  /** To the clipboard; false when the platform refused. */
  readonly copy: (text: string) => Promise<boolean>;
  readonly client: { readonly name: string; readonly version: number };
}
