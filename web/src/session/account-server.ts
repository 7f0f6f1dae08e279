/** The server's calls for sessions, passkeys and notification mail (protocol/wire.md, "Accounts"). */
import type { Notifications } from './model.ts';
import type { Server } from './server.ts';

export interface SessionRow {
  readonly id: string;
  readonly current: boolean;
  readonly client: string;
  readonly address: string;
  readonly created: number;
  readonly seen: number;
}

export class AccountServer {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  sessions = (): Promise<readonly SessionRow[]> => this.#server.json({ method: 'GET', path: '/sessions' });
  endSession = async (id: string): Promise<void> =>
    void (await this.#server.call({ method: 'DELETE', path: `/sessions/${encodeURIComponent(id)}` }));
  passkeyOptions = (): Promise<unknown> => this.#server.json({ method: 'POST', path: '/passkeys/options' });
  addPasskey = async (made: object): Promise<void> =>
    void (await this.#server.call({ method: 'POST', path: '/passkeys', json: made }));
  removePasskey = async (id: string): Promise<void> =>
    void (await this.#server.call({ method: 'DELETE', path: `/passkeys/${encodeURIComponent(id)}` }));
  notifications = (): Promise<Notifications> => this.#server.json({ method: 'GET', path: '/me/notifications' });
  notify = async ({ email, remind, language }: Notifications): Promise<void> =>
    void (await this.#server.call({ method: 'PUT', path: '/me/notifications', json: { email, remind, language } }));
}
