/** Notices on screen: a list of every colour, one of each interest, a draft. Invented people and things. */
import { signal } from '@preact/signals';
import type { Result } from '../../session/model';
import type { Colour, NoticeDraft, NoticeErrand, NoticeMay, NoticeRecord, NoticesDesk, NoticeView, Standing } from '../../session/notice-model';
import { DAY, hash, HOUR, MINUTE, NOW } from './people';
import type { Scene } from './scenes';

const record: NoticeRecord = {
  reference: 'EACC/AR/2026/117', agency: 'Ethics and Anti-Corruption Commission',
  texts: [
    { language: 'en', title: 'Diverted road fund, villas and accounts abroad', facts: 'Between 2019 and 2023 the subject, as head of a county road board, approved payments for works that were never done. Part of the money went through two nominee companies into the assets below.' },
    { language: 'ar', title: 'أموال صندوق طرق محوّلة، وفيلات وحسابات في الخارج', facts: 'بين عامي 2019 و2023 أجاز المعني، بصفته رئيساً لمجلس طرق، مدفوعات عن أعمال لم تُنجز. وذهب جزء من المال عبر شركتين صوريتين إلى الموجودات أدناه.' },
    { language: 'fr', title: 'Fonds routier détourné', facts: 'De 2019 à 2023, le sujet a approuvé des paiements pour des travaux jamais réalisés.' },
  ],
  subject: {
    kind: 'person', names: ['Амос Вереща', 'Amos Vereshcha', 'عاموس فيريشا'], sex: 'M', born: ['1961-04-02', '1961'], birth_place: 'Eldoret', nationalities: ['KE', 'CY'],
    documents: [{ type: 'Passport', number: 'A0413377', country: 'KE', expires: '2029-05' }], description: '', address: 'Limassol', position: 'Head of a county road board, 2017 to 2023',
    registration: '', jurisdiction: '',
  },
  offences: [{ code: 'UNCAC-17', law: 'Anti-Corruption and Economic Crimes Act, section 45', charge: 'Fraudulent acquisition of public property.', penalty_months: 120 }],
  basis: { kind: 'court_order', authority: 'High Court at Nairobi', reference: 'ACEC 14/2026', date: '2026-06-18', sentence_months: null },
  assets: [
    { type: 'bank_account', name: '', identifiers: [{ scheme: 'iban', value: 'CH9300762011623852957' }, { scheme: 'bic', value: 'UBSWCHZH80A' }], description: '', place: 'Basel', holder: 'Savane Holdings SA', holder_role: 'nominee', amount: '2310000', currency: 'USD', link: 'Received three payments from the contractor within days of each approval.' },
    { type: 'real_estate', name: 'Villa Jacaranda', identifiers: [{ scheme: 'parcel', value: 'Palm Jumeirah 381-4471' }], description: 'Villa', place: 'Dubai', holder: 'Grace Vereshcha', holder_role: 'owner', amount: '', currency: '', link: 'Bought with money from the account.' },
  ],
  action: ['locate', 'identify', 'monitor'], conditions: ['Not to be shown to the subject or to banks before our bureau agrees.'], pictures: [],
  contact: { name: 'NCB Nairobi', phone: '+254 20 555 0140', languages: 'en, sw' }, handling: { tlp: 'TLP:AMBER' },
};

let made = 900;

function notice(colour: Colour, more: Partial<NoticeView> = {}): NoticeView {
  made += 1;
  return {
    id: hash(made), colour, variant: 'notice', country: 'KE', state: 'valid', issuedAt: NOW - 40 * DAY, until: NOW + 700 * DAY, dueForReview: false, reviewFrom: NOW + 516 * DAY,
    amends: null, replacedBy: null, recordHash: hash(made + 500), passed: ['completeness', 'constitution'],
    history: [
      { what: 'issued', at: NOW - 40 * DAY, by: 'Wanjiku Kamau', logIndex: 210, reason: '', text: '' },
      { what: 'completeness', at: NOW - 38 * DAY, by: 'Päivi Laukkanen', logIndex: 218, outcome: 'pass', reason: '', text: '' },
      { what: 'constitution', at: NOW - 37 * DAY, by: 'يوسف الإدريسي', logIndex: 221, outcome: 'pass', reason: '', text: '' },
    ],
    record: { state: 'ready', value: { ...record, texts: record.texts.slice(0, 1) } }, ...more,
  };
}

