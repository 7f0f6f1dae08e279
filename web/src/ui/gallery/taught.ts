/** Courses on screen: a list in every state, a module failed and passed, a certificate asked for and given, one being written. Invented. */
import { signal } from '@preact/signals';
import type { Result } from '../../session/model';
import type { CourseProgress, CourseRecord, ItemView, OfferView, Participant, Places, PlaceState, PlaceView, PublicationsDesk, RecordView, Standing, Version } from '../../session/publication-model';
import { blankModule, type CourseDraft } from '../courses/draft';
import { DAY, hash, NOW, officeOf, officerOf } from './people';
import type { Scene } from './scenes';

const bern = officeOf('CH').id;
const nairobi = officeOf('KE').id;
const dubai = officeOf('AE').id;
const said = (title: string, text = '', ...more: CourseRecord['words']): CourseRecord['words'] => [{ language: 'en', title, text }, ...more];
const choice = (right: boolean, title: string, ...more: CourseRecord['words']) => ({ right, words: said(title, '', ...more) });

const record: CourseRecord = {
  words: said('The first twenty-four hours', 'What a request for a freeze must say, and what may be said to the bank.\n\n- Three modules, each of ten minutes\n- Drawn from the checklist of the network', { language: 'ar', title: 'الساعات الأربع والعشرون الأولى', text: 'ما الذي يجب أن يقوله طلب التجميد.' }),
  hours: 3, pass_percent: 75, office: nairobi,
  modules: [
    {
      id: 'first-call', documents: ['star-few', 'papers-that-are-nowhere'],
      words: said('The first call', '# Before you call\n- Who is asked, and in which language?\n- What identifies the account?\n\nA call opens a door. It holds nothing by itself.', { language: 'ar', title: 'المكالمة الأولى', text: '# قبل الاتصال\n- من يُسأل وبأي لغة؟' }),
      quiz: [
        { id: 'q-hold', words: said('Does a call hold a payment?', 'A call holds nothing: the written request does, by the law of the other side.', { language: 'ar', title: 'هل توقف المكالمة الدفع؟', text: 'المكالمة لا توقف شيئا.' }), choices: [choice(false, 'Yes, for a day'), choice(true, 'No: the written request does', { language: 'ar', title: 'لا، بل الطلب المكتوب', text: '' })] },
        { id: 'q-needs', words: said('What does the other side need to find an account?'), choices: [choice(true, 'The IBAN, or the number and the bank'), choice(true, 'The holder as the bank writes the name'), choice(false, 'The whole case file'), choice(false, 'RestriktionsvermögensabschöpfungsverfahrensaktenzeichenohneLeerzeichen')] },
      ],
    },
    { id: 'what-is-urgent', documents: [], words: said('What is urgent'), quiz: [{ id: 'q-urgent', words: said('When is a request urgent?'), choices: [choice(true, 'When money leaves within hours'), choice(false, 'When it was forgotten')] }] },
    { id: 'to-read', documents: [], words: said('To read: what the other side may not be told', 'Some laws forbid telling the holder.'), quiz: [] },
  ],
};
const QUESTIONS = { first: 'q-hold', second: 'q-needs', urgent: 'q-urgent' } as const;
const short: CourseRecord = { ...record, words: [{ language: 'fr', title: 'Le gel sans demande formelle', text: '' }], hours: 1, office: '', modules: record.modules.slice(1, 2) };
const records: Readonly<Record<string, CourseRecord>> = { 'first-hours': record, gel: short, marking: { ...record, words: said('Handling codes'), office: bern } };

const signed = { hash: hash(1000), at: NOW - 3 * DAY, by: 'Päivi Laukkanen', key: hash(1001), office: 'xn/desk', country: 'XN', logIndex: 420 };
const version = (item: string, more: Partial<Version> = {}): Version => ({ ...signed, shelf: 'course', item, parts: [], access: 'members', document: hash(1010 + item.length), offer: null, ...more });
const view = (item: string, more: Partial<ItemView> = {}): ItemView => ({ key: `course/${item}`, shelf: 'course', item, state: 'published', standing: version(item), facts: new Map(), history: [version(item)], offers: [], changedAt: NOW - 3 * DAY, changedIndex: 420, ...more });
const offer = (more: Partial<OfferView> = {}): OfferView => ({
  ...signed, by: 'Wanjiku Kamau', country: 'KE', office: nairobi, hash: hash(1020), shelf: 'course', item: 'first-hours', of: 'course/first-hours', parts: [], access: 'members', document: hash(1021), state: 'offered', seen: 400, mine: false, overtaken: false, may: { publish: true, return: true, refuse: true, withdraw: false }, ...more,
});

const done = record.modules.map(({ id }) => id);
const finished: CourseProgress = { done, answers: { [QUESTIONS.first]: [1], [QUESTIONS.second]: [0, 1], [QUESTIONS.urgent]: [0] } };
const failed: CourseProgress = { done: [], answers: { [QUESTIONS.first]: [0], [QUESTIONS.second]: [0, 1, 3] } };

