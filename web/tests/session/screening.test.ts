/** What an office watches, screened in the background of its sessions, against a real server (protocol/screening.md). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Result } from '../../src/session/model.ts';
import type { Query, ScreeningDesk } from '../../src/session/screening-model.ts';
import { Device, ready } from './device.ts';
import { type Offices, startOffices } from './offices.ts';

const SCREEN = '/api/v1/screen';

let offices: Offices;

beforeAll(async () => {
  offices = await startOffices('tests.browser.with_secretariat');
}, 600_000);

afterAll(async () => {
  await offices.stop();
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.detail ?? ''}`);
  return result.value;
}

interface Seat {
  readonly device: Device;
  readonly desk: ScreeningDesk;
}

async function signedIn(login: string, browser: string): Promise<Seat> {
  const device = new Device(offices.url, browser);
  await device.session.start();
  const { passphrase, kit } = offices.person(login);
  value(await device.session.verbs.signIn(login, passphrase, kit));
  await device.until(() => ready(device.session.state.rooms.value));
  return { device, desk: value(await device.session.verbs.screening()) };
}

const person = (name: string): Query => ({ kind: 'person', names: [name], birth_dates: [], countries: [], genders: [], identifiers: [] });
const asked = ({ posted }: Device): number => posted.filter((path) => path === SCREEN).length;

async function followed({ device, desk }: Seat): Promise<void> {
  await device.until(() => desk.watched.value ?? undefined);
  for (let done = false; !done;) done = (await desk.follow()).ok;
}

test('a run that is cut off goes on where it stopped, also in the next session of that browser, and names are asked in hundreds', async () => {
  const anna = await signedIn('anna', 'screening anna');
  await anna.device.until(() => anna.desk.watched.value ?? undefined);
  let calls = 0;
  anna.device.lies.set(SCREEN, (body) => (++calls === 2 ? new TextEncoder().encode('cut off') : body));
  value(await anna.desk.watch(Array.from({ length: 201 }, (_, n) => person(`Nobody Number ${n}`))));
  await followed(anna);
  expect(anna.desk.leads.value).toEqual([]);
  // Three batches and the one that was cut off: nothing was asked twice that had been answered.
  expect(asked(anna.device)).toBe(4);

  const again = await signedIn('anna', 'screening anna');
  await followed(again);
  expect(again.desk.leads.value).toEqual([]);
  expect(asked(again.device)).toBe(0);

  // The other names were screened against all of this already.
  value(await again.desk.watch([person('Nobody Who Came Later')]));
  await followed(again);
  expect(asked(again.device)).toBe(1);
}, 600_000);

test('a colleague does not screen what was screened for the office and had nothing to tell', async () => {
  const luca = await signedIn('luca', 'screening luca');
  await luca.device.until(() => luca.desk.watched.value ?? undefined);
  value(await luca.device.session.verbs.refresh());
  expect(luca.desk.watched.value).toHaveLength(202);
  expect(asked(luca.device)).toBe(0);
}, 600_000);

test('whoever reads a decision reads whose it is, and nothing of another office', async () => {
  const [anna, luca] = [await signedIn('anna', 'deciding anna'), await signedIn('luca', 'deciding luca')];
  const wanjiru = await signedIn('wanjiru', 'deciding wanjiru');
  const query = person('Amos Vereshcha');
  const lead = { id: `${'ab'.repeat(32)}#holder-0`, notice: 'ab'.repeat(32), place: null, content: 'ab'.repeat(32), of: 'holder', score: 800, band: 'probable', name: 'Amos Wereshcha', queryName: 'Amos Vereshcha', reasons: [] } as const;
  await anna.device.until(() => anna.desk.watched.value ?? undefined);
  value(await anna.desk.decide(query, lead, 'no_match', 'Another birth year.'));
  const known = await luca.device.until(() => luca.desk.decided(person('  AMOS   vereshcha '), lead) ?? undefined);
  expect(known).toMatchObject({ verdict: 'no_match', why: 'Another birth year.', again: false });
  expect(known.by).toBe(anna.desk.decided(query, lead)?.by);
  expect(luca.desk.decided(person('Amos'), lead)).toBeNull();
  // The same place in another notice is another record; the same record that says something else is decided again.
  expect(luca.desk.decided(query, { ...lead, id: `${'cd'.repeat(32)}#holder-0`, notice: 'cd'.repeat(32), content: 'cd'.repeat(32) })).toBeNull();
  value(await wanjiru.device.session.verbs.refresh());
  expect(wanjiru.desk.decided(query, lead)).toBeNull();
}, 600_000);
