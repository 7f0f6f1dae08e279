/** A notice from a bureau's draft to its end, in the client's session against a real server (protocol/notices.md). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Result } from '../../src/session/model.ts';
import type { NoticeDraft, NoticeRecord, NoticesDesk, NoticeView } from '../../src/session/notice-model.ts';
import { blankRecord } from '../../src/ui/notices/blank.ts';
import { Device, type Lie, ready } from './device.ts';
import { type Offices, startOffices } from './offices.ts';

const DAY_MS = 86_400_000;
const PICTURE = new TextEncoder().encode('not really a picture, and nobody here looks');

let offices: Offices;
let count = 0;

beforeAll(async () => {
  offices = await startOffices('tests.browser.with_secretariat');
}, 600_000); // eight people's Argon2id, on whatever machine

afterAll(async () => {
  await offices.stop();
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.detail ?? ''}`);
  return result.value;
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? '' : result.failure.code;
}

interface Desk {
  readonly device: Device;
  readonly notices: NoticesDesk;
  find(id: string): NoticeView | undefined;
}

async function signedIn(login: string, before: (device: Device) => void = () => undefined, name = `notices ${++count}`): Promise<Desk> {
  const device = new Device(offices.url, name);
  before(device);
  await device.session.start();
  const { passphrase, kit } = offices.person(login);
  value(await device.session.verbs.signIn(login, passphrase, kit));
  await device.until(() => ready(device.session.state.rooms.value));
  const notices = value(await device.session.verbs.notices());
  return { device, notices, find: (id) => notices.all.value.find((notice) => notice.id === id) };
}

function recordOf(name: string): NoticeRecord {
  return {
    ...blankRecord, reference: 'K-1', agency: 'Ethics Commission', texts: [{ language: 'en', title: name, facts: 'Diversion of a road fund.' }],
    subject: { ...blankRecord.subject, names: [name], sex: 'M', born: ['1961-04-02'], nationalities: ['KE'] },
    action: ['locate'], handling: { tlp: 'TLP:GREEN' },
  };
}

function draftOf(name: string, variant: NoticeDraft['variant'] = 'notice'): Omit<NoticeDraft, 'id'> {
  return { colour: 'silver', variant, record: recordOf(name), until: Date.now() + 100 * DAY_MS, amends: null, text: 'For your review.' };
}

async function submitted({ notices }: Desk, name: string, variant: NoticeDraft['variant'] = 'notice'): Promise<string> {
  const { id } = value(await notices.newDraft(draftOf(name, variant)));
  value(await notices.addPicture(id, new Blob([PICTURE]), 'face'));
  return value(await notices.submit(id));
}

const pass = (part: 'completeness' | 'constitution') => ({ part, outcome: 'pass', reason: '', text: '' }) as const;

/** The register wakes nobody: whoever wants to know looks again. */
async function seen<T>({ device }: Desk, look: () => T | undefined | false): Promise<T> {
  let looking = false;
  return device.until(() => {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (!looking) {
      looking = true;
      void device.session.verbs.refresh().then(() => { looking = false; });
    }
    return undefined;
  });
}

async function readable(desk: Desk, id: string): Promise<NoticeView> {
  return seen(desk, () => (desk.find(id)?.record.state === 'ready' ? desk.find(id) : undefined));
}

async function publish(id: string, nuru: Desk, kofi: Desk): Promise<void> {
  await readable(nuru, id);
  value(await nuru.notices.review(id, pass('completeness')));
  await seen(kofi, () => kofi.find(id)?.passed.includes('completeness'));
  await readable(kofi, id);
  value(await kofi.notices.review(id, pass('constitution')));
}

