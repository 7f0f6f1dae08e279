/** Signing in with a passkey: one ceremony gives the server its proof and this browser the unlocking secret. */
import { type Bytes, toB64 } from '../protocol/bytes.ts';
import { passkeyUnlock, prfInput } from '../protocol/lock-making.ts';
import { Refusal } from './failures.ts';
import type { Ports } from './ports.ts';
import type { Server, SignInAnswer } from './server.ts';

export interface PasskeySignIn {
  readonly answer: SignInAnswer;
  readonly unlock: Bytes;
  /** b64 of the credential's id: which of the locks it opens. */
  readonly credential: string;
}

export async function askPasskey(server: Server, ports: Ports, login: string, client: object): Promise<PasskeySignIn> {
  const options = await server.json({ method: 'POST', path: '/session/passkey/options', json: { login } });
  const got = await ports.passkeys.get(options, prfInput(login));
  if (got === null) throw new Refusal({ code: 'cancelled' });
  const call = { method: 'POST', path: '/session/passkey', json: { login, credential: got.credential, client } } as const;
  const answer = await server.json<SignInAnswer>(call);
  return { answer, unlock: await passkeyUnlock(login, got.prf), credential: toB64(got.credentialId) };
}
