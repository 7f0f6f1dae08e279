/** Jurisdictions side by side, and which door is open tonight. Pure; as repatria.frameworks.compare (tests/frameworks/tonight.json). */
import { type Duration, type Fact, isDuration, type Standing, type Standings, type State } from '../../session/framework-facts';

export const DOORS = [['pre_request_freeze', 'pre_request_days'], ['fiu_hold', 'fiu_hold_days'], ['police_freeze', 'police_freeze_days']] as const;
export type DoorField = (typeof DOORS)[number][0];
export type Answer = 'yes' | 'partly' | 'no' | 'unknown';

export const ANSWERS: readonly Answer[] = ['yes', 'partly', 'no', 'unknown'];
/** How much a state can carry, least first. */
const STRENGTH: readonly State[] = ['unknown', 'retired', 'proposed', 'to_be_confirmed', 'stale', 'confirmed'];

export interface Line {
  readonly field: string;
  readonly section: string;
  readonly cells: readonly (Standing | undefined)[];
  /** Two known answers are not the same. */
  readonly differs: boolean;
}

/** By field in their order; without `onlyKnown` also what none of them says. */
export function compare(fields: readonly { readonly key: string; readonly section: string }[], records: readonly Standings[], onlyKnown: boolean): readonly Line[] {
  return fields.flatMap(({ key, section }) => {
    const cells = records.map((record) => record.get(key));
    const facts = cells.flatMap((cell) => cell?.fact ?? []);
    if (onlyKnown && facts.length === 0) return [];
    return [{ field: key, section, cells, differs: new Set(facts.map(essence)).size > 1 }];
  });
}

/** What is compared: the value, of a length of time the number with its unit, and the words where there is none. */
function essence({ value, text }: Fact): string {
  if (isDuration(value)) return `${value.n} ${value.unit}`;
  if (typeof value === 'string' || value === null) return value === null || value === '' ? text : value;
  return JSON.stringify([...value].sort());
}

export interface Door {
  readonly answer: Answer;
  readonly span: Duration | null;
  readonly state: State;
}

/** `answer`: the best of the doors; `state`: of the strongest fact that says so, and where nothing opens of the weakest. */
export interface Tonight {
  readonly answer: Answer;
  readonly state: State;
  readonly doors: Readonly<Record<DoorField, Door>>;
  readonly urgentOral: Answer;
  readonly languages: readonly string[];
}

/** An FIU's hold that is not known to be there for a foreign FIU counts as partly. */
export function tonight(standings: Standings): Tonight {
  const door = ([field, lasting]: (typeof DOORS)[number]): Door => {
    const span = standings.get(lasting)?.fact?.value ?? null;
    return { answer: answerOf(standings, field), span: isDuration(span) ? span : null, state: standings.get(field)?.state ?? 'unknown' };
  };
  const [request, hold, police] = DOORS.map(door) as [Door, Door, Door];
  const held = hold.answer === 'yes' && answerOf(standings, 'fiu_hold_foreign') !== 'yes' ? { ...hold, answer: 'partly' as const } : hold;
  const doors = { pre_request_freeze: request, fiu_hold: held, police_freeze: police };
  const all = Object.values(doors);
  const best = ANSWERS.find((answer) => all.some((one) => one.answer === answer)) ?? 'unknown';
  // A door of which nothing is known may be open.
  const answer = best === 'no' && all.some((one) => one.answer === 'unknown') ? 'unknown' : best;
  const strengths = all.filter((one) => one.answer === answer).map(({ state }) => state).sort((one, other) => STRENGTH.indexOf(one) - STRENGTH.indexOf(other));
  const state = (answer === 'yes' || answer === 'partly' ? strengths.at(-1) : strengths[0]) ?? 'unknown';
  const languages = standings.get('languages')?.fact?.value;
  return { answer, state, doors, urgentOral: answerOf(standings, 'urgent_oral'), languages: Array.isArray(languages) ? languages as readonly string[] : [] };
}

function answerOf(standings: Standings, field: string): Answer {
  const value = standings.get(field)?.fact?.value;
  return ANSWERS.find((answer) => answer === value) ?? 'unknown';
}
