/**
 * A ZIP of files as they are (PKWARE APPNOTE 4.3; stored, names in UTF-8, no ZIP64): what is collected for a place
 * without a line is compressed already for the most part. Pure: parts in, octets out.
 */
import { type Bytes, concat, utf8 } from '../protocol/bytes.ts';

export interface ZipPart {
  readonly name: string;
  readonly bytes: Bytes;
}

/** Beyond these a ZIP needs ZIP64. */
export const MOST_ZIP_BYTES = 2 ** 32 - 1;
const MOST_PARTS = 2 ** 16 - 1;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let rest = n;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

export function crc32(bytes: Bytes): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function numbers(...fields: readonly (readonly [value: number, octets: 2 | 4])[]): Bytes {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, octets]) => sum + octets, 0)));
  let at = 0;
  for (const [value, octets] of fields) {
    if (octets === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += octets;
  }
  return new Uint8Array(view.buffer);
}

const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980: when it was saved is nobody's business. */
const DAY = 0x21;

/** What both headers of a part say alike. */
function about(name: Bytes, bytes: Bytes): readonly (readonly [number, 2 | 4])[] {
  return [[VERSION, 2], [UTF8_NAMES, 2], [0, 2], [0, 2], [DAY, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]];
}

/** Parts one after the other, then their list. @throws RangeError for more than a ZIP takes */
export async function* zipOf(parts: AsyncIterable<ZipPart>): AsyncGenerator<Bytes> {
  const listed: Bytes[] = [];
  let at = 0;
  for await (const { name, bytes } of parts) {
    const named = utf8(name);
    const shared = about(named, bytes);
    listed.push(concat(numbers([0x02014b50, 4], [VERSION, 2], ...shared, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), named));
    const head = concat(numbers([0x04034b50, 4], ...shared), named);
    at += head.length + bytes.length;
    if (at > MOST_ZIP_BYTES || listed.length > MOST_PARTS) throw new RangeError('too much for a ZIP');
    yield head;
    yield bytes;
  }
  const list = concat(...listed);
  yield list;
  yield numbers([0x06054b50, 4], [0, 2], [0, 2], [listed.length, 2], [listed.length, 2], [list.length, 4], [at, 4], [0, 2]);
}
