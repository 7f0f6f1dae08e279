/** What was measured at a threshold, and what follows from it. Pure. */
import type { Kind } from '../../session/screening-model';
import measured, { type KindFigures, type Measured } from 'virtual:reference/measured';

export const DEFAULT_THRESHOLD = measured.threshold;
export const [LOWEST, HIGHEST, STEP] = [300, 950, 50] as const;
/** So many of a thousand asked for are listed: an investigation, an office's casework, a bank's customers. */
const LISTED_OF_THOUSAND = [500, 50, 1] as const;

/** At the nearest threshold that is not above it; nothing where nothing was measured so low. */
export function measuredAt(threshold: number, facts: boolean): Measured | undefined {
  return (facts ? measured.withFacts : measured.namesAlone).filter((row) => row.threshold <= threshold).at(-1);
}

/** Of the comparison with own lists in the browser, and on the same set of the whole engine. */
export function ownListsAt(threshold: number): { readonly alone: Measured; readonly facts: Measured; readonly full: Measured } | undefined {
  const at = (rows: readonly Measured[]): Measured | undefined => rows.filter((row) => row.threshold <= threshold).at(-1);
  const [alone, facts, full] = [at(measured.ownLists.namesAlone), at(measured.ownLists.withFacts), at(measured.ownListsByServer.namesAlone)];
  return alone && facts && full ? { alone, facts, full } : undefined;
}

/** Of companies and of ships; of other things nothing was measured. */
export function measuredOfKind(kind: Kind): KindFigures | undefined {
  return kind === 'organisation' || kind === 'vessel' ? measured.kinds[kind] : undefined;
}

export const LEAST_MEASURED = Math.min(...measured.namesAlone.map(({ threshold }) => threshold));

/** Of a thousand asked for. */
export interface Outcome {
  readonly listed: number;
  readonly right: number;
  readonly wrong: number;
  /** The share of leads that are right. */
  readonly precision: number;
}

export function outcomesOf({ recall, alarms }: Measured): readonly Outcome[] {
  return LISTED_OF_THOUSAND.map((listed) => {
    const right = recall * listed;
    const wrong = alarms * (1000 - listed);
    return { listed, right, wrong, precision: right + wrong === 0 ? 0 : right / (right + wrong) };
  });
}
