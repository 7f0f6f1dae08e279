/** On which days the offices of a country work: their weekdays, without the closed days that all of them state. Pure. */
import type { Office } from '../../session/model';
import { WORKING_WEEK } from './deadlines';

export interface WorkDays {
  readonly weekdays: readonly number[];
  readonly closed: readonly string[];
}

export function workDaysOf(offices: readonly Pick<Office, 'hours' | 'closed'>[]): WorkDays {
  const days = [...new Set(offices.flatMap(({ hours }) => hours.map(({ day }) => day)))];
  const [first, ...others] = offices.map(({ closed }) => closed ?? []);
  const closed = (first ?? []).filter((day) => others.every((other) => other.includes(day)));
  return { weekdays: days.length ? days : WORKING_WEEK, closed };
}
