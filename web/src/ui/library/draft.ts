/** A document that somebody contributes, while it is being written: its form, and what it lacks. Pure. */
import type { Access, LibraryRecord } from '../../session/publication-model';
import { fold } from '../fold';

/** Kept sealed in this browser until it is offered. */
export interface LibraryDraft {
  readonly id: string;
  readonly item: string;
  /** It revises what stands under that name: the name stays. */
  readonly revises: boolean;
  readonly record: LibraryRecord;
  readonly access: Access;
  /** Size of the register when it was begun: who writes over something has seen it. */
  readonly seen: number;
  /** Whoever contributes has looked at the licence of each file. */
  readonly licensed: boolean;
}

const LONGEST_ITEM = 63;

export function blankRecord(language: string): LibraryRecord {
  return {
    type: '', topics: [], regions: [], audiences: [], phases: [], publisher: '', authors: [], year: '', edition: '', identifier: '', url: '', licence: '', certainty: 'high', supersedes: '', review: '',
    words: [{ language, title: '', text: '' }], files: [], body: [],
  };
}

/** A name for addresses, from what Latin letters the title has. */
export function itemOf(title: string, taken: (item: string) => boolean, random: string): string {
  const slug = fold(title).replace(/[^a-z0-9 ]/g, '').trim().replace(/ +/g, '-').slice(0, LONGEST_ITEM - 4).replace(/-+$/, '');
  const first = /^[a-z0-9]/.test(slug) ? slug : `document-${random}`;
  if (!taken(first)) return first;
  for (let n = 2; ; n += 1) if (!taken(`${first}-${n}`)) return `${first}-${n}`;
}

export function isItem(item: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(item);
}

export type Gap = 'title' | 'type' | 'topics' | 'publisher' | 'content' | 'url' | 'licence' | 'licensed' | 'item' | 'review' | 'words';

/** What keeps it from being offered, in the order of the form. */
export function gaps({ record, item, licensed }: LibraryDraft): readonly Gap[] {
  const { words, type, topics, publisher, url, files, body, licence, review } = record;
  const found: [Gap, boolean][] = [
    ['title', (words[0]?.title.trim() ?? '') === ''],
    ['words', new Set(words.map(({ language }) => language)).size < words.length || words.slice(1).some(({ title }) => title.trim() === '')],
    ['type', type === ''],
    ['topics', topics.length === 0],
    ['publisher', publisher.trim() === ''],
    ['url', url !== '' && !/^https?:\/\/[^\s/]+\.[^\s]+$/.test(url.trim())],
    ['content', url.trim() === '' && files.length === 0 && body.every(({ text }) => text.trim() === '')],
    ['licence', files.length > 0 && licence.trim() === ''],
    ['licensed', files.length > 0 && !licensed],
    ['review', review !== '' && Number.isNaN(Date.parse(review))],
    ['item', !isItem(item)],
  ];
  return found.flatMap(([gap, missing]) => (missing ? [gap] : []));
}

const line = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 300);

/** As it is signed: without blanks around, control characters, empty lines and texts. */
export function tidy(record: LibraryRecord): LibraryRecord {
  const { words, authors, body, url, publisher, year, edition, identifier, licence } = record;
  return {
    ...record, url: url.trim(), publisher: line(publisher), year: line(year), edition: line(edition), identifier: line(identifier), licence: line(licence),
    authors: authors.map(line).filter(Boolean).slice(0, 50), words: words.map(({ language, title, text }) => ({ language, title: line(title), text: text.trim() })),
    files: record.files.map((file) => ({ ...file, name: line(file.name) || 'file' })), body: body.map((one) => ({ ...one, text: one.text.trim() })).filter(({ text }) => text !== ''),
  };
}

export function isDraft(value: unknown): value is LibraryDraft {
  return typeof value === 'object' && value !== null && 'record' in value && 'item' in value && 'licensed' in value;
}
