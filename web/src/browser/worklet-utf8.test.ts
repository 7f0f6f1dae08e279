import { expect, test } from 'vitest';
import { Utf8Decoder, Utf8Encoder } from './worklet-utf8.ts';

const TEXTS = ['', 'plain', 'é߿ࠀ\uffff', '😀\u{10ffff}a\u{10000}', 'نص עברית 漢字 한글 ไทย', `\ufeff${'x'.repeat(8_191)}ż${'語'.repeat(9_000)}`];

test('texts are written and read as the platform does', () => {
  for (const text of TEXTS) {
    const bytes = new TextEncoder().encode(text);
    expect(new Utf8Encoder().encode(text)).toEqual(bytes);
    expect(new Utf8Decoder().decode(bytes)).toBe(text);
  }
});

test('what is not UTF-8 is refused, as the platform refuses it', () => {
  const platform = new TextDecoder('utf-8', { fatal: true });
  const bad = [[0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xc3], [0xe0, 0x9f, 0xbf], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xff], [0x61, 0xe2, 0x28, 0xa1]];
  for (const bytes of bad) {
    expect(() => platform.decode(new Uint8Array(bytes))).toThrow(TypeError);
    expect(() => new Utf8Decoder().decode(new Uint8Array(bytes))).toThrow(TypeError);
  }
  expect(() => new Utf8Encoder().encode('\ud800')).toThrow(RangeError);
});
