/**
 * The server's calls, one line each (protocol/wire.md). What the server says here is not signed: it may
 * guide, delay or refuse, and nothing in it is believed about who wrote what.
 *
 * Every refusal is raised as a Refusal; a shape that is not wire.md's is the failure `server`.
 */
import { type Bytes, fromB64 } from '../protocol/bytes.ts';
import { join, split } from '../protocol/frames.ts';
import { Refusal, refuse } from './failures.ts';
import { type Answer, type Call, type Http, SESSION } from './ports.ts';

type Good = Extract<Answer, { ok: true }>;

export interface SessionAnswer {
  readonly key: string;
  readonly resume: string;
  readonly expires: number;
  readonly idle_seconds: number;
  readonly kind?: string;
  readonly login?: string;
}

export interface SignInAnswer extends SessionAnswer {
  readonly locks: readonly unknown[];
}

export interface VaultAnswer {
  readonly version: number;
  readonly sealed: string | null;
}

export interface DraftAnswer {
  readonly id: string;
  readonly version: number;
  readonly sealed: string;
}

export interface AppendAnswer {
  readonly room: string;
  readonly entries: readonly { readonly seq: number; readonly hash: string }[];
}

export interface DutyAnswer {
  readonly office: string;
  readonly on_duty: readonly string[];
  readonly next_change: number | null;
  /** Days near now on which the office is closed: "2026-12-25". */
  readonly closed?: readonly string[];
}

export interface ClockAnswer {
  readonly room?: string;
  readonly of: string;
  readonly from: string;
  readonly to: string;
  readonly urgency: string;
  readonly opened: number;
  readonly acknowledge_by: number;
  readonly answer_by: number;
  readonly state: string;
  readonly escalations: readonly { readonly step: string; readonly at: number }[];
}

export interface HeadsProof {
  readonly seq: number;
  readonly head: string;
  readonly leaf_index: number;
  readonly leaf: string;
  readonly path: readonly string[];
  readonly position: number;
  readonly log_path: readonly string[];
  readonly size: number;
}

export class Server {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** `asked`: where the same has been asked already. */
  async call(call: Call, asked: Promise<Answer> = this.#http.call(call)): Promise<Good> {
    const answer = await asked;
    return answer.ok ? answer : refuse(answer);
  }

  async json<T>(call: Call, asked?: Promise<Answer>): Promise<T> {
    const answer = await this.call(call, asked);
    try {
      return JSON.parse(new TextDecoder().decode(answer.bytes)) as T;
    } catch {
      throw new Refusal({ code: 'server', detail: `${call.path}: not JSON` });
    }
  }


  // ---- accounts ----

  kdf = async (login: string): Promise<unknown> =>
    (await this.json<{ kdf: unknown }>({ method: 'POST', path: '/session/start', json: { login } })).kdf;
  signIn = (login: string, auth: string, client: object): Promise<SignInAnswer> =>
    this.json({ method: 'POST', path: '/session', json: { login, auth, client } });
  session = (asked?: Promise<Answer>): Promise<SessionAnswer> => this.json(SESSION, asked);
  signOut = async (): Promise<void> => void (await this.call({ method: 'DELETE', path: '/session' }));


  vault = (): Promise<VaultAnswer> => this.json({ method: 'GET', path: '/vault' });
  putVault = async (vault: VaultAnswer): Promise<void> =>
    void (await this.call({ method: 'PUT', path: '/vault', json: vault }));
  drafts = (): Promise<readonly DraftAnswer[]> => this.json({ method: 'GET', path: '/drafts' });
  putDraft = async ({ id, version, sealed }: DraftAnswer): Promise<void> =>
    void (await this.call({ method: 'PUT', path: `/drafts/${id}`, json: { version, sealed } }));
  deleteDraft = async (id: string): Promise<void> => void (await this.call({ method: 'DELETE', path: `/drafts/${id}` }));

  // ---- register ----

  checkpoint = async (): Promise<string> =>
    new TextDecoder().decode((await this.call({ method: 'GET', path: '/register/checkpoint' })).bytes);
  leaves = async (from: number, to: number): Promise<readonly Bytes[]> =>
    split((await this.call({ method: 'GET', path: `/register/leaves?from=${from}&to=${to}` })).bytes);
  publish = async (envelope: Bytes): Promise<void> =>
    void (await this.call({ method: 'POST', path: '/register/statements', bytes: join([envelope]) }));

  // ---- rooms ----

  openRoom = (frames: readonly Bytes[]): Promise<AppendAnswer> =>
    this.json({ method: 'POST', path: '/rooms', bytes: join(frames) });
  append = (room: string, frames: readonly Bytes[]): Promise<AppendAnswer> =>
    this.json({ method: 'POST', path: `/rooms/${room}/entries`, bytes: join(frames) });
  sync = async (cursor: number): Promise<readonly Bytes[]> =>
    split((await this.call({ method: 'GET', path: `/sync?cursor=${cursor}` })).bytes);
  entries = async (room: string, from: number): Promise<readonly Bytes[]> =>
    split((await this.call({ method: 'GET', path: `/rooms/${room}/entries?from=${from}&limit=500` })).bytes);
  /** `undefined` when no heads leaf covers that entry yet. */
  headsProof = async (room: string, seq: number): Promise<HeadsProof | undefined> => {
    const answer = await this.#http.call({ method: 'GET', path: `/rooms/${room}/proof?seq=${seq}` });
    if (!answer.ok) return answer.status === 404 ? undefined : refuse(answer);
    return JSON.parse(new TextDecoder().decode(answer.bytes)) as HeadsProof;
  };
  duty = (): Promise<readonly DutyAnswer[]> => this.json({ method: 'GET', path: '/duty' });
  clocks = (): Promise<readonly ClockAnswer[]> => this.json({ method: 'GET', path: '/clocks' });
}

/** b64 that the server sent; `server` when it is not. */
export function bytesOf(text: string): Bytes {
  const bytes = fromB64(text);
  if (bytes === undefined) throw new Refusal({ code: 'server', detail: 'not base64' });
  return bytes;
}
