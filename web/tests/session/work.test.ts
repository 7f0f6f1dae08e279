/** The session's verbs against a real server: sealed there and back, on one device and on two. */
import { expect, test } from 'vitest';
import { SERVER_AFTER_MS } from '../../src/session/drafts.ts';
import { IDLE_CHECK_MS } from '../../src/session/gate.ts';
import type { RequestForm } from '../../src/session/model.ts';
import { Device, ready, value } from './device.ts';
import { seats, write } from './seats.ts';

const REQUEST: RequestForm = {
  kind: 'freeze', urgency: 'urgent', language: 'en',
  assets: [{ type: 'bank_account', identifier: 'CH9300762011623852957', holder: 'Juma Kariuki', place: 'Basel', amount: '90 000', currency: 'CHF', link: 'proceeds' }],
  persons: [{ name: 'Juma Kariuki', latin: '', born: '1971-04-02', document: '', nationality: 'KE' }],
  offence: 'UNCAC-15.a', offenceLaw: '', facts: 'Moved on Friday.', stage: 'investigation', authority: '', measure: 'Hold', order: '',
  thirdParties: '', neededBy: 1_800_000_000_000, formalBy: null, purpose: 'Recovery', contact: { name: 'Otieno', phone: '', languages: ['en', 'fr'] },
};

const desks = seats();
const { signedIn } = desks;

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
  value(await otieno.send(draft.id));
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
  value(await luca.send(reply.draft.id));
  await otieno.until(() => otieno.room('Hold it')?.request?.state === 'answered');
  const last = ready(otieno.session.state.thread(id).value)?.items.at(-1);
  expect(last?.kind === 'message' && last.answer).toEqual({ outcome: 'frozen', reason: '', measure });
  expect(otieno.room('Hold it')?.clocks.every(({ state }) => state === 'met')).toBe(true);
});

test('ticks with proof and changes of handling show on both sides, as far as they are allowed', async () => {
  const [otieno, luca] = [await signedIn('otieno'), await signedIn('luca')];
  const { draft } = value(await otieno.session.verbs.newDraft({ to: ['ch/bern'], subject: 'First hours', request: REQUEST, handling: 'TLP:AMBER' }));
  value(await otieno.send(draft.id));
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
  await here.until(() => here.session.state.drafts.value.some((view) => view.draft.id === draft.id && view.saving.state === 'saved'), SERVER_AFTER_MS);
  // The line breaks while the other device is told of it: it asks again with the next round that goes through.
  const broken = Promise.reject(new TypeError('no line'));
  broken.catch(() => undefined);
  const late = await signedIn('otieno', (device) => { device.held.set('GET /drafts', broken); });
  expect(late.session.state.drafts.value).toEqual([]);
  late.held.clear();
  let looking: Promise<unknown> | undefined;
  const seen = await late.until(() => {
    looking ??= late.session.verbs.refresh().finally(() => { looking = undefined; });
    return late.session.state.drafts.value.find((view) => view.draft.id === draft.id);
  });
  expect(seen.elsewhere).toMatchObject([{ name: 'order.pdf', size: 20 }]);
  expect(seen.attachments).toEqual([]);
  const refused = await late.send(draft.id);
  expect(refused.ok ? '' : refused.failure.code).toBe('not_ready');
  value(await late.session.verbs.attach(draft.id, file));
  const now = late.session.state.drafts.value.find((view) => view.draft.id === draft.id);
  expect([now?.elsewhere, now?.attachments.map(({ name }) => name)]).toEqual([[], ['order.pdf']]);
  value(await late.send(draft.id));
});

test('what is typed while the line is slow meets nothing of somebody else', async () => {
  const here = await signedIn('luca');
  const { draft } = value(await here.session.verbs.newDraft({ to: ['ke/nairobi'], subject: 'Slow' }));
  const seen = () => here.session.state.drafts.value.find((view) => view.draft.id === draft.id);
  let release = (): void => undefined;
  here.held.set(`PUT /drafts/${draft.id}`, new Promise<void>((resolve) => { release = resolve; }));
  for (const body of ['One', 'One two']) {
    value(await here.session.verbs.saveDraft({ ...draft, body }));
    here.end(SERVER_AFTER_MS);
    value(await here.session.verbs.refresh()); // the server has the first by now; its answer is still on its way
    here.held.clear();
  }
  release();
  const ended = await here.until(() => (['saved', 'conflict'].includes(seen()?.saving.state ?? '') ? seen() : undefined), SERVER_AFTER_MS);
  expect([ended.saving.state, ended.draft.body]).toEqual(['saved', 'One two']);
});

test('what the server told before a draft was discarded does not bring it back', async () => {
  const before = await signedIn('luca', undefined, 'a browser that comes again');
  const { draft } = value(await before.session.verbs.newDraft({ to: ['ke/nairobi'], subject: 'Better not' }));
  value(await before.session.verbs.saveDraft(draft));
  const stateIn = (device: Device): string | undefined => device.session.state.drafts.value.find((view) => view.draft.id === draft.id)?.saving.state;
  await before.until(() => stateIn(before) === 'saved', SERVER_AFTER_MS);
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
  const device = new Device(desks.offices.url, 'left alone');
  await device.session.start();
  const { passphrase, kit } = desks.offices.person('wanjiru');
  value(await device.session.verbs.signIn('wanjiru', passphrase, kit));
  await device.until(() => ready(device.session.state.rooms.value));
  device.pass(20 * 60_000);
  await device.until(() => device.session.state.session.value.state === 'locked', IDLE_CHECK_MS);
  expect(device.session.state.rooms.value.state).toBe('loading');
  const refused = await device.session.verbs.newDraft({});
  expect(refused.ok ? '' : refused.failure.code).toBe('locked');
  value(await device.session.verbs.unlock(passphrase));
  expect(device.session.state.session.value.state).toBe('ready');
});

test('an office without a key gets one from the first browser that signs in there', async () => {
  const mei = await signedIn('mei');
  await mei.until(() => mei.posted.includes('/api/v1/register/statements'));
  const wanjiru = await signedIn('wanjiru');
  await write(wanjiru, 'sg/singapore', 'To the new office');
  await mei.until(() => mei.room('To the new office'));
});
