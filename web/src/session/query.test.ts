import { describe, expect, it } from 'vitest';
import { isBlank, NOTHING, parseQuery } from './query.ts';

const COUNTRIES: Readonly<Record<string, readonly string[]>> = { kenya: ['KE'], 'cote d ivoire': ['CI'] };
const parse = (typed: string) => parseQuery(typed, (folded) => COUNTRIES[folded] ?? []);
const day = (year: number, month: number, date = 1): number => new Date(year, month - 1, date).getTime();

describe('a search', () => {
  it('is blank until something is asked', () => {
    for (const typed of ['', '   ', '""', '-', 'from:', '"']) expect([typed, isBlank(parse(typed))]).toEqual([typed, true]);
    expect(isBlank(NOTHING)).toBe(true);
    expect(parse('from is before').words).toEqual(['from', 'is', 'before']);
    for (const typed of ['a', 'is:unread', '-a', 'before:2026', 'kind:freeze']) expect([typed, isBlank(parse(typed))]).toEqual([typed, false]);
  });

  it('takes words, phrases and what must not be there, folded', () => {
    expect(parse('Été “Blue Acacia” -Entwürfe «crédit suisse» مَصْرِف')).toMatchObject({
      words: ['ete', 'مصرف'], phrases: ['blue acacia', 'credit suisse'], without: ['entwurfe'], odd: [],
    });
  });

  it('knows the operators in any case, with quoted values', () => {
    const query = parse('FROM:kenya to:"Côte d’Ivoire" has:attachment is:unread kind:freeze kind:pre-mla from:me');
    expect(query.from).toEqual([{ folded: 'kenya', countries: ['KE'], me: false }, { folded: 'me', countries: [], me: true }]);
    expect(query.to).toEqual([{ folded: 'cote d ivoire', countries: ['CI'], me: false }]);
    expect(query).toMatchObject({ attachment: true, unread: true, kinds: ['freeze', 'pre_mla'], words: [], odd: [] });
  });

  it('reads days, months and years where the reader is, and takes the narrowest', () => {
    expect(parse('after:2026-10-05 before:2026/12').after).toBe(day(2026, 10, 5));
    expect(parse('after:2026-10-05 before:2026/12').before).toBe(day(2026, 12));
    expect(parse('before:2027 before:2026').before).toBe(day(2026, 1));
    expect(parse('after:٢٠٢٦-١٠-٠٥').after).toBe(day(2026, 10, 5));
  });

  it('hands back what it does not understand', () => {
    expect(parse('before:yesterday is:late kind:silver has:fun after:2026-02-30 x').odd).toEqual(['before:yesterday', 'is:late', 'kind:silver', 'has:fun', 'after:2026-02-30']);
    expect(parse('before:yesterday x').words).toEqual(['x']);
  });

  it('leaves a colon that is no operator in the words', () => {
    expect(parse('note:this https://example.org').words).toEqual(['note', 'this', 'https', 'example', 'org']);
  });

  it('joins the groups of a number', () => {
    expect(parse('CH93 0076 2011 6238')).toMatchObject({ numbers: ['ch93007620116238'], words: [] });
    expect(parse('acacia 254 20 555 0140 geneva')).toMatchObject({ numbers: ['254205550140'], words: ['acacia', 'geneva'] });
    expect(parse('room 12 b')).toMatchObject({ numbers: [], words: ['room', '12', 'b'] });
  });
});
