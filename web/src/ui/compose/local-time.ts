/** Between the platform's date inputs, which speak the reader's own zone, and milliseconds UTC. */
import type { Ms } from '../../session/model';

const two = (n: number): string => String(n).padStart(2, '0');

export function localOf(at: Ms): string {
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** Null for anything half typed. */
export function msOfLocal(value: string): Ms | null {
  const at = new Date(value).getTime();
  return value && Number.isFinite(at) ? at : null;
}

/** Days without an hour are kept as noon UTC, the same day from −11 to +11. */
export function dateOf(at: Ms): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function msOfDate(day: string): Ms | null {
  const at = Date.parse(`${day}T12:00:00Z`);
  return Number.isFinite(at) ? at : null;
}
