/** Reviews and ends of notices as a calendar (RFC 5545): the office's own reference, no names, no alarm for others. */
import type { NoticeView } from '../../session/notice-model';
import type { NoticeWords } from './use-notices';

const LINE_OCTETS = 75;
const DAY_MS = 86_400_000;

export function calendarOf(notices: readonly NoticeView[], words: NoticeWords, now: number): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Repatria//Notices//EN', 'METHOD:PUBLISH', `X-WR-CALNAME:${escaped(words.word('calendar', 'name'))}`];
  for (const notice of notices) for (const [kind, at] of datesOf(notice)) lines.push(...event(notice, kind, at, words, now));
  return [...lines, 'END:VCALENDAR'].map((line) => `${folded(line)}\r\n`).join('');
}

/** What the clock will make of it; nothing of one that has ended. */
function datesOf({ state, until, reviewFrom, suspendedUntil }: NoticeView): readonly (readonly [string, number])[] {
  if (state === 'valid') return [['review', reviewFrom], ['end', until]];
  if (state !== 'suspended') return [];
  return suspendedUntil !== undefined && suspendedUntil <= until ? [['suspension', suspendedUntil]] : [['end', until]];
}

function event(notice: NoticeView, kind: string, at: number, words: NoticeWords, now: number): string[] {
  const reference = notice.record.state === 'ready' ? notice.record.value.reference : '';
  return [
    'BEGIN:VEVENT', `UID:${notice.id}-${kind}@repatria`, `DTSTAMP:${stamp(now)}`, `DTSTART;VALUE=DATE:${stamp(at).slice(0, 8)}`,
    `DTEND;VALUE=DATE:${stamp(at + DAY_MS).slice(0, 8)}`, `SUMMARY:${escaped(words.word('calendar', kind, { reference: reference || notice.id.slice(0, 8) }))}`,
    `DESCRIPTION:${escaped(`${words.nameOf(notice.colour)} · ${notice.country}`)}`, 'CLASS:CONFIDENTIAL', 'TRANSP:TRANSPARENT', 'END:VEVENT',
  ];
}

/** UTC, as 20261123T041000Z. */
function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** RFC 5545, 3.3.11. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n').replace(/[\u0000-\u001f\u007f]/g, '');
}

/** Lines of at most 75 octets, the rest behind a space, no character cut in two (3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let held = '';
  let octets = 0;
  for (const letter of line) {
    const width = new TextEncoder().encode(letter).length;
    if (octets + width > LINE_OCTETS) {
      parts.push(held);
      held = ' ';
      octets = 1;
    }
    held += letter;
    octets += width;
  }
  return [...parts, held].join('\r\n');
}
