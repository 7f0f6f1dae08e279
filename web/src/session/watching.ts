/**
 * The office's watched names, all screened again when notices or lists have changed, those that came when the names have: in
 * batches, one at a time, going on where it stopped, also after the page was closed. What is new of it waits to be looked at, by whoever of the office
 * comes first; then it is told (protocol/screening.md), and nobody is told again.
 */
import { signal } from '@preact/signals';
import type { SubjectRecord } from '../protocol/bodies.ts';
import { sha256Hex } from '../protocol/digests.ts';
import { stateAt } from '../protocol/notice-states.ts';
import { decisionKey, markOf, sourceOf } from '../protocol/screening.ts';
import { toSeconds } from './form.ts';
import type { Local } from './local.ts';
import type { NoticeGround } from './notices.ts';
import type { OfficeLists } from './office-lists.ts';
import type { OfficeShared, Shared } from './office-screening.ts';
import { type Answered, type Found, type Lead, MOST_WATCHED, type Query, type WatchedLead } from './screening-model.ts';

const AT_ONCE = 100;
const RUN = 'screening-run-3';
const MOST_MARKS = 5_000;

/** How far the watched names were screened against what was valid; sealed in this browser. */
interface Run {
  /** Digest of what was valid, and of the lists that were opened. */
  readonly of: string;
  /** Identities of the names that were screened against it. */
  readonly done: readonly string[];
  readonly found: readonly { readonly watched: string; readonly lead: Lead }[];
}

/** What a run screens. */
interface Task {
  readonly of: string;
  readonly names: readonly (readonly [string, SubjectRecord])[];
  /** Valid notices. */
  readonly sources: readonly string[];
  /** The server has none of them, so names are not screened against them here. */
  readonly diffusions: readonly string[];
  /** The office's own lists that are compared here, and those that can be or may be yet; `allLists`: none is for the command line alone. */
  readonly opened: readonly string[];
  readonly lists: readonly string[];
  readonly allLists: boolean;
  readonly shared: Shared;
}

