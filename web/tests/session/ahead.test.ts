/** What is begun while people type: used when they typed that in the end, and begun anew when not. */
import { expect, test } from 'vitest';
import { toB64, utf8 } from '../../src/protocol/bytes.ts';
import { KDF_FLOOR } from '../../src/protocol/locks.ts';
import { Ahead } from '../../src/session/ahead.ts';
import type { Answer, Call, Http, Ports } from '../../src/session/ports.ts';
import { Server } from '../../src/session/server.ts';

const OFFER = { kdf: { alg: 'argon2id', ...KDF_FLOOR, salt: toB64(new Uint8Array(16)) } };

/** A line that a test can cut, and a thread that only notes what it is given. */
class Machine {
  readonly asked: string[] = [];
  readonly stretched: string[] = [];
  offline = false;
  offer: object = OFFER;
  readonly ahead: Ahead;

  constructor() {
    const http: Http = { call: (call) => Promise.resolve(this.#answer(call)) };
    const stretch = {
      warm: () => Promise.resolve(),
      argon2id: (passphrase: Uint8Array) => {
        this.stretched.push(new TextDecoder().decode(passphrase));
        return Promise.resolve(utf8(`stretched ${this.stretched.length}`));
      },
    };
    this.ahead = new Ahead(new Server(http), { stretch } as unknown as Ports);
  }

  #answer({ json }: Call): Answer {
    if (this.offline) return { ok: false, kind: 'unreachable', status: 0, code: 'offline', detail: {} };
    this.asked.push((json as { login: string }).login);
    return { ok: true, status: 200, bytes: utf8(JSON.stringify(this.offer)), header: () => null };
  }

  /** What a sign-in gets, as text. */
  async take(login: string, passphrase: string): Promise<string> {
    return new TextDecoder().decode(await this.ahead.take(login, passphrase));
  }
}

test('what was begun is what the sign-in gets, and it is good for one only', async () => {
  const machine = new Machine();
  const { ahead, asked, stretched } = machine;
  ahead.begin('wanjiru', '');
  ahead.begin('wanjiru', 'correct horse');
  ahead.begin('wanjiru', 'correct horse');
  expect(await machine.take('wanjiru', 'correct horse')).toBe('stretched 1');
  expect(asked).toEqual(['wanjiru']);
  expect(stretched).toEqual(['correct horse']);
  expect(await machine.take('wanjiru', 'correct horse')).toBe('stretched 2'); // the salt may be another by now
  expect(asked).toEqual(['wanjiru', 'wanjiru']);
});

test('another passphrase or another login is stretched by itself', async () => {
  const machine = new Machine();
  const { ahead, asked, stretched } = machine;
  ahead.begin('wanjiru', 'mistyped');
  await machine.take('wanjiru', 'correct horse');
  ahead.begin('otieno', 'correct horse');
  await machine.take('wanjiru', 'correct horse');
  expect(stretched.at(-1)).toBe('correct horse');
  expect(asked).toEqual(['wanjiru', 'otieno', 'wanjiru']);
});

test('nothing is begun for nobody, and no passphrase is stretched that is not there', async () => {
  const machine = new Machine();
  const { ahead, asked, stretched } = machine;
  ahead.begin('', 'correct horse');
  expect(asked).toEqual([]);
  await expect(machine.take('wanjiru', '')).rejects.toMatchObject({ code: 'bad_passphrase' });
  expect(stretched).toEqual([]);
});

test('a line that broke meanwhile is tried again', async () => {
  const machine = new Machine();
  machine.offline = true;
  machine.ahead.begin('wanjiru', 'correct horse');
  await expect(machine.take('wanjiru', 'correct horse')).rejects.toMatchObject({ failure: { code: 'offline' } });
  machine.offline = false;
  expect(await machine.take('wanjiru', 'correct horse')).toBe('stretched 1');
});

test('a cost below the floor is refused when somebody signs in', async () => {
  const machine = new Machine();
  machine.offer = { kdf: { ...OFFER.kdf, m: 1024 } };
  machine.ahead.begin('wanjiru', 'correct horse');
  await expect(machine.take('wanjiru', 'correct horse')).rejects.toMatchObject({ code: 'kdf_downgrade' });
  expect(machine.stretched).toEqual([]);
});
