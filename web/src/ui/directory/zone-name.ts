import { formatLocale } from '../text';

/** "East Africa Time" for Africa/Nairobi, in the reader's language; empty where the browser has no name for it. */
export function zoneName(timeZone: string): string {
  const parts = new Intl.DateTimeFormat(formatLocale(), { timeZone, timeZoneName: 'longGeneric' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
