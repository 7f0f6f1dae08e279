/**
 * The office's watched names, screened again when the register or the names have changed: in batches, one at a time, going
 * on where it stopped, also after the page was closed. What is new of it waits to be looked at, by whoever of the office
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
const RUN = 'screening-run-2';
const MOST_MARKS = 5_000;

/** How far the watched names were screened against what was valid; sealed in this browser. */
interface Run {
  /** Digest of the names and of what was valid. */
  readonly of: string;
  readonly next: number;
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
    const idle = (): boolean => task === undefined || (!whole && isTold(task) && this.#run?.of !== task.of);
    if (!idle()) {
      await this.#lists.load();
      task = this.#nextTask();
    }
    if (task === undefined || idle()) {
      if (task === undefined && this.#shared.all.peek() !== null) this.leads.value = [];
      return;
    }
    await this.#screen(task);
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
    const of = sha256Hex([RUN, ...names.map(([identity]) => identity), '', ...valid, '', ...opened].join('\n'));
    return { of, names, sources: valid, diffusions: sourcesOf('diffusion'), opened, lists, allLists: this.#lists.complete(), shared };
  }

  async #screen({ of, names }: Task): Promise<void> {
    const kept = this.#run ?? (await this.#local.read<Run>(RUN));
    let run = kept?.of === of ? kept : { of, next: 0, found: [] };
    while (run.next < names.length && !this.#closed) {
      const batch = names.slice(run.next, run.next + AT_ONCE);
      const answered = await this.#ask(batch.map(([, record]) => record as Query));
      run = { of, next: run.next + batch.length, found: [...run.found, ...answered.found.flatMap((found, n) => leadsOf(found, batch[n]?.[0] ?? ''))] };
      await this.#local.write(RUN, run);
    }
    this.#run = run;
  }

  /** Anew when a colleague decided or was told. */
  refresh(): void {
    const task = this.#nextTask();
    if (this.#run === undefined || task === undefined || this.#run.of !== task.of) return;
    this.#show(task);
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
