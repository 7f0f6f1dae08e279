/** Frameworks on screen: what ships, what was confirmed, proposed, grown stale; empty; in conflict. Invented people, real law. */
import { signal } from '@preact/signals';
import type { Result } from '../../session/model';
import type { Fact, FactView, FrameworkRecord, ItemView, OfferView, PublicationsDesk, RecordView, Version } from '../../session/publication-model';
import { DAY, hash, NOW } from './people';
import type { Scene } from './scenes';

const fact = (field: string, value: Fact['value'], more: Partial<Fact> = {}): Fact => ({ field, value, text: '', source: 'IMAC art. 18(2)', url: '', certainty: 'high', as_of: '2026-11-20', review: '', ...more });
const signed = { hash: hash(800), at: NOW - 9 * DAY, by: 'Ursina Caduff', key: hash(801), office: 'ch/bern', country: 'CH', logIndex: 401 };
const version = (fields: readonly string[], n: number, more: Partial<Version> = {}): Version => ({ ...signed, hash: hash(810 + n), shelf: 'framework', item: 'ch', parts: fields, access: 'members', document: hash(820 + n), offer: null, ...more });

const confirmed = version(['pre_request_days'], 1);
const stale = version(['urgent_oral'], 2, { at: NOW - 500 * DAY, by: 'Beat Wyss' });
const retired = version(['account_register'], 3, { document: null, why: { document: hash(470), successor: null } });
const loading = version(['costs'], 4);
const facts: ReadonlyMap<string, Fact> = new Map([
  ['pre_request_days', fact('pre_request_days', { n: 20, unit: 'working_days', from: 'the order of the FOJ', extendable: true, max: 60 }, { text: 'Set by the FOJ in each case; it may be extended once the request is announced in writing.', url: 'https://www.fedlex.admin.ch/eli/cc/1982/846_846_846' })],
  ['urgent_oral', fact('urgent_oral', 'yes', { text: 'مقبول شفويا على أن يؤكد كتابة خلال يومين.', certainty: 'medium' })],
]);

const may = { publish: false, return: false, refuse: false, withdraw: false };
const offer = (n: number, more: Partial<OfferView> = {}): OfferView => ({
  ...signed, hash: hash(840 + n), by: 'Wanjiru Kamau', country: 'KE', office: 'ke/nairobi', at: NOW - 2 * DAY, shelf: 'framework', item: 'ch', of: 'framework/ch', parts: ['police_freeze'], access: 'members', document: hash(850 + n), state: 'offered', seen: 400, mine: false, overtaken: false, may, ...more,
});
const proposed: FrameworkRecord = { jurisdiction: 'ch', facts: [fact('police_freeze', 'partly', { text: 'Cantonal police may secure objects where there is danger in delay; the prosecutor decides at once.', source: 'CPC art. 263(3)' })] };

interface Shown {
  readonly offers?: readonly OfferView[];
  readonly national?: boolean;
  readonly changed?: boolean;
  readonly failed?: boolean;
}

const answer = <T,>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });

