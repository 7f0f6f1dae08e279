/** The invented people of a demonstration on one's own machine: one click signs in as any of them. */
import type { DemoPerson } from './model.ts';
import type { Call, Http } from './ports.ts';
import { roleOf } from './words.ts';

export interface DemoSecrets {
  readonly login: string;
  readonly passphrase: string;
  readonly kit: string;
}

interface PersonRow extends DemoSecrets {
  readonly officer: string;
  readonly latin?: string;
  readonly office: string;
  readonly country: string;
  readonly role: string;
}

/** Undefined unless the server says that it is a demo; the sign-in form is there all the same. */
export async function findPeople(http: Http): Promise<readonly PersonRow[] | undefined> {
  const network = await ask<{ demo: boolean }>(http, { method: 'GET', path: '/network' });
  if (network?.demo !== true) return undefined;
  return ask<readonly PersonRow[]>(http, { method: 'GET', path: '/demo/people', outside: true });
}

async function ask<T>(http: Http, call: Call): Promise<T | undefined> {
  const answer = await http.call(call);
  if (!answer.ok) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(answer.bytes)) as T;
  } catch {
    return undefined;
  }
}

export function personOf({ login, country, officer, latin, office, role }: PersonRow): DemoPerson {
  return {
    login,
    country,
    name: latin === undefined ? { own: officer } : { own: officer, latin },
    office: { own: office },
    role: roleOf(role),
  };
}
