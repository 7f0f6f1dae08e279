/** The server's calls for somebody who enrols (protocol/wire.md, "Accounts"). */
import type { Server } from './server.ts';

export interface NetworkAnswer {
  readonly name: string;
  readonly net: string | null;
  readonly version: string;
  readonly demo: boolean;
}

export interface InvitationAnswer {
  readonly office: string | null;
  readonly role: string;
  readonly name: string;
  readonly country: string;
  readonly net: string;
}

export class EnrolServer {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  network = (): Promise<NetworkAnswer> => this.#server.json({ method: 'GET', path: '/network' });
  invitation = (token: string): Promise<InvitationAnswer> =>
    this.#server.json({ method: 'GET', path: `/invitations/${encodeURIComponent(token)}` });
  enrol = async (enrolment: object): Promise<void> =>
    void (await this.#server.call({ method: 'POST', path: '/enrolments', json: enrolment }));
}
