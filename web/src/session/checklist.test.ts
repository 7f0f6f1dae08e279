import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSentences } from '../../catalogues.ts';
import { conversation, incoming } from '../ui/gallery/cases.ts';
import { dueAt, foldChecklist, hasChecklist, type PlannedAction } from './checklist.ts';
import type { Attachment, ThreadItem, TickState } from './model.ts';

const PLAN: readonly PlannedAction[] = ['A01', 'A02', 'A03'].map((id, n) => ({ id, phase: 'P0', from: n, to: n + 1, critical: n === 0 }));
type Request = Extract<ThreadItem, { kind: 'request' }>;
const request = incoming.find((item): item is Request => item.kind === 'request') as Request;
const file: Attachment = { id: 'f', name: 'order.pdf', size: 1, type: '', transfer: { state: 'ready' } };

function tick(action: string, state: TickState, at: number, files: readonly Attachment[] = []): ThreadItem {
  const { id, seq, officer, office, timeZone, ours, unread, proof } = request;
  return { id: `${id} ${at}`, seq, at, officer, office, timeZone, ours, unread, proof, kind: 'tick', action, state, note: `note ${at}`, attachments: files };
}

describe('the checklist', () => {
  it('opens with an urgent request, or with the first tick', () => {
    expect(hasChecklist(incoming)).toBe(true);
    expect(hasChecklist([{ ...request, request: { ...request.request, urgency: 'priority' } }])).toBe(false);
    expect(hasChecklist(conversation.filter(({ kind }) => kind === 'message'))).toBe(false);
    expect(hasChecklist([tick('A01', 'open', 1)])).toBe(true);
  });

  it('begins when the urgent request was signed', () => {
    const { startedAt, endsAt } = foldChecklist([tick('A01', 'done', 5), request], PLAN);
    expect([startedAt, endsAt]).toEqual([request.at, request.at + 24 * 3_600_000]);
    expect(foldChecklist([tick('A01', 'done', 5), tick('A02', 'done', 7)], PLAN).startedAt).toBe(5);
    expect(dueAt(100, { id: '', phase: '', from: 0, to: 1.5, critical: false })).toBe(100 + 5_400_000);
  });

  it('counts what is done of what applies', () => {
    const { all, critical, actions } = foldChecklist([request, tick('A02', 'done', 1), tick('A03', 'not_applicable', 2)], PLAN);
    expect([all, critical]).toEqual([{ done: 1, total: 2 }, { done: 0, total: 1 }]);
    expect(actions.map(({ state }) => state)).toEqual(['open', 'done', 'not_applicable']);
  });

  it('lets the last tick of an action stand, and keeps every proof', () => {
    const { actions } = foldChecklist([request, tick('A01', 'done', 1, [file]), tick('A01', 'doing', 2), tick('A01', 'done', 3, [{ ...file, id: 'g' }])], PLAN);
    expect(actions[0]).toMatchObject({ state: 'done', note: 'note 3', said: { at: 3 } });
    expect(actions[0]?.files.map((one) => one.file.id)).toEqual(['f', 'g']);
  });

  it('shows actions that it does not know', () => {
    const { actions, all } = foldChecklist([request, tick('A99', 'done', 1), tick('A99', 'open', 2)], PLAN);
    expect(actions.at(-1)).toMatchObject({ id: 'A99', state: 'open' });
    expect(all.total).toBe(4);
  });

  it('has every action and phase of the reference data in words', () => {
    const reference = new URL('../../../src/repatria/reference/checklist-24h.json', import.meta.url);
    const { actions, phases } = JSON.parse(readFileSync(reference, 'utf8')) as Record<'actions' | 'phases', { id: string }[]>;
    const english = readSentences('en');
    expect(actions).toHaveLength(46);
    expect(actions.filter(({ id }) => !(`checklist.${id}` in english))).toEqual([]);
    expect(phases.filter(({ id }) => !(`checklist.phase.${id}` in english))).toEqual([]);
  });
});
