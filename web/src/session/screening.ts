/**
 * Names and records against everything that is listed in a valid notice: asked of the server, which answers from
 * memory and keeps neither the question nor the answer (protocol/wire.md, `POST /screen`); and against the office's own lists,
 * of which the server learns nothing: what it says of the words asked for is compared with them here.
 *
 * What is typed and found lives in this object only, and goes with the session. What is decided and watched is the
 * office's, in its room (office-screening.ts).
 */
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { JsonObject } from '../protocol/canonical.ts';
import { decisionKey, identityOf } from '../protocol/screening.ts';
import { nameForms, type Word } from '../protocol/screening-files.ts';
import { attempt } from './failures.ts';
import { toMs } from './form.ts';
import type { ListHit } from './lists/own-lists.ts';
import type { Result } from './model.ts';
import type { NoticeGround } from './notices.ts';
import { OfficeLists } from './office-lists.ts';
import { OfficeShared } from './office-screening.ts';
import type { Ports } from './ports.ts';
import { saveText } from './saving.ts';
import type { Answered, Band, Decided, Found, Lead, OfficeList, Query, Reason, ScreeningDesk, Typed, Verdict, WatchedLead } from './screening-model.ts';
import type { Server } from './server.ts';
import { Watching } from './watching.ts';

/** The server gives up after 90 s; whoever waits less would ask again while it still works. */
const TIMEOUT_MS = 100_000;
/** Leads of one query, and of each of many. */
const MOST_LEADS = 50;
const LEADS_OF_MANY = 10;
const RETRY_MS = 30_000;
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
  readonly analysis: number;
  readonly forms: readonly unknown[];
}

/** What the server answered, and what comparing it with the office's own lists needs. */
interface Asked {
  readonly answered: Answered;
  readonly analysis: number;
  readonly forms: readonly (readonly (readonly Word[])[])[];
}

export class Screening implements ScreeningDesk {
  readonly typed = signal<Typed | null>(null);
  readonly answered = signal<Answered | null>(null);
  readonly #ports: Ports;
  readonly #server: Server;
  readonly #ground: NoticeGround;
  readonly #shared: OfficeShared;
  readonly #lists: OfficeLists;
  readonly #watching: Watching;
  readonly #stops: (() => void)[];
  readonly #fresh: (count: number) => void;
  #cancelRetry: () => void = () => undefined;

  /** `fresh` is told how many leads of watched names nobody of the office has seen. */
  constructor(ports: Ports, server: Server, ground: NoticeGround, fresh: (count: number) => void) {
    this.#fresh = fresh;
    this.#ports = ports;
    this.#server = server;
    this.#ground = ground;
    this.#shared = new OfficeShared(ground);
    this.#lists = new OfficeLists(ground, this.#shared, ports.lists);
    this.#watching = new Watching(ground, this.#shared, this.#lists, async (queries) => this.#withLists(await this.#ask(queries, null, LEADS_OF_MANY)));
    this.#stops = [
      effect(() => {
        if (this.#shared.all.value !== null) untracked(() => { this.#watching.refresh(); this.#lists.changed(); });
      }),
      effect(() => {
        fresh(this.#watching.leads.value?.filter((lead) => lead.fresh).length ?? 0);
      }),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#cancelRetry();
    this.#watching.close();
    this.#lists.close();
    this.#shared.close();
    this.#fresh(0);
    this.typed.value = null;
    this.answered.value = null;
  }

  // ---- asking ----

  /** What the server found is there first; the office's own lists, which may have to be fetched, come to it. */
  screen(queries: readonly Query[], threshold: number): Promise<Result<Answered>> {
    return attempt(async () => {
      const asked = await this.#ask(queries, threshold, queries.length === 1 ? MOST_LEADS : LEADS_OF_MANY);
      this.answered.value = asked.answered;
      void this.#withLists(asked).then((whole) => {
        if (this.answered.peek() === asked.answered) this.answered.value = whole;
      }, () => {
        const lists = { entries: 0, screened: [], leftOut: this.#lists.all.peek()?.map(({ name }) => name) ?? [] };
        if (this.answered.peek() === asked.answered) this.answered.value = { ...asked.answered, lists };
      });
      return asked.answered;
    });
  }

  async #ask(queries: readonly Query[], threshold: number | null, limit: number): Promise<Asked> {
    const json = { queries, limit, threshold };
    const answer = await this.#server.json<ScreenAnswer>({ method: 'POST', path: '/screen', json, timeoutMs: TIMEOUT_MS });
    // A lead may be of a notice that this browser has not folded yet.
    const { rounds, register } = this.#ground.parts();
    if (answer.position > register.directory.size) await rounds.sync();
    const forms = queries.map((_, n) => nameForms(answer.forms[n]));
    const found = queries.map((query, n): Found => ({ query, leads: leadsOf(answer.results[n] ?? []), empty: holdsNothing(query, forms[n] ?? []) }));
    return { answered: { found, position: answer.position, listed: answer.listed, threshold: answer.threshold, limit, lists: null }, analysis: answer.analysis, forms };
  }

