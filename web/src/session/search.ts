/**
 * Searching what this browser has opened. The index is made from verified threads, lives in memory only, and
 * goes with the session; nothing of it or of what is typed is stored, put into an address or sent.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { isFound, isReadItem, type Letter, letterOf } from './letters.ts';
import type { Loadable, Readable, RoomSummary, State, Thread } from './model.ts';
import { isBlank, type Query } from './query.ts';

/** The page stays quick: after so long others get their turn. */
const TURN_MS = 12;

interface Indexed {
  readonly stamp: string;
  readonly letters: readonly Letter[];
  /** Messages that no key of this officer opens. */
  readonly sealed: number;
}

export interface Progress {
  readonly searched: number;
  readonly total: number;
  readonly running: boolean;
  /** Among the total: nobody here has a key for them. */
  readonly sealed: number;
  /** Rooms that failed a verification are not searched. */
  readonly blockedRooms: number;
}

export class Finder {
  /** As typed; kept here so that coming back from a result finds it again. */
  readonly typed = signal('');
  readonly #state: State;
  readonly #rooms = signal<ReadonlyMap<string, Indexed>>(new Map());
  readonly #running = signal(false);
  #turn = 0;

  constructor(state: State) {
    this.#state = state;
    let me = '';
    effect(() => {
      const session = state.session.value;
      const now = session.state === 'ready' ? session.me.officer : '';
      if (now !== me) this.forget();
      me = now;
    });
  }

  /** Somebody else, or nobody: all of it goes. */
  forget(): void {
    this.#turn += 1;
    this.#rooms.value = new Map();
    this.#running.value = false;
    this.typed.value = '';
  }

  /** Keeps up with the rooms until the returned function is called. */
  follow(): () => void {
    const stop = effect(() => {
      const rooms = this.#state.rooms.value;
      if (rooms.state === 'ready') void this.#fill(rooms.value);
    });
    return () => {
      stop();
      this.#turn += 1;
      this.#running.value = false;
    };
  }

  readonly progress: ReadonlySignal<Progress> = computed(() => {
    const rooms = this.#state.rooms.value;
    const all = rooms.state === 'ready' ? rooms.value : [];
    const open = all.filter(({ block }) => block === undefined);
    const done = open.filter(({ id }) => this.#rooms.value.has(id));
    const sealed = done.reduce((sum, { id }) => sum + (this.#rooms.value.get(id)?.sealed ?? 0), 0);
    const count = (list: readonly RoomSummary[]): number => list.reduce((sum, { entries }) => sum + entries, 0);
    return {
      searched: count(done) - sealed, total: count(open), sealed, running: this.#running.value || rooms.state === 'loading',
      blockedRooms: all.length - open.length,
    };
  });

  /** Reads signals: whoever computes from it follows. Newest first; nothing for a blank query. */
  find(query: Query): readonly Letter[] {
    const session = this.#state.session.value;
    const me = session.state === 'ready' ? session.me.officer : '';
    if (isBlank(query)) return [];
    const found = [...this.#rooms.value.values()].flatMap(({ letters }) => letters.filter((letter) => isFound(letter, query, me)));
    return found.sort((a, b) => b.at - a.at);
  }

  /** Newest rooms first, a turn at a time; a later call takes over. */
  async #fill(rooms: readonly RoomSummary[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const open = [...rooms].filter(({ block }) => block === undefined).sort((a, b) => b.lastAt - a.lastAt);
    const stale = open.filter((room) => this.#rooms.peek().get(room.id)?.stamp !== stampOf(room));
    this.#drop(open);
    this.#running.value = stale.length > 0;
    for (const room of stale) {
      const indexed = await this.#index(room, () => turn !== this.#turn);
      if (turn !== this.#turn) return;
      this.#rooms.value = new Map(this.#rooms.peek()).set(room.id, indexed);
    }
    this.#running.value = false;
  }

  /** Rooms that are gone, or blocked since. */
  #drop(open: readonly RoomSummary[]): void {
    const ids = new Set(open.map(({ id }) => id));
    const kept = [...this.#rooms.peek()].filter(([id]) => ids.has(id));
    if (kept.length < this.#rooms.peek().size) this.#rooms.value = new Map(kept);
  }

  async #index(room: RoomSummary, isOver: () => boolean): Promise<Indexed> {
    const stamp = stampOf(room);
    await rest();
    const thread = await loaded(this.#state.thread(room.id));
    const letters: Letter[] = [];
    if (thread === null) return { stamp, letters, sealed: room.entries };
    let since = Date.now();
    for (const item of thread.items) {
      if (isReadItem(item)) letters.push(letterOf(thread, item, letters.length === 0));
      if (Date.now() - since < TURN_MS) continue;
      await rest();
      if (isOver()) break;
      since = Date.now();
    }
    return { stamp, letters, sealed: thread.items.filter((item) => item.kind === 'unknown' && item.type === 'sealed').length };
  }
}

const finders = new WeakMap<State, Finder>();

/** One for each session. */
export function finderOf(state: State): Finder {
  const known = finders.get(state) ?? new Finder(state);
  finders.set(state, known);
  return known;
}

/** Changes when anything that the search shows of the room does. */
function stampOf({ lastAt, entries, unread, request, handling }: RoomSummary): string {
  return [lastAt, entries, unread, request?.state, handling].join(' ');
}

function rest(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

/** The thread once it is open; null where it cannot be. */
function loaded(readable: Readable<Loadable<Thread>>): Promise<Thread | null> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const now = readable.value;
      if (now.state === 'loading') return;
      resolve(now.state === 'ready' ? now.value : null);
      queueMicrotask(() => {
        stop();
      });
    });
  });
}
