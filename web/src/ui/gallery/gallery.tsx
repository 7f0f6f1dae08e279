/**
 * For development and tests only, never in the bundle: gallery.html?screen=NAME&lang=ar&theme=dark
 *
 * Draws the real screens on sample models. Without a name it lists the scenes.
 */
import { signal } from '@preact/signals';
import { render } from 'preact';
import type { Language, Loadable, Preferences, Result, State, Theme, Thread, Verbs } from '../../session/model';
import type { NoticesDesk } from '../../session/notice-model';
import type { PublicationsDesk } from '../../session/publication-model';
import type { ScreeningDesk } from '../../session/screening-model';
import { App } from '../shell/app';
import { arriving } from '../shell/lazy';
import { speak } from '../text';
import { NOW } from './people';
import { basis, scenes, type Scene } from './scenes';

function threadOf(scene: Scene): Loadable<Thread> {
  if (scene.thread === 'failed') return { state: 'failed', failure: { code: 'not_found' } };
  return scene.thread === undefined || scene.thread === 'loading' ? { state: 'loading' } : { state: 'ready', value: scene.thread };
}

function stateOf(scene: Scene, preferences: Preferences): State {
  const held = { ...basis, ...scene.put };
  const shared = signal(threadOf(scene));
  const own = new Map(Object.entries(scene.threads ?? {}).map(([id, thread]) => [id, signal(thread)]));
  return {
    session: signal(held.session), connection: signal(held.connection), block: signal(held.block), demoPeople: signal(held.demoPeople),
    enrolment: signal(held.enrolment), rooms: signal(held.rooms), directory: signal(held.directory), drafts: signal(held.drafts),
    outgoing: signal(held.outgoing), account: signal(held.account), leads: signal(held.leads), preferences: signal(preferences), now: signal(NOW), thread: (id) => own.get(id) ?? shared,
  };
}

/** Verbs that do nothing, or fail as the scene says: the gallery shows, it does not act. */
function verbsOf(scene: Scene): Verbs {
  const answer = (): Promise<Result<null>> => Promise.resolve(scene.fails ? { ok: false, failure: { code: scene.fails } } : { ok: true, value: null });
  const notices = (): Promise<Result<NoticesDesk>> => Promise.resolve(scene.notices ? { ok: true, value: scene.notices } : { ok: false, failure: { code: 'offline' } });
  const screening = (): Promise<Result<ScreeningDesk>> => Promise.resolve(scene.screening ? { ok: true, value: scene.screening } : { ok: false, failure: { code: 'offline' } });
  const publications = (): Promise<Result<PublicationsDesk>> => Promise.resolve(scene.publications ? { ok: true, value: scene.publications } : { ok: false, failure: { code: 'offline' } });
  const desks: Readonly<Record<string | symbol, unknown>> = { notices, screening, publications };
  return new Proxy({}, { get: (_, name) => desks[name] ?? answer }) as Verbs;
}

function press(what: string): void {
  if (!what.startsWith('key:')) {
    document.querySelector<HTMLElement>(what)?.click();
    return;
  }
  const names = what.slice(4).split('+');
  window.dispatchEvent(new KeyboardEvent('keydown', { code: names.at(-1) ?? '', ctrlKey: names.includes('Mod'), shiftKey: names.includes('Shift'), cancelable: true }));
}

function type(words: string): void {
  const box = document.querySelector<HTMLInputElement>('input[type=search]');
  if (!box) return;
  box.value = words;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

const settled = (): Promise<void> => new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(() => { resolve(); }); }); });

const STILL_MS = 150;

/** Lazy parts and reference data arrive in their own time: wait until the page has stopped changing. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (arriving.value) again();
      else resolve();
    };
    let timer = window.setTimeout(look, STILL_MS);
    const again = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(look, STILL_MS);
    };
    new MutationObserver(again).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  });
}

async function show(query: URLSearchParams): Promise<void> {
  document.documentElement.dataset['scenes'] = Object.keys(scenes).join(' ');
  const scene = scenes[query.get('screen') ?? ''];
  const place = document.getElementById('app');
  if (!scene || !place) return;
  const language = (query.get('lang') ?? 'en') as Language;
  await speak(language);
  window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}${scene.at ?? ''}`);
  render(<App desk={{ state: stateOf(scene, { language, theme: (query.get('theme') ?? 'light') as Theme, shortcuts: true }), verbs: verbsOf(scene) }} />, place);
  await settled();
  await quiet();
  if (scene.press) {
    press(scene.press);
    await quiet();
  }
  if (scene.type !== undefined) {
    type(scene.type);
    await quiet();
  }
  if (scene.then) {
    press(scene.then);
    await quiet();
  }
  document.documentElement.dataset['ready'] = 'yes';
}

await show(new URLSearchParams(window.location.search));
