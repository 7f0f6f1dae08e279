/** The verified directory as screens show it, with the server's unsigned word on who is on duty beside it. */
import type { Directory as Fold } from '../protocol/directory.ts';
import type { Office as OfficeRecord, Officer as OfficerRecord } from '../protocol/register.ts';
import { toMs } from './form.ts';
import type { ChainStep, Directory, Duty, Office, Officer, OfficeRef, OfficerRef, Verification } from './model.ts';
import type { Register } from './register.ts';
import type { DutyAnswer } from './server.ts';
import { nameOf, roleOf } from './words.ts';

const MINUTES = 60;
const STEPS: ReadonlyMap<string, ChainStep['kind']> = new Map([
  ['root', 'root'], ['bureau', 'bureau'], ['agency', 'agency'], ['keyset', 'keyset'], ['nominate', 'nominate'],
  ['authorise', 'authorise'], ['office-key', 'office_key'], ['renew', 'renew'], ['suspend', 'suspend'], ['revoke', 'revoke'],
]);

export class DirectoryView {
  readonly #register: Register;
  readonly #duty: ReadonlyMap<string, DutyAnswer>;
  readonly #nowMs: number;

  constructor(register: Register, duty: readonly DutyAnswer[], nowMs: number) {
    this.#register = register;
    this.#duty = new Map(duty.map((answer) => [answer.office, answer]));
    this.#nowMs = nowMs;
  }