export class Watching {
  /** Of all watched names, best first; null before they were screened. */
  readonly leads = signal<readonly WatchedLead[] | null>(null);
  readonly #ground: NoticeGround;
  readonly #shared: OfficeShared;
  readonly #lists: OfficeLists;
  readonly #ask: (queries: readonly Query[]) => Promise<Answered>;
  #run: Run | undefined;
  #task: Task | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(ground: NoticeGround, shared: OfficeShared, lists: OfficeLists, ask: (queries: readonly Query[]) => Promise<Answered>) {
    this.#ground = ground;
    this.#shared = shared;
    this.#lists = lists;
    this.#ask = ask;
  }

  close(): void {
    this.#closed = true;
  }

  get #local(): Local {
    return this.#ground.parts().local;
  }

  /**
   * Screens what changed since, unless somebody of the office did and found nothing to look at; `whole` also then.
   * Raises what asking raises: what was done by then is kept.
   */
  follow(whole: boolean): Promise<void> {
    this.#running ??= this.#follow(whole).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #follow(whole: boolean): Promise<void> {
    await this.#shared.look();
    let task = this.#nextTask();
    const idle = (): boolean => task === undefined || (!whole && isTold(task) && !this.#hasScreened(task));
    if (!idle()) {
      await this.#lists.load();
      task = this.#nextTask();
    }
    if (task === undefined || idle()) {
      if (task === undefined && this.#shared.all.peek() !== null) this.leads.value = [];
      return;
    }
    await this.#screen(task);
    if (!this.#hasScreened(task)) return; // the session ends
    this.#show(task);
    // Nothing to look at: the others need not ask. What is to be looked at is told when somebody has seen it.
    if (this.leads.peek()?.every((lead) => !lead.fresh) === true && !isTold(task)) await this.#tell(task, []);
  }

  #nextTask(): Task | undefined {
    const shared = this.#shared.all.peek();
    if (shared === null || shared.watched.size === 0 || shared.watched.size > MOST_WATCHED) return undefined;
    const now = toSeconds(this.#ground.now.peek());
    const notices = [...this.#ground.parts().register.directory.notices.values()];
    const standing = notices.filter((notice) => stateAt(notice, now) === 'valid');
    const sourcesOf = (variant: string): string[] => standing.filter((notice) => notice.variant === variant).map(({ hash }) => sourceOf(hash)).sort();
    const valid = sourcesOf('notice');
    const names = [...shared.watched];
    const [opened, lists] = [this.#lists.sources('opened'), this.#lists.sources('possible')];
    const of = sha256Hex([RUN, ...valid, '', ...opened].join('\n'));
    return { of, names, sources: valid, diffusions: sourcesOf('diffusion'), opened, lists, allLists: this.#lists.complete(), shared };
  }

  async #screen({ of, names }: Task): Promise<void> {
    const kept = this.#run ?? (await this.#local.read<Run>(RUN));
    const watched = new Set(names.map(([identity]) => identity));
    const before = kept?.of === of ? kept : { done: [], found: [] };
    let run: Run = { of, done: before.done.filter((identity) => watched.has(identity)), found: before.found.filter((one) => watched.has(one.watched)) };
    const done = new Set(run.done);
    const due = names.filter(([identity]) => !done.has(identity));
    this.#run = run;
    for (let next = 0; next < due.length && !this.#closed; next += AT_ONCE) {
      const batch = due.slice(next, next + AT_ONCE);
      const answered = await this.#ask(batch.map(([, record]) => record as Query));
      const found = answered.found.flatMap((one, n) => leadsOf(one, batch[n]?.[0] ?? ''));
      run = { of, done: [...run.done, ...batch.map(([identity]) => identity)], found: [...run.found, ...found] };
      this.#run = run;
      await this.#local.write(RUN, run);
    }
  }

  #hasScreened({ of, names }: Task): boolean {
    const done = new Set(this.#run?.of === of ? this.#run.done : []);
    return names.every(([identity]) => done.has(identity));
  }

  /** Anew when a colleague decided or was told. */
  refresh(): void {
    const task = this.#nextTask();
    if (task !== undefined && this.#hasScreened(task)) this.#show(task);
  }

  #show(task: Task): void {
    this.#task = task;
    const { shared } = task;
    const names = new Map(task.names);
    const found = (this.#run?.found ?? []).flatMap(({ watched, lead }): WatchedLead[] => {
      const query = names.get(watched);
      const decided = shared.decisions.get(decisionKey(watched, lead.id));
      if (query === undefined || decided?.body.content === lead.content) return [];
      return [{ watched, query: query as Query, lead, fresh: !shared.marks.has(markOfLead({ watched, lead })) }];
    });
    this.leads.value = found.sort((a, b) => Number(b.fresh) - Number(a.fresh) || b.lead.score - a.lead.score);
  }

  /** Somebody has these before their eyes. */
  async seen(leads: readonly WatchedLead[]): Promise<void> {
    const task = this.#task;
    await this.#shared.look(); // a colleague may have been quicker
    const told = this.#shared.all.peek()?.marks;
    const marks = leads.map(markOfLead).filter((mark) => told?.has(mark) !== true);
    if (task !== undefined && marks.length > 0) await this.#tell(task, marks.slice(0, MOST_MARKS));
  }

  async #tell(task: Task, marks: readonly string[]): Promise<void> {
    const toldAll = this.leads.peek()?.every((lead) => !lead.fresh || marks.includes(markOfLead(lead))) === true;
    const whole = toldAll && task.sources.length + task.opened.length <= MOST_MARKS;
    const known = task.shared.sources;
    const sources = whole ? [...task.sources, ...task.opened].filter((source) => !known.has(source)) : [];
    // Of diffusions that a colleague's program knows, newer names were not held against any here.
    const through = whole && !task.diffusions.some((source) => known.has(source)) ? task.shared.watchedThrough : 0;
    const listsThrough = whole && task.allLists && task.opened.length === task.lists.length ? task.shared.watchedThrough : 0;
    if (marks.length + sources.length === 0 && through <= task.shared.through && listsThrough <= task.shared.listsThrough) return;
    await this.#shared.say({ kind: 'screening_told', marks: [...marks], sources, through, lists_through: listsThrough });
    this.refresh();
  }
}

/** Everything that is watched was screened against everything that is valid, and told. */
function isTold({ sources, lists, allLists, shared }: Task): boolean {
  const held = shared.through >= shared.watchedThrough && (lists.length === 0 || !allLists || shared.listsThrough >= shared.watchedThrough);
  return held && [...sources, ...lists].every((source) => shared.sources.has(source));
}

function markOfLead({ watched, lead }: Pick<WatchedLead, 'watched' | 'lead'>): string {
  return markOf({ query: watched, listed: lead.id, content: lead.content });
}

function leadsOf({ leads }: Found, watched: string): Run['found'] {
  return leads.map((lead) => ({ watched, lead }));
}