export const silver = notice('silver', { record: { state: 'ready', value: record }, dueForReview: true, reviewFrom: NOW - DAY, until: NOW + 183 * DAY });
export const suspended = notice('red', {
  country: 'FR', state: 'suspended', suspendedUntil: NOW + 60 * DAY,
  history: [...silver.history, { what: 'suspend', at: NOW - DAY, by: 'Päivi Laukkanen', logIndex: 300, reason: 'REFUGEE', text: 'A question of status is being examined.', until: NOW + 60 * DAY },
    { what: 'redress', at: NOW - HOUR, by: 'يوسف الإدريسي', logIndex: 301, reason: '', text: 'A request for correction is under way.' }],
});
const submitted = notice('blue', { state: 'submitted', passed: ['completeness'], history: silver.history.slice(0, 2), country: 'AE' });
const sealed = notice('green', { variant: 'diffusion', country: 'SG', record: { state: 'absent' } });
const ended = notice('yellow', { state: 'withdrawn', country: 'BR', record: { state: 'absent' } });
const living: readonly NoticeView[] = [silver, suspended, submitted, sealed, ended, notice('purple', { country: 'GB' }), notice('orange'), notice('black', { country: 'CH' }), notice('art', { country: 'AE' }), notice('un', { country: 'XN' })];

const draft: NoticeDraft = { id: 'n1', colour: 'silver', variant: 'notice', record: { ...record, action: [], assets: record.assets.map((asset, n) => (n ? asset : { ...asset, link: '' })) }, until: NOW + 300 * DAY, amends: null, text: '' };
const empty: NoticeDraft = {
  ...draft, id: 'n2', colour: 'red',
  record: { ...record, reference: '', agency: '', texts: [{ language: 'en', title: '', facts: '' }], subject: { ...record.subject, names: [], born: [], nationalities: [], documents: [], sex: '', position: '', address: '' }, offences: [{ code: '', law: '', charge: '', penalty_months: null }], assets: [], action: [], contact: { name: '', phone: '', languages: '' } },
};

interface Shown {
  readonly notices?: readonly NoticeView[];
  readonly drafts?: readonly NoticeDraft[];
  readonly may?: Partial<NoticeMay>;
  readonly me?: NoticesDesk['me']['value'];
  readonly standing?: Partial<Standing>;
  readonly underWay?: readonly NoticeErrand[];
}

const answer = <T,>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });

/** A desk that shows and does nothing. */
function deskOf({ notices = living, drafts = [], may = {}, me = { country: 'CH', lead: false, secretariat: false }, standing = {}, underWay = [] }: Shown): NoticesDesk {
  const shown: Partial<NoticesDesk> = {
    all: signal(notices), drafts: signal(drafts), me: signal(me), underWay: signal(underWay),
    look: () => undefined, inThread: () => undefined,
    may: () => ({ reviews: [], acts: [], longest: { suspend: NOW + 184 * DAY, renew: NOW + 1827 * DAY }, ...may }),
    verifyNow: () => answer({ state: 'valid', position: 412, signedAt: NOW - MINUTE, askedAt: NOW, fresh: true, ...standing }),
    pictures: () => answer([]), draftPictures: () => answer([]),
  };
  return new Proxy(shown, { get: (own, name) => own[name as keyof NoticesDesk] ?? (() => answer(null)) }) as NoticesDesk;
}

export const noticesDesk = deskOf({});

const scene = (at: string, shown: Shown, more: Partial<Scene> = {}): Scene => ({ at: `#/notices${at}`, notices: deskOf(shown), ...more });
const secretariat = { country: 'XN', lead: false, secretariat: true } as const;
const kenya = { country: 'KE', lead: true, secretariat: false } as const;

export const noticeScenes: Readonly<Record<string, Scene>> = {
  notices: scene('', {}),
  'notices-empty': scene('', { notices: [] }),
  'notices-under-way': scene('', { underWay: [
    { id: '1', kind: 'submit', of: 'n1', title: 'Amos Vereshcha', state: 'sending' },
    { id: '2', kind: 'hit', of: silver.id, title: 'Amos Vereshcha', state: 'waiting_for_connection' },
    { id: '3', kind: 'send', of: sealed.id, title: 'Lighthouse Ltd', state: 'failed', failure: { code: 'refused' } },
  ] }),
  'notices-offline': scene('', {}, { put: { connection: 'offline' } }),
  notice: scene(`/${silver.id}`, {}),
  'notice-verified': scene(`/${silver.id}`, {}, { press: '.notice-verify button' }),
  'notice-stale': scene(`/${suspended.id}`, { standing: { state: 'suspended', fresh: false, signedAt: NOW - 9 * MINUTE } }, { press: '.notice-verify button' }),
  'notice-hit': scene(`/${silver.id}`, {}, { press: '.notice-tools > .button' }),
  'notice-sealed': scene(`/${sealed.id}`, {}),
  'notice-acts': scene(`/${silver.id}`, { me: kenya, may: { acts: ['suspend', 'withdraw', 'renew'] } }, { press: '.notice-acts .button:last-child' }),
  'notice-review': scene(`/${submitted.id}`, { me: secretariat, may: { reviews: ['constitution'] } }),
  'notices-queue': scene('/review', { me: secretariat }),
  'notice-colours': scene('/new', { me: kenya, drafts: [draft] }),
  'notice-draft': scene('/new/n1', { me: kenya, drafts: [draft] }),
  'notice-draft-wrong': scene('/new/n2', { me: kenya, drafts: [empty] }, { press: 'button[type=submit]' }),
};
