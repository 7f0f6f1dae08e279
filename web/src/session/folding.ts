/**
 * Finding by what people type: case, accents, Arabic vowel signs and letter variants, and the digits of another
 * script do not matter. Pure; the same folding for names, commands and the text of messages.
 */

const ARABIC: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ئ: 'ي', ؤ: 'و', ة: 'ه', ک: 'ك', ی: 'ي' };
const LATIN: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i', æ: 'ae', œ: 'oe' };
const ARABIC_ZERO = 0x660;
const PERSIAN_ZERO = 0x6f0;

/** Lower case, words of letters and digits with one space between them. */
export function fold(text: string): string {
  return text
    .replace(/[أإآٱىئؤةکی]/g, (letter) => ARABIC[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069]/gu, '') // marks, tatweel, direction marks
    .toLowerCase()
    .replace(/[ßøłđıæœ]/g, (letter) => LATIN[letter] ?? letter)
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, latinDigit)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function latinDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  return String(code - (code >= PERSIAN_ZERO ? PERSIAN_ZERO : ARABIC_ZERO));
}

/** Every word of the query begins a word of the text. Both already folded. */
export function matches(folded: string, query: string): boolean {
  const words = ` ${folded}`;
  return query.split(' ').every((word) => words.includes(` ${word}`) || (word.startsWith('ال') && words.includes(` ${word.slice(2)}`)));
}
