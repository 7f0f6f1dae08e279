/** The session's verbs against a real server: sealed there and back, once each, and blocked by lies. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestForm, Result } from '../../src/session/model.ts';
import { Device, type Lie, ready } from './device.ts';
import { type Offices, startOffices } from './offices.ts';

const REQUEST: RequestForm = {
  kind: 'freeze', urgency: 'urgent', language: 'en',
  assets: [{ type: 'bank_account', identifier: 'CH9300762011623852957', holder: 'Juma Kariuki', place: 'Basel', amount: '90 000', currency: 'CHF', link: 'proceeds' }],
  persons: [{ name: 'Juma Kariuki', latin: '', born: '1971-04-02', document: '', nationality: 'KE' }],
  offence: 'UNCAC-15.a', offenceLaw: '', facts: 'Moved on Friday.', stage: 'investigation', authority: '', measure: 'Hold', order: '',
  thirdParties: '', neededBy: 1_800_000_000_000, formalBy: null, purpose: 'Recovery', contact: { name: 'Otieno', phone: '', languages: ['en', 'fr'] },
};

let offices: Offices;
let count = 0;

beforeAll(async () => {
  offices = await startOffices();
}, 300_000); // five people's Argon2id, on whatever machine

afterAll(async () => {
  await offices.stop();
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.detail ?? ''}`);
  return result.value;
}

async function signedIn(login: string, before: (device: Device) => void = () => undefined, name = `device ${++count}`): Promise<Device> {
  const device = new Device(offices.url, name);
  before(device);
  await device.session.start();
  const { passphrase, kit } = offices.person(login);
  await device.session.verbs.signIn(login, passphrase, kit);
  return device;
}

async function write(device: Device, to: string, subject: string, file?: File): Promise<string> {
  const { draft } = value(await device.session.verbs.newDraft({ to: [to], subject, body: `About ${subject}` }));
  if (file !== undefined) value(await device.session.verbs.attach(draft.id, file));
  value(await device.session.verbs.send(draft.id));
  return draft.id;
}

test('what Nairobi sends with a file, Bern opens and saves, and Nairobi sees that it was read', async () => {
  const [wanjiru, anna] = [await signedIn('wanjiru'), await signedIn('anna')];
  const content = new Uint8Array(3_000_000).map((_, n) => n % 251);
  await write(wanjiru, 'ch/bern', 'Three million', new File([content], 'ledger.bin'));
  const { id } = await anna.until(() => anna.room('Three million'));
  const thread = await anna.until(() => ready(anna.session.state.thread(id).value));
  const item = thread.items[0];
  if (item?.kind !== 'message') throw new Error('a message was sent');
  expect(item.body).toBe('About Three million');
  value(await anna.session.verbs.saveAttachment(id, item.id, item.attachments[0]?.id ?? ''));
  expect(Buffer.from(anna.saved.get('ledger.bin') ?? []).equals(Buffer.from(content))).toBe(true);
  value(await anna.session.verbs.markSeen(id, item.id));
  await wanjiru.until(() => ready(wanjiru.session.state.thread(id).value)?.items.some((own) => own.kind === 'message' && own.delivery.state === 'read'));
});

test('a request is acknowledged and answered, and both sides see it', async () => {
  const [otieno, luca] = [await signedIn('otieno'), await signedIn('luca')];
  const { draft } = value(await otieno.session.verbs.newDraft({ to: ['ch/bern'], subject: 'Hold it', body: 'Please tell nobody.', request: REQUEST }));
  value(await otieno.session.verbs.send(draft.id));
  const { id } = await luca.until(() => luca.room('Hold it'));
  const request = ready(luca.session.state.thread(id).value)?.items[0];
  if (request?.kind !== 'request') throw new Error('a request was sent');
  expect(request.request).toEqual(REQUEST);
  expect(request.body).toBe('Please tell nobody.');
  expect(request.canAcknowledge).toBe(true);
  value(await luca.session.verbs.acknowledge(id, request.id, 'B-17'));
  await otieno.until(() => otieno.room('Hold it')?.request?.state === 'acknowledged');
  const measure = { authority: 'MROS', basis: 'art. 10 AMLA', expires: null, amount: '90 000', currency: 'CHF' };
  const reply = value(await luca.session.verbs.newDraft({ room: id, body: 'Held', answer: { outcome: 'frozen', reason: '', measure } }));
  value(await luca.session.verbs.send(reply.draft.id));
  await otieno.until(() => otieno.room('Hold it')?.request?.state === 'answered');
  const last = ready(otieno.session.state.thread(id).value)?.items.at(-1);
  expect(last?.kind === 'message' && last.answer).toEqual({ outcome: 'frozen', reason: '', measure });
  expect(otieno.room('Hold it')?.clocks.every(({ state }) => state === 'met')).toBe(true);
});

test('ticks with proof and changes of handling show on both sides, as far as they are allowed', async () => {
  const [otieno, luca] = [await signedIn('otieno'), await signedIn('luca')];
  const { draft } = value(await otieno.session.verbs.newDraft({ to: ['ch/bern'], subject: 'First hours', request: REQUEST, handling: 'TLP:AMBER' }));
  value(await otieno.session.verbs.send(draft.id));
  const { id } = await luca.until(() => luca.room('First hours'));
  const request = ready(luca.session.state.thread(id).value)?.items[0];
  if (request?.kind !== 'request') throw new Error('a request was sent');
  const owner = request.officer.id;
  value(await luca.session.verbs.tick(id, { action: 'A06', state: 'done', note: 'Held', owner }, [new File([new Uint8Array([7, 7])], 'hold.pdf')]));
  const tick = await otieno.until(() => ready(otieno.session.state.thread(id).value)?.items.find(({ kind }) => kind === 'tick'));
  if (tick.kind !== 'tick') throw new Error('it is one');
  expect(tick).toMatchObject({ action: 'A06', state: 'done', note: 'Held', owner: { id: owner }, ours: false });
  value(await otieno.session.verbs.saveAttachment(id, tick.id, tick.attachments[0]?.id ?? ''));
  expect([...(otieno.saved.get('hold.pdf') ?? [])]).toEqual([7, 7]);

  value(await luca.session.verbs.changeHandling(id, request.id, 'TLP:RED'));
  await otieno.until(() => otieno.room('First hours')?.handling === 'TLP:RED');
  const refused = await luca.session.verbs.changeHandling(id, request.id, 'TLP:GREEN');
  expect(refused.ok ? '' : refused.failure.code).toBe('refused');
  value(await otieno.session.verbs.changeHandling(id, request.id, 'TLP:AMBER+STRICT'));
  await luca.until(() => luca.room('First hours')?.handling === 'TLP:AMBER+STRICT');
  const changes = ready(luca.session.state.thread(id).value)?.items.flatMap((item) => (item.kind === 'handling' ? [[item.from, item.to, item.counts, item.about?.officer.id]] : []));
  expect(changes).toEqual([['TLP:AMBER', 'TLP:RED', true, owner], ['TLP:RED', 'TLP:AMBER+STRICT', true, owner]]);
});

test('a file of a draft stays on its device, and the other device says so and does not send without it', async () => {
  const here = await signedIn('otieno');
  const { draft } = value(await here.session.verbs.newDraft({ to: ['ch/bern'], subject: 'Two devices', body: 'With a file' }));
  const file = new File([new Uint8Array(20)], 'order.pdf');
  value(await here.session.verbs.attach(draft.id, file));
  await here.until(() => here.session.state.drafts.value.some((view) => view.draft.id === draft.id && view.saving.state === 'saved'));
  const late = await signedIn('otieno');
  const seen = await late.until(() => late.session.state.drafts.value.find((view) => view.draft.id === draft.id));
  expect(seen.elsewhere).toMatchObject([{ name: 'order.pdf', size: 20 }]);
  expect(seen.attachments).toEqual([]);
  const refused = await late.session.verbs.send(draft.id);
  expect(refused.ok ? '' : refused.failure.code).toBe('not_ready');
  value(await late.session.verbs.attach(draft.id, file));
  const now = late.session.state.drafts.value.find((view) => view.draft.id === draft.id);
  expect([now?.elsewhere, now?.attachments.map(({ name }) => name)]).toEqual([[], ['order.pdf']]);
  value(await late.session.verbs.send(draft.id));
});

test('what the server told before a draft was discarded does not bring it back', async () => {
  const before = await signedIn('luca', undefined, 'a browser that comes again');
  const { draft } = value(await before.session.verbs.newDraft({ to: ['ke/nairobi'], subject: 'Better not' }));
  value(await before.session.verbs.saveDraft(draft));
  const stateIn = (device: Device): string | undefined => device.session.state.drafts.value.find((view) => view.draft.id === draft.id)?.saving.state;
  await before.until(() => stateIn(before) === 'saved');
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => { release = resolve; });
  const again = await signedIn('luca', (device) => { device.held.set('GET /drafts', held); }, 'a browser that comes again');
  // It rests here and there, and says so without having asked.
  await again.until(() => stateIn(again) === 'saved');
  value(await again.session.verbs.discardDraft(draft.id));
  release();
  value(await again.session.verbs.refresh());
  expect(stateIn(again)).toBeUndefined();
});

test('after twenty idle minutes the keys are gone, and the passphrase alone brings them back', async () => {
  const device = new Device(offices.url, `device ${++count}`, 200);
  await device.session.start();
  const { passphrase, kit } = offices.person('wanjiru');
  value(await device.session.verbs.signIn('wanjiru', passphrase, kit));
  await device.until(() => ready(device.session.state.rooms.value));
  await device.until(() => device.session.state.session.value.state === 'locked');
  expect(device.session.state.rooms.value.state).toBe('loading');
  const refused = await device.session.verbs.newDraft({});
  expect(refused.ok ? '' : refused.failure.code).toBe('locked');
  value(await device.session.verbs.unlock(passphrase));
  expect(device.session.state.session.value.state).toBe('ready');
});

test('an altered attachment is not handed out', async () => {
  const [otieno, luca] = [await signedIn('otieno'), await signedIn('luca')];
  await write(otieno, 'ch/bern', 'Altered on the way', new File([new Uint8Array(50_000)], 'order.pdf'));
  const { id } = await luca.until(() => luca.room('Altered on the way'));
  const item = ready(luca.session.state.thread(id).value)?.items[0];
  if (item?.kind !== 'message') throw new Error('a message was sent');
  luca.lies.set('/content', (body) => body.map((byte, n) => (n === 40_000 ? byte ^ 1 : byte)));
  const saved = await luca.session.verbs.saveAttachment(id, item.id, item.attachments[0]?.id ?? '');
  expect(saved.ok ? '' : saved.failure.code).toBe('attachment_altered');
  expect(luca.saved.size).toBe(0);
});

test('a lost answer does not send twice', async () => {
  const [wanjiru, anna] = [await signedIn('wanjiru'), await signedIn('anna')];
  let lost = 0;
  wanjiru.lies.set('/rooms', () => {
    if (lost++ === 0) throw new TypeError('the line broke after the server had written');
    throw new TypeError('and again');
  });
  await write(wanjiru, 'ch/bern', 'Sent once');
  await wanjiru.until(() => lost > 0);
  await wanjiru.until(() => wanjiru.session.state.outgoing.value.some(({ state }) => state === 'waiting_for_connection'));
  wanjiru.lies.clear();
  value(await wanjiru.session.verbs.retry('', ''));
  await wanjiru.until(() => wanjiru.session.state.outgoing.value.every(({ state }) => state === 'sent'));
  const { id } = await anna.until(() => anna.room('Sent once'));
  expect(ready(anna.session.state.thread(id).value)?.items).toHaveLength(1);
  expect(ready(anna.session.state.rooms.value)?.filter(({ subject }) => subject === 'Sent once')).toHaveLength(1);
});

test('an office without a key gets one from the first browser that signs in there', async () => {
  const mei = await signedIn('mei');
  await mei.until(() => mei.posted.includes('/api/v1/register/statements'));
  const wanjiru = await signedIn('wanjiru');
  await write(wanjiru, 'sg/singapore', 'To the new office');
  await mei.until(() => mei.room('To the new office'));
});

test('an entry that is left out blocks its room, and nothing is written there', async () => {
  const [otieno, luca] = [await signedIn('otieno'), await signedIn('luca')];
  await write(otieno, 'ch/bern', 'With a gap');
  const { id } = await luca.until(() => luca.room('With a gap'));
  const late = await signedIn('anna', (device) => {
    device.lies.set('/sync', (body) => without(body, id, 1));
  });
  const room = await late.until(() => ready(late.session.state.rooms.value)?.find((one) => one.id === id && one.block));
  expect(room.block?.code).toBe('room_forked');
  const reply = value(await late.session.verbs.newDraft({ room: id, body: 'Never' }));
  value(await late.session.verbs.send(reply.draft.id));
  await late.until(() => late.session.state.outgoing.value.some(({ state }) => state === 'failed'));
  expect(late.posted.filter((path) => path.includes(id))).toEqual([]);
});

test('a message that is confirmed and then not shown blocks its room, and keeps its words', async () => {
  const otieno = await signedIn('otieno');
  await otieno.until(() => ready(otieno.session.state.rooms.value));
  otieno.lies.set('/sync', headOnly);
  otieno.lies.set('/entries?', () => new Uint8Array(0));
  const draft = await write(otieno, 'ch/bern', 'Confirmed and dropped');
  const room = await otieno.until(() => ready(otieno.session.state.rooms.value)?.find(({ block }) => block));
  expect(room.block?.code).toBe('room_rolled_back');
  const shown = await otieno.until(() => otieno.session.state.outgoing.value.find(({ state }) => state === 'failed'));
  expect([shown.draft, shown.failure?.code]).toEqual([draft, 'blocked']);
  const posted = otieno.posted.length;
  await otieno.session.verbs.refresh();
  expect(ready(otieno.session.state.rooms.value)?.find(({ id }) => id === room.id)?.block?.code).toBe('room_rolled_back');
  expect(otieno.posted).toHaveLength(posted);
  otieno.lies.clear();
  value(await otieno.session.verbs.refresh());
  await otieno.until(() => otieno.room('Confirmed and dropped'));
  await otieno.until(() => otieno.session.state.outgoing.value.every(({ state }) => state === 'sent'));
});

test('what was confirmed must be shown also where no sync was answered until the tab was closed', async () => {
  const name = `device ${++count}`;
  const closed = await signedIn('otieno', () => undefined, name);
  await closed.until(() => ready(closed.session.state.rooms.value));
  closed.lies.set('/rooms', (body) => {
    closed.lies.set('/sync', () => { throw new TypeError('no answer'); });
    return body;
  });
  await write(closed, 'ch/bern', 'Confirmed and forgotten');
  await closed.until(() => closed.posted.includes('/api/v1/rooms'));
  await closed.until(() => closed.session.state.outgoing.value.length === 0); // it stood there as sent, and went
  closed.online = false;

  const opened = await signedIn('otieno', ({ lies }) => {
    lies.set('/sync', headOnly);
    lies.set('/entries?', () => new Uint8Array(0));
  }, name);
  const room = await opened.until(() => ready(opened.session.state.rooms.value)?.find(({ block }) => block));
  expect(room.block?.code).toBe('room_rolled_back');
  opened.lies.clear();
  value(await opened.session.verbs.refresh());
  await opened.until(() => opened.room('Confirmed and forgotten'));
  opened.online = false;

  // Seen and kept: the next tab expects it no more than any other entry.
  const third = await signedIn('otieno', () => undefined, name);
  await third.until(() => third.room('Confirmed and forgotten'));
  expect(ready(third.session.state.rooms.value)?.some(({ block }) => block)).toBe(false);
}, 240_000); // three sign-ins, and the wait before a message leaves

test.each([
  ['of an unknown kind', (lock: object) => ({ ...lock, type: 'recovery' })],
  ['of another person', (lock: object) => ({ ...lock, login: 'somebody-else' })],
  ['that is a second passphrase', (lock: object) => lock],
  ['of a passkey that nobody added', (lock: object) => ({ ...lock, type: 'passkey', kdf: null, credential: 'AAAA' })],
])('a further lock %s blocks the sign-in', async (_what, change) => {
  const device = await signedIn('luca', ({ lies }) => lies.set('/session', (body) => withLock(body, change)));
  expect(device.session.state.block.value?.code).toBe('own_keys_altered');
  expect(device.session.state.rooms.value.state).toBe('loading');
});

const withLock = (body: Parameters<Lie>[0], change: (lock: object) => object): ReturnType<Lie> => {
  const answer = JSON.parse(new TextDecoder().decode(body)) as { locks?: object[] };
  if (answer.locks === undefined) return body;
  return new TextEncoder().encode(JSON.stringify({ ...answer, locks: [...answer.locks, ...answer.locks.map(change)] }));
};

/** A sync answer that moves on and shows nothing. */
function headOnly(body: Parameters<Lie>[0]): ReturnType<Lie> {
  return body.slice(0, 4 + new DataView(body.buffer).getUint32(0));
}

/** The sync answer without one entry of a room. */
function without(body: Uint8Array<ArrayBuffer>, room: string, seq: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(body.buffer);
  const kept: Uint8Array[] = [];
  for (let at = 0; at < body.length; ) {
    const length = view.getUint32(at);
    const frame = body.subarray(at, at + 4 + length);
    const isIt = length > 48 && Buffer.from(frame.subarray(12, 44)).toString('hex') === room && frame[51] === seq;
    if (!isIt) kept.push(frame);
    at += 4 + length;
  }
  return new Uint8Array(Buffer.concat(kept));
}
