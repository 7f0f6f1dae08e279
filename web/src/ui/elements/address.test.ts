// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { isNumericAddress } from './address';

it('tells addresses made of numbers from names', () => {
  for (const host of ['127.0.0.1', '10.20.30.40', '[::1]', '[fe80::1]']) expect([host, isNumericAddress(host)]).toEqual([host, true]);
  for (const host of ['localhost', 'repatria.example', '127.0.0.1.example', '1.example']) expect([host, isNumericAddress(host)]).toEqual([host, false]);
});
