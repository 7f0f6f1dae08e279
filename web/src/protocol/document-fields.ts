/** Readers that records of notices and documents of publications share: long texts, what may be empty, dates. */

import { type Reader } from './canonical.ts';
import { demand } from './errors.ts';

/** Longer than a line: any characters, so many UTF-16 code units at most. */
export const prose =
  (maximum: number, minimum = 0): Reader<string> =>
  (value) => {
    demand(typeof value === 'string' && value.length >= minimum && value.length <= maximum, 'bad_shape', 'text length');
    return value;
  };

export const orEmpty =
  (reader: Reader<string>): Reader<string> =>
  (value) =>
    value === '' ? '' : reader(value);

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, from the year 1 on: a day that exists. */
export function isDate(value: string): boolean {
  const [, year = '', month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value) ?? [];
  // A day that is not in its month moves into another one.
  const moved = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return year > '0000' && !Number.isNaN(moved.getTime()) && moved.toISOString().startsWith(`${year}-${month}-${day}`);
}

export const date: Reader<string> = (value) => {
  demand(typeof value === 'string' && isDate(value), 'bad_shape', 'date');
  return value;
};
