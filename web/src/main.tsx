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
import { App } from './ui/shell/app.tsx';
import { speak } from './ui/text.ts';

/** Compared with the register's client-release: an older one stops. Raise it with every release. */
const VERSION = 1;

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
    copy: copyText,
    client: { name: nameOf(navigator.userAgent), version: VERSION },
  };
}

async function begin(place: HTMLElement): Promise<void> {
  const session = makeSession(platform(), navigator.languages);
  await speak(session.state.preferences.value.language);
  render(<App desk={session} />, place);
  await session.start();
}

const place = document.getElementById('app');
if (place !== null) void begin(place);
