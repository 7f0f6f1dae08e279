/** A course while it is being written: what it lacks, and how it is signed. Pure. */
import type { Access, CourseRecord } from '../../session/publication-model';
import { isItem } from '../library/draft';
import type { Module, Question, Words } from './entries';

/** Kept sealed in this browser until it is offered. */
export interface CourseDraft {
  readonly item: string;
  readonly record: CourseRecord;
  readonly access: Access;
  /** Size of the register when it was begun: who writes over something has seen it. */
  readonly seen: number;
}

export function isCourseDraft(value: unknown): value is CourseDraft {
  return typeof value === 'object' && value !== null && 'record' in value && 'seen' in value;
}

const LEAST_CHOICES = 2;

export function blankRecord(language: string, office: string): CourseRecord {
  return { words: [{ language, title: '', text: '' }], hours: 1, pass_percent: 80, office, modules: [] };
}

export function blankModule(language: string, id: string): Module {
  return { id: `m-${id}`, words: [{ language, title: '', text: '' }], documents: [], quiz: [] };
}

export function blankQuestion(language: string, id: string): Question {
  return { id: `q-${id}`, words: [{ language, title: '', text: '' }], choices: [blankChoice(language, true), blankChoice(language, false)] };
}

export function blankChoice(language: string, right: boolean): Question['choices'][number] {
  return { right, words: [{ language, title: '', text: '' }] };
}

/** What is written there in a language; empty where nothing is. */
export function writtenIn(words: readonly Words[], language: string): Words {
  return words.find((one) => one.language === language) ?? { language, title: '', text: '' };
}

/** The original stays first. */
export function write(words: readonly Words[], language: string, part: Partial<Words>): Words[] {
  const next = { ...writtenIn(words, language), ...part };
  return words.some((one) => one.language === language) ? words.map((one) => (one.language === language ? next : one)) : [...words, next];
}

export function without(record: CourseRecord, language: string): CourseRecord {
  const left = (words: readonly Words[]): Words[] => words.filter((one) => one.language !== language);
  return {
    ...record, words: left(record.words),
    modules: record.modules.map((module) => ({ ...module, words: left(module.words), quiz: module.quiz.map((question) => ({ ...question, words: left(question.words), choices: question.choices.map((choice) => ({ ...choice, words: left(choice.words) })) })) })),
  };
}

export type Gap = 'title' | 'modules' | 'module' | 'documents' | 'question' | 'choice' | 'right';
/** By what it belongs to: `course`, or the id of a module or question. */
export type Gaps = ReadonlyMap<string, readonly Gap[]>;

const untitled = (words: readonly Words[]): boolean => !words[0]?.title.trim();

/** What keeps it from being offered; the protocol's own demands, told one by one. Every text is needed in the original only. */
export function gaps(record: CourseRecord): Gaps {
  const found = new Map<string, readonly Gap[]>();
  const tell = (of: string, ...told: readonly (readonly [Gap, boolean])[]): void => {
    const wrong = told.flatMap(([gap, is]) => (is ? [gap] : []));
    if (wrong.length) found.set(of, wrong);
  };
  tell('course', ['title', untitled(record.words)], ['modules', record.modules.length === 0]);
  for (const { id, words, documents, quiz } of record.modules) {
    tell(id, ['module', untitled(words)], ['documents', documents.some((item) => !isItem(item))]);
    for (const question of quiz) {
      const { choices } = question;
      tell(question.id, ['question', untitled(question.words)], ['choice', choices.some((choice) => untitled(choice.words)) || choices.length < LEAST_CHOICES], ['right', !choices.some(({ right }) => right) || choices.every(({ right }) => right)]);
    }
  }
  return found;
}

const line = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 300);
/** What has no title in a language is not said in it. */
const said = (words: readonly Words[]): Words[] => words.map(({ language, title, text }) => ({ language, title: line(title), text: text.trim() })).filter(({ title }) => title !== '');

/** As it is signed. */
export function tidy(record: CourseRecord): CourseRecord {
  return {
    ...record, words: said(record.words),
    modules: record.modules.map((module) => ({
      ...module, words: said(module.words), documents: [...new Set(module.documents)],
      quiz: module.quiz.map((question) => ({ ...question, words: said(question.words), choices: question.choices.map((choice) => ({ ...choice, words: said(choice.words) })) })),
    })),
  };
}

/** One place up. */
export function raised<T>(all: readonly T[], at: number): T[] {
  return all.map((one, n) => (n === at - 1 ? (all[at] ?? one) : n === at ? (all[at - 1] ?? one) : one));
}
