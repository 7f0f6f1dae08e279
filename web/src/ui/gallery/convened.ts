/** Meetings and news on screen: one to come with who goes, full, over, called off, taken away; proposed; half written; news. Invented. */
import { signal } from '@preact/signals';
import type { Result } from '../../session/model';
import type { ItemView, MeetingRecord, NewsRecord, OfferView, Participant, Places, PlaceState, PlaceView, PublicationsDesk, RecordView, Version } from '../../session/publication-model';
import type { MeetingDraft } from '../meetings/draft';
import { DAY, hash, NOW, officeOf } from './people';
import type { Scene } from './scenes';

const bern = officeOf('CH').id;
const nairobi = officeOf('KE').id;
const dubai = officeOf('AE').id;

const workshop: MeetingRecord = {
  kind: 'workshop', series: 'Regional workshops', number: 4,
  words: [{ language: 'en', title: 'The first twenty-four hours', text: 'Two days with real clocks: requests that come at night, banks that answer in the morning.' }, { language: 'ar', title: 'الساعات الأربع والعشرون الأولى', text: 'يومان بساعات حقيقية.' }],
  start: '2027-03-27T09:00', end: '2027-03-28T13:00', tz: 'Africa/Nairobi', city: 'Nairobi', country: 'KE', host: 'Assets Recovery Agency', organisers: ['INTERPOL', 'UNODC'], office: nairobi, state: 'open', capacity: 2,
  register_by: Math.floor((NOW + 60 * DAY) / 1000),
  programme: [
    { start: '2027-03-27T09:00', end: '2027-03-27T09:30', place: 'Room 1', speakers: ['Wanjiku Kamau'], words: [{ language: 'en', title: 'Opening', text: '' }] },
    { start: '2027-03-27T09:30', end: '2027-03-27T12:00', place: 'Room 1', speakers: ['خالد المنصوري', 'Ursina Caduff'], words: [{ language: 'en', title: 'A payment leaves at 22:10', text: 'Who is called first, and what may be said to the bank.\nBring the list of your duty officers.' }, { language: 'ar', title: 'دفعة تغادر في 22:10', text: 'من يُتصل به أولا، وما الذي يجوز قوله للبنك.\nأحضر قائمة المناوبين.' }] },
    { start: '2027-03-28T00:30', end: '2027-03-28T02:00', place: '', speakers: [], words: [{ language: 'en', title: 'Night exercise', text: '' }] },
  ],
  documents: ['star-few', 'papers-that-are-nowhere'], decisions: [], participants: null, countries: null, certainty: 'high', source: '',
};
const over: MeetingRecord = { ...workshop, start: '2026-11-02', end: '2026-11-03', state: 'closed', register_by: null, participants: 41, countries: 17, decisions: [{ language: 'en', title: 'Conclusions', text: 'Every contact point names a deputy.\nThe next workshop is in Dubai.' }] };

const signed = { hash: hash(900), at: NOW - 3 * DAY, by: 'Päivi Laukkanen', key: hash(901), office: 'xn/desk', country: 'XN', logIndex: 420 };
const version = (shelf: 'meeting' | 'news', item: string, more: Partial<Version> = {}): Version => ({ ...signed, shelf, item, parts: [], access: 'members', document: hash(910 + item.length), offer: null, ...more });
const view = (shelf: 'meeting' | 'news', item: string, more: Partial<ItemView> = {}): ItemView => ({ key: `${shelf}/${item}`, shelf, item, state: 'published', standing: version(shelf, item), facts: new Map(), history: [version(shelf, item)], offers: [], changedAt: NOW - 3 * DAY, changedIndex: 420, ...more });

const person = (n: number, name: string, more: Partial<Participant> = {}): Participant => ({ id: hash(930 + n).slice(0, 32), key: '', name, latin: '', title: '', languages: [], role: '', visa: false, passport: '', notes: '', ...more });
const place = (one: Participant, state: PlaceState, office: string, n: number): PlaceView => ({ person: one, state, room: hash(940 + n), entry: hash(950 + n), office, at: NOW - n * DAY, decidedAt: NOW - DAY, answer: { entry: hash(960), key: hash(961), by: 'Wanjiku Kamau' } });
const musa = person(1, 'Ursina Caduff-Danjuma von und zu Obersaxen', { title: 'Investigator', visa: true, passport: 'X1234567', notes: 'Vegetarian; comes with a wheelchair.', languages: ['fr', 'en'] });
const omar = person(2, 'عمر يوسف الزعابي', { latin: 'Omar Yousef Al Zaabi', title: 'Prosecutor', role: 'Speaker', visa: true });
const reto = person(3, 'Reto Zürcher');

