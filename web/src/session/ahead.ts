/**
 * What of a sign-in can be done while people still type: cost and salt are asked for once the login stands, and
 * the passphrase is stretched once that stands, while they copy the kit from paper. Each is good for one sign-in;
 * whatever was typed otherwise in the end, or failed, begins anew.
 */
import type { Bytes } from '../protocol/bytes.ts';
import { type Kdf, readKdf, stretch } from '../protocol/locks.ts';
import type { Ports } from './ports.ts';
import type { Server } from './server.ts';

interface Asked {
  readonly login: string;
  readonly kdf: Promise<Kdf>;
}

interface Stretching {
  readonly login: string;
  readonly passphrase: string;
  readonly stretched: Promise<Bytes>;
}

export class Ahead {
  #asked: Asked | undefined;
  #stretching: Stretching | undefined;
  readonly #server: Server;
  readonly #ports: Ports;

  constructor(server: Server, ports: Ports) {
    this.#server = server;
    this.#ports = ports;
  }

  /** `passphrase` is empty where only the login is known. What fails is told to whoever signs in. */
  begin(login: string, passphrase: string): void {
    if (login === '') return;
    if (this.#asked?.login !== login) void this.#ask(login);
    if (passphrase !== '' && !this.#isStretching(login, passphrase)) void this.#stretch(login, passphrase);
  }

  /** Argon2id of the passphrase with the server's cost and salt. Raises what asking for these and `stretch` raise. */
  take(login: string, passphrase: string): Promise<Bytes> {
    this.begin(login, passphrase);
    const stretched = this.#isStretching(login, passphrase)?.stretched ?? this.#stretch(login, passphrase);
    this.forget();
    return stretched;
  }

  forget(): void {
    this.#asked = undefined;
    this.#stretching = undefined;
  }

  #isStretching(login: string, passphrase: string): Stretching | undefined {
    const { login: of, passphrase: what } = this.#stretching ?? {};
    return of === login && what === passphrase ? this.#stretching : undefined;
  }

  #ask(login: string): Promise<Kdf> {
    const asked = { login, kdf: this.#server.kdf(login).then(readKdf) };
    this.#asked = asked;
    asked.kdf.catch(() => {
      if (this.#asked === asked) this.#asked = undefined; // the line, perhaps: asked again, it comes
    });
    return asked.kdf;
  }

  #stretch(login: string, passphrase: string): Promise<Bytes> {
    const kdf = this.#asked?.login === login ? this.#asked.kdf : this.#ask(login);
    const stretched = kdf.then((cost) => stretch(passphrase, cost, (...job) => this.#ports.stretch.argon2id(...job)));
    const stretching = { login, passphrase, stretched };
    this.#stretching = stretching;
    stretched.catch(() => {
      if (this.#stretching === stretching) this.#stretching = undefined;
    });
    return stretched;
  }
}
