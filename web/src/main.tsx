/** Wires the platform to the session and the session to the screens. */
import { render } from 'preact';
import { clock } from './browser/clock.ts';
import { copyText } from './browser/clipboard.ts';
import { makeEvents } from './browser/events.ts';
import { makeHashing } from './browser/hashing.ts';
import { makeHttp } from './browser/http.ts';
import { nameOf } from './browser/naming.ts';
import { notes } from './browser/notes.ts';
import { passkeys } from './browser/passkeys.ts';
import { makeExclusive, presence } from './browser/presence.ts';
import { random } from './browser/random.ts';
import { saver } from './browser/saver.ts';
import hashingUrl from './browser/sha256.worklet.ts?worker&url';
import { Store } from './browser/store.ts';
import { stretch } from './browser/stretch.ts';
import type { Ports } from './session/ports.ts';
import { makeSession } from './session/session.ts';
import { warm } from './ui/format.ts';
import { App } from './ui/shell/app.tsx';
import { learn, speak } from './ui/text.ts';

/** Compared with the register's client-release: an older one stops. Raise it with every release. */
const VERSION = 2;

function platform(): Ports {
  const http = makeHttp();
  const store = new Store();
  return {
    http, clock, random, stretch, passkeys, presence, saver, notes,
    rows: store,
    keepsake: store,
    events: makeEvents(http),
    exclusive: makeExclusive(),
    hashing: makeHashing(hashingUrl),
    cleanPicture: async (file) => (await import('./browser/pictures.ts')).cleanPicture(file),
    lists: async () => (await import('./browser/list-thread.ts')).startListThread(),
    copy: copyText,
    client: { name: nameOf(navigator.userAgent), version: VERSION },
  };
}

async function begin(place: HTMLElement): Promise<void> {
  const ports = platform();
  const session = makeSession(ports, navigator.languages);
  const draw = async (): Promise<void> => {
    await speak(session.state.preferences.value.language);
    render(<App desk={session} />, place);
  };
  const drawn = draw();
  const expect = (): void => void drawn.then(expectInside, () => undefined);
  ports.presence.onActivity(expect);
  await session.start(expect);
  await drawn;
}

/** What the first screen inside needs besides its code: fetched and made while somebody types or the server is asked. */
function expectInside(): void {
  void learn('inside').catch(() => undefined); // asked for again by whoever shows it
  warm();
}

const place = document.getElementById('app');
if (place !== null) void begin(place);
