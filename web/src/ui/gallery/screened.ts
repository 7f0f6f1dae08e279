/** Screening on screen: asked, found, found nothing, failed. Invented people and things. */
import { signal } from '@preact/signals';
import type { Result } from '../../session/model';
import type { Answered, Decided, Lead, ListsAnswered, OfficeList, Query, Reason, ScreeningDesk, Typed, WatchedLead, WatchedName } from '../../session/screening-model';
import { DAY, hash, NOW } from './people';
import { noticesDesk, silver, suspended } from './noticed';
import type { Scene } from './scenes';

const query: Query = { kind: 'person', names: ['عاموس بن جون فيريشا'], birth_dates: ['1961'], countries: ['KE'], genders: ['male'], identifiers: [] };
const typed: Typed = { many: false, kind: 'person', name: 'عاموس بن جون فيريشا', names: 'Amos J. Wereshcha', born: '1961', countries: 'Kenya', gender: 'male', identifiers: [{ scheme: 'passport', value: 'A0413377' }], threshold: 700 };

const name = (kind: string, asked: string, listed: string, weight: number): Reason => ({ part: 'name', kind, query: asked, listed, weight });
const fact = (kind: string, asked: string, listed: string, weight: number): Reason => ({ part: 'fact', kind, query: asked, listed, weight });

const leads: readonly Lead[] = [
  {
    id: silver.id, notice: silver.id, place: null, content: silver.id, of: 'subject', score: 962, band: 'strong', name: 'Amos Vereshcha', queryName: 'عاموس بن جون فيريشا',
    reasons: [
      name('known_name_across', 'عاموس', 'Amos', 341), name('particle_ignored', 'بن', '', -12), name('left_over_query', 'جون', '', -96), name('skeleton_across', 'فيريشا', 'Vereshcha', 402),
      fact('birth_year_equal', '1961', '1961-04-02', 1400), fact('country_shared', 'KE', 'KE', 600), fact('identifier_unsound', 'A0413377', '', 0),
    ],
  },
  {
    id: `${silver.id}#holder-1`, notice: silver.id, place: null, content: silver.id, of: 'holder', score: 748, band: 'probable', name: 'Grace Vereshcha', queryName: 'عاموس بن جون فيريشا',
    reasons: [name('left_over_query', 'عاموس', '', -310), name('skeleton_across', 'فيريشا', 'Vereshcha', 402), name('left_over_listed', '', 'Grace', -288)],
  },
  {
    id: suspended.id, notice: suspended.id, place: null, content: suspended.id, of: 'subject', score: 512, band: 'weak', name: 'Vereshcha-Njoroge Amos', queryName: 'Amos J. Wereshcha',
    reasons: [
      name('exact', 'Amos', 'Amos', 372), name('initial', 'J.', 'Njoroge', 60), name('edit', 'Wereshcha', 'Vereshcha', 330), name('order_differs', 'Amos J. Wereshcha', 'Vereshcha-Njoroge Amos', 0),
      fact('birth_date_far', '1961', '1987-09-30', -3800), fact('gender_contradicts', 'male', 'female', -800), fact('country_not_shared', 'KE', 'FR, CY', -900),
    ],
  },
];

const inList: Lead = {
  id: 'list/National register/AE-0412', notice: '', place: { list: 'National register', source: 'register-2026-11.csv', line: 3_412 }, content: hash(9), of: 'entry', score: 871, band: 'probable',
  name: 'Amos Jon Veresha', queryName: 'عاموس بن جون فيريشا',
  reasons: [name('skeleton_across', 'عاموس', 'amos', 300), name('skeleton_across', 'فيريشا', 'veresha', 390), name('particle_ignored', 'بن', '', -12), fact('birth_year_near', '1961', '1962', -200)],
};
const ownLists: readonly OfficeList[] = [
  { name: 'National register', entries: 84_210, licence: '', by: 'Beat Wyss', at: NOW - 3 * DAY, source: { name: 'register-2026-11.csv', taken: '2026-11-02', terms: 'Open Government Licence' }, state: { code: 'ready' } },
  { name: 'قائمة الأجهزة الرقابية', entries: 412, licence: '', by: 'يوسف الإدريسي', at: NOW - 40 * DAY, source: { name: 'entities.jsonl', taken: '', terms: '' }, state: { code: 'loading', done: 0.41 } },
  { name: 'Old bank list', entries: 1_200, licence: '', by: 'Grace Njoroge', at: NOW - 400 * DAY, source: { name: 'bank.xml', taken: '2024-01-09', terms: '' }, state: { code: 'other_analysis' } },
  { name: 'Broken list', entries: 7, licence: '', by: 'Grace Njoroge', at: NOW - 2 * DAY, source: { name: 'x.csv', taken: '', terms: '' }, state: { code: 'unreadable' } },
];
const compared: ListsAnswered = { entries: 84_210, screened: ['National register'], leftOut: ['Old bank list', 'Broken list'] };

