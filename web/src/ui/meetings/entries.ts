/** Meetings as a list: those that ship, with what was published in their place; what a list shows of them. Pure. */
import type { MeetingRecord } from '../../protocol/publications';
import type { Ms } from '../../session/model';
import { countryWords, fold, matches } from '../fold';
import { beginOf, phaseOf } from './when';

export type Words = MeetingRecord['words'][number];

export interface Entry {
  readonly item: string;
  readonly record: MeetingRecord;
  readonly access: string;
  /** Of its publication; null where it ships. */
  readonly published: { readonly at: Ms; readonly by: string; readonly index: number; readonly hash: string; readonly document: string } | null;
}

/** In the reader's language, else in the original; a text may be there in fewer languages than the title. */
export function titleIn(words: readonly Words[], language: string): Words & { readonly textLanguage: string } {
  const found = words.find((one) => one.language === language) ?? words[0];
  const said = words.find((one) => one.language === language && one.text !== '') ?? words.find(({ text }) => text !== '');
  return { language: found?.language ?? language, title: found?.title ?? '', text: said?.text ?? '', textLanguage: said?.language ?? language };
}

export interface Filters {
  readonly text: string;
  readonly kind: string;
}

export const UNFILTERED: Filters = { text: '', kind: '' };

function saidOf({ record }: Entry): string {
  const { words, series, city, country, host, organisers, start } = record;
  return `${fold([...words.flatMap(({ title, text }) => [title, text]), series, city, host, ...organisers, start].join(' '))} ${country ? countryWords(country) : ''}`;
}

export interface Found {
  /** What is to come or on, soonest first. */
  readonly ahead: readonly Entry[];
  /** The newest first. */
  readonly past: readonly Entry[];
}

export function chosen(entries: readonly Entry[], { text, kind }: Filters, now: Ms): Found {
  const wanted = fold(text);
  const found = entries.filter((entry) => (!kind || entry.record.kind === kind) && (!wanted || matches(saidOf(entry), wanted)));
  const begins = ({ record }: Entry): Ms => beginOf(record.start, record.tz);
  const isOver = ({ record }: Entry): boolean => phaseOf(record, now) === 'over' || (record.state === 'cancelled' && beginOf(record.start, record.tz) < now);
  return {
    ahead: found.filter((entry) => !isOver(entry)).sort((a, b) => begins(a) - begins(b)),
    past: found.filter(isOver).sort((a, b) => begins(b) - begins(a)),
  };
}

/** Meetings that were, under the year in which they began; the newest first, as they came. */
export function yearsOf(past: readonly Entry[]): readonly (readonly [string, readonly Entry[]])[] {
  const years = new Map<string, Entry[]>();
  for (const entry of past) {
    const year = entry.record.start.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), entry]);
  }
  return [...years];
}

/** What the reference data calls its own brief is said in words; nothing where only that is known. */
export function sourceWords(source: string, brief: string): string {
  return source.replaceAll('mission-source', brief);
}
