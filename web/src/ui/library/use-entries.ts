/** What stands on the shelf: what was published, in the place of what ships. */
import type { ItemView, LibraryRecord, PublicationsDesk, RecordView, Version } from '../../session/publication-model';
import { type Entry, joined, languagesOf } from './entries';

/** Records are fetched one by one: of a longer shelf the newest, and the server searches all. */
export const MOST_READ = 400;

export interface Shelf {
  readonly entries: readonly Entry[];
  /** Records that are on their way. */
  readonly reading: number;
  /** Published, and not read here because there are so many. */
  readonly beyond: number;
}

type Standing = Version & { readonly shelf: 'library' };

export function recordOf(desk: PublicationsDesk, of: Pick<Version, 'item' | 'parts' | 'document'>): RecordView<LibraryRecord> {
  return desk.record({ ...of, shelf: 'library' }).value;
}

function entryOf(standing: Standing, record: LibraryRecord): Entry {
  const { at, by, logIndex, hash, document } = standing;
  return { item: standing.item, record, languages: languagesOf(record), access: standing.access, published: { at, by, index: logIndex, hash, document: document ?? '' }, urlBasis: '', note: '' };
}

/** Read inside a component: what it reads are signals. */
export function shelfOf(desk: PublicationsDesk | null, shipped: readonly Entry[]): Shelf {
  const items = desk ? desk.shelf('library').value : [];
  const standing = items.flatMap((one) => (desk && one.standing?.document ? [{ ...one.standing, shelf: 'library' as const }] : []));
  const read = desk ? standing.slice(0, MOST_READ).map((version) => ({ version, record: recordOf(desk, version) })) : [];
  const published = read.flatMap(({ version, record }) => (record.state === 'ready' ? [entryOf(version, record.value)] : []));
  const covered = new Set(items.filter(isCovered).map(({ item }) => item));
  return { entries: joined(shipped, published, covered), reading: read.filter(({ record }) => record.state === 'loading').length, beyond: Math.max(0, standing.length - MOST_READ) };
}

/** Items published since the last visit. */
export function freshOf(desk: PublicationsDesk | null): ReadonlySet<string> {
  return new Set(desk?.fresh.value.flatMap(({ shelf, item }) => (shelf === 'library' ? [item] : [])));
}

/** What ships stands until somebody published, or retired, an item of that name. */
function isCovered({ state }: ItemView): boolean {
  return state !== 'offered';
}
