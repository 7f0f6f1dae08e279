/** Courses as a list, how far one has come in each, and what answers are worth (protocol/publications.md). Pure. */
import type { CourseProgress, CourseRecord } from '../../session/publication-model';
import type { Ms } from '../../session/model';
import { fold, matches } from '../fold';

export type Words = CourseRecord['words'][number];
export type Module = CourseRecord['modules'][number];
export type Question = Module['quiz'][number];
/** By question, what was chosen. */
export type Answers = Readonly<Record<string, readonly number[]>>;

export interface Entry {
  readonly item: string;
  readonly record: CourseRecord;
  readonly access: string;
  readonly published: { readonly at: Ms; readonly by: string; readonly index: number; readonly hash: string; readonly document: string };
  readonly fresh: boolean;
}

export const NO_PROGRESS: CourseProgress = { done: [], answers: {} };

/** In the reader's language, else in the original; a text may be there in fewer languages than the title. */
export function saidIn(words: readonly Words[], language: string): Words & { readonly textLanguage: string } {
  const found = words.find((one) => one.language === language) ?? words[0];
  const told = words.find((one) => one.language === language && one.text !== '') ?? words.find(({ text }) => text !== '');
  return { language: found?.language ?? language, title: found?.title ?? '', text: told?.text ?? '', textLanguage: told?.language ?? language };
}

/** Exactly what is right was chosen. */
export function isRight({ choices }: Question, chosen: readonly number[]): boolean {
  return choices.every(({ right }, n) => right === chosen.includes(n));
}

/** Radio buttons do where one choice is right. */
export function takesOne({ choices }: Question): boolean {
  return choices.filter(({ right }) => right).length === 1;
}

export interface Score {
  readonly right: number;
  readonly asked: number;
  /** Enough for `pass_percent`; a module that asks nothing is passed by whoever has read it. */
  readonly passed: boolean;
}

export function scoreOf({ quiz }: Module, answers: Answers, passPercent: number): Score {
  const right = quiz.filter((question) => isRight(question, answers[question.id] ?? [])).length;
  return { right, asked: quiz.length, passed: right * 100 >= passPercent * quiz.length };
}

/** Questions that nothing was chosen for. */
export function unanswered({ quiz }: Module, answers: Answers): readonly string[] {
  return quiz.flatMap(({ id }) => (answers[id]?.length ? [] : [id]));
}

export type Stage = 'new' | 'begun' | 'finished';

export interface Way {
  /** Modules of the course as it stands now that were passed. */
  readonly passed: number;
  readonly of: number;
  readonly stage: Stage;
  /** Where one goes on. */
  readonly next: string | undefined;
}

export function wayOf({ modules }: CourseRecord, { done, answers }: CourseProgress): Way {
  const passed = modules.filter(({ id }) => done.includes(id)).length;
  const begun = passed > 0 || Object.keys(answers).length > 0;
  return { passed, of: modules.length, stage: passed === modules.length ? 'finished' : begun ? 'begun' : 'new', next: modules.find(({ id }) => !done.includes(id))?.id };
}

/** After a module was tried: what was answered last, and passed for good once it was. */
export function tried(before: CourseProgress, module: Module, answers: Answers, passPercent: number): CourseProgress {
  const { passed } = scoreOf(module, answers, passPercent);
  const own = Object.fromEntries(module.quiz.map(({ id }) => [id, answers[id] ?? []]));
  return { done: passed && !before.done.includes(module.id) ? [...before.done, module.id] : before.done, answers: { ...before.answers, ...own } };
}

export interface Filters {
  readonly text: string;
  readonly stage: Stage | '';
  readonly office: string;
  readonly language: string;
  readonly fresh: boolean;
}

export const UNFILTERED: Filters = { text: '', stage: '', office: '', language: '', fresh: false };

function searched({ record }: Entry): string {
  return fold([...record.words, ...record.modules.flatMap(({ words }) => words)].flatMap(({ title, text }) => [title, text]).join(' '));
}

export function chosen(entries: readonly Entry[], { text, stage, office, language, fresh }: Filters, progress: (item: string) => CourseProgress): readonly Entry[] {
  const wanted = fold(text);
  return entries.filter((entry) => {
    const { record } = entry;
    return (!wanted || matches(searched(entry), wanted)) && (!stage || wayOf(record, progress(entry.item)).stage === stage) && (!office || record.office === office)
      && (!language || record.words.some((one) => one.language === language)) && (!fresh || entry.fresh);
  });
}