test('a notice is drafted, reviewed by two, read by all with its picture, verified, hit and withdrawn', async () => {
  const [amani, nuru, kofi, anna] = [await signedIn('amani'), await signedIn('nuru'), await signedIn('kofi'), await signedIn('anna')];
  const id = await submitted(amani, 'Amos Road');
  expect(amani.find(id)?.state).toBe('submitted');
  expect(amani.notices.drafts.value).toEqual([]);
  expect(amani.notices.may(id).acts).toEqual(['withdraw']);
  expect((await readable(amani, id)).record).toMatchObject({ value: { texts: [{ title: 'Amos Road' }] } });

  await seen(anna, () => anna.find(id));
  expect(anna.find(id)?.record.state).toBe('absent');
  expect(codeOf(await anna.notices.review(id, pass('completeness')))).toBe('not_found');
  await readable(nuru, id);
  expect(nuru.notices.may(id).reviews).toEqual(['completeness', 'constitution']);
  await publish(id, nuru, kofi);
  expect(nuru.notices.may(id).reviews).toEqual([]);

  await readable(anna, id);
  expect(anna.find(id)?.state).toBe('valid');
  expect(Buffer.from(value(await anna.notices.pictures(id))[0]?.bytes ?? []).equals(Buffer.from(PICTURE))).toBe(true);
  const standing = value(await anna.notices.verifyNow(id));
  expect([standing.state, standing.fresh]).toEqual(['valid', true]);
  expect(anna.find(id)?.history.map(({ what }) => what)).toEqual(['issued', 'completeness', 'constitution']);

  const file = new File(['seen at the port'], 'note.txt');
  const room = value(await anna.notices.hit(id, 'person', 'Seen at the port of Basel.', [file]));
  const told = await amani.device.until(() => ready(amani.device.session.state.rooms.value)?.find((one) => one.id === room && one.about === 'hit'));
  expect(told.attachments).toBe(1);
  const item = ready(amani.device.session.state.thread(room).value)?.items.find(({ kind }) => kind === 'message');
  expect(item).toMatchObject({ body: 'Seen at the port of Basel.', notice: { kind: 'hit', of: id } });

  value(await amani.notices.change(id, { act: 'withdraw', until: null, reason: '', text: '' }));
  await seen(anna, () => anna.find(id)?.state === 'withdrawn');
  expect(anna.find(id)?.record.state).toBe('absent');
  expect(value(await anna.notices.verifyNow(id)).state).toBe('withdrawn');
  expect(codeOf(await anna.notices.hit(id, 'person', 'Too late.', []))).not.toBe('');
}, 600_000);

test('a diffusion is read where it was sent, and nowhere else', async () => {
  const [amani, nuru, kofi] = [await signedIn('amani'), await signedIn('nuru'), await signedIn('kofi')];
  const [anna, mei] = [await signedIn('anna'), await signedIn('mei')];
  const id = await submitted(amani, 'Sealed Person', 'diffusion');
  await publish(id, nuru, kofi);
  await seen(amani, () => amani.find(id)?.state === 'valid');
  expect(codeOf(await amani.notices.send(id, [], ''))).toBe('refused');
  const room = value(await amani.notices.send(id, ['ch/bern'], 'For Bern only.'));
  expect((await readable(anna, id)).record).toMatchObject({ value: { texts: [{ title: 'Sealed Person' }] } });
  expect(value(await anna.notices.pictures(id))).toHaveLength(1);
  const entry = await anna.device.until(() => ready(anna.device.session.state.thread(room).value)?.items.find(({ kind }) => kind === 'message'));
  expect(anna.notices.inThread(room, entry.id)).toBe(id);
  expect(anna.device.room('Sealed Person')?.about).toBe('notice');
  await seen(mei, () => mei.find(id)?.state === 'valid');
  expect(mei.find(id)?.record.state).toBe('absent');
}, 600_000);

const altered: Lie = (body) => body.map((byte, n) => (n === 20 ? byte ^ 1 : byte));

test.each(['record', 'picture'])('an altered %s blocks, and is not shown', async (what) => {
  const [amani, nuru, kofi] = [await signedIn('amani'), await signedIn('nuru'), await signedIn('kofi')];
  const id = await submitted(amani, `Altered ${what}`);
  await publish(id, nuru, kofi);
  const luca = await signedIn('luca', ({ lies }) => what === 'record' && lies.set(`/documents/${nuru.find(id)?.recordHash ?? ''}`, altered));
  if (what === 'picture') {
    const { record } = await readable(luca, id);
    const sha256 = record.state === 'ready' ? record.value.pictures[0]?.sha256 : undefined;
    luca.device.lies.set(`/documents/${sha256 ?? ''}`, altered);
    expect(codeOf(await luca.notices.pictures(id))).toBe('blocked');
  }
  const block = await luca.device.until(() => luca.device.session.state.block.value);
  expect(block.code).toBe('record_altered');
  if (what === 'record') await luca.device.until(() => luca.find(id)?.record.state === 'failed');
  expect(codeOf(await luca.notices.hit(id, 'person', 'Never sent.', []))).toBe('blocked');
}, 600_000);

test('what the register would refuse is refused here, and nothing leaves', async () => {
  const [anna, nuru] = [await signedIn('anna'), await signedIn('nuru')];
  const { id } = value(await anna.notices.newDraft(draftOf('No lead')));
  const before = anna.device.posted.length;
  expect(codeOf(await anna.notices.submit(id))).toBe('refused');
  expect(anna.device.posted).toHaveLength(before);
  expect(anna.notices.drafts.value).toHaveLength(1);
  expect(anna.notices.me.value).toEqual({ country: 'CH', lead: false, secretariat: false });
  expect(nuru.notices.me.value).toEqual({ country: 'XN', lead: false, secretariat: true });
});

