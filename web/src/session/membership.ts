/** What the verified register says of the person who is in: an officer, a head, or somebody who waits. */
import { fingerprint } from '../protocol/keys.ts';
import type { Holder, Nomination } from '../protocol/register.ts';
import { DirectoryView } from './directory-view.ts';
import { toMs, toSeconds } from './form.ts';
import type { Entrance } from './gate.ts';
import type { Me, MembershipProgress, OfficeRef } from './model.ts';
import type { Ports } from './ports.ts';
import type { Register } from './register.ts';
import { nameOf, roleOf } from './words.ts';

export type Standing =
  | { readonly state: 'waiting'; readonly progress: MembershipProgress }
  /** `office` is null for heads: they sign statements and have no rooms. */
  | { readonly state: 'in'; readonly me: Me; readonly office: string | null };

export class Membership {
  readonly #register: Register;
  readonly #entrance: Entrance;
  readonly #ports: Ports;

  constructor(register: Register, entrance: Entrance, ports: Ports) {
    this.#register = register;
    this.#entrance = entrance;
    this.#ports = ports;
  }

  get #keyid(): string {
    return this.#entrance.keys.keyset.keyid;
  }

  get #view(): DirectoryView {
    return new DirectoryView(this.#register, [], this.#ports.clock.nowMs());
  }

  look(): Standing {
    const { directory } = this.#register;
    const holder = directory.holder(this.#keyid);
    const officer = directory.activeOfficer(this.#keyid, toSeconds(this.#ports.clock.nowMs()));
    const head = holder?.status === 'active' && holder.post !== 'officer';
    if (holder === undefined || !(officer || head)) return { state: 'waiting', progress: this.#progress(holder) };
    return { state: 'in', me: this.#me(holder), office: officer ? holder.office : null };
  }

  #me(holder: Holder): Me {
    const role = holder.post === 'officer' ? roleOf(holder.role ?? '') : holder.post === 'agency' ? 'agency_head' : 'bureau_head';
    return {
      officer: this.#keyid, login: this.#entrance.login, name: nameOf(holder.person.name, holder.person.latin), role,
      office: holder.office === null ? this.#placeOf(holder) : this.#view.ref(holder.office),
      ...(holder.until === null ? {} : { authorisedUntil: toMs(holder.until) }),
    };
  }

  /** A head belongs to an agency or a bureau rather than to an office. */
  #placeOf({ post, country, agency }: Holder): OfficeRef {
    const { bureaus, agencies } = this.#register.directory;
    const name = post === 'bureau' ? bureaus.get(country)?.name : agencies.get(agency ?? '')?.name;
    return { id: agency ?? country, country, name: { own: name ?? country } };
  }

  #progress(holder: Holder | undefined): MembershipProgress {
    const nomination = this.#nomination();
    const shared = { fingerprint: fingerprint(this.#keyid) };
    if (nomination === undefined) {
      const { name = this.#entrance.login, country = '', office = null } = this.#entrance.invited ?? {};
      return { ...shared, name, country: holder?.country ?? country, ...(office === null ? {} : { office: this.#view.ref(office).name }) };
    }
    return {
      ...shared, name: nomination.person.name, country: nomination.office.slice(0, 2).toUpperCase(), office: this.#view.ref(nomination.office).name,
      nominated: { by: this.#view.signer(nomination.by), at: toMs(this.#register.directory.line(nomination.index)?.time ?? 0) },
    };
  }

  #nomination(): Nomination | undefined {
    return [...this.#register.directory.nominations.values()].filter(({ keyid, state }) => keyid === this.#keyid && state !== 'voided').at(-1);
  }
}
