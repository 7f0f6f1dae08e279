/**
 * UTF-8 in a worklet, which has neither TextEncoder nor TextDecoder: lists are texts of all scripts. Import this before
 * what wants them. Strict both ways, like `fatal`: what is not well-formed is refused rather than mended.
 */
const PIECE = 8_192;

/** Of a code point with so many bytes more. */
const FIRST = [0, 0xc0, 0xe0, 0xf0];

class Utf8Encoder {
  readonly encoding = 'utf-8';

  encode(text = ''): Uint8Array {
    const bytes = new Uint8Array(text.length * 3);
    let at = 0;
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      if (code >= 0xd800 && code < 0xe000) throw new RangeError('a lone surrogate');
      if (code < 0x80) bytes[at++] = code;
      else {
        const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        bytes[at++] = (FIRST[more] ?? 0) | (code >> (6 * more));
        for (let shift = more - 1; shift >= 0; shift--) bytes[at++] = 0x80 | ((code >> (6 * shift)) & 0x3f);
      }
    }
    return bytes.slice(0, at);
  }
}

class Utf8Decoder {
  decode(bytes: Uint8Array): string {
    let text = '';
    let units: number[] = [];
    for (let at = 0; at < bytes.length;) {
      const first = bytes[at++] ?? 0;
      const more = first < 0x80 ? 0 : first >> 5 === 0x6 ? 1 : first >> 4 === 0xe ? 2 : first >> 3 === 0x1e ? 3 : -1;
      if (more < 0) throw new TypeError('not UTF-8');
      let code = more === 0 ? first : first & (0x3f >> more);
      for (let n = 0; n < more; n++) {
        const next = bytes[at++] ?? 0;
        if (next >> 6 !== 0x2) throw new TypeError('not UTF-8');
        code = (code << 6) | (next & 0x3f);
      }
      if (code < (LEAST[more] ?? 0) || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new TypeError('not UTF-8');
      if (code < 0x10000) units.push(code);
      else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + (code & 0x3ff));
      if (units.length >= PIECE) {
        text += String.fromCharCode(...units);
        units = [];
      }
    }
    return text + String.fromCharCode(...units);
  }
}
/** No code point is written longer than it needs. */
const LEAST = [0, 0x80, 0x800, 0x10000];

const scope = globalThis as { TextEncoder?: unknown; TextDecoder?: unknown };
scope.TextEncoder ??= Utf8Encoder;
scope.TextDecoder ??= Utf8Decoder;

export { Utf8Decoder, Utf8Encoder };
