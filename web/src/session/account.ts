/** Where this person is signed in, their passkeys, and where mail reaches them: ordinary rows of the server, fetched when looked at. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { makePasskeyLock, passkeyUnlock, prfInput } from '../protocol/lock-making.ts';
import { passkeyId } from '../protocol/locks.ts';
import { failureFrom, Refusal } from './failures.ts';
import { toMs } from './form.ts';
import type { Entrance } from './gate.ts';
import type { Account, Loadable, Notifications, Passkey, SignedInSession } from './model.ts';
import type { Ports } from './ports.ts';
import type { Register } from './register.ts';
import type { Server } from './server.ts';
import { AccountServer, type SessionRow } from './account-server.ts';
import type { Vault } from './vault.ts';

export class AccountDesk {
  readonly #state = signal<Loadable<Account>>({ state: 'loading' });
  #asked = false;
  readonly #server: AccountServer;
  readonly #ports: Ports;
  readonly #entrance: Entrance;
  readonly #parts: () => { readonly vault: Vault; readonly register: Register };

  constructor(server: Server, ports: Ports, entrance: Entrance, parts: () => { vault: Vault; register: Register }) {
    this.#parts = parts;
    this.#server = new AccountServer(server);
    this.#ports = ports;
    this.#entrance = entrance;
  }

  /** Asks the server the first time that somebody looks. */
  get state(): ReadonlySignal<Loadable<Account>> {
    if (!this.#asked) {
      this.#asked = true;
      void this.load();
    }
    return this.#state;
  }

  async load(): Promise<void> {
    try {
      const [sessions, notifications, passkeysSupported] = await Promise.all([this.#server.sessions(), this.#server.notifications(), this.#ports.passkeys.supported()]);
      const value = { sessions: sessions.map(sessionOf), notifications, passkeys: this.#names(), passkeysSupported, kitMadeAt: this.#keysMadeAt() };
      this.#state.value = { state: 'ready', value };
    } catch (error) {
      this.#state.value = { state: 'failed', failure: failureFrom(error) };
    }
  }

  async endSession(id: string): Promise<void> {
    await this.#server.endSession(id);
    await this.load();
  }

  async endOtherSessions(): Promise<void> {
    for (const { id, current } of await this.#server.sessions()) if (!current) await this.#server.endSession(id);
    await this.load();
  }

  async notify(wish: Notifications): Promise<void> {
    await this.#server.notify(wish);
    await this.load();
  }

  async removePasskey(id: string): Promise<void> {
    await this.#server.removePasskey(id).catch((error: unknown) => {
      // Named in the vault and unknown to the server: it was never added to the end.
      if (!(error instanceof Refusal) || error.failure.code !== 'not_found') throw error;
    });
    await this.#rename(this.#names().filter((passkey) => passkey.id !== id));
  }

  /** Keys and kit are made together; the keyset's own statement says when. */
  #keysMadeAt(): number {
    const { directory } = this.#parts().register;
    for (let index = 0; index < directory.size; index++) {
      const line = directory.line(index);
      if (line?.kind === 'keyset' && line.by === this.#entrance.keys.keyset.keyid) return toMs(line.time);
    }
    return 0;
  }

  /** The server knows credentials; what the person calls them is theirs, sealed in the vault. */
  #names(): readonly Passkey[] {
    const known = this.#parts().vault.settings['passkeys'];
    return known === undefined ? [] : (known as unknown as readonly Passkey[]);
  }

  async #rename(passkeys: readonly Passkey[]): Promise<void> {
    await this.#parts().vault.change({ passkeys: passkeys.map((passkey) => ({ ...passkey })) });
    await this.load();
  }

  /** A passkey is a second lock over the same seeds; its PRF output never leaves this function. */
  async addPasskey(name: string): Promise<void> {
    const { login, seeds, keys } = this.#entrance;
    if (!(await this.#ports.passkeys.supported())) throw new Refusal({ code: 'unsupported' });
    const made = await this.#ports.passkeys.create(await this.#server.passkeyOptions(), prfInput(login));
    if (made === null) throw new Refusal({ code: 'cancelled' });
    const unlock = await passkeyUnlock(login, made.prf);
    const lock = await makePasskeyLock({
      login, keyid: keys.keyset.keyid, credential: made.credentialId, unlock, seeds, salt: this.#ports.random.bytes(24),
    });
    const before = this.#names();
    // The vault first: at the next sign-in a lock that it does not name is taken for the server's.
    await this.#rename([...before, { id: passkeyId(made.credentialId), name, addedAt: this.#ports.clock.nowMs() }]);
    try {
      await this.#server.addPasskey({ credential: made.credential, lock });
    } catch (error) {
      await this.#rename(before);
      throw error;
    }
  }
}

function sessionOf(row: SessionRow): SignedInSession {
  return { id: row.id, current: row.current, agent: row.client, address: row.address, startedAt: toMs(row.created), lastSeenAt: toMs(row.seen) };
}