const answered: Answered = { found: [{ query, leads: [...leads.slice(0, 1), inList, ...leads.slice(1)], empty: false }], position: 412, listed: 1214, threshold: 300, limit: 50, lists: compared };
const one = (asked: string): Query => ({ ...query, names: [asked], birth_dates: [], countries: [], genders: [] });
const several: Answered = {
  found: [{ query: one('Grace Wereshcha'), leads: leads.slice(1, 2), empty: false }, { query: one('海通东 集团'), leads: [], empty: false }, { query: one('Savane Holdings'), leads: leads.slice(0, 1), empty: false }, { query: one('😀😀'), leads: [], empty: true }],
  position: 412, listed: 1214, threshold: 700, limit: 10, lists: null,
};
const many: Typed = { ...typed, many: true, name: '', names: several.found.map((found) => found.query.names[0]).join('\n'), identifiers: [] };

const decisions: Readonly<Record<string, Decided>> = {
  [`${silver.id}#holder-1`]: { verdict: 'no_match', why: 'Grace is his sister: other birth year, other passport. Asked Nairobi by telephone.', by: 'Beat Wyss', at: NOW - 9 * DAY, again: false },
  [suspended.id]: { verdict: 'unsure', why: 'تاريخ الميلاد مختلف، وننتظر جواب باريس.', by: 'يوسف الإدريسي', at: NOW - 40 * DAY, again: true },
};
const watchedNames: readonly WatchedName[] = [
  { id: hash(1), query: { ...query, names: ['عاموس بن جون فيريشا', 'Amos J. Wereshcha'], identifiers: [{ scheme: 'passport', value: 'A0413377' }] } },
  { id: hash(2), query: { ...one('Savane Holdings SA'), kind: 'organisation', countries: ['CH'] } },
  { id: hash(3), query: { ...one(''), kind: 'account', names: [], identifiers: [{ scheme: 'iban', value: 'CH9300762011623852957' }] } },
];
const watchedLeads: readonly WatchedLead[] = leads.map((lead, n) => ({ watched: hash(1), query: watchedNames[0]?.query ?? query, lead, fresh: n === 0 }));

interface Shown {
  readonly lists?: readonly OfficeList[] | null;
  readonly typed?: Typed;
  readonly answered?: Answered;
  readonly watched?: readonly WatchedName[] | null;
  readonly leads?: readonly WatchedLead[] | null;
}
const answer = <T,>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });

function deskOf({ typed: asked, answered: found, watched = watchedNames, leads: led = watchedLeads, lists = ownLists }: Shown, verbs: Partial<ScreeningDesk> = {}): ScreeningDesk {
  const desk: Partial<ScreeningDesk> = {
    typed: signal(asked ?? null), answered: signal(found ?? null), watched: signal(watched), leads: signal(led), lists: signal(lists),
    decided: (_, lead) => decisions[lead.id] ?? null, isWatched: (asks) => asks.names.includes('Grace Wereshcha'), ...verbs,
  };
  return new Proxy(desk, { get: (own, key) => own[key as keyof ScreeningDesk] ?? (() => answer(null)) }) as ScreeningDesk;
}

const scene = (shown: Shown, more: Partial<Scene> = {}, verbs: Partial<ScreeningDesk> = {}): Scene => ({ at: '#/screening', notices: noticesDesk, screening: deskOf(shown, verbs), ...more });
const failing = (code: 'offline' | 'server', detail: string): Partial<ScreeningDesk> => ({ screen: () => Promise.resolve({ ok: false, failure: { code, detail } }) });
const PRESS = { press: '.screening-form button[type=submit]' };

export const screeningScenes: Readonly<Record<string, Scene>> = {
  screening: scene({}),
  'screening-wrong': scene({ typed: { ...typed, name: '', names: '', born: '31.02.1961', countries: 'Atlantis', identifiers: [] } }, PRESS),
  'screening-found': scene({ typed, answered }),
  'screening-low': scene({ typed: { ...typed, threshold: 400 }, answered: { ...answered, threshold: 500 } }),
  'screening-decide': scene({ typed, answered }, { press: '.decision > .button' }),
  'screening-several': scene({ typed: many, answered: several }),
  'screening-none': scene({ typed: { ...typed, threshold: 950, born: '', countries: '' }, answered: { ...answered, found: [{ query, leads: [], empty: false }] } }),
  'screening-busy': scene({ typed }, PRESS, failing('server', '503 unavailable')),
  'screening-offline': scene({ typed }, { ...PRESS, put: { connection: 'offline' } }, failing('offline', 'TypeError: NetworkError')),
  'screening-leads': scene({}, { at: '#/screening/leads', put: { leads: 2 } }),
  'screening-leads-empty': scene({ leads: [] }, { at: '#/screening/leads' }),
  'screening-watched': scene({}, { at: '#/screening/watched' }),
  'screening-watched-empty': scene({ watched: [] }, { at: '#/screening/watched' }),
  'screening-thing': scene({ typed: { ...typed, kind: 'organisation', born: '', identifiers: [] } }),
  'screening-lists': scene({}, { at: '#/screening/lists' }),
  'screening-lists-empty': scene({ lists: [] }, { at: '#/screening/lists' }),
  'screening-no-office': scene({ watched: null }, { at: '#/screening/watched' }),
};
