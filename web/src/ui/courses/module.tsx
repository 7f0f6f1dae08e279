import { useEffect, useRef, useState } from 'preact/hooks';
import type { LibraryRecord, PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { Icon } from '../elements/icon';
import { Loading, Notice } from '../elements/notice';
import { blocksOf } from '../library/body';
import { wordsIn } from '../library/entries';
import { PublicationFailure } from '../library/failed';
import { FILE_PREFIX } from '../library/hits';
import { BodyText } from '../library/reader';
import { recordOf as libraryRecordOf } from '../library/use-entries';
import { useShipped } from '../library/use-reference';
import { href } from '../router';
import { count, currentLanguage, t, tn } from '../text';
import type { CoursesProps } from './courses';
import { type Answers, type Entry, isRight, type Module, type Question, saidIn, scoreOf, takesOne, tried, unanswered } from './entries';
import { progressOf } from './use-courses';

/** One module: its text, its documents, its questions. */
export function ModuleScreen({ desk, entries, reading, item, module: id }: CoursesProps & { item: string; module: string }) {
  const entry = entries.find((one) => one.item === item);
  const module = entry?.record.modules.find((one) => one.id === id);
  if ((entry === undefined && reading > 0) || desk.reading.value.state === 'loading') return <Loading />;
  if (entry === undefined || module === undefined) return <div class="stack"><p>{t('error.not_found')}</p><LinkButton to={href({ screen: 'courses' })}>{t('courses.back')}</LinkButton></div>;
  const { title, language } = saidIn(module.words, currentLanguage());
  const course = saidIn(entry.record.words, currentLanguage());
  const n = entry.record.modules.indexOf(module) + 1;
  return (
    <article class="library-reader course-page">
      <a class="back-always" href={href({ screen: 'courses', at: item })} lang={course.language}><bdi>{course.title}</bdi></a>
      <p class="hint">{t('courses.module_of', { n, of: entry.record.modules.length })}</p>
      <h1 tabIndex={-1} lang={language} dir="auto">{title}</h1>
      <ModuleText desk={desk} module={module} />
      <Taking key={id} desk={desk} entry={entry} module={module} />
    </article>
  );
}

export function ModuleText({ desk, module }: { desk: PublicationsDesk; module: Module }) {
  const { text, textLanguage } = saidIn(module.words, currentLanguage());
  return (
    <>
      {text ? <BodyText blocks={blocksOf(text)} language={textLanguage} /> : null}
      {module.documents.length ? <section class="course-part"><h2>{t('courses.documents')}</h2><ul class="library-list">{module.documents.map((item) => <li key={item}><DocumentLink desk={desk} item={item} /></li>)}</ul></section> : null}
    </>
  );
}

/** Leads to the page where it is read, or to its entry where the network does not have the text. */
function DocumentLink({ desk, item }: { desk: PublicationsDesk; item: string }) {
  const shipped = useShipped(false);
  const standing = desk.item('library', item).value?.standing;
  const published = standing?.document ? libraryRecordOf(desk, standing) : null;
  const record = published ? (published.state === 'ready' ? published.value : undefined) : shipped?.find((one) => one.item === item)?.record;
  const words = record ? wordsIn(record, currentLanguage()) : undefined;
  return <a class="library-row" href={href({ screen: 'library', at: item, ...(record ? readerOf(record) : {}) })}><span lang={words?.language} dir="auto"><Icon name="file" /> {words?.title ?? item}</span></a>;
}

function readerOf({ files, body }: LibraryRecord): { readonly arg?: string; readonly page?: string } {
  const text = body.find(({ language }) => language === currentLanguage()) ?? body[0];
  if (text) return { arg: `text-${text.language}` };
  const file = files.find(({ language }) => language === currentLanguage()) ?? files[0];
  return file ? { arg: file.sha256.slice(0, FILE_PREFIX), page: '1' } : {};
}

/** Answers are checked here, on this machine: nobody else learns them. */
function Taking({ desk, entry: { item, record }, module }: { desk: PublicationsDesk; entry: Entry; module: Module }) {
  const { busy, failure, ask } = useAsk();
  const before = progressOf(desk, item);
  const [answers, setAnswers] = useState<Answers>(() => Object.fromEntries(module.quiz.flatMap(({ id }) => (before.answers[id] ? [[id, before.answers[id]]] : []))));
  const [checked, setChecked] = useState(() => module.quiz.length > 0 && !unanswered(module, before.answers).length);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const result = useRef<HTMLDivElement>(null);
  const [told, setTold] = useState(0);
  useEffect(() => { if (told) result.current?.focus(); }, [told]);
  const score = scoreOf(module, answers, record.pass_percent);
  const isDone = before.done.includes(module.id);
  const check = (): void => {
    const open = unanswered(module, answers);
    setMissing(open);
    if (open.length) return;
    setChecked(true);
    setTold((n) => n + 1);
    ask(() => desk.saveProgress(item, tried(progressOf(desk, item), module, answers, record.pass_percent)));
  };
  const again = (): void => {
    setAnswers({});
    setChecked(false);
    setMissing([]);
  };
  const next = record.modules[record.modules.indexOf(module) + 1];
  return (
    <section class="course-quiz" aria-labelledby="quiz-title">
      <h2 id="quiz-title">{t(module.quiz.length ? 'courses.quiz' : 'courses.read_through')}</h2>
      {module.quiz.length ? <p class="hint">{t('courses.quiz_hint', { n: record.pass_percent })}</p> : null}
      <form noValidate class="course-part" onSubmit={(event) => { event.preventDefault(); check(); }}>
        <Quiz module={module} answers={answers} checked={checked} missing={missing} choose={(id, chosen) => { setAnswers({ ...answers, [id]: chosen }); setMissing(missing.filter((one) => one !== id)); }} />
        {missing.length ? <p class="field-error" role="alert">{tn('courses.unanswered', missing.length)}</p> : null}
        {checked ? null : <div class="actions"><Button kind="primary" icon="check" submit busy={busy}>{t(module.quiz.length ? 'courses.check' : 'courses.have_read')}</Button></div>}
      </form>
      <div ref={result} tabIndex={-1} role="status">
        {checked ? <Notice tone={score.passed ? 'good' : 'warning'} title={t(score.passed ? 'courses.module_passed' : 'courses.module_failed')}>{score.asked ? <p>{t('courses.score', { n: score.right, of: score.asked, percent: record.pass_percent })}</p> : null}</Notice> : null}
        {isDone && !(checked && score.passed) ? <Notice tone="good"><p>{t('courses.passed_before')}</p></Notice> : null}
      </div>
      <PublicationFailure failure={failure} />
      <div class="actions">
        {checked && module.quiz.length ? <Button kind={score.passed ? 'quiet' : 'primary'} icon="refresh-cw" onClick={again}>{t('courses.again')}</Button> : null}
        {isDone ? next ? <LinkButton kind="primary" icon="chevron-right" to={href({ screen: 'courses', at: item, arg: next.id })}>{t('courses.next')}</LinkButton> : <LinkButton kind="primary" icon="graduation-cap" to={href({ screen: 'courses', at: item })}>{t('courses.to_course')}</LinkButton> : null}
      </div>
    </section>
  );
}

export interface QuizProps {
  readonly module: Module;
  readonly answers: Answers;
  /** Answers stand, and what is right is shown; `solved`: that alone, for who decides about the course. */
  readonly checked: boolean | 'solved';
  readonly missing?: readonly string[];
  readonly choose: (question: string, chosen: readonly number[]) => void;
}

export function Quiz({ module, answers, checked, missing = [], choose }: QuizProps) {
  return <>{module.quiz.map((question, n) => <Asked key={question.id} n={n + 1} question={question} chosen={answers[question.id] ?? []} checked={checked} missing={missing.includes(question.id)} choose={(chosen) => { choose(question.id, chosen); }} />)}</>;
}

function Asked({ n, question, chosen, checked, missing, choose }: { n: number; question: Question; chosen: readonly number[]; checked: boolean | 'solved'; missing: boolean; choose: (chosen: readonly number[]) => void }) {
  const { title, language, text, textLanguage } = saidIn(question.words, currentLanguage());
  const one = takesOne(question);
  const right = isRight(question, chosen);
  const put = (at: number, on: boolean): void => { choose(one ? [at] : on ? [...chosen, at].sort((a, b) => a - b) : chosen.filter((other) => other !== at)); };
  return (
    <fieldset class={missing ? 'course-question field-wrong' : 'course-question'} disabled={checked !== false}>
      <legend lang={language} dir="auto">{count(n)}. {title}</legend>
      {one ? null : <p class="hint">{t('courses.several')}</p>}
      {question.choices.map((choice, at) => {
        const said = saidIn(choice.words, currentLanguage());
        return (
          <label key={at} class={checked && choice.right ? 'course-choice course-right' : 'course-choice'}>
            <input type={one ? 'radio' : 'checkbox'} name={question.id} checked={chosen.includes(at)} onChange={(event) => { put(at, event.currentTarget.checked); }} />
            <span lang={said.language} dir="auto">{said.title}</span>
            {checked && chosen.includes(at) ? <span class="course-own">{t('courses.own_choice')}</span> : null}
            {checked && choice.right ? <span class="course-mark"><Icon name="check" /> {t('courses.right_choice')}</span> : null}
          </label>
        );
      })}
      {checked ? <div class="course-explained">{checked === 'solved' ? null : <p class={right ? 'course-good' : 'field-error'}>{t(right ? 'courses.right' : 'courses.wrong')}</p>}{text ? <p lang={textLanguage} dir="auto">{text}</p> : null}</div> : null}
    </fieldset>
  );
}
