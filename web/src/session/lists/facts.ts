/** What is known beside the names, compared as screening/facts.py does; a fact that one side lacks says nothing. */
import { checkDigitsHold, contradict, type Identifier, sameNumber } from './numbers.ts';

/** What of a record facts are read from. */
export interface Known {
  readonly kind: string;
  readonly birth_dates: readonly string[];
  readonly countries: readonly string[];
  readonly genders: readonly string[];
  readonly identifiers: readonly Identifier[];
}

/** One fact compared: a code of facts.py, and the two sides as they were written. */
export interface Finding {
  readonly fact: string;
  readonly query: string;
  readonly listed: string;
}

interface Day {
  readonly year: number;
  /** 0: not known. */
  readonly month: number;
  readonly day: number;
}

const DATES_BEST_FIRST = [
  'birth_date_equal', 'birth_day_month_swapped', 'birth_date_one_off', 'birth_month_equal', 'birth_year_equal', 'birth_year_only', 'birth_year_near',
  'birth_date_contradicts', 'birth_date_far',
];

/** Every fact that both sides have something to say about, at most one of a kind. */
export function compareFacts(query: Known, listed: Known): readonly Finding[] {
  return [...birth(query, listed), ...countries(query, listed), ...gender(query, listed), ...numbers(query, listed), ...kinds(query, listed)];
}

function birth(query: Known, listed: Known): readonly Finding[] {
  const found = query.birth_dates.slice(0, 8).flatMap((one) => listed.birth_dates.slice(0, 16).flatMap((other): Finding[] => {
    const [ours, theirs] = [dayOf(one), dayOf(other)];
    return ours && theirs ? [{ fact: dates(ours, theirs), query: one, listed: other }] : [];
  }));
  const rank = ({ fact }: Finding): number => DATES_BEST_FIRST.indexOf(fact);
  return found.sort((one, other) => rank(one) - rank(other)).slice(0, 1);
}

/** As far as it can be a date: an impossible day or month leaves the year, and so does 1 January ("some day of that year"). */
function dayOf(text: string): Day | undefined {
  const [whole, ...parts] = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text.trim()) ?? [];
  const [year = 0, month = 0, day = 0] = parts.map((part: string | undefined) => Number(part ?? 0));
  if (whole === undefined || year < 1800 || year > 2100) return undefined;
  const impossible = month > 12 || day > 31 || (month === 2 && day > 29) || ([4, 6, 9, 11].includes(month) && day > 30);
  return impossible || (month === 1 && day === 1) ? { year, month: 0, day: 0 } : { year, month, day };
}

function dates(one: Day, other: Day): string {
  const apart = Math.abs(one.year - other.year);
  if (one.day && other.day) return days(one, other, apart);
  if (apart) return years(apart);
  if (one.month && other.month) return one.month === other.month ? 'birth_month_equal' : 'birth_year_only';
  return 'birth_year_equal';
}

function days(one: Day, other: Day, apart: number): string {
  const [month, day] = [one.month === other.month, one.day === other.day];
  if (!apart && month && day) return 'birth_date_equal';
  if (!apart && one.month === other.day && one.day === other.month) return 'birth_day_month_swapped';
  const digits = (year: number): string => [...String(year)].sort().join('');
  if (month && day && (apart <= 1 || apart === 10 || digits(one.year) === digits(other.year))) return 'birth_date_one_off';
  if (!apart) return month || day ? 'birth_date_one_off' : 'birth_year_only';
  return years(apart);
}

function years(apart: number): string {
  return apart <= 2 ? 'birth_year_near' : apart <= 10 ? 'birth_date_contradicts' : 'birth_date_far';
}

function countries(query: Known, listed: Known): readonly Finding[] {
  const [ours, theirs] = [query, listed].map((side) => [...new Set(side.countries.map((code) => code.toUpperCase()))].sort()) as [string[], string[]];
  if (ours.length === 0 || theirs.length === 0) return [];
  const shared = ours.find((code) => theirs.includes(code));
  if (shared !== undefined) return [{ fact: 'country_shared', query: shared, listed: shared }];
  return [{ fact: 'country_not_shared', query: ours.join(', '), listed: theirs.join(', ') }];
}

function gender(query: Known, listed: Known): readonly Finding[] {
  const [ours, theirs] = [query, listed].map((side) => ['female', 'male'].filter((one) => side.genders.some((said) => said.toLowerCase() === one))) as [string[], string[]];
  if (ours.length === 0 || theirs.length === 0 || ours.some((one) => theirs.includes(one))) return [];
  return [{ fact: 'gender_contradicts', query: ours.join(', '), listed: theirs.join(', ') }];
}

function numbers(query: Known, listed: Known): readonly Finding[] {
  const pairs = query.identifiers.slice(0, 16).flatMap((one) => listed.identifiers.slice(0, 64).map((other) => [one, other] as const));
  const same = pairs.find(([one, other]) => sameNumber(one, other));
  if (same) return [{ fact: 'identifier_equal', query: same[0].value, listed: same[1].value }];
  const against = pairs.find(([one, other]) => contradict(one, other));
  const unsound = query.identifiers.find((one) => !checkDigitsHold(one));
  return [
    ...(against ? [{ fact: 'identifier_contradicts', query: against[0].value, listed: against[1].value }] : []),
    ...(unsound ? [{ fact: 'identifier_unsound', query: unsound.value, listed: '' }] : []),
  ];
}

function kinds(query: Known, listed: Known): readonly Finding[] {
  const differ = query.kind !== listed.kind && query.kind !== 'any' && (query.kind === 'person' || listed.kind === 'person');
  return differ ? [{ fact: 'kind_differs', query: query.kind, listed: listed.kind }] : [];
}
