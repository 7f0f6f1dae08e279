/** Numbers that name one thing, as screening/identifiers.py compares them; of wallets the form only, not their checksum. */

export interface Identifier {
  readonly scheme: string;
  readonly value: string;
}

const SEPARATORS = /[\s\-–./_:·]+/gu;
const INVISIBLE = /\p{Cf}/gu;
const MOST_CHARACTERS = 128;
const LEAST_CHARACTERS = 5;
/** A thing has one such number, so that two different ones speak against it. */
const UNIQUE: ReadonlySet<string> = new Set(['lei', 'isin', 'imo', 'vin']);
const SOUND: Readonly<Record<string, (value: string) => boolean>> = {
  iban: (value) => /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(value) && remainder97(value.slice(4) + value.slice(0, 4)) === 1,
  lei: (value) => /^[A-Z0-9]{18}\d{2}$/.test(value) && remainder97(value) === 1,
  isin: (value) => /^[A-Z]{2}[A-Z0-9]{9}\d$/.test(value) && luhn(lettersAsNumbers(value)),
  bic: (value) => /^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(value),
  imo: (value) => /^\d{7}$/.test(value) && [...value.slice(0, 6)].reduce((sum, digit, at) => sum + Number(digit) * (7 - at), 0) % 10 === Number(value[6]),
  mmsi: (value) => /^\d{9}$/.test(value),
  vin,
  wallet: (value) => (/^0x/i.test(value) ? /^0x[0-9a-f]{40}$/i.test(value) : /^(?:bc1|BC1|[13])/.test(value) ? value.length >= 26 : value.length >= 20),
};

/** As it is compared: no separators, capitals, "IMO" and "0x" in one form; empty when there is none. */
export function normalised({ scheme, value: written }: Identifier): string {
  const value = written.slice(0, MOST_CHARACTERS).normalize('NFKC').trim().replace(INVISIBLE, '');
  if (scheme === 'wallet') {
    const bare = value.replace(/\s+/gu, '');
    return /^(?:0x|bc1|ltc1)/i.test(bare) ? bare.toLowerCase() : bare;
  }
  const plain = value.replace(SEPARATORS, '').toUpperCase();
  return scheme === 'imo' ? plain.replace(/^IMO/, '') : plain;
}

/** Whether a number can be one of its scheme; true where the scheme has no check. */
export function checkDigitsHold(identifier: Identifier): boolean {
  const value = normalised(identifier);
  return value !== '' && (SOUND[identifier.scheme]?.(value) ?? true);
}

/** Whether two name one thing. Schemes must agree unless one is not known. */
export function sameNumber(one: Identifier, other: Identifier): boolean {
  const value = normalised(one);
  if (value.length < LEAST_CHARACTERS || value !== normalised(other)) return false;
  return one.scheme === other.scheme || one.scheme === 'other' || other.scheme === 'other';
}

/** Whether two cannot belong to one thing. */
export function contradict(one: Identifier, other: Identifier): boolean {
  return UNIQUE.has(one.scheme) && one.scheme === other.scheme && normalised(one) !== normalised(other) && checkDigitsHold(one) && checkDigitsHold(other);
}

/** What a record can be found by, whatever the schemes. */
export function numbersOf(identifiers: readonly Identifier[]): string[] {
  return [...new Set(identifiers.map(normalised).filter((value) => value.length >= LEAST_CHARACTERS))];
}

function lettersAsNumbers(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
}

function remainder97(value: string): number {
  return [...lettersAsNumbers(value)].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
}

function luhn(digits: string): boolean {
  return [...digits].reverse().reduce((sum, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0) % 10 === 0;
}

const VIN_LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const VIN_VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;

/** ISO 3779; the check digit (49 CFR 565) only where the number is North American, which alone uses it. */
function vin(value: string): boolean {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(value)) return false;
  if (!/^[1-5]/.test(value)) return true;
  const total = [...value].reduce((sum, sign, at) => sum + (VIN_WEIGHTS[at] ?? 0) * (/\d/.test(sign) ? Number(sign) : (VIN_VALUES[VIN_LETTERS.indexOf(sign)] ?? 0)), 0);
  return '0123456789X'[total % 11] === value[8];
}
