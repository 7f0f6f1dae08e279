/** A real server with three offices, in a process of its own, for one file of tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../../..');

export interface Person {
  readonly login: string;
  readonly passphrase: string;
  readonly kit: string;
}

export interface Offices {
  readonly url: string;
  person(login: string): Person;
  /** Their post is voided with the head that made it, and a new head gives them one in a new office. */
  move(login: string, office: string): Promise<void>;
  stop(): Promise<void>;
}

/** `tests.browser.with_secretariat` for what concerns notices. */
export async function startOffices(network = 'tests.browser.three_offices'): Promise<Offices> {
  const server = spawn(resolve(ROOT, '.venv/bin/python'), ['-m', network], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = said(server);
  const { url, people } = JSON.parse(await lines()) as { url: string; people: readonly Person[] };
  return {
    url,
    person(login) {
      const found = people.find((person) => person.login === login);
      if (found === undefined) throw new Error(`nobody is called ${login}`);
      return found;
    },
    async move(login, office) {
      server.stdin?.write(`move ${login} ${office}\n`);
      await lines();
    },
    async stop() {
      server.stdin?.end(); // it serves for as long as somebody is there
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
}

function said(server: ChildProcess): () => Promise<string> {
  if (server.stdout === null) throw new Error('no output');
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  return async () => {
    const next = await lines.next();
    if (next.done === true) throw new Error('the server said nothing');
    return next.value;
  };
}
