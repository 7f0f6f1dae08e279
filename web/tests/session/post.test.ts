/** What an officer's post owes them when something moves or breaks under it. */
import { expect, test } from 'vitest';
import { Device, ready, value } from './device.ts';
import { seats } from './seats.ts';

const desks = seats();

async function signedIn(login: string, browser: string): Promise<Device> {
  const device = await desks.signedIn(login, undefined, browser);
  await device.until(() => ready(device.session.state.rooms.value));
  return device;
}

async function written(device: Device, subject: string): Promise<string> {
  return value(await device.session.verbs.newDraft({ to: ['ch/bern'], subject, body: `About ${subject}` })).draft.id;
}

test('who moved to another office writes for that one, also with what waits since before', async () => {
  const [otieno, anna] = [await signedIn('otieno', 'moving'), await signedIn('anna', 'staying')];
  const { verbs, state } = otieno.session;
  const undone = await written(otieno, 'From Nairobi');
  value(await verbs.send(undone));
  value(await verbs.undoSend(undone));
  otieno.online = false; // at no moment do they see themselves without a post
  value(await otieno.send(await written(otieno, 'Waited for the line')));
  await otieno.until(() => state.outgoing.value.some((one) => one.state === 'waiting_for_connection'));
  await desks.offices.move('otieno', 'ke/mombasa');
  otieno.online = true;
  value(await verbs.refresh());
  await otieno.until(() => state.session.value.state === 'ready' && state.session.value.me.office.id === 'ke/mombasa');
  value(await verbs.retry('', ''));
  const { id } = await anna.until(() => anna.room('Waited for the line'));
  const item = await anna.until(() => ready(anna.session.state.thread(id).value)?.items[0]);
  expect(item.office.id).toBe('ke/mombasa');
});

test('an outbox that could not be read is read again for the next message', async () => {
  const luca = await signedIn('luca', 'a disk that fails once');
  const { verbs, state } = luca.session;
  const draft = await written(luca, 'Twice tried');
  luca.unreadable.add('staged/');
  expect((await verbs.send(draft)).ok).toBe(false);
  luca.unreadable.clear();
  value(await verbs.send(draft));
  expect(state.outgoing.value.map((one) => one.draft)).toEqual([draft]);
});

/** The same length, so that only the kind is another: one from after this client's time, as far as it can tell. */
function laterKind(body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(Buffer.from(body).toString('latin1').replace('"kind":"nominate"', '"kind":"namesake"'), 'latin1'));
}

test('a client that was too old is blocked over a restart, and looks for itself once it is renewed', async () => {
  const { passphrase, kit } = desks.offices.person('anna');
  const opened = async (release: number, lies = false): Promise<Device> => {
    const device = new Device(desks.offices.url, 'renewed', release);
    if (lies) device.lies.set('/register/leaves', laterKind);
    await device.session.start();
    await device.session.verbs.signIn('anna', passphrase, kit);
    return device;
  };
  for (const lies of [true, false]) {
    const old = await opened(1, lies);
    const block = await old.until(() => old.session.state.block.value);
    expect([block.code, block.technical[0]]).toEqual(['client_outdated', 'code unknown_kind']);
    old.online = false;
  }
  const renewed = await opened(2);
  await renewed.until(() => ready(renewed.session.state.rooms.value));
  expect(renewed.session.state.block.value).toBeNull();
});
