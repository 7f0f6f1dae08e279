/**
 * Bytes and their two texts: hex (lower case) and b64 (RFC 4648 section 4, padded, canonical).
 *
 * Decoders return undefined on anything that would not be written back unchanged; the caller names the error.
 */

/** Bytes that WebCrypto takes: never a view of shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What newer platforms do natively (ECMAScript 2026); without it the loops below do. */
interface TextMethods {
  toBase64?: () => string;
  toHex?: () => string;
}
interface TextConstructors {
  fromBase64?: (text: string) => Bytes;
  fromHex?: (text: string) => Bytes;
}

const native: TextConstructors = Uint8Array as TextConstructors;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const B64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A plain copy of what a library returned. */
export function copyBytes(source: ArrayLike<number>): Bytes {
  return new Uint8Array(source);
}

/** Text to UTF-8. Lone surrogates must have been refused before. */
export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** UTF-8 to text, a leading BOM kept; undefined when ill-formed. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function concat(...parts: Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An ASCII text, then bytes. */
export function textAndBytes(ascii: string, bytes: Uint8Array): Bytes {
  const whole = new Uint8Array(ascii.length + bytes.length);
  encoder.encodeInto(ascii, whole);
  whole.set(bytes, ascii.length);
  return whole;
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let different = 0;
  for (let i = 0; i < left.length; i++) different |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return different === 0;
}

export function toHex(bytes: Uint8Array): string {
  const { toHex: own } = bytes as TextMethods;
  if (own !== undefined) return own.call(bytes);
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** Whether these are digits of lower-case hex only. */
export function isHex(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) return false;
  }
  return true;
}

/** Lower-case hex of any even length, else undefined. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !isHex(text)) return undefined;
  if (native.fromHex !== undefined) return native.fromHex(text);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function toB64(bytes: Uint8Array): string {
  const { toBase64: own } = bytes as TextMethods;
  if (own !== undefined) return own.call(bytes);
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(binary);
}

/** Canonical b64, else undefined. */
export function fromB64(text: string): Bytes | undefined {
  if (!B64.test(text)) return undefined;
  const bytes = native.fromBase64 === undefined ? Uint8Array.from(atob(text), (octet) => octet.charCodeAt(0)) : native.fromBase64(text);
  return toB64(bytes) === text ? bytes : undefined;
}

export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Big-endian 64 bits of a safe integer. */
export function u64(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

export function readU32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

/** Big-endian 64 bits; undefined beyond 2^53 - 1. */
export function readU64(bytes: Uint8Array, at: number): number | undefined {
  const value = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at));
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The order of two ASCII or UTF-8 texts by bytes, which for ASCII is that of the strings. */
export function compareAscii(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