const answer = <T,>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const may = { publish: true, return: true, refuse: true, withdraw: false };
const offer: OfferView = { ...signed, by: 'خالد المنصوري', hash: hash(970), shelf: 'meeting', item: 'dubai', of: 'meeting/dubai', parts: [], access: 'members', document: hash(971), state: 'offered', seen: 400, mine: false, overtaken: false, may };
const news: Readonly<Record<string, NewsRecord>> = {
  pinned: { words: [{ language: 'en', title: 'Nominations for Nairobi are open', text: 'Two places. '.repeat(40) }, { language: 'ar', title: 'فُتح باب الترشيح لنيروبي', text: 'مقعدان.' }], link: 'meeting/nairobi', pinned: true },
  short: { words: [{ language: 'fr', title: 'Le secrétariat déménage', text: '' }], link: '', pinned: false },
};

interface Shown {
  readonly record?: MeetingRecord;
  readonly people?: readonly PlaceView[];
  readonly items?: readonly ItemView[];
  readonly secretariat?: boolean;
  readonly offers?: readonly OfferView[];
  readonly kept?: ReadonlyMap<string, unknown>;
  readonly since?: number | null;
  readonly changed?: boolean;
}

const items = [view('meeting', 'nairobi'), view('news', 'pinned'), view('news', 'short')];
const TAKEN: readonly PlaceState[] = ['confirmed', 'attended', 'absent', 'certified'];

function deskOf({ record = workshop, people = [], items: shelves = items, secretariat = false, offers = [], kept = new Map(), since = null, changed = false }: Shown): PublicationsDesk {
  const taken = people.filter(({ state }) => TAKEN.includes(state)).length;
  const places = signal<Places>({ people, taken, free: record.capacity === null ? null : Math.max(0, record.capacity - taken) });
  const none = signal<Places>({ people: [], taken: 0, free: null });
  const byShelf = new Map((['meeting', 'news', 'library'] as const).map((shelf) => [shelf, signal(shelves.filter((one) => one.shelf === shelf))]));
  const ready = <R,>(value: R) => signal<RecordView<R>>({ state: 'ready', value });
  const read = { meeting: ready(record), news: new Map(Object.entries(news).map(([item, value]) => [item, ready(value)])) };
  const refused = Promise.resolve({ ok: false, failure: { code: 'refused', reason: 'item_changed' } });
  const shown = {
    position: signal(430), me: signal({ country: 'CH', national: true, secretariat, contributor: true, partner: false }), items: signal(new Map(shelves.map((one) => [one.key, one]))),
    shelf: (shelf: 'meeting') => byShelf.get(shelf) ?? signal([]), item: (shelf: string, item: string) => signal(shelves.find((one) => one.shelf === shelf && one.item === item)),
    toDecide: signal(offers), mine: signal([]), fresh: signal(shelves.slice(0, 2)), changed: signal([]), look: () => undefined, underWay: signal([]), uploads: signal([]), kept: signal(kept),
    record: ({ shelf, item }: { shelf: string; item: string }) => (shelf === 'news' ? read.news.get(item) : read.meeting), may: () => ({ offer: true, publish: secretariat, retire: secretariat }),
    reason: () => ready({ reason: 'Published twice.' }),
    reading: signal({ state: 'saved', lists: [], watched: [], since: 400, progress: {} }), places: (_shelf: string, item: string) => (item === 'nairobi' ? places : none), newPersonId: () => hash(980).slice(0, 32), feedSince: () => answer(since), makeFeed: () => answer('k3Jx'.repeat(8)),
    ...(changed ? { publish: () => refused } : {}),
  };
  return new Proxy(shown, { get: (own, name) => own[name as keyof typeof own] ?? (() => answer(null)) }) as unknown as PublicationsDesk;
}

