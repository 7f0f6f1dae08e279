/** Lines of a calendar file (RFC 5545): escaped, folded, ended. Pure. */
import type { Ms } from '../session/model';

const LINE_OCTETS = 75;

export interface CalendarEvent {
  readonly uid: string;
  readonly summary: string;
  readonly description: string;
  readonly location?: string;
  /** Days where both are `YYYYMMDD` (the end is the day after), else moments in UTC. */
  readonly start: string;
  readonly end: string;
  /** It is on nobody's other calendar, and takes no time of it. */
  readonly transparent?: boolean;
  readonly cancelled?: boolean;
}

export function calendarFile(product: string, name: string, events: readonly CalendarEvent[], now: Ms): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:-//Repatria//${product}//EN`, 'METHOD:PUBLISH', `X-WR-CALNAME:${escaped(name)}`, ...events.flatMap((event) => linesOf(event, now)), 'END:VCALENDAR'];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function linesOf({ uid, summary, description, location, start, end, transparent, cancelled }: CalendarEvent, now: Ms): string[] {
  const kind = start.length === 8 ? ';VALUE=DATE' : '';
  return [
    'BEGIN:VEVENT', `UID:${uid}`, `DTSTAMP:${stamp(now)}`, `DTSTART${kind}:${start}`, `DTEND${kind}:${end}`, `SUMMARY:${escaped(summary)}`, ...(description ? [`DESCRIPTION:${escaped(description)}`] : []),
    ...(location ? [`LOCATION:${escaped(location)}`] : []), ...(cancelled ? ['STATUS:CANCELLED'] : []), 'CLASS:CONFIDENTIAL', ...(transparent ? ['TRANSP:TRANSPARENT'] : []), 'END:VEVENT',
  ];
}

/** UTC, as 20261123T041000Z. */
export function stamp(at: Ms): string {
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
