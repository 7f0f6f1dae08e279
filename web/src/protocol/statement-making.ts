/** Payloads of statements, ready to sign (protocol/statements.md). */

import { type Bytes, toB64 } from './bytes.ts';
import { type Json, type JsonObject } from './canonical.ts';
import { checkShape, type Further, type Issue, type Kind } from './statements.ts';

/** The payload of a statement, ready to sign. Bytes become b64. */
export function statement<K extends Kind>(kind: K, issue: Issue, further: Further<K>): JsonObject {
  const { net, by, iprev, time } = issue;
  const payload = { v: 1, net, kind, by, iprev, time, ...(toJson(further as Writable) as JsonObject) };
  checkShape(payload);
  return payload;
}

type Writable = Json | Bytes | readonly Writable[] | { readonly [key: string]: Writable };

function toJson(value: Writable): Json {
  if (value instanceof Uint8Array) return toB64(value);
  if (Array.isArray(value)) return value.map((item: Writable) => toJson(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}
