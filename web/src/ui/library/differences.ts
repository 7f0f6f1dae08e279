/** Two versions of a text, line by line: what both have, what only one has. Pure. */

export interface Compared {
  readonly text: string;
  /** In both, only in the first, only in the second. */
  readonly where: 'both' | 'first' | 'second';
}

/** Longer than this, and only what differs at the ends is set apart: the table of a comparison grows with the square. */
const MOST_LINES = 1_500;

/** The lines of both in order, by a longest common subsequence. */
export function differences(first: string, second: string): readonly Compared[] {
  const one = first.split('\n');
  const two = second.split('\n');
  let start = 0;
  while (start < one.length && start < two.length && one[start] === two[start]) start += 1;
  let end = 0;
  while (end < one.length - start && end < two.length - start && one[one.length - 1 - end] === two[two.length - 1 - end]) end += 1;
  const same = (lines: readonly string[]): Compared[] => lines.map((text) => ({ text, where: 'both' }));
  return [...same(one.slice(0, start)), ...middle(one.slice(start, one.length - end), two.slice(start, two.length - end)), ...same(one.slice(one.length - end))];
}

function middle(one: readonly string[], two: readonly string[]): readonly Compared[] {
  const only = (lines: readonly string[], where: 'first' | 'second'): Compared[] => lines.map((text) => ({ text, where }));
  if (one.length === 0 || two.length === 0 || one.length > MOST_LINES || two.length > MOST_LINES) return [...only(one, 'first'), ...only(two, 'second')];
  const lengths = commonLengths(one, two);
  const found: Compared[] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < two.length) {
    const [mine = '', theirs = ''] = [one[i], two[j]];
    if (mine === theirs) found.push({ text: mine, where: 'both' });
    const first = mine === theirs || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0);
    if (mine !== theirs) found.push(first ? { text: mine, where: 'first' } : { text: theirs, where: 'second' });
    if (first) i += 1;
    if (!first || mine === theirs) j += 1;
  }
  return [...found, ...only(one.slice(i), 'first'), ...only(two.slice(j), 'second')];
}

/** At [i][j]: how many lines the ends from there have in common. */
function commonLengths(one: readonly string[], two: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: one.length + 1 }, () => new Uint16Array(two.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = two.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row) row[j] = one[i] === two[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