const ursina = officerOf('CH');
const person = (n: number, name: string, more: Partial<Participant> = {}): Participant => ({ id: hash(1030 + n).slice(0, 32), key: hash(1040 + n), name, latin: '', title: '', languages: [], role: '', visa: false, passport: '', notes: '', ...more });
const own = person(1, ursina.name.own, { key: ursina.id });
const place = (one: Participant, state: PlaceState, office: string): PlaceView => ({ person: one, state, room: hash(1050), entry: hash(1051), office, at: NOW - 2 * DAY, decidedAt: NOW - DAY, answer: { entry: hash(1052), key: hash(1053), by: 'Wanjiku Kamau' } });
const asking = [place(person(2, 'خالد المنصوري', { latin: 'Khalid Al Mansoori' }), 'proposed', dubai), place(person(3, 'Élodie Lefèvre'), 'certified', officeOf('FR').id), place(person(4, 'Otieno Odhiambo'), 'declined', nairobi)];

interface Shown {
  readonly items?: readonly ItemView[];
  readonly progress?: Readonly<Record<string, CourseProgress>>;
  readonly people?: readonly PlaceView[];
  readonly kept?: ReadonlyMap<string, unknown>;
  readonly me?: Partial<Standing>;
  readonly may?: ReturnType<PublicationsDesk['may']>;
}

const answer = <T,>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const all = [view('first-hours'), view('gel', { changedAt: NOW - 40 * DAY }), view('marking')];

/** A desk that shows and does nothing. */
export function coursesDesk({ items = all, progress = {}, people = [], kept = new Map(), me = {}, may = { offer: true, publish: false, retire: false } }: Shown): PublicationsDesk {
  const shelf = signal(items);
  const other = signal([]);
  const read = new Map(Object.entries(records).map(([item, value]) => [item, signal<RecordView<CourseRecord>>({ state: 'ready', value })]));
  const absent = signal<RecordView<CourseRecord>>({ state: 'absent' });
  const places = signal<Places>({ people, taken: 0, free: null });
  const shown = {
    position: signal(430), me: signal({ country: 'CH', national: true, secretariat: false, contributor: true, partner: false, ...me }), items: signal(new Map(items.map((one) => [one.key, one]))),
    shelf: (name: string) => (name === 'course' ? shelf : other), item: (name: string, item: string) => signal(name === 'course' ? items.find((one) => one.item === item) : undefined),
    toDecide: signal([]), mine: signal([]), fresh: signal(items.slice(0, 1)), changed: signal([]), look: () => undefined, underWay: signal([]), uploads: signal([]), kept: signal(kept),
    record: ({ shelf: name, item }: { shelf: string; item: string }) => (name === 'course' ? read.get(item) ?? absent : absent), may: () => may, reason: () => signal({ state: 'ready', value: { reason: 'The law it teaches has changed.' } }),
    reading: signal({ state: 'saved', lists: [], watched: ['course/first-hours'], since: 400, progress }), places: () => places, newPersonId: () => hash(1060).slice(0, 32),
  };
  return new Proxy(shown, { get: (held, name) => held[name as keyof typeof held] ?? (() => answer(null)) }) as unknown as PublicationsDesk;
}

const scene = (at: string, shown: Shown, more: Partial<Scene> = {}): Scene => ({ at: `#/courses${at}`, publications: coursesDesk(shown), ...more });
const one = (progress: CourseProgress): Shown => ({ progress: { 'first-hours': progress } });
const secretariat: Shown = { me: { country: 'XN', secretariat: true }, may: { offer: true, publish: true, retire: true } };
const draft: CourseDraft = { item: '', record, access: 'members', seen: 410 };
const gapped: CourseDraft = { ...draft, record: { ...record, words: said(''), modules: [blankModule('en', 'a'), ...record.modules.slice(1, 2).map((module) => ({ ...module, documents: ['No Name'], quiz: module.quiz.map((question) => ({ ...question, words: said(''), choices: [choice(true, ''), choice(true, 'b')] })) }))] } };
const retired = view('first-hours', { state: 'retired', standing: version('first-hours', { document: null }), history: [version('first-hours'), version('first-hours', { document: null, hash: hash(1070), logIndex: 425, why: { document: hash(1071), successor: 'marking' } })] });

export const courseScenes: Readonly<Record<string, Scene>> = {
  courses: scene('', { ...secretariat, items: [...all, view('offered', { state: 'offered', standing: null, history: [], offers: [offer()] })], progress: { 'first-hours': failed, marking: finished }, kept: new Map([['course/_new', draft]]) }),
  'courses-empty': scene('', { items: [] }),
  course: scene('/first-hours', one({ ...failed, done: done.slice(0, 1) })),
  'course-finished': scene('/first-hours', one(finished)),
  'course-certified': scene('/first-hours', { ...one(finished), people: [place(own, 'certified', bern)] }),
  'course-certifies': scene('/marking', { ...secretariat, people: asking }),
  'course-offered': scene('/first-hours', { ...secretariat, items: [view('first-hours', { state: 'offered', standing: null, history: [], offers: [offer()] })] }, { press: '.library-offer details summary' }),
  'course-retired': scene('/first-hours', { items: [retired, view('marking')], people: [place(own, 'certified', bern)] }),
  'course-module': scene('/first-hours/first-call', {}, { press: '.course-quiz button[type=submit]' }),
  'course-module-wrong': scene('/first-hours/first-call', one(failed)),
  'course-module-passed': scene('/first-hours/first-call', one(finished)),
  'course-certificate': scene(`/first-hours/_certificate/${own.id}`, { ...one(finished), people: [place(own, 'certified', bern)] }),
  'course-form': scene('/_new', {}),
  'course-form-full': scene('/_new', { kept: new Map([['course/_new', draft]]) }),
  'course-form-wrong': scene('/_new', { kept: new Map([['course/_new', gapped]]) }, { press: 'button[type=submit]' }),
};
