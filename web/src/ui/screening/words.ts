/** Scores and reasons in words. */
import type { NoticeView } from '../../session/notice-model';
import type { Lead, Reason } from '../../session/screening-model';
import { countryName, list } from '../format';
import { subjectOf } from '../notices/filters';
import { formatLocale, tcode } from '../text';

/** "0.93": two digits, as far as a score can tell anything apart. */
export function scoreText(perMille: number): string {
  return new Intl.NumberFormat(formatLocale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(perMille / 1000);
}

export function share(part: number, digits = 1): string {
  return new Intl.NumberFormat(formatLocale(), { style: 'percent', maximumFractionDigits: digits }).format(part);
}

/** From one share to another, as the language writes it. */
export function shareRange(least: number, most: number): string {
  const format = new Intl.NumberFormat(formatLocale(), { style: 'percent', maximumFractionDigits: 0 }) as Intl.NumberFormat & { formatRange: (from: number, to: number) => string };
  return format.formatRange(least, most); // ECMAScript 2023
}

export function kindName(kind: string): string {
  return tcode('screen.kind', kind, kind);
}

/** The name that was compared; of what a number found, whom its notice is about. */
export function leadName(lead: Pick<Lead, 'id' | 'name'>, notice: NoticeView | undefined): string {
  return lead.name || (notice ? subjectOf(notice) : '') || lead.id.slice(0, 12);
}

export function bandName(band: string): string {
  return tcode('screen.band', band, band);
}

export function reasonWords({ kind }: Pick<Reason, 'kind'>): string {
  return tcode('screen.reason', kind, kind);
}

/** A word of a reason as it stands in its name: reasons have it in lower case. */
export function asWritten(word: string, name: string): string {
  const at = name.toLowerCase().indexOf(word);
  return at < 0 || name.toLowerCase().length !== name.length ? word : name.slice(at, at + word.length);
}

/** A side of a fact, as people say it: the codes of countries, genders and kinds in words. */
export function sideText({ kind, part }: Reason, side: string): string {
  if (part === 'name') return side;
  if (kind.startsWith('country_')) return list(side.split(', ').filter(Boolean).map((code) => countryName(code)));
  if (kind === 'gender_contradicts') return list(side.split(', ').map((code) => tcode('screening.gender', code, code)));
  return kind === 'kind_differs' ? kindName(side) : side;
}