const scene = (at: string, shown: Shown, more: Partial<Scene> = {}): Scene => ({ at: `#/${at}`, publications: deskOf(shown), ...more });
const organised = { record: { ...workshop, office: bern } };
const waiting = [place(musa, 'confirmed', nairobi, 3), place(omar, 'proposed', dubai, 2), place(reto, 'confirmed', nairobi, 1), place(person(4, 'Élodie Lefèvre'), 'waiting', dubai, 4)];
const draft: MeetingDraft = { item: '', record: { ...workshop, office: bern }, access: 'members', seen: 410 };
const wrong: MeetingDraft = { ...draft, record: { ...workshop, words: [{ language: 'en', title: '', text: '' }], tz: '', office: '', end: '2027-01-01T09:00', decisions: [{ language: 'en', title: '', text: 'x' }], programme: workshop.programme.slice(0, 1).map((point) => ({ ...point, words: [...point.words, { language: 'ar', title: '', text: 'كلمة بلا عنوان' }] })) } };
const gone = view('meeting', 'nairobi', { state: 'retired', standing: version('meeting', 'nairobi', { document: null }), history: [version('meeting', 'nairobi'), version('meeting', 'nairobi', { document: null, hash: hash(990), logIndex: 425, why: { document: hash(991), successor: null } })] });
const mine = [place(musa, 'confirmed', bern, 1), place(omar, 'declined', bern, 2)];

export const meetingsDesk = deskOf({});

export const meetingScenes: Readonly<Record<string, Scene>> = {
  meetings: scene('meetings', { secretariat: true, offers: [offer], kept: new Map([['meeting/_new', draft]]) }),
  'meetings-none': scene('meetings', {}, { type: 'xylophone' }),
  'meetings-alone': { at: '#/meetings' },
  'meetings-off': scene('meetings', { record: { ...workshop, state: 'cancelled' }, people: mine }),
  meeting: scene('meetings/nairobi', { people: mine }),
  'meeting-naming': scene('meetings/nairobi', { kept: new Map([['meeting-people/nairobi', [musa, { ...omar, name: '' }]]]) }, { press: '.meeting-naming button[type=submit]' }),
  'meeting-shipped': scene('meetings/focal-points-3', {}),
  'meeting-organised': scene('meetings/nairobi', { ...organised, people: waiting, secretariat: true }),
  'meeting-full': scene('meetings/nairobi', { ...organised, people: waiting, secretariat: true }, { press: '.meeting-person .actions .button-plain' }),
  'meeting-over': scene('meetings/nairobi', { record: { ...over, office: bern }, people: [...waiting.slice(0, 1), place(omar, 'attended', dubai, 2), place(reto, 'certified', nairobi, 1)], secretariat: true }),
  'meeting-off': scene('meetings/nairobi', { record: { ...workshop, office: bern, state: 'cancelled' }, people: waiting, secretariat: true }),
  'meeting-retired': scene('meetings/nairobi', { people: mine, items: [gone] }),
  'meeting-proposed': scene('meetings/nairobi', { secretariat: true, items: [view('meeting', 'nairobi', { state: 'offered', standing: null, history: [], offers: [{ ...offer, item: 'nairobi' }] })] }),
  'meeting-letter': scene(`meetings/nairobi/letter/${musa.id}`, { people: mine }),
  'meeting-letter-none': scene(`meetings/nairobi/letter/${omar.id}`, { people: mine }),
  'meeting-certificate': scene(`meetings/nairobi/certificate/${reto.id}`, { record: { ...over, office: bern }, people: [place(reto, 'certified', nairobi, 1)] }),
  'meeting-form': scene('meetings/_new', { secretariat: true }),
  'meeting-form-full': scene('meetings/_new', { secretariat: true, kept: new Map([['meeting/_new', draft]]), changed: true }, { press: 'button[type=submit]' }),
  'meeting-form-wrong': scene('meetings/_new', { kept: new Map([['meeting/_new', wrong]]) }, { press: 'button[type=submit]' }),
  news: scene('news', { secretariat: true }),
  'news-empty': scene('news', { items: [] }),
  'news-one': scene('news/pinned', { secretariat: true }),
  'news-form': scene('news/_new', { secretariat: true }, { press: 'button[type=submit]' }),
  'news-feed': scene('news/_feed', { since: NOW - DAY }, { press: '.news-feed .button-plain' }),
};
