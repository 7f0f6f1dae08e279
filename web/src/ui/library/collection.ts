/**
 * Items that a text of the network names, each in a point of a list that begins with `shelf/item`
 * (protocol/publications.md, **library**); a document of the type `collection` says so what belongs to it. Pure.
 */
import type { LibraryRecord } from '../../protocol/publications';
import { blocksOf } from './body';
import { blankRecord } from './draft';

export const COLLECTION = 'collection';
const NAMED = /^((?:framework|library|meeting|course|news)\/[a-z0-9][a-z0-9-]{0,62})(?:\s+(.*))?$/s;

export interface NamedItem {
  /** `shelf/item`. */
  readonly key: string;
  /** What is said of it there. */
  readonly said: string;
}

export function namedIn(point: string): NamedItem | undefined {
  const [, key, said = ''] = NAMED.exec(point) ?? [];
  return key === undefined ? undefined : { key, said };
}

/** In the order of the original's text, each once. */
export function collected({ body, words }: LibraryRecord): readonly NamedItem[] {
  const original = body.find(({ language }) => language === words[0]?.language) ?? body[0];
  const points = blocksOf(original?.text ?? '').flatMap((block) => (block.kind === 'list' ? block.items : []));
  const named = points.flatMap((point) => namedIn(point) ?? []);
  return [...new Map(named.map((one) => [one.key, one])).values()];
}

/** One's own list as a document to offer; the list stays as it is. */
export function collectionOf(name: string, keys: readonly string[], language: string): LibraryRecord {
  return { ...blankRecord(language), type: COLLECTION, words: [{ language, title: name, text: '' }], body: [{ language, text: keys.map((key) => `- ${key}`).join('\n') }] };
}
