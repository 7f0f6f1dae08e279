/** Which notices a list shows, and the list as a file. Pure. */
import { countryName } from '../format';
import { fold, matches } from '../fold';
import { currentLanguage } from '../text';
import type { NoticeView } from '../../session/notice-model';

export interface Filters {
  readonly text: string;
  readonly colour: string;
  readonly country: string;
  /** A state, `living` for all that have not ended, or empty for all. */
  readonly state: string;
  readonly due: boolean;
  readonly corruption: boolean;
}

export const UNFILTERED: Filters = { text: '', colour: '', country: '', state: 'living', due: false, corruption: false };
const LIVING: readonly string[] = ['submitted', 'valid', 'suspended'];
/** Of the filter "valid notices for corruption-related offences" (reference data, notices.md section 5). */
const IN_VIEW: readonly string[] = ['red', 'blue', 'green', 'purple', 'silver', 'un'];

export function isLiving({ state }: NoticeView): boolean {
  return LIVING.includes(state);
}

/** A person has confirmed an offence of the Convention against Corruption; what a charge text suggests does not count. */
export function isAboutCorruption({ colour, state, record }: NoticeView): boolean {
  if (state !== 'valid' || !IN_VIEW.includes(colour) || record.state !== 'ready') return false;
  return record.value.offences.some(({ code }) => code.startsWith('UNCAC-'));
}

/** In the reader's language where the record has it, else the original; empty where it cannot be read. */
export function titleOf({ record }: NoticeView): string {
  if (record.state !== 'ready') return '';
  const { texts } = record.value;
  return (texts.find(({ language }) => language === currentLanguage()) ?? texts[0])?.title ?? '';
}

/** The name to show: of the subject, or the record's title where nobody is named. */
export function subjectOf(notice: NoticeView): string {
  return (notice.record.state === 'ready' ? notice.record.value.subject.names[0] : undefined) ?? titleOf(notice);
}

function searched(notice: NoticeView): string {
  const { record } = notice;
  const own = record.state === 'ready' ? [...record.value.subject.names, ...record.value.assets.map(({ name }) => name), ...record.value.texts.map(({ title }) => title), record.value.reference] : [];
  return fold([...own, countryName(notice.country), notice.id].join(' '));
}

export function chosen(notices: readonly NoticeView[], filters: Filters): readonly NoticeView[] {
  const text = fold(filters.text);
  return notices.filter((notice) => (filters.colour === '' || notice.colour === filters.colour)
    && (filters.country === '' || notice.country === filters.country)
    && (filters.state === '' || (filters.state === 'living' ? isLiving(notice) : notice.state === filters.state))
    && (!filters.due || notice.dueForReview)
    && (!filters.corruption || isAboutCorruption(notice))
    && (text === '' || matches(searched(notice), text)));
}

/** RFC 4180 with a byte order mark for office suites; no cell can begin a formula there. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => `"${(/^[\s]*[=+\-@|]/u.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
