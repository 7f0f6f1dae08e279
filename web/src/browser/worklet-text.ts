/**
 * A worklet has no TextEncoder, and the Argon2id package wants one when it loads. Import this before it.
 * UTF-8 for the ASCII that it encodes; anything else is refused rather than got wrong.
 */
class AsciiEncoder {
  readonly encoding = 'utf-8';

  encode(text = ''): Uint8Array {
    return Uint8Array.from(text, (character) => {
      const code = character.charCodeAt(0);
      if (code > 0x7f) throw new RangeError('ASCII only');
      return code;
    });
  }
}

const scope = globalThis as { TextEncoder?: unknown };
scope.TextEncoder ??= AsciiEncoder;

export {};
