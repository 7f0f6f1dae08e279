/**
 * A folded state as plain JSON and back, for a client that keeps it sealed on its disk.
 *
 * Not for anything that came from elsewhere: it is not canonical and checks no shape.
 */

import { fromB64, toB64 } from './bytes.ts';

interface Tagged {
  readonly $map?: [unknown, unknown][];
  readonly $bytes?: string;
}

/** Plain values, arrays, records, Maps and bytes as JSON. */
export function pack(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: toB64(value) };
  if (value instanceof Map) return { $map: [...(value as Map<unknown, unknown>)].map(([key, item]) => [key, pack(item)]) };
  if (Array.isArray(value)) return value.map(pack);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
}

export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== 'object' || value === null) return value;
  const { $map, $bytes } = value as Tagged;
  if ($map !== undefined) return new Map($map.map(([key, item]) => [key, unpack(item)]));
  if ($bytes !== undefined) return fromB64($bytes);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
}
