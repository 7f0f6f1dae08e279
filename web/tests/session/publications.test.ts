/** What the network publishes, in the client's session against a real server (protocol/publications.md). */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Result } from '../../src/session/model.ts';
import type { Fact, LibraryRecord, Participant, PublicationsDesk } from '../../src/session/publication-model.ts';
import { Device, type Lie, ready } from './device.ts';
import { type Offices, startOffices } from './offices.ts';

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

function reasonOf(result: Result<unknown>): string | undefined {
  return result.ok ? 'accepted' : (result.failure.reason ?? result.failure.code);
}

interface Desk {
  readonly device: Device;
  readonly desk: PublicationsDesk;
}

async function signedIn(login: string, name = `publications ${++count}`): Promise<Desk> {
  const device = new Device(offices.url, name);
  await device.session.start();
  const { passphrase, kit } = offices.person(login);
  value(await device.session.verbs.signIn(login, passphrase, kit));
  await device.until(() => ready(device.session.state.rooms.value));
  return { device, desk: value(await device.session.verbs.publications()) };
}

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

const fact = (text: string): Fact => ({ field: 'fiu', value: text, text, source: 'Act 9 of 2009, s. 21', url: '', certainty: 'high', as_of: '2026-11', review: '' });
const framework = (jurisdiction: string, text: string) => ({ jurisdiction, facts: [fact(text)] });

function article(title: string, files: LibraryRecord['files'] = []): LibraryRecord {
  return {
    type: 'guide', topics: [], regions: [], audiences: [], phases: [], publisher: '', authors: [], year: '2026', edition: '', identifier: '', url: '',
    licence: '', certainty: 'high', supersedes: '', review: '', words: [{ language: 'en', title, text: 'How it is done.' }], files, body: [],
  };
}

test('a fact is proposed from abroad, confirmed by its country, and stands for all; who writes over it has seen it', async () => {
  const [amani, anna] = [await signedIn('amani'), await signedIn('anna')];
  expect(anna.desk.may('framework', 'ke')).toEqual({ offer: true, publish: false, retire: false });
  expect(amani.desk.may('framework', 'ke')).toMatchObject({ publish: true, retire: false });
  const position = anna.desk.position.value;
  const offer = value(await anna.desk.offer({ shelf: 'framework', item: 'ke', record: framework('ke', 'FRC'), access: 'members', seen: position }));
  expect(anna.desk.mine.value.map(({ hash, state }) => [hash, state])).toEqual([[offer, 'offered']]);
  expect(reasonOf(await anna.desk.publishOffer(offer))).toBe('no_authority');

  await seen(amani, () => amani.desk.toDecide.value.find(({ hash }) => hash === offer));
  value(await amani.desk.publishOffer(offer));
  await seen(anna, () => anna.desk.item('framework', 'ke').value?.state === 'published');
  const facts = anna.desk.facts('ke');
  const shown = await anna.device.until(() => { const found = facts.value.get('fiu'); return found?.fact.state === 'ready' && found; });
  expect(shown).toMatchObject({ country: 'KE', stale: false, fact: { value: { value: 'FRC' } } });

  // Written before that publication: nobody overwrites what they have not seen.
  const late = { shelf: 'framework', item: 'ke', record: framework('ke', 'other'), access: 'members', seen: position } as const;
  expect(reasonOf(await amani.desk.publish(late))).toBe('item_changed');
  value(await amani.desk.publish({ ...late, seen: amani.desk.position.value }));
  expect(amani.desk.item('framework', 'ke').value?.history).toHaveLength(2);
  value(await amani.desk.retire({ shelf: 'framework', item: 'ke', parts: ['fiu'], seen: amani.desk.position.value, reason: 'The law was repealed.', successor: null }));
  await seen(anna, () => anna.desk.item('framework', 'ke').value?.state === 'retired');
  expect(facts.value.size).toBe(0);
  const [last] = anna.desk.item('framework', 'ke').value?.history.slice(-1) ?? [];
  if (last === undefined) throw new Error('it was retired');
  const reason = await anna.device.until(() => { const found = anna.desk.reason(last).value; return found.state === 'ready' && found.value.reason; });
  expect(reason).toBe('The law was repealed.');
}, 600_000);