  get #fold(): Fold {
    return this.#register.directory;
  }

  get #at(): number {
    return Math.floor(this.#nowMs / 1000);
  }

  directory(): Directory {
    const offices = this.#fold.offices.map(({ office }) => this.office(office));
    const { witnesses, quorum } = this.#fold.root ?? { witnesses: [], quorum: 0 };
    return {
      offices, treeSize: this.#fold.size, checkedAt: this.#register.checkedAt,
      witnesses: { have: Math.min(witnesses.length, quorum), need: quorum },
    };
  }

  ref(id: string): OfficeRef {
    const office = this.#fold.office(id);
    return { id, country: office?.country ?? id.slice(0, 2).toUpperCase(), name: nameOf(office?.name ?? id) };
  }

  officerRef(keyid: string): OfficerRef {
    const person = this.#fold.holder(keyid)?.person;
    return { id: keyid, name: person === undefined ? { own: keyid.slice(0, 8) } : nameOf(person.name, person.latin) };
  }

  /** The office of an officer, also of a former one; empty when nobody knows the key. */
  officeOf(keyid: string): string {
    return this.#fold.holder(keyid)?.office ?? '';
  }

  timeZone(id: string): string {
    return this.#fold.office(id)?.tz ?? 'UTC';
  }

  office(id: string): Office {
    const record = this.#fold.office(id);
    const officers = this.#officersOf(id);
    const reachable = this.#unreachable(officers);
    if (record === undefined) {
      return { ...this.ref(id), agency: '', timeZone: 'UTC', languages: [], hours: [], networks: [], duty: { state: 'unknown' },
        officers, heads: [], verification: { state: 'pending', chain: [] }, ...reachable };
    }
    return {
      ...this.ref(id), agency: this.#fold.agencies.get(record.agency)?.name ?? record.agency, timeZone: record.tz,
      languages: record.languages, hours: hoursOf(record), networks: record.networks, duty: this.#dutyOf(record), closed: this.#duty.get(id)?.closed,
      officers, heads: this.#headsOf(record), verification: this.#officeVerification(record), ...(record.phone === '' ? {} : { telephone: record.phone }), ...reachable,
    };
  }

  #headsOf({ agency, country }: OfficeRecord): Office['heads'] {
    const nominating = this.#fold.agencies.get(agency);
    const authorising = this.#fold.bureaus.get(country);
    const head = (role: 'agency_head' | 'bureau_head', keyid: string | null | undefined, place = '') =>
      (typeof keyid === 'string' && this.#fold.holder(keyid)?.status === 'active' ? [{ role, name: this.officerRef(keyid).name, place }] : []);
    return [...head('agency_head', nominating?.head, nominating?.name), ...head('bureau_head', authorising?.head, authorising?.name)];
  }

  /** An office without an office key is still reachable: its officers are sealed to personally. */
  #unreachable(officers: readonly Officer[]): Pick<Office, 'unreachable'> {
    if (officers.some((officer) => officer.verification.state === 'verified')) return {};
    return { unreachable: officers.some((officer) => officer.verification.state === 'suspended') ? 'suspended' : 'no_officer' };
  }

  #officersOf(office: string): Officer[] {
    return this.#fold.officers.filter((officer) => officer.office === office).map((officer) => this.#officer(officer));
  }

  #officer(officer: OfficerRecord): Officer {
    const { title, phone, languages } = officer.person;
    return {
      ...this.officerRef(officer.keyid), role: roleOf(officer.role), languages, verification: this.verificationOf(officer),
      ...(title === '' ? {} : { title }), ...(phone === '' ? {} : { telephone: phone }),
    };
  }

  verificationOf(officer: OfficerRecord): Verification {
    const expired = officer.status === 'active' && officer.until <= this.#at;
    const state = expired ? 'expired' : officer.status === 'active' ? 'verified' : officer.status === 'suspended' ? 'suspended' : 'revoked';
    return { state, chain: this.#steps(this.#fold.chain(officer.keyid)), validUntil: toMs(officer.until) };
  }

  /** The office's own statement rests on its country's bureau, and that on the root. */
  #officeVerification(office: OfficeRecord): Verification {
    const bureau = this.#fold.bureaus.get(office.country);
    const key = this.#fold.currentOfficeKey(office.office);
    const indices = [...(bureau === undefined ? [] : this.#fold.chain(bureau.head)), office.index, ...(key === undefined ? [] : [key.index])];
    return { state: 'verified', chain: this.#steps(indices) };
  }

  #steps(indices: readonly number[]): ChainStep[] {
    return [...new Set(indices)].flatMap((index) => {
      const line = this.#fold.line(index);
      const kind = line === undefined ? undefined : STEPS.get(line.kind);
      if (line === undefined || kind === undefined) return [];
      return [{ kind, by: this.signer(line.by), at: toMs(line.time), logIndex: index, hash: line.hash }];
    });
  }

  /** Who signed, for display. */
  signer(by: string): string {
    if (by === 'root') return this.#fold.root?.name ?? '';
    const holder = this.#fold.holder(by);
    if (holder === undefined) return by.slice(0, 8);
    const { post, person } = holder;
    if (post === 'officer') return person.name;
    const place = post === 'bureau' ? this.#fold.bureaus.get(holder.country) : this.#fold.agencies.get(holder.agency ?? '');
    return place === undefined ? person.name : `${person.name}, ${place.name}`;
  }

  #dutyOf(office: OfficeRecord): Duty {
    const answer = this.#duty.get(office.office);
    if (answer === undefined) return { state: 'unknown' };
    const next = answer.next_change === null ? {} : { nextOpenAt: toMs(answer.next_change) };
    const keyid = answer.on_duty.find((id) => this.#fold.activeOfficer(id, this.#at));
    if (keyid === undefined) return { state: 'closed', ...next };
    const officer = this.officerRef(keyid);
    if (!isOpen(office, this.#nowMs)) return { state: 'on_call', officer, ...next };
    return { state: 'on_duty', officer, until: answer.next_change === null ? this.#nowMs : toMs(answer.next_change) };
  }
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * MINUTES + Number(minutes);
}

function hoursOf(office: OfficeRecord): Office['hours'] {
  const { days, from, to } = office.hours;
  return days.map((day) => ({ day, from: minutesOf(from), to: minutesOf(to) }));
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether the office's own clock stands within its working hours. */
export function isOpen(office: Pick<OfficeRecord, 'tz' | 'hours'>, nowMs: number): boolean {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: office.tz, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  const day = DAYS.indexOf(parts.get('weekday') ?? '') + 1;
  const minute = Number(parts.get('hour')) * MINUTES + Number(parts.get('minute'));
  return office.hours.days.includes(day) && minute >= minutesOf(office.hours.from) && minute < minutesOf(office.hours.to);
}
