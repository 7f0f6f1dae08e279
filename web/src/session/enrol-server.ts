/** The server's calls for somebody who enrols (protocol/wire.md, "Accounts"). */
import type { Http } from './ports.ts';
import { Server } from './server.ts';

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

  invitation = (token: string): Promise<InvitationAnswer> =>
    this.#server.json({ method: 'GET', path: `/invitations/${encodeURIComponent(token)}` });
  enrol = async (enrolment: object): Promise<void> =>
    void (await this.#server.call({ method: 'POST', path: '/enrolments', json: enrolment }));
}

/** The server as somebody reads it who holds nothing but an unused invitation. */
export function guestServer(http: Http, token: string): Server {
  return new Server({ call: (call) => http.call({ ...call, headers: { ...call.headers, 'X-Invitation': token } }) });
}