test('the secretariat asks for nothing: its own client refuses, and nothing leaves', async () => {
  const nuru = await signedIn('nuru');
  const { id } = value(await nuru.notices.newDraft(draftOf('By a reviewer')));
  const before = nuru.device.posted.length;
  expect(codeOf(await nuru.notices.submit(id))).toBe('refused');
  expect(nuru.device.posted).toHaveLength(before);
  expect(nuru.notices.underWay.value).toEqual([]);
});

// ---- lost lines and killed tabs ----

/** The server has written, and its answer reaches nobody any more: from here on this tab does nothing. */
function killedAt({ device }: Desk, call: string): Promise<true> {
  device.lies.set(call, () => {
    device.online = false;
    throw new TypeError('the tab was killed');
  });
  return device.until(() => !device.online || undefined);
}

function titled({ notices }: Desk, title: string): readonly NoticeView[] {
  return notices.all.value.filter(({ record }) => record.state === 'ready' && record.value.texts[0]?.title === title);
}

function roomsAbout({ device }: Desk, subject: string): number {
  return ready(device.session.state.rooms.value)?.filter((room) => room.subject === subject).length ?? 0;
}

test.each([
  ['its room was opened', '/rooms'],
  ['its picture was on its way', '/blobs'],
  ['its statement was posted', '/register/statements'],
])('a notice whose tab was killed when %s is submitted at the next start, once', async (_when, call) => {
  const [name, title] = [`killed ${++count}`, `Killed at ${call}`];
  const killed = await signedIn('amani', () => undefined, name);
  const { id } = value(await killed.notices.newDraft(draftOf(title)));
  value(await killed.notices.addPicture(id, new Blob([PICTURE]), 'face'));
  const dead = killedAt(killed, call);
  void killed.notices.submit(id);
  await dead;

  const next = await signedIn('amani', () => undefined, name);
  await seen(next, () => titled(next, title).length > 0);
  await next.device.until(() => next.notices.drafts.value.length === 0 && next.notices.underWay.value.length === 0);
  const nuru = await signedIn('nuru');
  await seen(nuru, () => titled(nuru, title).length > 0);
  const [notice] = titled(nuru, title);
  expect(value(await nuru.notices.pictures(notice?.id ?? ''))).toHaveLength(1);
  value(await next.device.session.verbs.refresh());
  expect(titled(next, title)).toHaveLength(1);
  // A room whose opening was answered to nobody is written into; none is opened beside it.
  expect(roomsAbout(nuru, title)).toBe(1);
}, 600_000);

test('a hit waits for the line with its file, joins itself, and arrives once', async () => {
  const [amani, nuru, kofi] = [await signedIn('amani'), await signedIn('nuru'), await signedIn('kofi')];
  const id = await submitted(amani, 'Waiting Hit');
  await publish(id, nuru, kofi);
  const anna = await signedIn('anna');
  await readable(anna, id);
  const { verbs } = anna.device.session;
  const file = new File(['seen at the quay'], 'quay.txt');
  const tell = () => anna.notices.hit(id, 'asset', 'The boat is at the quay.', [file]);

  anna.device.online = false;
  const first = tell();
  await anna.device.until(() => anna.notices.underWay.value[0]?.state === 'waiting_for_connection');
  const again = tell();
  // A letter's outbox clears away files that nobody needs any more: not this one.
  const letter = value(await verbs.newDraft({ to: ['ke/ncb'], subject: 'Beside it', body: 'Beside it' }));
  value(await verbs.send(letter.draft.id));
  anna.device.online = true;
  await seen(anna, () => anna.notices.underWay.value.length === 0);
  const room = value(await first);
  expect(value(await again)).toBe(room);
  const told = await amani.device.until(() => ready(amani.device.session.state.rooms.value)?.find((one) => one.id === room && one.about === 'hit'));
  expect(told.attachments).toBe(1);

  anna.device.online = false;
  const dropped = anna.notices.hit(id, 'asset', 'Never mind.', [file]);
  const waiting = await anna.device.until(() => anna.notices.underWay.value.find(({ state }) => state === 'waiting_for_connection'));
  value(await anna.notices.giveUp(waiting.id));
  expect(codeOf(await dropped)).toBe('cancelled');
  expect(anna.notices.underWay.value).toEqual([]);
}, 600_000);
