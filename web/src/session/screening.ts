/**
 * Names and records against everything that is listed in a valid notice: asked of the server, which answers from
 * memory and keeps neither the question nor the answer (protocol/wire.md, `POST /screen`).
 *
 * What is typed and found lives in this object only, and goes with the session.
 */
import { signal } from '@preact/signals';
import { attempt } from './failures.ts';
import type { Result } from './model.ts';
import type { NoticeGround } from './notices.ts';
import type { Ports } from './ports.ts';
import { saveText } from './saving.ts';
import type { Answered, Band, Lead, Query, Reason, ScreeningDesk, Typed } from './screening-model.ts';
import type { Server } from './server.ts';

/** The server gives up after 90 s; whoever waits less would ask again while it still works. */
const TIMEOUT_MS = 100_000;
/** Leads of one query, and of each of many. */
const MOST_LEADS = 50;
const LEADS_OF_MANY = 10;
const AS_ORGANISATION = '-organisation';

interface HitAnswer {
  readonly id: string;
  readonly score: number;
  readonly band: Band;
  readonly name: string;
  readonly query_name: string;
  readonly reasons: readonly Reason[];
}

interface ScreenAnswer {
  readonly position: number;
  readonly listed: number;
  readonly threshold: number;
  readonly results: readonly (readonly HitAnswer[])[];
}

export class Screening implements ScreeningDesk {
  readonly typed = signal<Typed | null>(null);
  readonly answered = signal<Answered | null>(null);
  readonly #ports: Ports;
  readonly #server: Server;
  readonly #ground: NoticeGround;

  constructor(ports: Ports, server: Server, ground: NoticeGround) {
    this.#ports = ports;
    this.#server = server;
    this.#ground = ground;
  }

  close(): void {
    this.typed.value = null;
    this.answered.value = null;
  }

  screen(queries: readonly Query[], threshold: number): Promise<Result<Answered>> {
    return attempt(async () => {
      const limit = queries.length === 1 ? MOST_LEADS : LEADS_OF_MANY;
      const answered = await this.#ask(queries, threshold, limit);
      this.answered.value = answered;
      return answered;
    });
  }

  async #ask(queries: readonly Query[], threshold: number, limit: number): Promise<Answered> {
    const json = { queries, limit, threshold };
    const answer = await this.#server.json<ScreenAnswer>({ method: 'POST', path: '/screen', json, timeoutMs: TIMEOUT_MS });
    // A lead may be of a notice that this browser has not folded yet.
    const { rounds, register } = this.#ground.parts();
    if (answer.position > register.directory.size) await rounds.sync();
    const found = queries.map((query, n) => ({ query, leads: leadsOf(answer.results[n] ?? []) }));
    return { found, position: answer.position, listed: answer.listed, threshold: answer.threshold, limit };
  }

  save(name: string, text: string): Promise<Result<null>> {
    return saveText(this.#ports, name, text);
  }
}

/** Best first. A holder who may be a person or an organisation is listed as both: the better stays. */
export function leadsOf(hits: readonly HitAnswer[]): readonly Lead[] {
  const seen = new Set<string>();
  return hits.flatMap((hit) => {
    const bare = hit.id.endsWith(AS_ORGANISATION) ? hit.id.slice(0, -AS_ORGANISATION.length) : hit.id;
    if (seen.has(bare)) return [];
    seen.add(bare);
    return [leadOf(hit)];
  });
}

function leadOf({ id, score, band, name, query_name: queryName, reasons }: HitAnswer): Lead {
  const [notice = '', part = ''] = id.split('#');
  const of = part.startsWith('holder') ? 'holder' : part.startsWith('asset') ? 'asset' : 'subject';
  return { id, notice, of, score, band, name, queryName, reasons };
}
