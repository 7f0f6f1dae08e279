import { describe, expect, test } from 'vitest';
import { concat, utf8 } from './bytes.ts';
import { fields, hash, integer, parse, stringify } from './canonical.ts';
import { codeOf } from './testing.ts';

const nested = (depth: number, open = '[', close = ']') => `{"a":${open.repeat(depth - 1)}${close.repeat(depth - 1)}}`;

describe('what JavaScript would write back is accepted and kept', () => {
  test.each([
    '{}', '{"a":1}', '{"b":1,"a":[null,true,false]}', '{"n":-9007199254740991,"m":9007199254740991}',
    '{"s":"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f"}', '{"s":"/\u007f\u2028\u00e9\u{1f600}\ufeff"}', '{"a b~!":0}', '{"00":1,"-1":2}',
    nested(32),
  ])('%s', (text) => {
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(stringify(parse(utf8(text))))).toBe(text);
  });
});

describe('everything else is refused', () => {
  test.each([
    ['', 'not_canonical'], ['1', 'not_canonical'], ['[]', 'not_canonical'], ['null', 'not_canonical'],
    ['{"a":1,"a":1}', 'not_canonical'], ['{"a":1,"\\u0061":1}', 'not_canonical'], ['{"x":{"a":1,"a":2}}', 'not_canonical'],
    ['{"a": 1}', 'not_canonical'], ['{"a":1}\n', 'not_canonical'], [' {}', 'not_canonical'], ['{}{}', 'not_canonical'],
    ['{"a":1.0}', 'not_canonical'], ['{"a":0.5}', 'not_canonical'], ['{"a":-0}', 'not_canonical'], ['{"a":01}', 'not_canonical'],
    ['{"a":1e2}', 'not_canonical'], ['{"a":1e+21}', 'not_canonical'], ['{"a":9007199254740992}', 'not_canonical'], ['{"a":NaN}', 'not_canonical'],
    ['{"1":1}', 'not_canonical'], ['{"0":1}', 'not_canonical'], ['{"__proto__":1}', 'not_canonical'], ['{"":1}', 'not_canonical'],
    ['{"a\u00e9":1}', 'not_canonical'], ['{"a\\n":1}', 'not_canonical'], [`{"${'k'.repeat(129)}":1}`, 'not_canonical'],
    ['{"a":"\\ud800"}', 'not_canonical'], ['{"a":"\\udc00\\ud800"}', 'not_canonical'], ['{"a":"\\/"}', 'not_canonical'], ['{"a":"\\u000A"}', 'not_canonical'],
    ['{"a":"\\u001F"}', 'not_canonical'], ['{"a":"\\u0041"}', 'not_canonical'], ['{"a":"\u0001"}', 'not_canonical'],
    [nested(33), 'too_deep'], [nested(33, '{"a":', '}').replace('{"a":}', '{}'), 'too_deep'], ['['.repeat(100_000), 'too_deep'],
    [`{"a":"${'x'.repeat(1_048_577)}"}`, 'too_large'],
  ])('%#: %.40s', (text, code) => {
    expect(codeOf(() => parse(utf8(text)))).toBe(code);
  });

  test('bytes that are not UTF-8, or begin with a BOM', () => {
    for (const bad of [[0xef, 0xbb, 0xbf], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) {
      expect(codeOf(() => parse(concat(Uint8Array.from(bad), utf8('{}'))))).toBe('not_canonical');
    }
    expect(codeOf(() => parse(concat(utf8('{"a":"'), Uint8Array.of(0xed, 0xa0, 0x80), utf8('"}'))))).toBe('not_canonical');
  });

  test('brackets inside strings are not depth', () => {
    expect(parse(utf8(`{"a":"${'['.repeat(99)}\\"${'{'.repeat(99)}"}`))).toBeTypeOf('object');
  });

  test('in writing too', () => {
    let deep: object = {};
    for (let i = 0; i < 40; i++) deep = { a: deep };
    const circular: Record<string, unknown> = {};
    circular['a'] = circular;
    for (const value of [{ a: 0.5 }, { a: -0 }, { a: undefined }, { 1: 1 }, { a: '\ud800' }, [], { a: [, 1] }, { a: new Date(0) }, { a: 1n }]) {
      expect(codeOf(() => stringify(value))).toBe('not_canonical');
    }
    expect(codeOf(() => stringify(deep))).toBe('too_deep');
    expect(codeOf(() => stringify(circular))).toBe('too_deep');
    expect(codeOf(() => stringify({ a: 'x'.repeat(1_048_576) }))).toBe('too_large');
  });
});

test('typed reading takes exactly the named keys', () => {
  const shape = { a: integer(), b: hash };
  const value = { b: 'ab'.repeat(32), a: 1 };
  expect(fields(value, shape)).toEqual(value);
  for (const bad of [{ a: 1 }, { ...value, c: 1 }, { ...value, a: '1' }, { ...value, b: 'AB'.repeat(32) }, { ...value, b: `${'ab'.repeat(32)}\n` }, null, []]) {
    expect(codeOf(() => fields(bad, shape))).toBe('bad_shape');
  }
});
