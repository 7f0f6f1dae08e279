import type { CourseRecord, PublicationsDesk } from '../../session/publication-model';
import { Button } from '../elements/button';
import { Checkbox, LongField } from '../elements/choices';
import { TextField } from '../elements/field';
import { count, t } from '../text';
import { blankChoice, blankModule, blankQuestion, type Gap, raised, write, writtenIn } from './draft';
import type { Module, Question } from './entries';

interface Props {
  readonly desk: PublicationsDesk;
  readonly record: CourseRecord;
  readonly language: string;
  readonly set: (part: Partial<CourseRecord>) => void;
  readonly wrong: (of: string, gap: Gap) => string | undefined;
}

const MOST_MODULES = 60;
const MOST_QUESTIONS = 50;
const MOST_CHOICES = 8;
const LEAST_CHOICES = 2;
/** Hex of a new id's beginning: distinct within a course. */
const ID = 10;

/** The modules of a course that is being written, each with its documents and its questions. */
export function Modules({ desk, record, language, set, wrong }: Props) {
  const { modules } = record;
  const original = record.words[0]?.language ?? language;
  const change = (module: Module): void => { set({ modules: modules.map((one) => (one.id === module.id ? module : one)) }); };
  return (
    <>
      {modules.map((module, n) => (
        <fieldset key={module.id} class="part"><legend>{t('courses.module_n', { n: n + 1 })}</legend>
          <OneModule desk={desk} module={module} language={language} original={original} change={change} wrong={wrong} />
          <div class="actions">
            {n ? <Button kind="quiet" icon="undo-2" onClick={() => { set({ modules: raised(modules, n) }); }}>{t('courses.move_up')}</Button> : null}
            <Button kind="quiet" icon="trash-2" onClick={() => { set({ modules: modules.filter(({ id }) => id !== module.id) }); }}>{t('courses.drop_module')}</Button>
          </div>
        </fieldset>
      ))}
      {modules.length < MOST_MODULES ? <p class="actions"><Button icon="plus" onClick={() => { set({ modules: [...modules, blankModule(original, desk.newPersonId().slice(0, ID))] }); }}>{t('courses.more_modules')}</Button></p> : null}
    </>
  );
}

interface ModuleProps {
  readonly desk: PublicationsDesk;
  readonly module: Module;
  readonly language: string;
  readonly original: string;
  readonly change: (module: Module) => void;
  readonly wrong: Props['wrong'];
}

function OneModule({ desk, module, language, original, change, wrong }: ModuleProps) {
  const { id, words, documents, quiz } = module;
  const own = writtenIn(words, language);
  const ask = (question: Question): void => { change({ ...module, quiz: quiz.map((one) => (one.id === question.id ? question : one)) }); };
  return (
    <>
      <TextField label={t('courses.field.module_title')} lang={language} required value={own.title} error={wrong(id, 'module')} onInput={(title) => { change({ ...module, words: write(words, language, { title: title.slice(0, 300) }) }); }} />
      <LongField label={t('courses.field.module_text')} hint={t('courses.text_hint')} optional rows={8} value={own.text} onInput={(text) => { change({ ...module, words: write(words, language, { text: text.slice(0, 100_000) }) }); }} />
      <TextField label={t('courses.documents')} hint={t('courses.documents_hint')} optional ltr value={documents.join(' ')} error={wrong(id, 'documents')} onInput={(text) => { change({ ...module, documents: text.split(/[\s,;]+/).filter(Boolean).slice(0, 50) }); }} />
      {quiz.map((question, n) => <OneQuestion key={question.id} n={n + 1} question={question} language={language} original={original} change={ask} drop={() => { change({ ...module, quiz: quiz.filter((one) => one.id !== question.id) }); }} wrong={wrong} />)}
      {quiz.length < MOST_QUESTIONS ? <p class="actions"><Button kind="quiet" icon="plus" onClick={() => { change({ ...module, quiz: [...quiz, blankQuestion(original, desk.newPersonId().slice(0, ID))] }); }}>{t('courses.more_questions')}</Button></p> : null}
    </>
  );
}

interface QuestionProps {
  readonly n: number;
  readonly question: Question;
  readonly language: string;
  readonly original: string;
  readonly change: (question: Question) => void;
  readonly drop: () => void;
  readonly wrong: Props['wrong'];
}

function OneQuestion({ n, question, language, original, change, drop, wrong }: QuestionProps) {
  const { id, words, choices } = question;
  const own = writtenIn(words, language);
  const put = (at: number, part: Partial<Question['choices'][number]>): void => { change({ ...question, choices: choices.map((one, k) => (k === at ? { ...one, ...part } : one)) }); };
  return (
    <fieldset class="course-question"><legend>{t('courses.question_n', { n })}</legend>
      <TextField label={t('courses.field.question')} lang={language} required value={own.title} error={wrong(id, 'question')} onInput={(title) => { change({ ...question, words: write(words, language, { title: title.slice(0, 300) }) }); }} />
      <div class="course-choices-form">
        {choices.map((choice, at) => (
          <div key={at} class="course-choice-form">
            <TextField label={t('courses.field.choice', { n: at + 1 })} lang={language} required value={writtenIn(choice.words, language).title} onInput={(title) => { put(at, { words: write(choice.words, language, { title: title.slice(0, 300) }) }); }} />
            <Checkbox label={`${t('courses.is_right')} (${count(at + 1)})`} checked={choice.right} onChange={(right) => { put(at, { right }); }} />
            {choices.length > LEAST_CHOICES ? <Button kind="quiet" icon="x" onClick={() => { change({ ...question, choices: choices.filter((_one, k) => k !== at) }); }}>{t('documents.remove')}</Button> : null}
          </div>
        ))}
      </div>
      {[wrong(id, 'choice'), wrong(id, 'right')].map((told) => (told ? <p key={told} class="field-error">{told}</p> : null))}
      <LongField label={t('courses.field.explanation')} hint={t('courses.explanation_hint')} optional rows={2} value={own.text} onInput={(text) => { change({ ...question, words: write(words, language, { text }) }); }} />
      <div class="actions">
        {choices.length < MOST_CHOICES ? <Button kind="quiet" icon="plus" onClick={() => { change({ ...question, choices: [...choices, blankChoice(original, false)] }); }}>{t('courses.more_choices')}</Button> : null}
        <Button kind="quiet" icon="trash-2" onClick={drop}>{t('courses.drop_question')}</Button>
      </div>
    </fieldset>
  );
}
