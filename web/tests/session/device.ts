/**
 * A browser's platform in node: node's fetch with the cookies that a browser would keep, an IndexedDB, and
 * Argon2id in the same thread. The session on top is the real one, against a real server.
 */
import 'fake-indexeddb/auto';
import { argon2id } from 'hash-wasm';
import { makeHttp } from '../../src/browser/http.ts';
import { random } from '../../src/browser/random.ts';
import { Store } from '../../src/browser/store.ts';
import type { Loadable, Result, RoomSummary } from '../../src/session/model.ts';
import { UNDO_MS } from '../../src/session/outbox.ts';
import type { Clock, Events, Ports, Rows, Sink, Stretch } from '../../src/session/ports.ts';
import { makeSession, type Session } from '../../src/session/session.ts';
import { hashing } from './hashing.ts';
import { listThread } from './lists.ts';

/** What a lying server makes of an answer's body. */
export type Lie = (body: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

const LOOK_AGAIN_MS = 50;
/** What comes sooner is seen sooner; a busy machine may take this long over one step. */
const PATIENCE_MS = 240_000;

const stretched = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** The offices' people have one passphrase and one salt, and each time costs as much as all else in a sign-in. */
const stretchedOnce: Stretch['argon2id'] = async (password, salt, { m, t, p }) => {
  const asked = [password, salt].map((bytes) => Buffer.from(bytes).toString('hex')).concat(`${m} ${t} ${p}`).join(' ');
  const known = stretched.get(asked)
    ?? argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary' }).then((bytes) => new Uint8Array(bytes));
  stretched.set(asked, known);
  return (await known).slice();
};

export class Device {
  readonly session: Session;
  /** Files handed to the person. */
  readonly saved = new Map<string, Uint8Array>();
  readonly posted: string[] = [];
  readonly lies = new Map<string, Lie>();
  /** Answers to "GET /drafts" and the like come only after this. */
  readonly held = new Map<string, Promise<void>>();
  /** Rows under these prefixes cannot be listed. */
  readonly unreadable = new Set<string>();
  online = true;
  /** How far this device's time is ahead of the machine's. */
  #ahead = 0;
  /** What waits for a span of the product's own time, by its length. */
  readonly #waiting = new Map<number, Set<() => void>>();
  #cookie = '';
  readonly #url: string;
  readonly #release: number;

  constructor(url: string, name: string, release = 1) {
    this.#url = url;
    this.#release = release;
    this.session = makeSession(this.#ports(name), ['en']);
  }

  #ports(name: string): Ports {
    const store = new Store(name);
    return {
      http: makeHttp(this.#url, (input, init) => this.#fetch(input as string, init)),
      clock: this.#clock(), random, rows: this.#rows(store), keepsake: store,
      stretch: { warm: () => Promise.resolve(), argon2id: stretchedOnce },
      hashing,
      passkeys: { supported: () => Promise.resolve(false), create: () => Promise.resolve(null), get: () => Promise.resolve(null) },
      events: this.#events(),
      saver: { start: (file) => Promise.resolve(this.#sink(file)) },
      exclusive: { run: (_name, work) => work(), announceSignOut: () => undefined, onSignOut: () => undefined },
      presence: { online: () => this.online, visible: () => true, onConnection: () => undefined, onActivity: () => undefined, onHide: () => undefined },
      notes: { read: () => null, write: () => undefined },
      cleanPicture: async (file) => ({ bytes: new Uint8Array(await file.arrayBuffer()), type: 'image/jpeg' }), // node draws nothing
      lists: () => Promise.resolve(listThread()),
      copy: () => Promise.resolve(true),
      client: { name: 'node', version: this.#release },
    };
  }

  #rows(store: Store): Rows {
    return {
      get: (name) => store.get(name),
      put: (name, value) => store.put(name, value),
      putAll: (rows) => store.putAll(rows),
      names: (prefix) => (this.unreadable.has(prefix) ? Promise.reject(new DOMException('the disk', 'UnknownError')) : store.names(prefix)),
      delete: (name) => store.delete(name),
      wipe: () => store.wipe(),
    };
  }

  #clock(): Clock {
    return {
      nowMs: () => Date.now() + this.#ahead,
      after: (ms, run) => this.#wait(ms, run),
    };
  }

  #wait(ms: number, run: () => void): () => void {
    const waiting = this.#waiting.get(ms) ?? new Set();
    this.#waiting.set(ms, waiting);
    const end = (): void => {
      cancel();
      run();
    };
    const timer = setTimeout(end, ms);
    const cancel = (): void => {
      clearTimeout(timer);
      waiting.delete(end);
    };
    waiting.add(end);
    return cancel;
  }

  /** So much time passes, for whoever looks at a clock; `end` wakes who waits. */
  pass(ms: number): void {
    this.#ahead += ms;
  }

  /** Ends the spans of this length that are running, for whoever does not test how long they are. */
  end(ms: number): void {
    for (const end of [...(this.#waiting.get(ms) ?? [])]) end();
  }

  /** Sends a draft, and ends the ten seconds in which that can be undone. */
  async send(draft: string): ReturnType<Session['verbs']['send']> {
    const sent = await this.session.verbs.send(draft);
    this.end(UNDO_MS);
    return sent;
  }

  async #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    if (!this.online) throw new TypeError('no line');
    if (init.method === 'POST') this.posted.push(new URL(url).pathname);
    const headers = { ...(init.headers as Record<string, string>), Origin: this.#url, Cookie: this.#cookie };
    const response = await fetch(url, { ...init, headers });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie !== undefined) this.#cookie = cookie;
    await this.held.get(`${init.method ?? 'GET'} ${new URL(url).pathname.replace('/api/v1', '')}`);
    const lie = [...this.lies].find(([call]) => url.includes(call))?.[1];
    if (lie === undefined || !response.ok) return response;
    return new Response(lie(new Uint8Array(await response.arrayBuffer())), { status: response.status, headers: response.headers });
  }

  /** The server's own stream, read as bytes: node has no EventSource. */
  #events(): Events {
    return {
      open: (listener) => {
        const stop = new AbortController();
        void (async () => {
          const response = await fetch(`${this.#url}/api/v1/events`, { headers: { Cookie: this.#cookie }, signal: stop.signal });
          for await (const piece of response.body ?? []) if (new TextDecoder().decode(piece).includes('cursor')) listener.moved();
        })().catch(() => undefined); // ended by the test or by the server
        return () => {
          stop.abort();
        };
      },
    };
  }

  #sink(name: string): Sink {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    return {
      write: (chunk) => Promise.resolve(void parts.push(chunk)),
      close: async () => void this.saved.set(name, new Uint8Array(await new Blob(parts).arrayBuffer())),
      abort: () => Promise.resolve(),
    };
  }

  /** Waits for what a screen would show; what it shows after a span of the product's own, it shows at once. */
  async until<T>(look: () => T | undefined | false | null, after?: number): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      if (after !== undefined) this.end(after);
      const found = look();
      if (found !== undefined && found !== false && found !== null) return found;
      if (Date.now() > end) throw new Error(`it never came: ${look.toString()}; block ${JSON.stringify(this.session.state.block.value)}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  room(subject: string): RoomSummary | undefined {
    return ready(this.session.state.rooms.value)?.find((room) => room.subject === subject);
  }
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.detail ?? ''}`);
  return result.value;
}

export function ready<T>(loadable: Loadable<T>): T | undefined {
  return loadable.state === 'ready' ? loadable.value : undefined;
}
