/** A fact as it is being typed, and the fact that it makes. Pure. */
import { isTime, type Unit, UNITS } from './deadlines';
import { type Fact, type FactValue, isDuration } from '../../session/framework-facts';

export interface TypedFact {
  readonly value: string;
  readonly n: string;
  readonly unit: Unit;
  readonly from: string;
  readonly extendable: boolean;
  readonly max: string;
  readonly text: string;
  readonly source: string;
  readonly url: string;
  readonly certainty: Fact['certainty'];
  readonly asOf: string;
  readonly review: string;
}

export type FaultField = 'value' | 'n' | 'source' | 'url' | 'asOf' | 'review';
export type Editor = 'answer' | 'duration' | 'list' | 'text';

const A_DAY = /^(?:\d{4}(?:-\d{2}){0,2})?$/;
const LONGEST = { value: 2000, one: 300, many: 60, text: 100_000, source: 1000, url: 500, line: 300 } as const;

export function editorOf(type: string): Editor {
  if (type === 'bool3') return 'answer';
  if (type === 'duration') return 'duration';
  return type.endsWith('[]') ? 'list' : 'text';
}

export function typedOf(fact: Fact | null, today: string): TypedFact {
  const value = fact?.value ?? null;
  const span = isDuration(value) ? value : null;
  return {
    value: span || value === null ? '' : typeof value === 'string' ? value : (value as readonly string[]).join('\n'), n: span ? String(span.n) : '', unit: span?.unit ?? 'calendar_days', from: span?.from ?? '',
    extendable: span?.extendable ?? false, max: span === null || span.max === null ? '' : String(span.max), text: fact?.text ?? '', source: fact?.source ?? '', url: fact?.url ?? '',
    certainty: fact?.certainty ?? 'high', asOf: today, review: '',
  };
}

/** What is wrong, by field; empty where the fact can be said. */
export function faultsOf(typed: TypedFact, editor: Editor): readonly FaultField[] {
  const faults: FaultField[] = [];
  if (editor === 'duration' && typed.n.trim() !== '' && !isTime({ n: number(typed.n), unit: typed.unit })) faults.push('n');
  if (editor === 'duration' && typed.max.trim() !== '' && !isTime({ n: number(typed.max), unit: typed.unit })) faults.push('n');
  const lines = linesOf(typed.value);
  if (editor === 'list' && (lines.length > LONGEST.many || lines.some((line) => line.length > LONGEST.one))) faults.push('value');
  if (!saysSomething(typed, editor)) faults.push('value');
  if (typed.source.trim() === '' && typed.certainty !== 'unverified') faults.push('source');
  if (typed.url.trim() !== '' && !/^https?:\/\/\S+$/.test(typed.url.trim())) faults.push('url');
  if (!A_DAY.test(typed.asOf)) faults.push('asOf');
  if (!A_DAY.test(typed.review)) faults.push('review');
  return faults;
}

function saysSomething(typed: TypedFact, editor: Editor): boolean {
  return (editor === 'duration' ? typed.n : typed.value).trim() !== '' || typed.text.trim() !== '';
}

export function factOf(field: string, typed: TypedFact, editor: Editor): Fact {
  return {
    field, value: valueOf(typed, editor), text: typed.text.trim().slice(0, LONGEST.text), source: oneLine(typed.source, LONGEST.source), url: typed.url.trim().slice(0, LONGEST.url),
    certainty: typed.source.trim() === '' ? 'unverified' : typed.certainty, as_of: typed.asOf, review: typed.review,
  };
}

function valueOf(typed: TypedFact, editor: Editor): FactValue {
  if (editor === 'list') return linesOf(typed.value).length ? linesOf(typed.value) : null;
  if (editor !== 'duration') return typed.value.trim() === '' ? null : typed.value.trim().slice(0, LONGEST.value);
  if (typed.n.trim() === '') return null;
  return { n: number(typed.n), unit: UNITS.includes(typed.unit) ? typed.unit : 'calendar_days', from: oneLine(typed.from, LONGEST.line), extendable: typed.extendable, max: typed.max.trim() === '' ? null : number(typed.max) };
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}

function number(text: string): number {
  return /^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
}

function oneLine(text: string, longest: number): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longest);
}
