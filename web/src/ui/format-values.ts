/** Sizes, amounts, languages and dates as the reader's language writes them. Digits are Latin everywhere. Not part of the first inbox. */
import type { Ms } from '../session/model';
import { format, names } from './format';
import { currentLanguage, formatLocale } from './text';

export function longDate(at: Ms, timeZone?: string): string {
  return format(at, { day: 'numeric', month: 'long', year: 'numeric', timeZone });
}

/** 1024-based, as file managers of most offices show. */
export function bytes(size: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let value = size;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return new Intl.NumberFormat(formatLocale(), {
    style: 'unit', unit: units[unit], unitDisplay: unit ? 'short' : 'long', maximumFractionDigits: value < 10 && unit ? 1 : 0,
  }).format(value);
}

/** An amount as its author wrote it, in groups of digits where it is a plain number: 2310000.5 → USD 2,310,000.50. */
export function money(amount: string, currency: string): string {
  if (!/^\d{1,13}(\.\d{1,2})?$/.test(amount) || !/^[A-Z]{3}$/.test(currency)) return `${amount} ${currency}`.trim();
  return new Intl.NumberFormat(formatLocale(), {
    style: 'currency', currency, currencyDisplay: 'code', minimumFractionDigits: amount.includes('.') ? 2 : 0, maximumFractionDigits: 2,
  }).format(Number(amount));
}

export function percent(done: number): string {
  return new Intl.NumberFormat(formatLocale(), { style: 'percent' }).format(Math.min(1, Math.max(0, done)));
}

export function languageName(code: string): string {
  try {
    return names(currentLanguage(), 'language').of(code) ?? code;
  } catch {
    return code;
  }
}

export function languageList(codes: readonly string[]): string {
  return listed(codes.map(languageName));
}

export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(currentLanguage(), { type: 'unit' }).format(names);
}

/** "November 2026" from "2026-11"; anything else as it came. */
export function monthYear(month: string): string {
  const at = Date.parse(`${month}-15T12:00:00Z`);
  return /^\d{4}-\d{2}$/.test(month) && Number.isFinite(at) ? format(at, { month: 'long', year: 'numeric', timeZone: 'UTC' }) : month;
}

/** IBANs and other ids in groups of four, for the eye only; copying gives the plain one. */
export function grouped(id: string): string {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(id.replace(/\s/g, '')) ? id.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ') : id;
}
