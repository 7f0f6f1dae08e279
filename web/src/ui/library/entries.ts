/**
 * The library as a list: what ships with the client, with what was published in its place. Which of it a list shows, by
 * what it can be narrowed, and the list as a file. Pure.
 */
import type { LibraryRecord } from '../../protocol/publications';
import type { Ms } from '../../session/model';
import { fold, matches } from '../fold';

type Words = LibraryRecord['words'][number];

/** One item of the library that stands. */
export interface Entry {
  readonly item: string;
  readonly record: LibraryRecord;
  /** All languages in which there is anything of it: a title, a file, a text; what ships also names those of the document elsewhere. */
  readonly languages: readonly string[];
  /** Who may read it (protocol/publications.md). */
  readonly access: string;
  /** Of its publication; null where it ships with the client and nobody has published it. */
  readonly published: { readonly at: Ms; readonly by: string; readonly index: number; readonly hash: string; readonly document: string } | null;
  /** What the link rests on; empty where somebody published it. */
  readonly urlBasis: string;
  readonly note: string;
}

export interface ShippedEntry {
  readonly item: string;
  readonly languages: readonly string[];
  readonly urlBasis: string;
  readonly note: string;
  readonly record: unknown;
}

/** `abstract`: in English, our own words; it comes besides. */
export function shippedEntry({ item, languages, urlBasis, note, record: bare }: ShippedEntry, abstract: string): Entry {
  const record = bare as LibraryRecord;
  const words = record.words.map((one) => (one.language === 'en' ? { ...one, text: abstract } : one));
  return { item, record: { ...record, words }, languages, access: 'members', published: null, urlBasis, note };
}

export function languagesOf({ words, files, body }: LibraryRecord): readonly string[] {
  return [...new Set([...words, ...files, ...body].map(({ language }) => language))];
}

/** What was published stands in the place of what ships; `retired` is gone from the list, also where it ships. */
export function joined(shipped: readonly Entry[], published: readonly Entry[], retired: ReadonlySet<string>): readonly Entry[] {
  const own = new Set(published.map(({ item }) => item));
  return [...published, ...shipped.filter(({ item }) => !own.has(item) && !retired.has(item))];
}

/** In the reader's language, else in the original; `fallback` where it is not the reader's. */
export function wordsIn({ words }: LibraryRecord, language: string): Words & { readonly fallback: boolean } {
  const own = words.find((one) => one.language === language);
  const found = own ?? words[0];
  return { language: found?.language ?? language, title: found?.title ?? '', text: found?.text ?? '', fallback: own === undefined };
}

/** An abstract may be there in fewer languages than the title. */
export function abstractIn({ words }: LibraryRecord, language: string): Words | undefined {
  return words.find((one) => one.language === language && one.text !== '') ?? words.find(({ text }) => text !== '');
}

export interface Filters {
  readonly text: string;
  readonly type: string;
  readonly topic: string;
  readonly region: string;
  readonly audience: string;
  readonly phase: string;
  readonly language: string;
  /** Only what came after the last visit. */
  readonly fresh: boolean;
  /** Only this reading list. */
  readonly list: string;
}

export const UNFILTERED: Filters = { text: '', type: '', topic: '', region: '', audience: '', phase: '', language: '', fresh: false, list: '' };
export const FACETS = ['type', 'topic', 'region', 'audience', 'phase', 'language'] as const;
export type Facet = (typeof FACETS)[number];

/** The codes of an entry by which a facet finds it; a topic's upper one too. */
export function codesOf({ record, languages }: Entry, facet: Facet, above: ReadonlyMap<string, string>): readonly string[] {
  switch (facet) {
    case 'type': return [record.type];
    case 'topic': return [...new Set(record.topics.flatMap((code) => [code, above.get(code) ?? code]))];
    case 'region': return record.regions;
    case 'audience': return record.audiences;
    case 'phase': return record.phases;
    case 'language': return languages;
  }
}

/** All that is said of an entry here, folded; without the text of its files, which the server has. */
export function searchedOf({ item, record }: Entry, names: (facet: Facet, code: string) => string): string {
  const codes = [names('type', record.type), ...record.topics.map((code) => names('topic', code)), ...record.regions.map((code) => names('region', code))];
  const own = record.words.flatMap(({ title, text }) => [title, text]);
  return fold([...own, record.publisher, ...record.authors, record.year, record.identifier, ...codes, item, ...record.body.map(({ text }) => text)].join(' '));
}

export interface Found {
  readonly entries: readonly Entry[];
  /** How many of what is shown have each code, were only this facet left open. */
  readonly counts: Readonly<Record<Facet, ReadonlyMap<string, number>>>;
}

interface Asked {
  readonly filters: Filters;
  readonly above: ReadonlyMap<string, string>;
  readonly names: (facet: Facet, code: string) => string;
  readonly isFresh: (entry: Entry) => boolean;
  readonly isListed: (entry: Entry) => boolean;
}

export function chosen(all: readonly Entry[], { filters, above, names, isFresh, isListed }: Asked): Found {
  const text = fold(filters.text);
  const meant = all.filter((entry) => (text === '' || matches(searchedOf(entry, names), text)) && (!filters.fresh || isFresh(entry)) && (filters.list === '' || isListed(entry)));
  const fits = (entry: Entry, facet: Facet): boolean => filters[facet] === '' || codesOf(entry, facet, above).includes(filters[facet]);
  const counts = Object.fromEntries(FACETS.map((facet) => {
    const others = meant.filter((entry) => FACETS.every((one) => one === facet || fits(entry, one)));
    const found = new Map<string, number>();
    for (const code of others.flatMap((entry) => codesOf(entry, facet, above))) found.set(code, (found.get(code) ?? 0) + 1);
    return [facet, found];
  })) as unknown as Found['counts'];
  return { entries: meant.filter((entry) => FACETS.every((facet) => fits(entry, facet))), counts };
}

/** What shares the most topics, then type and region, best first; never the entry itself. */
export function related(all: readonly Entry[], { item, record }: Entry, most = 5): readonly Entry[] {
  const shared = (one: readonly string[], other: readonly string[]): number => one.filter((code) => other.includes(code)).length;
  const score = (other: LibraryRecord): number => 4 * shared(record.topics, other.topics) + (record.type === other.type ? 1 : 0) + shared(record.regions.filter((code) => code !== 'global'), other.regions);
  return all.filter((other) => other.item !== item && shared(record.topics, other.record.topics) > 0)
    .map((entry) => ({ entry, score: score(entry.record) })).sort((a, b) => b.score - a.score).slice(0, most).map(({ entry }) => entry);
}
