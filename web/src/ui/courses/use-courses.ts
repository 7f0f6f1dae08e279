/** Courses that stand, with their records; how far I have come in each. Read inside a component: what these read are signals. */
import type { CourseProgress, CourseRecord, PublicationsDesk, RecordView, Version } from '../../session/publication-model';
import { type Entry, NO_PROGRESS } from './entries';

export function recordOf(desk: PublicationsDesk, of: Pick<Version, 'item' | 'parts' | 'document'>): RecordView<CourseRecord> {
  return desk.record({ ...of, shelf: 'course' }).value;
}

export function entriesOf(desk: PublicationsDesk): { readonly entries: readonly Entry[]; readonly reading: number } {
  const fresh = new Set(desk.fresh.value.map(({ key }) => key));
  const read = desk.shelf('course').value.flatMap(({ key, item, standing }) => (standing?.document ? [{ key, item, standing, document: standing.document, record: recordOf(desk, standing) }] : []));
  const entries = read.flatMap(({ key, item, standing: { at, by, logIndex: index, hash, access }, document, record }) => (record.state === 'ready' ? [{ item, record: record.value, access, published: { at, by, index, hash, document }, fresh: fresh.has(key) }] : []));
  return { entries, reading: read.filter(({ record }) => record.state === 'loading').length };
}

export function progressOf(desk: PublicationsDesk, item: string): CourseProgress {
  const { progress } = desk.reading.value;
  return Object.hasOwn(progress, item) ? (progress[item] ?? NO_PROGRESS) : NO_PROGRESS;
}
