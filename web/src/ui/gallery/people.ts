/** Invented officers in real countries, for looking at screens. */
import type { ChainStep, Country, Directory, Duty, Ms, Name, Office, Officer, OfficeRef, Verification } from '../../session/model';

export const NOW: Ms = Date.UTC(2026, 10, 23, 13, 20);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const hash = (seed: number): string => Array.from({ length: 64 }, (_, i) => ((seed * 7 + i * i * 3 + i) % 16).toString(16)).join('');

function step(kind: ChainStep['kind'], by: string, days: number, logIndex: number): ChainStep {
  return { kind, by, at: NOW - days * DAY, logIndex, hash: hash(logIndex) };
}

function verified(country: Country, seed: number): Verification {
  return {
    state: 'verified', validUntil: NOW + 240 * DAY,
    chain: [
      step('root', 'Secretariat (2 of 3 root keys)', 400, 0), step('bureau', 'Secretariat (2 of 3 root keys)', 390, seed), step('agency', `NCB ${country}`, 380, seed + 12),
      step('nominate', `Head of agency, ${country}`, 125, seed + 60), step('authorise', `NCB ${country}`, 124, seed + 61),
    ],
  };
}

const weekdays = (from: number, to: number, days = [1, 2, 3, 4, 5]) => days.map((day) => ({ day, from: from * 60, to: to * 60 }));

interface Plan {
  readonly country: Country;
  readonly name: Name;
  readonly agency: string;
  readonly timeZone: string;
  readonly languages: readonly string[];
  readonly people: readonly (readonly [string, string?])[];
  readonly phone: string;
  readonly networks: readonly string[];
  readonly duty: 'on_duty' | 'on_call' | 'closed' | 'unknown';
  readonly hours?: Office['hours'];
}

const plans: readonly Plan[] = [
  { country: 'KE', name: { own: 'Asset Recovery Contact Point' }, agency: 'Assets Recovery Agency', timeZone: 'Africa/Nairobi', languages: ['en', 'sw'], people: [['Wanjiku Kamau'], ['Otieno Odhiambo'], ['Amina Hassan']], phone: '+254 20 555 0140', networks: ['ARINSA', 'GlobE'], duty: 'on_duty' },
  { country: 'CH', name: { own: 'Kontaktstelle Vermögensrückführung', latin: 'Kontaktstelle Vermögensrückführung' }, agency: 'Federal Office of Justice', timeZone: 'Europe/Zurich', languages: ['de', 'fr', 'en'], people: [['Ursina Caduff'], ['Reto Zürcher']], phone: '+41 58 555 01 20', networks: ['CARIN', 'GlobE', 'Egmont'], duty: 'on_duty' },
  { country: 'AE', name: { own: 'نقطة الاتصال لاسترداد الموجودات', latin: 'Asset Recovery Contact Point' }, agency: 'Ministry of Interior', timeZone: 'Asia/Dubai', languages: ['ar', 'en'], people: [['خالد المنصوري', 'Khalid Al Mansoori'], ['مريم الشامسي', 'Mariam Al Shamsi']], phone: '+971 2 555 0133', networks: ['MENA-ARIN', 'GlobE'], duty: 'on_call' },
  { country: 'FR', name: { own: 'Plateforme d’identification des avoirs' }, agency: 'Direction nationale de la police judiciaire', timeZone: 'Europe/Paris', languages: ['fr', 'en'], people: [['Élodie Lefèvre'], ['Bénédicte Nguyễn']], phone: '+33 1 55 55 01 10', networks: ['CARIN', 'Egmont'], duty: 'on_duty' },
  { country: 'SG', name: { own: 'Asset Recovery Desk' }, agency: 'Commercial Affairs Department', timeZone: 'Asia/Singapore', languages: ['en', 'zh'], people: [['陳美玲', 'Tan Mei Ling']], phone: '+65 6555 0177', networks: ['ARIN-AP'], duty: 'closed' },
  { country: 'BR', name: { own: 'Ponto de contato para recuperação de ativos' }, agency: 'Departamento de Recuperação de Ativos', timeZone: 'America/Sao_Paulo', languages: ['pt', 'es', 'en'], people: [['João Vítor Araújo']], phone: '+55 61 5555 0101', networks: ['RRAG'], duty: 'unknown' },
  { country: 'GB', name: { own: 'International Asset Recovery Desk' }, agency: 'National Crime Agency', timeZone: 'Europe/London', languages: ['en'], people: [['Gareth Llewellyn'], ['Priya Raman']], phone: '+44 20 5555 0199', networks: ['CARIN'], duty: 'on_duty' },
];

