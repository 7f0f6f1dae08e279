import { describe, expect, it } from 'vitest';
import { foldHandling, isStricter, type Marked, mayChange, STRICTEST, strictest } from './handling.ts';

/** The same cases as tests/protocol/test_handling.py. */
const letter = (hash: string, office: string, tlp: string): Marked => ({ hash, office, body: { kind: 'message', handling: { tlp } } });
const change = (hash: string, office: string, of: string, tlp: string): Marked => ({ hash, office, body: { kind: 'handling', of, tlp, handling: { tlp } } });

function codes(...entries: Marked[]): Record<string, string> {
  return Object.fromEntries(foldHandling(entries).codes);
}

describe('handling', () => {
  const first = letter('a', 'ke/nairobi', 'TLP:AMBER');

  it('begins as the entry says, and bodies without a code have none', () => {
    expect(codes(first, { hash: 'r', office: 'x', body: { kind: 'receipt' } }, { hash: 's', office: 'x', body: null })).toEqual({ a: 'TLP:AMBER' });
  });

  it('is made stricter by anybody, and laxer again by the author\'s office only', () => {
    const raised = change('b', 'ch/bern', 'a', 'TLP:RED');
    expect(codes(first, raised)).toEqual({ a: 'TLP:RED' });
    expect(codes(first, raised, change('c', 'ch/bern', 'a', 'TLP:AMBER'))).toEqual({ a: 'TLP:RED' });
    expect(codes(first, raised, change('c', 'ke/nairobi', 'a', 'TLP:GREEN'))).toEqual({ a: 'TLP:GREEN' });
  });

  it('keeps what does not count apart', () => {
    const { changes } = foldHandling([first, change('b', 'ch/bern', 'a', 'TLP:CLEAR'), change('c', 'ch/bern', 'none', 'TLP:RED'), change('d', 'ke/nairobi', 'a', 'TLP:AMBER')]);
    expect([...changes.values()].map(({ from, counts }) => [from, counts])).toEqual([['TLP:AMBER', false], ['', false], ['TLP:AMBER', false]]);
  });

  it('of a change is nobody\'s to change, and of a later entry not yet', () => {
    expect(codes(first, change('b', 'ch/bern', 'a', 'TLP:RED'), change('c', 'ch/bern', 'b', 'TLP:CLEAR'))).toEqual({ a: 'TLP:RED' });
    expect(codes(change('b', 'ch/bern', 'a', 'TLP:RED'), first)).toEqual({ a: 'TLP:AMBER' });
  });

  it('of a newer kind counts where it can be read, and otherwise not', () => {
    const odd = (handling: unknown): Marked => ({ hash: 'n', office: 'x', body: { kind: 'vote', handling } as never });
    expect(codes(odd({ tlp: 'TLP:GREEN' }))).toEqual({ n: 'TLP:GREEN' });
    for (const handling of [null, 'TLP:RED', { tlp: 'TLP:PURPLE' }, 7, []]) expect(codes(odd(handling))).toEqual({});
  });

  it('is ordered as FIRST TLP 2.0 orders it', () => {
    expect(STRICTEST.every((code, n) => n === 0 || isStricter(STRICTEST[n - 1] ?? code, code))).toBe(true);
    expect(strictest(['TLP:GREEN', 'TLP:AMBER+STRICT', 'TLP:AMBER'])).toBe('TLP:AMBER+STRICT');
    expect(strictest([])).toBeUndefined();
    expect(STRICTEST.map((code) => mayChange('TLP:AMBER', code, true))).toEqual([true, true, false, true, true]);
    expect(STRICTEST.map((code) => mayChange('TLP:AMBER', code, false))).toEqual([true, true, false, false, false]);
  });
});
