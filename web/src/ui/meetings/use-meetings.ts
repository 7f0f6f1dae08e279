/** Meetings that ship, and those that were published in their place or beside them. */
import { useEffect, useState } from 'preact/hooks';
import type { ItemView, MeetingRecord, PublicationsDesk, RecordView, Shelf, Version } from '../../session/publication-model';
import type { Entry } from './entries';

export type Held = readonly { readonly item: string; readonly record: MeetingRecord }[];

/** What ships; null while it comes, nothing where it cannot be fetched. */
export function useHeld(): Held | null {
  const [found, setFound] = useState<Held | null>(null);
  useEffect(() => {
    let wanted = true;
    const put = (held: Held): void => { if (wanted) setFound(held); };
    import('virtual:reference/meetings').then((part) => { put(part.default); }, () => { put([]); });
    return () => { wanted = false; };
  }, []);
  return found;
}

export function recordOf(desk: PublicationsDesk, of: Pick<Version, 'item' | 'parts' | 'document'>): RecordView<MeetingRecord> {
  return desk.record({ ...of, shelf: 'meeting' }).value;
}

/** Read inside a component: what it reads are signals. */
export function entriesOf(desk: PublicationsDesk | null, held: Held): { readonly entries: readonly Entry[]; readonly reading: number } {
  const items = desk ? desk.shelf('meeting').value : [];
  const read = items.flatMap(({ item, standing }) => (desk && standing?.document ? [{ item, standing, document: standing.document, record: recordOf(desk, standing) }] : []));
  const published = read.flatMap(({ item, standing, document, record }) => {
    if (record.state !== 'ready') return [];
    const { at, by, logIndex: index, hash, access } = standing;
    return [{ item, record: record.value, access, published: { at, by, index, hash, document } }];
  });
  const covered = new Set(items.filter(({ state }) => state !== 'offered').map(({ item }) => item));
  const shipped = held.filter(({ item }) => !covered.has(item)).map(({ item, record }) => ({ item, record, access: 'members', published: null }));
  return { entries: [...published, ...shipped], reading: read.filter(({ record }) => record.state === 'loading').length };
}

/** Published since the last visit. */
export function freshOf(desk: PublicationsDesk | null, shelf: Shelf): ReadonlySet<string> {
  return new Set(desk?.fresh.value.flatMap((view) => (view.shelf === shelf ? [view.item] : [])));
}

/** What the last publication said that was not a withdrawal: of an item that was taken away, what it was. */
export function lastOf(desk: PublicationsDesk, { history }: ItemView): MeetingRecord | null {
  const last = history.filter(({ document }) => document !== null).at(-1);
  const record = last ? recordOf(desk, last) : null;
  return record?.state === 'ready' ? record.value : null;
}
