import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isMailAddress } from './mail-address';

/** The server and the command line are held to the same cases. */
const CASES = JSON.parse(readFileSync(new URL('../../../../tests/server/mail_addresses.json', import.meta.url), 'utf8')) as {
  accept: string[];
  reject: string[];
};

test.each(CASES.accept)('takes %s', (address) => {
  expect(isMailAddress(address)).toBe(true);
});

test.each([...CASES.reject, ''])('refuses %s', (address) => {
  expect(isMailAddress(address)).toBe(false);
});