function deskOf({ offers = [], national = false, changed = false, failed = false }: Shown): PublicationsDesk {
  const history = [version(['pre_request_days'], 0, { at: NOW - 90 * DAY }), confirmed, stale, retired, loading];
  const swiss: ItemView = {
    key: 'framework/ch', shelf: 'framework', item: 'ch', state: 'published', standing: null, facts: new Map([confirmed, stale, retired, loading].map((one) => [one.parts[0] ?? '', one])),
    history, offers, changedAt: NOW - 9 * DAY, changedIndex: 401,
  };
  const view = (one: Version, record: RecordView<Fact>): FactView => ({ ...one, field: one.parts[0] ?? '', fact: record, stale: one === stale });
  const read = new Map([confirmed, stale, loading].map((one) => {
    const said = facts.get(one.parts[0] ?? '');
    return [one.parts[0] ?? '', view(one, said ? { state: 'ready', value: said } : { state: failed ? 'absent' : 'loading' })] as const;
  }));
  const recordOf = ({ parts, document }: Pick<Version, 'parts' | 'document'>): RecordView<FrameworkRecord> => {
    const own = parts.flatMap((field) => facts.get(field) ?? []);
    if (own.length) return { state: 'ready', value: { jurisdiction: 'ch', facts: own } };
    return document === null ? { state: 'absent' } : { state: 'ready', value: proposed };
  };
  const refused = { ok: false, failure: { code: 'server', reason: 'item_changed' } };
  const none = signal(undefined);
  const empty = signal(new Map<string, FactView>());
  const shown = {
    position: signal(413), me: signal({ country: national ? 'CH' : 'KE', national, secretariat: false, contributor: true, partner: false }),
    shelf: () => signal([swiss]), item: (_: string, item: string) => (item === 'ch' ? signal(swiss) : none), facts: (item: string) => (item === 'ch' ? signal(read) : empty),
    toDecide: signal(national ? offers : []), mine: signal([]), fresh: signal([]), changed: signal([]), look: () => undefined, underWay: signal([]), kept: signal(new Map()), record: (one: Version) => signal(recordOf(one)), reason: () => signal({ state: 'ready', value: { reason: 'The register was closed by court order in May.' } }),
    reading: signal({ state: 'saved', lists: [], watched: ['framework/ch'], since: 400, progress: {} }), may: () => ({ offer: true, publish: national, retire: national }),
    ...(changed ? { publish: () => Promise.resolve(refused), offer: () => Promise.resolve(refused) } : {}),
  };
  return new Proxy(shown, { get: (own, name) => own[name as keyof typeof own] ?? (() => answer(null)) }) as unknown as PublicationsDesk;
}

const scene = (at: string, shown: Shown | null, more: Partial<Scene> = {}): Scene => ({ at: `#/frameworks${at}`, ...(shown ? { publications: deskOf(shown) } : {}), ...more });
export const frameworksDesk = deskOf({});
const ours = offer(1, { may: { publish: true, return: true, refuse: true, withdraw: false } });

export const frameworkScenes: Readonly<Record<string, Scene>> = {
  frameworks: scene('', { national: true, offers: [ours] }),
  'frameworks-shipped': scene('', null),
  'frameworks-none': scene('', {}, { type: 'xylophone' }),
  framework: scene('/ch', { offers: [offer(2)] }),
  'framework-own': scene('/ch', { national: true, offers: [ours] }),
  'framework-decline': scene('/ch', { national: true, offers: [offer(3, { overtaken: true, may: { publish: false, return: true, refuse: true, withdraw: false } })] }, { press: '.fact-decide .button' }),
  'framework-write': scene('/ch', { national: true }, { press: '#fact-fiu_hold_days .fact-tools .button' }),
  'framework-propose': scene('/ch', {}, { press: '#fact-fiu_hold .fact-tools .button' }),
  'framework-conflict': scene('/ch', { national: true, changed: true }, { press: '#fact-pre_request_days .fact-tools .button', then: '.fact-form button[type=submit]' }),
  'framework-history': scene('/ch', {}, { press: '#fact-pre_request_days .fact-history summary' }),
  'framework-empty': scene('/ad', {}),
  'framework-every': scene('/gb-sct', { failed: true }, { press: '.framework-page > .checkbox input' }),
  'frameworks-import': scene('/import', { national: true }),
  'frameworks-retire': scene('/ch', { national: true }, { press: '#fact-pre_request_days .fact-tools button:nth-of-type(2)' }),
  'frameworks-compare': scene('/compare/ch,gb,us', {}),
  'frameworks-compare-empty': scene('/compare', {}),
  'frameworks-tonight': scene('/tonight', {}),
  'frameworks-deadline': scene('/deadline/ch.fiu_hold_days', {}),
  'frameworks-deadline-open': scene('/deadline/ke', {}, { press: '.calculator summary' }),
};
