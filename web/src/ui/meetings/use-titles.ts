/** What the library's entries are called, for meetings that name them. */
import type { PublicationsDesk } from '../../session/publication-model';
import { wordsIn } from '../library/entries';
import { shelfOf } from '../library/use-entries';
import { useLibraryCodes, useShipped } from '../library/use-reference';
import { currentLanguage } from '../text';

export interface Title {
  readonly item: string;
  readonly title: string;
  readonly language: string;
  readonly type: string;
}

/** Null while they come. Read inside a component: what it reads are signals. */
export function useTitles(desk: PublicationsDesk | null): ReadonlyMap<string, Title> | null {
  const codes = useLibraryCodes();
  const shipped = useShipped(false);
  if (codes === null || shipped === null) return null;
  return new Map(shelfOf(desk, shipped).entries.map(({ item, record }) => {
    const { title, language } = wordsIn(record, currentLanguage());
    return [item, { item, title, language, type: codes.nameOf('types', record.type) }];
  }));
}
