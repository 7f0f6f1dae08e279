/**
 * The one JSON text of a value (protocol/canonical.md): strict parsing, writing, and typed reading.
 *
 * Why no key is scanned for repetition: what is accepted equals `JSON.stringify` of a parsed value byte for
 * byte, and stringify writes each key of an object once; so an accepted text repeats none.
 */

import { type Bytes, decodeUtf8, fromB64, fromHex, isHex, utf8 } from './bytes.ts';
import { demand, ProtocolError } from './errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

const MAX_BYTES = 1_048_576;
const MAX_DEPTH = 32;
/** Printable, not empty, not integer-like. */
const KEY = /^(?!(?:0|[1-9][0-9]*)$)[\x20-\x7e]{1,128}$/;
const goodKeys = new Set<string>();
const MOST_KEYS = 1024;
const LONE_SURROGATE = /\p{Surrogate}/u;
/** ECMAScript 2024 asks the text itself. */
const isWellFormed = (text: string & { isWellFormed?: () => boolean }): boolean => text.isWellFormed?.() ?? !LONE_SURROGATE.test(text);

/** Bytes to the object they are the canonical text of. Raises too_large, too_deep, not_canonical. */
export function parse(bytes: Uint8Array): JsonObject {
  demand(bytes.length <= MAX_BYTES, 'too_large');
  const text = decodeUtf8(bytes); // rule 1
  demand(text !== undefined && text.charCodeAt(0) !== 0xfeff, 'not_canonical', 'not UTF-8');
  const value = valueOf(text);
  if (value === undefined) {
    demand(depthOf(bytes) <= MAX_DEPTH, 'too_deep');
    throw new ProtocolError('not_canonical', 'JavaScript would write it otherwise');
  }
  checkDepth(value, 1);
  demand(isObject(value), 'not_canonical', 'not an object'); // rule 7
  checkValue(value);
  return value;
}

/** The value that JavaScript writes as exactly this text (rules 3 to 6); undefined where there is none. */
function valueOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The canonical text of a value. Raises what parse would raise on it. */
export function stringify(value: object): Bytes {
  const plain: unknown = value;
  demand(isObject(plain), 'not_canonical', 'not an object');
  checkDepth(plain, 1);
  checkValue(plain);
  const bytes = utf8(JSON.stringify(plain));
  demand(bytes.length <= MAX_BYTES, 'too_large');
  return bytes;
}

/** Deepest nesting of brackets outside strings, for a text that is not well-formed: of a value `checkDepth` says it. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 0x22) inString = !inString;
    else if (inString) {
      if (byte === 0x5c) i++;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return deepest;
}

function checkDepth(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  demand(depth <= MAX_DEPTH, 'too_deep');
  for (const item of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) checkDepth(item, depth + 1);
}

function isObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Rules 4 to 6 for a value of any kind; depth is checked before. */
function checkValue(value: unknown): void {
  if (typeof value === 'string') {
    demand(isWellFormed(value), 'not_canonical', 'lone surrogate');
  } else if (typeof value === 'number') {
    demand(Number.isSafeInteger(value) && !Object.is(value, -0), 'not_canonical', 'number');
  } else if (Array.isArray(value)) {
    // Not forEach: a hole in the array must be seen as the undefined that it is.
    for (let i = 0; i < value.length; i++) checkValue(value[i]);
  } else if (isObject(value)) {
    for (const key in value) {
      demand(isKey(key), 'not_canonical', 'key');
      checkValue(value[key]);
    }
  } else {
    demand(value === null || typeof value === 'boolean', 'not_canonical', 'not a JSON value');
  }
}

/** Rule 6. Few keys come again and again, so those that were found good are remembered. */
function isKey(key: string): boolean {
  if (goodKeys.has(key)) return true;
  if (!KEY.test(key) || key === '__proto__') return false;
  if (goodKeys.size < MOST_KEYS) goodKeys.add(key);
  return true;
}

// ---- typed reading ------------------------------------------------------------------------------

