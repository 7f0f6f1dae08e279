/** Reviews and ends of notices as a calendar (RFC 5545): the office's own reference, no names, no alarm for others. */
import type { NoticeView } from '../../session/notice-model';
import { type CalendarEvent, calendarFile, stamp } from '../icalendar';
import type { NoticeWords } from './use-notices';

const DAY_MS = 86_400_000;

export function calendarOf(notices: readonly NoticeView[], words: NoticeWords, now: number): string {
  const events = notices.flatMap((notice) => datesOf(notice).map(([kind, at]) => event(notice, kind, at, words)));
  return calendarFile('Notices', words.word('calendar', 'name'), events, now);
}

/** What the clock will make of it; nothing of one that has ended. */
function datesOf({ state, until, reviewFrom, suspendedUntil }: NoticeView): readonly (readonly [string, number])[] {
  if (state === 'valid') return [['review', reviewFrom], ['end', until]];
  if (state !== 'suspended') return [];
  return suspendedUntil !== undefined && suspendedUntil <= until ? [['suspension', suspendedUntil]] : [['end', until]];
}

function event(notice: NoticeView, kind: string, at: number, words: NoticeWords): CalendarEvent {
  const reference = notice.record.state === 'ready' ? notice.record.value.reference : '';
  return {
    uid: `${notice.id}-${kind}@repatria`, start: stamp(at).slice(0, 8), end: stamp(at + DAY_MS).slice(0, 8), summary: words.word('calendar', kind, { reference: reference || notice.id.slice(0, 8) }),
    description: `${words.nameOf(notice.colour)} · ${notice.country}`, transparent: true,
  };
}
