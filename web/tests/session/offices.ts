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
  stop(): Promise<void>;
}

export async function startOffices(): Promise<Offices> {
  const server = spawn(resolve(ROOT, '.venv/bin/python'), ['-m', 'tests.browser.three_offices'], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const { url, people } = JSON.parse(await firstLine(server)) as { url: string; people: readonly Person[] };
  return {
    url,
    person(login) {
      const found = people.find((person) => person.login === login);
      if (found === undefined) throw new Error(`nobody is called ${login}`);
      return found;
    },
    async stop() {
      server.stdin?.end(); // it serves for as long as somebody is there
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
}

async function firstLine(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: server.stdout })) return line;
  throw new Error('the server said nothing');
}