/** Reads a value as T or raises bad_shape. */
export type Reader<T> = (value: unknown) => T;
export type Shape = Record<string, Reader<unknown>>;
export type Fields<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };

/** Exactly the named keys, each of its type; else bad_shape. */
export function fields<S extends Shape>(value: unknown, shape: S): Fields<S> {
  demand(isObject(value), 'bad_shape', 'an object was expected');
  const found: Record<string, unknown> = {};
  for (const name in shape) {
    if (!Object.hasOwn(value, name)) throw new ProtocolError('bad_shape', `${name} is missing`);
    found[name] = (shape[name] as Reader<unknown>)(value[name]);
  }
  for (const key in value) if (!Object.hasOwn(shape, key)) throw new ProtocolError('bad_shape', `${key} is unknown`);
  return found as Fields<S>;
}

export const object =
  <S extends Shape>(shape: S): Reader<Fields<S>> =>
  (value) =>
    fields(value, shape);

export const anyObject: Reader<JsonObject> = (value) => {
  demand(isObject(value), 'bad_shape', 'an object was expected');
  return value;
};

export const anyText: Reader<string> = (value) => {
  demand(typeof value === 'string', 'bad_shape', 'a text was expected');
  return value;
};

export const boolean: Reader<boolean> = (value) => {
  demand(typeof value === 'boolean', 'bad_shape', 'true or false was expected');
  return value;
};

/** A text that matches the whole of `pattern`. */
export const match =
  (pattern: RegExp): Reader<string> =>
  (value) => {
    demand(typeof value === 'string' && pattern.test(value), 'bad_shape', 'a text of another form was expected');
    return value;
  };

export const integer =
  (minimum = 0, maximum: number = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (value) => {
    demand(typeof value === 'number' && value >= minimum && value <= maximum, 'bad_shape', 'integer out of range');
    return value;
  };

export const literal =
  <const T extends string | number | null>(...allowed: T[]): Reader<T> =>
  (value) => {
    demand((allowed as unknown[]).includes(value), 'bad_shape', 'not one of the allowed values');
    return value as T;
  };

export const nullable =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value) =>
    value === null ? null : reader(value);

export const list =
  <T>(reader: Reader<T>, minimum: number, maximum: number): Reader<readonly T[]> =>
  (value) => {
    demand(Array.isArray(value) && value.length >= minimum && value.length <= maximum, 'bad_shape', 'a list was expected');
    return value.map(reader);
  };

/** Lower-case hex of so many bytes, kept as text. No pattern: an entry has ten hashes, and those took longer than its JSON. */
export const hex =
  (length: number): Reader<string> =>
  (value) => {
    demand(typeof value === 'string' && value.length === 2 * length && isHex(value), 'bad_shape', 'hex was expected');
    return value;
  };

/** Hex of 32 bytes: a hash or key id. */
export const hash = hex(32);

/** Length of a list for which the pages name no other. */
export const MANY = 1000;

/** No limit but that of the payload. */
export const ANY_LENGTH = Number.MAX_SAFE_INTEGER;

/** b64 of so many bytes, decoded. */
export const b64 =
  (length: number): Reader<Bytes> =>
  (value) => {
    const bytes = typeof value === 'string' ? fromB64(value) : undefined;
    demand(bytes?.length === length, 'bad_shape', `b64 of ${length} bytes was expected`);
    return bytes;
  };

/** b64 of any length up to a limit, decoded. */
export const b64UpTo =
  (maximum: number): Reader<Bytes> =>
  (value) => {
    const bytes = typeof value === 'string' ? fromB64(value) : undefined;
    demand(bytes !== undefined && bytes.length <= maximum, 'bad_shape', 'b64 was expected');
    return bytes;
  };

/** Hex text that a reader has accepted, as bytes. */
export function hexBytes(text: string): Bytes {
  const bytes = fromHex(text);
  demand(bytes !== undefined, 'bad_shape', 'hex was expected');
  return bytes;
}
