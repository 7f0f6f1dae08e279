/**
 * The server's event stream. It says only "something of yours moved"; what moved is fetched and verified
 * by the session. Comes back by itself with growing pauses, and asks the server once whether the session
 * is over before it tries again.
 */
import type { Events, EventsListener, Http } from '../session/ports.ts';

const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

export function makeEvents(http: Http, path = '/api/v1/events'): Events {
  return {
    open(listener: EventsListener): () => void {
      const stream = new Stream(http, path, listener);
      stream.connect();
      return () => {
        stream.close();
      };
    },
  };
}

class Stream {
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #closed = false;
  readonly #http: Http;
  readonly #path: string;
  readonly #listener: EventsListener;

  constructor(http: Http, path: string, listener: EventsListener) {
    this.#http = http;
    this.#path = path;
    this.#listener = listener;
  }

  connect(): void {
    if (this.#closed) return;
    const source = new EventSource(this.#path);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#failures = 0;
      this.#listener.state('open');
      // Whatever moved while we were away made no event for us.
      this.#listener.moved();
    });
    source.addEventListener('cursor', () => {
      this.#listener.moved();
    });
    source.addEventListener('register', (event: MessageEvent<string>) => {
      this.#listener.registered(Number(event.data));
    });
    source.addEventListener('error', () => {
      void this.#failed(source);
    });
    globalThis.addEventListener('online', this.#now);
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    globalThis.removeEventListener('online', this.#now);
  }

  #stop(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #now = (): void => {
    if (this.#closed || this.#source !== undefined) return;
    this.#stop();
    this.connect();
  };

  async #failed(source: EventSource): Promise<void> {
    if (this.#source !== source) return;
    this.#stop();
    this.#listener.state('reconnecting');
    const session = await this.#http.call({ method: 'GET', path: '/session' });
    if (this.#closed) return;
    if (!session.ok && session.kind === 'refused' && session.status === 401) {
      this.close();
      this.#listener.ended();
      return;
    }
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)] ?? 30_000;
    this.#failures += 1;
    this.#timer = setTimeout(() => {
      this.connect();
    }, pause);
  }
}