test('an article with its file is uploaded, offered, returned, offered again, published by another person, found and read without a line', async () => {
  const [anna, nuru] = [await signedIn('anna'), await signedIn('nuru')];
  expect(reasonOf(await anna.desk.upload(new File(['MZ'], 'tool.exe')))).toBe('unsupported_type');
  expect(reasonOf(await anna.desk.upload(new File(['<html>no</html>'], 'paper.pdf')))).toBe('wrong_type');
  const file = value(await anna.desk.upload(new File(['Restraint before charge.\n'], 'note.txt')));
  expect(file.type).toBe('text/plain');
  const named = [{ language: 'en', name: file.name, type: file.type, sha256: file.sha256, len: file.len }];
  const write = (title: string) => anna.desk.offer({ shelf: 'library', item: 'restraint', record: article(title, named), access: 'members', seen: anna.desk.position.value });

  const first = value(await write('Restraint'));
  await seen(nuru, () => nuru.desk.toDecide.value.find(({ hash }) => hash === first));
  expect(reasonOf(await nuru.desk.decide(first, 'return', ''))).toBe('no_reason');
  value(await nuru.desk.decide(first, 'return', 'Name the licence.'));
  await seen(anna, () => anna.desk.mine.value.find(({ hash, ended }) => hash === first && ended?.text === 'Name the licence.'));
  const second = value(await write('Restraint before charge'));
  const waiting = await seen(nuru, () => nuru.desk.toDecide.value.find(({ hash }) => hash === second));
  expect(value(await nuru.desk.read(waiting))).toMatchObject({ words: [{ title: 'Restraint before charge' }] });
  value(await nuru.desk.publishOffer(second));

  const mei = await signedIn('mei');
  const standing = await seen(mei, () => mei.desk.item('library', 'restraint').value?.standing ?? undefined);
  expect(new TextDecoder().decode(value(await mei.desk.readFile(file)))).toBe('Restraint before charge.\n');
  expect(value(await mei.desk.pages(file.sha256, 1, 1)).texts[0]).toContain('Restraint');
  const found = value(await mei.desk.search({ text: "restraint before charge", shelves: ["library"] })).hits[0];
  expect(found).toMatchObject({ key: 'library/restraint', stands: true });

  value(await mei.desk.pack(['library/restraint'], true, () => undefined));
  mei.device.online = false;
  expect(value(await mei.desk.read(standing))).toMatchObject({ words: [{ title: 'Restraint before charge' }] });
  value(await mei.desk.saveFile(file));
  expect(new TextDecoder().decode(mei.device.saved.get('note.txt'))).toBe('Restraint before charge.\n');
  expect(value(await mei.desk.pages(file.sha256, 1, 10))).toEqual({ pages: 1, texts: ['Restraint before charge.'] });
  value(await mei.desk.carry('taken.zip', [{ path: 'index.html', text: 'Où ?' }], [{ path: 'files/note.txt', file }], () => undefined));
  expect(unzipped(mei.device.saved.get('taken.zip'))).toEqual({ 'index.html': 'Où ?', 'files/note.txt': 'Restraint before charge.\n' });
}, 600_000);

/** By another program than ours. */
function unzipped(octets: Uint8Array | undefined): unknown {
  const script = 'import io,json,sys,zipfile; z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())); print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))';
  return JSON.parse(execFileSync('python3', ['-c', script], { input: octets ?? '' }).toString());
}

test('what was begun before the tab was killed lands once; what one watches and reads follows to another device', async () => {
  const kofi = await signedIn('kofi', 'killed');
  const record = { words: [{ language: 'en', title: 'A meeting in May', text: '' }], link: '', pinned: false };
  kofi.device.online = false;
  void kofi.desk.publish({ shelf: 'news', item: 'may', record, access: 'members', seen: kofi.desk.position.value });
  await kofi.device.until(() => kofi.desk.underWay.value.find(({ state }) => state === 'waiting_for_connection'));
  const again = await signedIn('kofi', 'killed'); // the same browser, another tab
  await seen(again, () => again.desk.item('news', 'may').value?.state === 'published');
  await again.device.until(() => again.desk.underWay.value.length === 0);
  expect(again.desk.item('news', 'may').value?.history).toHaveLength(1);

  value(await again.desk.watch('news/may', true));
  value(await again.desk.changeLists(() => [{ name: 'Mine', items: ['news/may'] }]));
  await again.device.until(() => again.desk.reading.value.state === 'saved');
  const elsewhere = await signedIn('kofi');
  // At once, before what the server has of it is here.
  value(await elsewhere.desk.changeLists((lists) => [...lists, { name: 'Here', items: [] }]));
  await elsewhere.device.until(() => elsewhere.desk.reading.value.state === 'saved');
  expect(elsewhere.desk.reading.value).toMatchObject({ watched: ['news/may'], lists: [{ name: 'Mine', items: ['news/may'] }, { name: 'Here', items: [] }] });

  // More than the server keeps of one person is said, stays here, and goes again once it fits.
  const long = Array.from({ length: 9_000 }, (_, n) => `library/a-name-for-an-item-of-some-length-${n}` as const);
  value(await elsewhere.desk.changeLists(() => [{ name: 'All', items: long }]));
  await elsewhere.device.until(() => elsewhere.desk.reading.value.state === 'full');
  expect(elsewhere.desk.reading.value.lists).toEqual([{ name: 'All', items: long }]);
  value(await elsewhere.desk.changeLists(() => [{ name: 'All', items: long.slice(0, 9) }]));
  await elsewhere.device.until(() => elsewhere.desk.reading.value.state === 'saved');
}, 600_000);

