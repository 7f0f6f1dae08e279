/** A meeting while it is being written: what it lacks, and how it is signed. Pure. */
import type { Access, MeetingRecord } from '../../session/publication-model';
import type { Words } from './entries';
import { type Precision, precisionOf } from './when';

export type Point = MeetingRecord['programme'][number];

/** Kept sealed in this browser until it is published or proposed. */
export interface MeetingDraft {
  readonly item: string;
  readonly record: MeetingRecord;
  readonly access: Access;
  /** Size of the register when it was begun: who writes over something has seen it. */
  readonly seen: number;
}

export function isMeetingDraft(value: unknown): value is MeetingDraft {
  return typeof value === 'object' && value !== null && 'record' in value && 'seen' in value;
}

export function blankRecord(language: string, office: string): MeetingRecord {
  return {
    kind: 'workshop', series: '', number: null, words: [{ language, title: '', text: '' }], start: '', end: '', tz: '', city: '', country: '', host: '', organisers: [], office, state: 'planned',
    capacity: null, register_by: null, programme: [], documents: [], decisions: [], participants: null, countries: null, certainty: 'high', source: '',
  };
}

/** Who may be let read it; a country may stand in a record that came from elsewhere. */
export const ACCESSES = ['members', 'officers', 'public'] as const;

export type Gap = 'title' | 'start' | 'end' | 'tz' | 'office' | 'programme' | 'decisions' | 'documents';

/** What keeps it from being published, in the order of the form; the protocol's own demands, told one by one. */
export function gaps(record: MeetingRecord): readonly Gap[] {
  const { words, start, end, tz, state, programme, decisions, documents, office } = record;
  const hours = [start, end, ...programme.flatMap((point) => [point.start, point.end])].some((local) => isLocal(local) && precisionOf(local) === 'minute');
  const found: [Gap, boolean][] = [
    ['title', words.some(({ title }) => !title.trim())],
    ['start', !isLocal(start)],
    ['end', !isLocal(end) || isBefore(end, start)],
    ['tz', tz === '' ? hours : !isZone(tz)],
    ['office', state === 'open' && office === ''],
    ['programme', programme.some((point) => !isLocal(point.start) || !isLocal(point.end) || isBefore(point.end, point.start) || point.words.some((one, n) => isUntitled(one, n === 0)))],
    ['decisions', decisions.some(({ title }) => !title.trim())],
    ['documents', documents.some((item) => !/^[a-z0-9][a-z0-9-]{0,62}$/.test(item))],
  ];
  return found.flatMap(([gap, missing]) => (missing ? [gap] : []));
}

/** The original needs a title, and every other language that has a text. */
export function isUntitled({ title, text }: Words, isOriginal: boolean): boolean {
  return !title.trim() && (isOriginal || text.trim() !== '');
}

/** `YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`, a day that exists. */
export function isLocal(text: string): boolean {
  if (!/^\d{4}-\d{2}(-\d{2}(T([01]\d|2[0-3]):[0-5]\d)?)?$/.test(text)) return false;
  const whole = `${text}${'-01T00:00'.slice(text.length === 7 ? 0 : 3)}`.slice(0, 16);
  const at = Date.parse(`${whole}:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 16) === whole;
}

/** The same time told with more or less of it: of a month the first day, of a day nine o'clock. */
export function asPrecise(local: string, precision: Precision): string {
  if (!isLocal(local)) return '';
  const day = precisionOf(local) === 'month' ? `${local}-01` : local.slice(0, 10);
  switch (precision) {
    case 'month':
      return day.slice(0, 7);
    case 'day':
      return day;
    case 'minute':
      return precisionOf(local) === 'minute' ? local : `${day}T09:00`;
  }
}

/** Some browsers list zones by names that the IANA database has replaced. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara', 'America/Buenos_Aires': 'America/Argentina/Buenos_Aires', 'America/Godthab': 'America/Nuuk', 'Asia/Calcutta': 'Asia/Kolkata', 'Asia/Katmandu': 'Asia/Kathmandu', 'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh', 'Atlantic/Faeroe': 'Atlantic/Faroe', 'Europe/Kiev': 'Europe/Kyiv', 'Pacific/Ponape': 'Pacific/Pohnpei', 'Pacific/Truk': 'Pacific/Chuuk',
};

function newestName(zone: string): string {
  const renamed = RENAMED[zone];
  return renamed !== undefined && isZone(renamed) ? renamed : zone;
}

/** Every zone that this browser knows, and those of the offices. */
export function zoneChoices(kept: string, offices: readonly string[]): readonly string[] {
  return [...new Set([...(kept ? [kept] : []), ...offices, ...Intl.supportedValuesOf('timeZone').map(newestName), 'UTC'])].sort();
}

/** Begins where the last one ended, else with the meeting, at nine. */
export function nextPoint({ programme, start, words }: MeetingRecord, language: string): Point {
  const last = programme.at(-1);
  const from = last?.end ?? asPrecise(start, 'minute');
  return { start: from, end: from, place: last?.place ?? '', speakers: [], words: [{ language: words[0]?.language ?? language, title: '', text: '' }] };
}

/** As far as both go. */
function isBefore(end: string, start: string): boolean {
  const length = Math.min(end.length, start.length);
  return end.slice(0, length) < start.slice(0, length);
}

function isZone(tz: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: tz });
    return true;
  } catch {
    return false;
  }
}

const line = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 300);
const said = (words: MeetingRecord['words']): MeetingRecord['words'] => words.map(({ language, title, text }) => ({ language, title: line(title), text: text.trim() }));

/** As it is signed: without blanks around, control characters, empty names, and translations of a point that say nothing. */
export function tidy(record: MeetingRecord): MeetingRecord {
  const { series, city, host, organisers, programme, source } = record;
  return {
    ...record, words: said(record.words), decisions: said(record.decisions), series: line(series), city: line(city), host: line(host), organisers: organisers.map(line).filter(Boolean), source: source.trim(),
    programme: programme.map((point) => ({ ...point, place: line(point.place), speakers: point.speakers.map(line).filter(Boolean), words: said(point.words).filter(({ title }, n) => n === 0 || title !== '') })),
  };
}
