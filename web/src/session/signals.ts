/** The state that screens read, as signals; what belongs to a signed-in person comes from their desk. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type {
  Account, Block, Connection, DemoPerson, Directory, DraftView, Enrolment, Language, Loadable, Ms, Outgoing, Preferences,
  RoomSummary, SessionState, State, Theme, Thread,
} from './model.ts';
import type { Ports } from './ports.ts';

/** What a desk lets screens see. */
export interface DeskView {
  readonly rooms: ReadonlySignal<Loadable<readonly RoomSummary[]>>;
  readonly directory: ReadonlySignal<Loadable<Directory>>;
  readonly drafts: ReadonlySignal<readonly DraftView[]>;
  readonly outgoing: ReadonlySignal<readonly Outgoing[]>;
  readonly account: ReadonlySignal<Loadable<Account>>;
  thread(room: string): ReadonlySignal<Loadable<Thread>>;
}

const LOADING = { state: 'loading' } as const;
const LANGUAGES: readonly Language[] = ['en', 'fr', 'es', 'ar'];
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const TICK_MS = 1_000;

export class Signals implements State {
  readonly session = signal<SessionState>({ state: 'starting' });
  readonly connection = signal<Connection>('online');
  readonly block = signal<Block | null>(null);
  readonly demoPeople = signal<readonly DemoPerson[] | null>(null);
  readonly enrolment = signal<Enrolment>({ step: 'reading' });
  readonly preferences = signal<Preferences>({ language: 'en', theme: 'system', shortcuts: true });
  readonly now = signal<Ms>(0);
  readonly leads = signal(0);
  readonly desk = signal<DeskView | null>(null);

  readonly rooms = computed<Loadable<readonly RoomSummary[]>>(() => this.desk.value?.rooms.value ?? LOADING);
  readonly directory = computed<Loadable<Directory>>(() => this.desk.value?.directory.value ?? LOADING);
  readonly drafts = computed<readonly DraftView[]>(() => this.desk.value?.drafts.value ?? []);
  readonly outgoing = computed<readonly Outgoing[]>(() => this.desk.value?.outgoing.value ?? []);
  readonly account = computed<Loadable<Account>>(() => this.desk.value?.account.value ?? LOADING);
  readonly #threads = new Map<string, ReadonlySignal<Loadable<Thread>>>();

  thread(room: string): ReadonlySignal<Loadable<Thread>> {
    let known = this.#threads.get(room);
    if (known === undefined) {
      known = computed<Loadable<Thread>>(() => this.desk.value?.thread(room).value ?? LOADING);
      this.#threads.set(room, known);
    }
    return known;
  }
}

/** `now` moves once a second while the page is visible. */
export function tick(signals: Signals, ports: Ports): void {
  const step = (): void => {
    if (signals.now.peek() === 0 || ports.presence.visible()) signals.now.value = ports.clock.nowMs();
    ports.clock.after(TICK_MS, step);
  };
  step();
}

export function readPreferences(ports: Ports, languages: readonly string[]): Preferences {
  const language = ports.notes.read('language') ?? languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
  const theme = ports.notes.read('theme') ?? 'system';
  return {
    language: isLanguage(language) ? language : 'en',
    theme: THEMES.find((known) => known === theme) ?? 'system',
    shortcuts: ports.notes.read('shortcuts') !== 'no',
  };
}

export function writePreferences(ports: Ports, preferences: Preferences): void {
  ports.notes.write('language', preferences.language);
  ports.notes.write('theme', preferences.theme);
  ports.notes.write('shortcuts', preferences.shortcuts ? 'yes' : 'no');
}

function isLanguage(text: string): text is Language {
  return LANGUAGES.some((known) => known === text);
}
