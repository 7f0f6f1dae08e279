// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Every item of the gate has a field to lead to: a code without one would be a button that does nothing. */
it('leads from every code of the gate to a field', () => {
  const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
  const type = /export type GateCode =([^;]*);/.exec(read('gate.ts'))?.[1] ?? '';
  const codes = [...type.matchAll(/'([a-z_]+)'/g)].map(([, code = '']) => code);
  const goals = ['freeze-form.tsx', 'recipients.tsx', 'handling.tsx'].flatMap((name) => [...read(name).matchAll(/goal="([a-z_ ]+)"/g)].flatMap(([, words = '']) => words.split(' ')));
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !goals.includes(code))).toEqual([]);
});
