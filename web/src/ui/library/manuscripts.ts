/** A manuscript of the library as a screen shows it, whole or not: whoever sits in the room may have sent anything. Pure. */
import type { LibraryRecord, Manuscript } from '../../session/publication-model';
import { blankRecord } from './draft';

type Sent = Pick<Manuscript, 'item' | 'record' | 'draft'>;

/** Its record, or as much of what was sent as has its form. */
export function recordIn({ item, record, draft }: Sent): LibraryRecord {
  if (record !== null) return record as LibraryRecord;
  const blank = blankRecord('en');
  const sent = isObject(draft) ? draft : {};
  const fitting = Object.entries(sent).filter(([key, value]) => isSame(blank[key as keyof LibraryRecord], value) && key !== 'files');
  const words = textsOf<LibraryRecord['words'][number]>(sent['words'], ['language', 'title', 'text']);
  return {
    ...blank, ...Object.fromEntries(fitting), certainty: 'high',
    words: words.length > 0 ? words : [{ language: 'en', title: item, text: '' }], body: textsOf(sent['body'], ['language', 'text']),
  };
}

export function textIn(sent: Sent): string {
  const record = recordIn(sent);
  return record.body.find(({ language }) => language === record.words[0]?.language)?.text ?? record.body[0]?.text ?? '';
}

export function titleIn(sent: Sent): string {
  return recordIn(sent).words[0]?.title ?? sent.item;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A text where the record has a text, texts where it has a list. */
function isSame(blank: unknown, value: unknown): boolean {
  return Array.isArray(blank) ? Array.isArray(value) && value.every((one) => typeof one === 'string') : typeof blank === 'string' && typeof value === 'string';
}

function textsOf<T>(value: unknown, names: readonly (keyof T & string)[]): readonly T[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is T => isObject(one) && names.every((name) => typeof one[name] === 'string'));
}
