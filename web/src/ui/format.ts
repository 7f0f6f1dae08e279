/** Times, spans and names as the reader's language writes them; sizes, amounts and what else no list of letters needs: format-values.ts. Digits are Latin everywhere. */
import type { Ms, Name } from '../session/model';
import { currentLanguage, formatLocale, t, tn } from './text';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

export function format(at: Ms, options: Intl.DateTimeFormatOptions): string {
  const locale = `${formatLocale()}-ca-gregory`;
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, options)));
  return found.format(at);
}

const h24 = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** "14:05" in the zone given, or the reader's. */
export function clockTime(at: Ms, timeZone?: string): string {
  return format(at, { ...h24, timeZone });
}

/** "22 November 2026 at 14:05" with the zone's short name. */
export function fullTime(at: Ms, timeZone?: string): string {
  return format(at, { day: 'numeric', month: 'long', year: 'numeric', ...h24, timeZoneName: 'short', timeZone });
}

export function dayMonth(at: Ms, timeZone?: string): string {
  return format(at, { day: 'numeric', month: 'short', timeZone });
}

export function weekdayTime(at: Ms, timeZone?: string): string {
  return format(at, { weekday: 'short', ...h24, timeZone });
}

/** Short in lists: the hour today, the day this year, else with the year. */
export function listTime(at: Ms, now: Ms): string {
  if (sameDay(at, now)) return clockTime(at);
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) return dayMonth(at);
  return format(at, { day: '2-digit', month: '2-digit', year: 'numeric' });
}

export function sameDay(a: Ms, b: Ms, timeZone?: string): boolean {
  return day(a, timeZone) === day(b, timeZone);
}

/** The same text for all moments of one day, for comparisons. */
function day(at: Ms, timeZone?: string): string {
  return format(at, { day: 'numeric', month: 'numeric', year: 'numeric', timeZone });
}

/** "Wed 14:05" when it is another day there than here, else "14:05". */
export function timeThere(at: Ms, timeZone: string): string {
  return day(at) === day(at, timeZone) ? clockTime(at, timeZone) : weekdayTime(at, timeZone);
}

/** Does the reader's clock show the same time as that zone's at this moment? Then one time says both. */
export function sharesClock(at: Ms, timeZone: string): boolean {
  const both = { ...h24, day: 'numeric' } as const;
  return new Intl.DateTimeFormat('en', both).format(at) === new Intl.DateTimeFormat('en', { ...both, timeZone }).format(at);
}

/** "17 h 04 min", "3 days 4 h": two units, never negative. */
export function span(ms: Ms): string {
  const left = Math.max(0, ms);
  const days = Math.floor(left / DAY);
  const hours = Math.floor((left % DAY) / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (days >= 2) return hours ? t('span.days_hours', { days: tn('span.days', days), hours }) : tn('span.days', days);
  if (left >= HOUR) return t('span.hours_minutes', { hours: days * 24 + hours, minutes: String(minutes).padStart(2, '0') });
  if (left >= MINUTE) return t('span.minutes', { minutes });
  return t('span.under_minute');
}

// Diplomatic usage instead of CLDR, as in the reference data's country-names.csv (a test compares the two).
const countryOverrides: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  PS: { en: 'State of Palestine', fr: 'État de Palestine', es: 'Estado de Palestina', ar: 'دولة فلسطين' },
  CD: { en: 'Democratic Republic of the Congo', fr: 'République démocratique du Congo',
    es: 'República Democrática del Congo', ar: 'جمهورية الكونغو الديمقراطية' },
  CG: { en: 'Congo', fr: 'Congo', es: 'Congo', ar: 'الكونغو' },
  MM: { en: 'Myanmar', fr: 'Myanmar', es: 'Myanmar', ar: 'ميانمار' },
  // The network's own codes, for offices that are no country's.
  XN: { en: 'Network secretariat', fr: 'Secrétariat du réseau', es: 'Secretaría de la red', ar: 'أمانة الشبكة' },
  XP: { en: 'Network partner', fr: 'Partenaire du réseau', es: 'Entidad asociada a la red', ar: 'شريك الشبكة' },
  XA: { en: 'Network auditors', fr: 'Auditeurs du réseau', es: 'Auditoría de la red', ar: 'مدققو الشبكة' },
};

const displayNames = new Map<string, Intl.DisplayNames>();

export function names(language: string, type: 'region' | 'language'): Intl.DisplayNames {
  const key = language + type;
  let found = displayNames.get(key);
  if (!found) displayNames.set(key, (found = new Intl.DisplayNames([language], { type, fallback: 'code' })));
  return found;
}

/** A country's name, the network's own codes included; what is no such code comes back as it is. */
export function countryName(code: string, language: string = currentLanguage()): string {
  const override = countryOverrides[code]?.[language];
  if (override) return override;
  try {
    return names(language, 'region').of(code) ?? code;
  } catch {
    return code; // RangeError: not the shape of a region code
  }
}

export function list(parts: readonly string[]): string {
  return new Intl.ListFormat(currentLanguage()).format(parts);
}

/** Nobody loses their accents: a name in Latin letters is shown as its owner writes it. */
export function isLatin(name: string): boolean {
  return !/(?!\p{Script=Latin})\p{L}/u.test(name);
}

/** For the other side to read: as the owner writes it in Latin letters, else transliterated where that is known. */
export function latinName(name: Name): string {
  return isLatin(name.own) ? name.own : (name.latin ?? name.own);
}

/** One line for lists and sentences: in Latin letters, unless the reader's own script is the person's too. */
export function oneName(name: Name): string {
  return currentLanguage() === 'ar' && /\p{Script=Arabic}/u.test(name.own) ? name.own : latinName(name);
}

/** Makes what a list of letters is written with, so that its first rows need not wait: formatters take an old machine a tenth of a second. */
export function warm(): void {
  countryName('CH');
  listTime(0, 0);
  dayMonth(0);
  fullTime(0);
}