  /** With what the office's own lists hold, which are compared here. */
  async #withLists({ answered, analysis, forms }: Asked): Promise<Answered> {
    const { threshold, limit } = answered;
    const own = await this.#lists.screen(answered.found.map(({ query }) => query), analysis, forms, { limit, threshold });
    const found = answered.found.map((one, n) => ({ ...one, leads: best([...one.leads, ...(own.hits[n] ?? []).map(leadOfList)], limit) }));
    return { ...answered, found, lists: { entries: own.entries, screened: own.screened, leftOut: own.leftOut } };
  }

  // ---- the office's own lists ----

  get lists(): ReadonlySignal<readonly OfficeList[] | null> {
    return this.#lists.all;
  }

  openLists(): Promise<Result<null>> {
    return attempt(async () => {
      await this.#shared.look();
      await this.#lists.load();
      return null;
    });
  }

  endList(name: string): Promise<Result<null>> {
    return attempt(async () => {
      await this.#lists.end(name);
      return null;
    });
  }

  save(name: string, text: string): Promise<Result<null>> {
    return saveText(this.#ports, name, text);
  }

  // ---- what the office decided ----

  decided(query: Query, lead: Lead): Decided | null {
    const decisions = this.#shared.all.value?.decisions;
    if (decisions === undefined) return null;
    const identity = identityOf(query);
    for (const [before, listed] of this.#versions(lead)) {
      const found = decisions.get(decisionKey(identity, listed));
      if (found === undefined) continue;
      const { verdict, why, content } = found.body;
      return { verdict, why, by: this.#ground.view().signer(found.author), at: toMs(found.time), again: before !== lead.content || content !== lead.content };
    }
    return null;
  }

  /** The lead's record, then the notices that it replaced; holders and assets have their places in one notice only. */
  *#versions({ notice, content, id, of }: Lead): Generator<readonly [string, string]> {
    yield [content, id];
    const { directory } = this.#ground.parts().register;
    for (let before = directory.notice(notice)?.amends ?? null; before !== null && of === 'subject'; before = directory.notice(before)?.amends ?? null) yield [before, before];
  }

  decide(query: Query, lead: Lead, verdict: Verdict, why: string): Promise<Result<null>> {
    return attempt(async () => {
      const [name = ''] = query.names;
      await this.#shared.say({ kind: 'screening_decision', query: identityOf(query), listed: lead.id, content: lead.content, verdict, why, name, listed_name: lead.name });
      return null;
    });
  }

  // ---- what the office watches ----

  readonly watched = computed(() => {
    const shared = this.#shared.all.value;
    return shared === null ? null : [...shared.watched].map(([id, query]) => ({ id, query: query as Query }));
  });

  get leads(): ReadonlySignal<readonly WatchedLead[] | null> {
    return this.#watching.leads;
  }

  isWatched(query: Query): boolean {
    return this.#shared.all.value?.watched.has(identityOf(query)) ?? false;
  }

  watch(queries: readonly Query[]): Promise<Result<null>> {
    return this.#sayWatch(queries, []);
  }

  unwatch(id: string): Promise<Result<null>> {
    return this.#sayWatch([], [id]);
  }

  #sayWatch(add: readonly Query[], drop: readonly string[]): Promise<Result<null>> {
    return attempt(async () => {
      const body = { kind: 'screening_watch', add: [...add], drop: [...drop], entries: 0, attachments: [] };
      await this.#shared.say(body as unknown as JsonObject);
      return null;
    });
  }

  follow(): Promise<Result<null>> {
    return attempt(async () => {
      await this.#watching.follow(true);
      return null;
    });
  }

  seen(leads: readonly WatchedLead[]): Promise<Result<null>> {
    return attempt(async () => {
      await this.#watching.seen(leads);
      return null;
    });
  }

  /** Without anybody asking: whenever something was verified anew. What failed is tried again in a while. */
  async followQuietly(): Promise<void> {
    this.#cancelRetry();
    const followed = await attempt(() => this.#watching.follow(false));
    if (!followed.ok) this.#cancelRetry = this.#ports.clock.after(RETRY_MS, () => void this.followQuietly());
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
  return { id, notice, place: null, content: notice, of, score, band, name, queryName, reasons };
}

function leadOfList({ list, source, line, ...hit }: ListHit): Lead {
  return { ...hit, notice: '', place: { list, source, line }, of: 'entry', band: bandOf(hit.score) };
}

/** As screen.py has them. */
const STRONG = 900;
const PROBABLE = 700;

function bandOf(score: number): Band {
  return score >= STRONG ? 'strong' : score >= PROBABLE ? 'probable' : 'weak';
}

/** Notices before lists where they score alike. */
function best(leads: readonly Lead[], limit: number): readonly Lead[] {
  return [...leads].sort((one, other) => other.score - one.score).slice(0, limit);
}

function holdsNothing({ names, identifiers }: Query, forms: readonly (readonly Word[])[]): boolean {
  return names.length > 0 && identifiers.length === 0 && forms.every((words) => words.length === 0);
}
