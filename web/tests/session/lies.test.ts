/** The session against a server that lies, and a line that loses its answers: written once, shown or blocked. */
import { expect, test } from 'vitest';
import { SHOW_SENT_MS } from '../../src/session/outbox.ts';
import { type Lie, ready, value } from './device.ts';
import { seats, write } from './seats.ts';

const { signedIn } = seats();

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
  value(await late.send(reply.draft.id));
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
  const name = 'closed and opened';
  const closed = await signedIn('otieno', () => undefined, name);
  await closed.until(() => ready(closed.session.state.rooms.value));
  closed.lies.set('/rooms', (body) => {
    closed.lies.set('/sync', () => { throw new TypeError('no answer'); });
    return body;
  });
  await write(closed, 'ch/bern', 'Confirmed and forgotten');
  await closed.until(() => closed.posted.includes('/api/v1/rooms'));
  await closed.until(() => closed.session.state.outgoing.value.length === 0, SHOW_SENT_MS); // it stood there as sent, and went
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
