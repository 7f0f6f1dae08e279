/** A record with nothing said yet, and changes to one by the path that the gate names. Pure. */
import blank from 'virtual:reference/notice-blank';
import type { Colour, NoticeDraft, NoticeRecord } from '../../session/notice-model';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

export type Section = 'facts' | 'subject' | 'offences' | 'basis' | 'assets' | 'action' | 'pictures' | 'own';

/** What a colour needs first; every form has all sections. */
const FIRST: Readonly<Record<Colour, readonly Section[]>> = {
  red: ['subject', 'offences', 'basis', 'facts', 'action', 'pictures'],
  blue: ['subject', 'offences', 'facts', 'action', 'pictures'],
  green: ['subject', 'offences', 'facts', 'action', 'pictures'],
  yellow: ['subject', 'pictures', 'facts', 'action'],
  black: ['subject', 'pictures', 'facts', 'action'],
  purple: ['facts', 'subject', 'action', 'pictures'],
  orange: ['facts', 'subject', 'action', 'pictures'],
  art: ['subject', 'pictures', 'facts', 'action'],
  un: ['subject', 'basis', 'facts', 'action'],
  silver: ['subject', 'offences', 'assets', 'basis', 'facts', 'action', 'pictures'],
};
const ALL: readonly Section[] = ['subject', 'facts', 'offences', 'basis', 'assets', 'action', 'pictures', 'own'];

export function sectionsOf(colour: Colour): { readonly first: readonly Section[]; readonly more: readonly Section[] } {
  const first: readonly Section[] = [...FIRST[colour], 'own'];
  return { first, more: ALL.filter((section) => !first.includes(section)) };
}

export const blankRecord = blank.record as NoticeRecord;
export const blankDocument = blank.document as NoticeRecord['subject']['documents'][number];
export const blankOffence = blank.offence as NoticeRecord['offences'][number];
export const blankIdentifier = blank.identifier as NoticeRecord['assets'][number]['identifiers'][number];
export const blankNoticeAsset: NoticeRecord['assets'][number] = { ...(blank.asset as NoticeRecord['assets'][number]), type: 'bank_account', identifiers: [blankIdentifier] };

/** `kind`: the first kind of subject that the colour has. The command line begins alike (src/repatria/notices/blank.py). */
export function blankNotice(colour: Colour, kind: string, language: string, now: number): Omit<NoticeDraft, 'id'> {
  const begins = (thing: 'offence' | 'asset'): boolean => blank.begins_with[thing].includes(colour);
  const record: NoticeRecord = {
    ...blankRecord,
    texts: [{ ...(blank.text as NoticeRecord['texts'][number]), language }],
    subject: { ...blankRecord.subject, kind: kind as NoticeRecord['subject']['kind'] },
    offences: begins('offence') ? [blankOffence] : [],
    assets: begins('asset') ? [blankNoticeAsset] : [],
  };
  return { colour, variant: 'notice', record, until: now + YEAR_MS, amends: null, text: '' };
}

/** One value for each line. */
export function lines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

export function months(text: string): number | null {
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}

/** The record with another value at a dotted path ("assets.1.link"). */
export function withValue<T>(value: T, path: string, next: unknown): T {
  const [key = '', ...rest] = path.split('.');
  const inner = rest.length ? withValue((value as Readonly<Record<string, unknown>>)[key], rest.join('.'), next) : next;
  if (Array.isArray(value)) return value.map((one: unknown, at) => (String(at) === key ? inner : one)) as T;
  return { ...value, [key]: inner };
}

/** What was left blank in lists says nothing: it does not go into the record. */
export function tidy(record: NoticeRecord): NoticeRecord {
  const { subject } = record;
  return {
    ...record,
    texts: record.texts.filter(({ title, facts }, n) => n === 0 || title.trim() || facts.trim()),
    subject: {
      ...subject, names: full(subject.names), born: full(subject.born), nationalities: full(subject.nationalities),
      documents: subject.documents.filter(({ number }) => number.trim()),
    },
    offences: record.offences.filter(({ code, law, charge, penalty_months: months }) => code || law || charge || months !== null),
    assets: record.assets.filter(({ name, identifiers, holder, link, description }) => name || holder || link || description || identifiers.some(({ value }) => value))
      .map((asset) => ({ ...asset, identifiers: asset.identifiers.filter(({ value }) => value.trim()) })),
    conditions: full(record.conditions),
  };
}

function full(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter(Boolean);
}