const id = (seed: number): string => hash(seed * 31 + 5);

function dutyOf(plan: Plan, first: Officer): Duty {
  const officer = { id: first.id, name: first.name };
  if (plan.duty === 'on_duty') return { state: 'on_duty', officer, until: NOW + 3 * HOUR + 40 * MINUTE };
  if (plan.duty === 'on_call') return { state: 'on_call', officer, nextOpenAt: NOW + 14 * HOUR };
  return plan.duty === 'closed' ? { state: 'closed', nextOpenAt: NOW + 11 * HOUR } : { state: 'unknown' };
}

function build(plan: Plan, index: number): Office {
  const officers = plan.people.map(([own, latin], at): Officer => ({
    id: id(index * 10 + at + 1), name: latin ? { own, latin } : { own }, role: at === 0 ? 'office_head' : at === 1 ? 'deputy' : 'officer', languages: plan.languages,
    ...(at === 0 ? { telephone: plan.phone } : {}), verification: verified(plan.country, 20 + index * 3),
  }));
  const [first] = officers;
  if (!first) throw new Error('an office without people');
  return {
    id: id(500 + index), country: plan.country, name: plan.name, agency: plan.agency, timeZone: plan.timeZone, languages: plan.languages,
    hours: plan.hours ?? weekdays(8, 17), telephone: plan.phone, networks: plan.networks, duty: dutyOf(plan, first), officers,
    heads: [{ role: 'agency_head', name: { own: `Head of ${plan.agency}` }, place: plan.agency }, { role: 'bureau_head', name: { own: 'Beat Wyss' }, place: `NCB ${plan.country}` }],
    verification: verified(plan.country, 20 + index * 3),
  };
}

export const offices: readonly Office[] = [
  ...plans.map(build),
  { ...build({ country: 'PA', name: { own: 'Punto de contacto' }, agency: 'Ministerio Público', timeZone: 'America/Panama', languages: ['es'], people: [['Ana Lucía Pérez']], phone: '+507 555 0102', networks: [], duty: 'unknown' }, 8), unreachable: 'no_officer', verification: { state: 'pending', chain: [] } },
];

const plain: Pick<Plan, 'timeZone' | 'languages' | 'networks' | 'duty'> = { timeZone: 'UTC', languages: ['en', 'fr'], networks: [], duty: 'unknown' };
const guestOf = (index: number, role: Officer['role'], plan: Omit<Plan, keyof typeof plain>): Office => {
  const office = build({ ...plain, ...plan }, index);
  return { ...office, officers: office.officers.map((officer) => ({ ...officer, role })) };
};

/** Who has an office as if it were a country, and sees nothing of a case (decision 0017). */
export const partner = guestOf(9, 'partner', { country: 'XP', name: { own: 'Stolen Asset Recovery Desk' }, agency: 'World Bank and UNODC', people: [['Petra Holm'], ['नेहा शर्मा', 'Neha Sharma']], phone: '+1 202 555 0155' });
export const auditor = guestOf(10, 'auditor', { country: 'XA', name: { own: 'Board of auditors' }, agency: 'Auditors of the network', people: [['Adaeze Okafor']], phone: '+44 20 5555 0102' });

export function officeOf(country: Country): Office {
  const office = offices.find((one) => one.country === country);
  if (!office) throw new Error(`no sample office of ${country}`);
  return office;
}

export function refOf(country: Country): OfficeRef {
  const { id: office, name } = officeOf(country);
  return { id: office, country, name };
}

export function officerOf(country: Country, at = 0): Officer {
  const officer = officeOf(country).officers[at];
  if (!officer) throw new Error(`no sample officer ${at} of ${country}`);
  return officer;
}

export const directory: Directory = { offices, treeSize: 412, checkedAt: NOW - 2 * MINUTE, witnesses: { have: 4, need: 3 } };
export { hash };
