import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_THRESHOLD, LEAST_MEASURED, measuredAt, outcomesOf } from './measured';

const MODEL = join(import.meta.dirname, '../../../../src/repatria/screening/model.json');
const model = JSON.parse(readFileSync(MODEL, 'utf8')) as { threshold: number; measured: { names_alone: number[][] } };

test('what stands beside the threshold is what the model says of itself', () => {
  expect(DEFAULT_THRESHOLD).toBe(model.threshold * 1000);
  for (const [at = 0, recall, alarms] of model.measured.names_alone) expect(measuredAt(Math.round(at * 1000), false)).toEqual({ threshold: Math.round(at * 1000), recall, alarms });
});

test('between two measured thresholds the lower one speaks, and below all of them none', () => {
  expect(measuredAt(LEAST_MEASURED + 50, false)?.threshold).toBe(LEAST_MEASURED);
  expect(measuredAt(LEAST_MEASURED - 1, true)).toBeUndefined();
});

// docs/screening.md has this table.
test('of a thousand asked for', () => {
  const rows = outcomesOf({ threshold: 700, recall: 0.637, alarms: 0.0105 });
  expect(rows.map(({ right, wrong, precision }) => [right.toFixed(1), wrong.toFixed(0), precision.toFixed(2)])).toEqual([['318.5', '5', '0.98'], ['31.9', '10', '0.76'], ['0.6', '10', '0.06']]);
});