const person = (id: string, name: string): Participant => ({ id, key: '', name, latin: name, title: '', languages: ['en'], role: 'delegate', visa: true, passport: 'K1', notes: '' });

test('who goes is sealed between two offices, places are given by the organiser alone, and manuscripts stand beside each other', async () => {
  const [anna, nuru] = [await signedIn('anna'), await signedIn('nuru')];
  const organiser = nuru.device.session.state.session.value.state === 'ready' ? nuru.device.session.state.session.value.me.office.id : '';
  const ids = [anna.desk.newPersonId(), anna.desk.newPersonId()] as const;
  const said = { shelf: 'meeting', item: 'may-2027', title: 'May', text: '', handling: 'TLP:AMBER' } as const;
  const room = value(await anna.desk.nominate(organiser, { ...said, people: [person(ids[0], 'Anna'), person(ids[1], 'Beat')] }, []));
  const places = nuru.desk.places('meeting', 'may-2027', organiser, 1);
  const proposed = await nuru.device.until(() => places.value.people[1]);
  expect(proposed).toMatchObject({ state: 'proposed', office: 'ch/bern', room });
  value(await nuru.desk.place(room, proposed.entry, [{ id: ids[0], state: 'confirmed' }, { id: ids[1], state: 'waiting' }], 'One place.'));
  const mine = anna.desk.places('meeting', 'may-2027', organiser, 1);
  await anna.device.until(() => mine.value.taken === 1);
  expect(mine.value).toMatchObject({ free: 0, people: [{ state: 'confirmed' }, { state: 'waiting' }] });
  // Nobody confirms themselves.
  value(await anna.desk.place(room, proposed.entry, [{ id: ids[1], state: 'confirmed' }, { id: ids[0], state: 'withdrawn' }], ''));
  await nuru.device.until(() => places.value.people[0]?.state === 'withdrawn');
  expect(places.value).toMatchObject({ free: 1, people: [{ state: 'withdrawn' }, { state: 'waiting' }] });

  const draft = { shelf: 'library', item: 'guideline', title: 'Guideline', record: { unfinished: true }, base: null, text: '', handling: 'TLP:AMBER' } as const;
  value(await anna.desk.sendManuscript(room, draft));
  const [first] = await nuru.device.until(() => { const all = nuru.desk.manuscripts(room).value; return all.length > 0 && all; });
  for (const title of ['One', 'Two']) value(await nuru.desk.sendManuscript(room, { ...draft, record: article(title), base: first?.entry ?? '' }));
  const all = await anna.device.until(() => { const found = anna.desk.manuscripts(room).value; return found.length === 3 && found; });
  expect(all.map(({ beside, newest, record }) => [beside, newest, record === null])).toEqual([[false, false, true], [false, true, false], [true, true, false]]);
}, 600_000);

const altered: Lie = (body) => body.map((byte, n) => (n === 20 ? byte ^ 1 : byte));

test('a server that hands out another document than the register names blocks the network', async () => {
  const [nuru, mei] = [await signedIn('nuru'), await signedIn('mei')];
  const record = { words: [{ language: 'en', title: 'News', text: '' }], link: '', pinned: false };
  value(await nuru.desk.publish({ shelf: 'news', item: 'altered', record, access: 'members', seen: nuru.desk.position.value }));
  mei.device.lies.set('/documents/', altered);
  const news = await seen(mei, () => mei.desk.item('news', 'altered').value?.standing ?? undefined);
  expect((await mei.desk.read(news)).ok).toBe(false);
  expect((await mei.device.until(() => mei.device.session.state.block.value)).code).toBe('record_altered');
}, 600_000);
