/** The library on screen: what was published beside what ships, an offer, a form half filled in, pages that are read. Invented. */
import { type Signal, signal } from '@preact/signals';
import type { Result } from '../../session/model';
import type { ItemView, LibraryRecord, Manuscript, OfferView, PublicationsDesk, Reading, RecordView, SearchAnswer, Standing, Upload, Version } from '../../session/publication-model';
import type { LibraryDraft } from '../library/draft';
import { DAY, hash, HOUR, NOW } from './people';
import { searchScenes } from './finding';
import { noticesDesk } from './noticed';
import type { Scene } from './scenes';

const text = `# Guideline on the first contact
Before a request is written, somebody who knows the other system should be asked. This guideline says how.

## What to prepare
- the account, or what identifies the asset
- why it is tied to the offence: freezing needs a link
- who may be told, and who may not

## What to ask
Ask what can be frozen before mutual legal assistance, for how long, and by which authority.

${'The proceeds of crime move within hours; a financial intelligence unit may hold a transaction for days. '.repeat(6)}`;

const guideline: LibraryRecord = {
  type: 'best-practice', topics: ['networks', 'mla', 'drafting', 'freezing'], regions: ['global', 'CH'], audiences: ['investigator', 'prosecutor'], phases: ['triage', 'mla'], publisher: 'Expert working group on early contact', authors: ['Caduff, U.', 'الإدريسي، يوسف'],
  year: '2026', edition: '2nd', identifier: 'GN/2026/4', url: '', licence: 'CC BY 4.0', certainty: 'high', supersedes: 'lausanne', review: '2027-11-01',
  words: [
    { language: 'en', title: 'The first contact: a guideline', text: 'How to reach the right person before mutual legal assistance, and what to have ready: the asset, the link to the offence, and what may be told to the bank.' },
    { language: 'ar', title: 'الاتصال الأول: مبادئ توجيهية', text: 'كيف يُبلَغ الشخص المناسب قبل المساعدة القانونية المتبادلة، وما يلزم إعداده: الموجودات وصلتها بالجرم.' },
  ],
  files: [
    { language: 'en', name: 'first-contact.pdf', type: 'application/pdf', sha256: hash(71), len: 1_840_233 },
    { language: 'ar', name: 'الاتصال-الأول.pdf', type: 'application/pdf', sha256: hash(72), len: 640_100 },
    { language: 'en', name: 'a-very-long-name-of-slides-that-somebody-exported-from-a-training-in-2026-version-7-final.pptx', type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', sha256: hash(73), len: 12_400_000 },
  ],
  body: [{ language: 'en', text }],
};
const template: LibraryRecord = {
  ...guideline, type: 'template', topics: ['templates', 'mla'], regions: ['KE'], words: [{ language: 'en', title: 'Template of a preservation request', text: '' }], files: guideline.files.slice(0, 1), body: [], supersedes: '', review: '', authors: [], publisher: 'Assets Recovery Agency', edition: '', identifier: '',
};

const signed = { hash: hash(700), at: NOW - 3 * DAY, by: 'Päivi Laukkanen', key: hash(701), office: 'xn/desk', country: 'XN', logIndex: 412 };
const version = (item: string, more: Partial<Version> = {}): Version => ({ ...signed, shelf: 'library', item, parts: [], access: 'members', document: hash(item.length + 710), offer: null, ...more });
const view = (item: string, more: Partial<ItemView> = {}): ItemView => ({
  key: `library/${item}`, shelf: 'library', item, state: 'published', standing: version(item), facts: new Map(), history: [version(item, { at: NOW - 90 * DAY, logIndex: 200 }), version(item)], offers: [], changedAt: NOW - 3 * DAY, changedIndex: 412, ...more,
});
const may = { publish: false, return: false, refuse: false, withdraw: false };
const offer = (more: Partial<OfferView> = {}): OfferView => ({
  ...signed, by: 'Wanjiru Kamau', country: 'KE', hash: hash(720), shelf: 'library', item: 'preservation-template', of: 'library/preservation-template', parts: [], access: 'officers', document: hash(721), state: 'offered', seen: 400, mine: false, overtaken: false, may, ...more,
});

const collection: LibraryRecord = {
  ...guideline, type: 'collection', words: [{ language: 'en', title: 'Where to begin', text: 'Six documents for the first week of whoever is new.' }, { language: 'ar', title: 'من أين تبدأ', text: 'ست وثائق للأسبوع الأول.' }], files: [], supersedes: '', review: '',
  body: [{ language: 'en', text: '# To read first\n\n- library/first-contact\n- library/star-handbook-2\n- meeting/focal-points-1 The first conference\n- library/not-open-to-me' }],
};
const records: Readonly<Record<string, LibraryRecord>> = { 'first-contact': guideline, 'preservation-template': template, 'where-to-begin': collection };

interface Shown {
  readonly items?: readonly ItemView[];
  readonly me?: Partial<Standing>;
  readonly toDecide?: readonly OfferView[];
  readonly mine?: readonly OfferView[];
  readonly reading?: Partial<Reading>;
  readonly kept?: readonly LibraryDraft[];
  readonly uploads?: readonly Upload[];
  readonly underWay?: PublicationsDesk['underWay']['value'];
  readonly may?: Partial<ReturnType<PublicationsDesk['may']>>;
  readonly manuscripts?: readonly Manuscript[];
}

const answer = <T,>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const found: SearchAnswer = {
  position: 412, searched: { library: 58, framework: 312, meeting: 22 }, total: 2,
  hits: [
    { key: 'library/first-contact', shelf: 'library', item: 'first-contact', part: '', document: hash(723), language: 'en', title: 'The first contact: a guideline', publishedAt: NOW - 3 * DAY, access: 'members', type: 'best-practice', snippet: [['… a financial intelligence unit may ', false], ['hold', true], [' a transaction for days; ask before it is ', false], ['frozen', true], [' …', false]], file: hash(71), page: 12, stands: true },
    { key: 'framework/ch', shelf: 'framework', item: 'ch', part: 'pre_request_freeze', document: hash(724), language: 'en', title: 'Switzerland', publishedAt: NOW - 9 * DAY, access: 'members', type: '', snippet: [['The federal office may order a ', false], ['freeze', true], [' at once', false]], file: null, page: null, stands: false },
  ],
  facets: { shelves: { library: 1 }, languages: {}, types: {}, topics: {}, regions: {} },
};
const pages = Array.from({ length: 40 }, (_, n) => (n === 12 ? '' : `${n + 1}. ${text.replaceAll('#', '').repeat(2)}`));

/** A desk that shows and does nothing. */
function deskOf({ items = [view('first-contact')], me = {}, toDecide = [], mine = [], reading = {}, kept = [], uploads = [], underWay = [], may: allowed = {}, manuscripts = [] }: Shown): PublicationsDesk {
  const all: Signal<readonly ItemView[]> = signal(items);
  const read = new Map<string, Signal<RecordView<LibraryRecord>>>(Object.entries(records).map(([item, value]) => [item, signal({ state: 'ready', value })]));
  const absent = signal<RecordView<LibraryRecord>>({ state: 'absent' });
  const reason = signal({ state: 'ready', value: { reason: 'The act of 2009 was repealed; what this says of the first 24 hours is wrong since May.' } });
  const shown = {
    position: signal(413), me: signal({ country: 'CH', national: true, secretariat: false, contributor: true, partner: false, ...me }),
    items: signal(new Map(items.map((one) => [one.key, one]))), shelf: (shelf: string) => (shelf === 'library' ? all : signal([])),
    item: (_shelf: string, item: string) => signal(items.find((one) => one.item === item)),
    toDecide: signal(toDecide), mine: signal(mine), fresh: signal(items.slice(0, 1)), changed: signal([]), look: () => undefined,
    record: ({ item }: { item: string }) => read.get(item) ?? absent, reason: () => reason, may: () => ({ offer: true, publish: false, retire: false, ...allowed }),
    underWay: signal(underWay), uploads: signal(uploads), kept: signal(new Map(kept.map((draft) => [`library/${draft.id}`, draft]))),
    reading: signal({ state: 'saved', lists: [], watched: [], since: 400, progress: {}, ...reading }),
    manuscripts: () => signal(manuscripts),
    pages: (_sha: string, from: number, to: number) => answer({ pages: pages.length, texts: pages.slice(from - 1, to) }), search: () => answer(found),
  };
  return new Proxy(shown, { get: (own, name) => own[name as keyof typeof own] ?? (() => answer(null)) }) as unknown as PublicationsDesk;
}

export const publicationsDesk = deskOf({});

const scene = (at: string, shown: Shown, more: Partial<Scene> = {}): Scene => ({ at: `#/library${at}`, publications: deskOf(shown), ...more });
const secretariat = { country: 'XN', secretariat: true } as const;
const offered = view('preservation-template', { state: 'offered', standing: null, history: [] });
const draft: LibraryDraft = { id: 'd1', item: '', revises: false, record: guideline, access: 'members', seen: 410, licensed: true };
const empty: LibraryDraft = { ...draft, id: 'd2', record: { ...guideline, type: '', topics: [], publisher: '', words: [{ language: 'en', title: '', text: '' }], files: [{ language: 'en', name: 'kept.pdf', type: 'application/pdf', sha256: hash(75), len: 900 }], body: [], licence: '', supersedes: '', url: 'ftp://x' }, licensed: false };
const upload = (id: string, state: Upload['state'], more: Partial<Upload> = {}): Upload => ({ id, name: `${id}.pdf`, size: 90_000_000, state, done: 0.4, again: false, ...more });
const uploads: readonly Upload[] = [
  upload('handbook', 'uploading'), upload('being-read', 'checking'), upload('on-the-train', 'waiting_for_connection'),
  upload('page-saved-as', 'failed', { failure: { code: 'refused', reason: 'wrong_type' } }), upload('locked', 'failed', { failure: { code: 'refused', reason: 'encrypted_file' } }), upload('macros', 'failed', { failure: { code: 'refused', reason: 'has_macros' } }), upload('two-gigabytes', 'failed', { failure: { code: 'too_large', reason: 'too_large' } }),
  upload('kept', 'done', { file: { sha256: hash(75), len: 900, type: 'application/pdf', name: 'kept.pdf', pages: 2, items: ['library/first-contact'] } }), upload('earlier', 'done', { file: { sha256: hash(76), len: 1_200, type: 'application/pdf', name: 'earlier.pdf', pages: 2, items: [] } }),
];
const manuscript = (n: number, more: Partial<Manuscript> = {}): Manuscript => ({
  entry: hash(740 + n), room: hash(739), shelf: 'library', item: 'first-contact', base: n ? hash(739 + n) : null, beside: false, newest: false, at: NOW - (9 - n) * DAY, by: 'Ursina Caduff', office: 'ch/bern', text: n ? 'The list of what to prepare' : '', record: guideline, draft: guideline, ...more,
});
const other: LibraryRecord = { ...guideline, body: [{ language: 'en', text: text.replace('who may be told', 'who may be told, and when') }] };
const versions = [manuscript(0), manuscript(1, { newest: true }), manuscript(2, { base: hash(740), beside: true, newest: true, by: 'يوسف الإدريسي', record: other, draft: other })];
const reading: Partial<Reading> = { lists: [{ name: 'For the training in March', items: ['library/first-contact', 'library/star-few'] }, { name: 'للقراءة', items: [] }], watched: ['library/fatf-rec'] };

export const libraryScenes: Readonly<Record<string, Scene>> = {
  library: scene('', { items: [view('first-contact'), view('preservation-template')] }),
  'library-secretariat': scene('', { me: secretariat, toDecide: [offer()] }),
  'library-none': scene('', {}, { type: 'xylophone' }),
  'library-found': scene('', {}, { type: 'freeze', then: '.library-asked button' }),
  'library-alone': { at: '#/library' },
  'library-entry': scene('/first-contact', { may: { retire: true }, reading }, { press: '.library-retire summary', then: '.library-retire button[type=submit]' }),
  'library-collection': scene('/where-to-begin', { items: [view('where-to-begin'), view('first-contact')] }),
  'library-collection-text': scene('/where-to-begin/text-en', { items: [view('where-to-begin')] }),
  'library-lists-full': scene('/_lists', { reading: { ...reading, state: 'full' } }),
  'search-server': { at: '#/search', publications: publicationsDesk, type: 'freeze', then: 'section[aria-labelledby=on-server] button' },
  'library-shipped': scene('/arab-conv', {}),
  'library-hint': scene('/first-contact', {}, { press: '.term' }),
  'library-offered': scene('/preservation-template', { me: secretariat, items: [view('preservation-template', { ...offered, offers: [offer({ may: { ...may, publish: true, return: true, refuse: true } })] })] }),
  'library-returning': scene('/preservation-template', { me: secretariat, items: [view('preservation-template', { ...offered, offers: [offer({ may: { ...may, return: true, refuse: true, withdraw: true }, mine: true, overtaken: true })] })] }, { press: '.library-decide .button' }),
  'library-returned': scene('/preservation-template', { items: [view('preservation-template', { ...offered, offers: [offer({ mine: true, state: 'returned', ended: { ...signed, text: 'The source of the second table is missing.' } })] })] }),
  'library-retired': scene('/star-few', { items: [view('star-few', { state: 'retired', standing: version('star-few', { document: null }), history: [version('star-few'), version('star-few', { document: null, hash: hash(799), why: { document: hash(798), successor: 'first-contact' } })] }), view('first-contact')] }),
  'library-pages': scene(`/first-contact/${hash(71).slice(0, 16)}/12`, {}),
  'library-page-empty': scene(`/first-contact/${hash(72).slice(0, 16)}/13`, {}),
  'library-text': scene('/first-contact/text-en', {}),
  'library-new': scene('/_new', { kept: [draft, empty], mine: [offer({ mine: true }), offer({ mine: true, hash: hash(730), state: 'refused' })] }),
  'library-form': scene('/_new/d1', { kept: [draft] }),
  'library-form-wrong': scene('/_new/d2', { kept: [empty], uploads }, { press: 'button[type=submit]' }),
  'library-under-way': scene('/first-contact', { underWay: [{ id: '1', kind: 'offer', of: 'library/first-contact', title: 'The first contact', state: 'waiting_for_connection' }, { id: '2', kind: 'publish', of: 'library/first-contact', title: 'The first contact', state: 'failed', failure: { code: 'refused', reason: 'item_changed' } }] }),
  'library-queue': scene('/_review', { me: secretariat, toDecide: [offer({ at: NOW - HOUR })], items: [offered] }),
  'library-queue-empty': scene('/_review', { me: secretariat }),
  'library-together': scene('/_room', {}),
  'library-beside': scene(`/_room/${hash(739)}`, { manuscripts: versions }),
  'library-next-version': scene(`/_room/${hash(739)}`, { manuscripts: versions.slice(0, 2) }, { press: '.together .actions .button-primary' }),
  'library-lists': scene('/_lists', { reading }),
  'library-lists-empty': scene('/_lists', {}),
  glossary: { at: '#/glossary' },
  'glossary-none': { at: '#/glossary', type: 'xylophone' },
  'search-everything': { ...searchScenes['search'], publications: deskOf({}), notices: noticesDesk, type: 'freezing', then: '.elsewhere-group > .button-plain' },
};
