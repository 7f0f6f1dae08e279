import { useState } from 'preact/hooks';
import type { CourseRecord, OfferView, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { Icon } from '../elements/icon';
import { Ltr, OfficeName } from '../elements/names';
import { FailureNotice, Loading, Notice } from '../elements/notice';
import { fullTime } from '../format';
import { languageList } from '../format-values';
import { blocksOf } from '../library/body';
import { Decide } from '../library/decide';
import { PublicationFailure } from '../library/failed';
import { History } from '../library/history';
import { BodyText } from '../library/reader';
import { RetireForm } from '../library/retiring';
import { UnderWay } from '../library/under-way';
import { href, route } from '../router';
import { count, currentLanguage, t, tn } from '../text';
import { Applying } from './applying';
import type { CoursesProps } from './courses';
import { type Entry, saidIn, wayOf } from './entries';
import { ModuleText, Quiz } from './module';
import { RetiredCourse } from './retired';
import { progressOf, recordOf } from './use-courses';

type Props = CoursesProps & { readonly item: string };

/** One course: what it is about, its modules and how far one has come, and its certificate. */
export function CourseScreen({ desk, entries, reading, item }: Props) {
  const entry = entries.find((one) => one.item === item);
  const titleOf = (of: string): string | undefined => titlesOf(entries).get(of);
  const view = desk.item('course', item).value;
  const open = view?.offers.filter((offer) => offer.state === 'offered' && recordOf(desk, offer).state !== 'absent') ?? []; // others are not open to me
  if (entry === undefined && reading > 0) return <Loading />;
  const answered = view?.offers.filter(({ state, mine }) => mine && (state === 'returned' || state === 'refused')).slice(0, 1) ?? [];
  return (
    <article class="library-page course-page">
      <a class="back-always" href={href({ screen: 'courses' })}>{t('courses.back')}</a>
      {entry ? <Standing desk={desk} entry={entry} entries={entries} /> : view?.state === 'retired' ? <RetiredCourse desk={desk} view={view} titleOf={titleOf} /> : null}
      {entry === undefined && view === undefined ? <p>{t('error.not_found')}</p> : null}
      <UnderWay desk={desk} shelf="course" of={item} />
      {answered.map((offer) => <Notice key={offer.hash} tone="warning"><p>{t(`documents.state.${offer.state}`)}: <bdi>{offer.ended?.text ?? ''}</bdi></p></Notice>)}
      {open.map((offer) => <Offered key={offer.hash} desk={desk} offer={offer} />)}
      {view ? <History desk={desk} view={view} titleOf={titleOf} /> : null}
    </article>
  );
}

function Standing({ desk, entry, entries }: { desk: PublicationsDesk; entry: Entry; entries: readonly Entry[] }) {
  const { item, record, published } = entry;
  const way = wayOf(record, progressOf(desk, item));
  return (
    <>
      <Head record={record} />
      <p class="hint">{t('documents.published_by', { who: published.by, time: fullTime(published.at) })}</p>
      {way.next === undefined ? null : <p class="actions"><LinkButton kind="primary" icon="chevron-right" to={href({ screen: 'courses', at: item, arg: way.next })}>{t(way.stage === 'new' ? 'courses.begin' : 'courses.go_on')}</LinkButton></p>}
      <Modules desk={desk} entry={entry} />
      <p class="hint">{t('courses.progress_sealed')}</p>
      <Applying desk={desk} entry={entry} finished={way.stage === 'finished'} />
      <Tools desk={desk} entry={entry} entries={entries} />
    </>
  );
}

function Head({ record }: { record: CourseRecord }) {
  const { title, language, text, textLanguage } = saidIn(record.words, currentLanguage());
  return (
    <header class="library-head">
      <h1 tabIndex={-1} lang={language} dir="auto">{title}</h1>
      <p class="hint">{tn('courses.modules', record.modules.length)}{record.hours ? ` · ${tn('courses.hours', record.hours)}` : ''} · {languageList(record.words.map((one) => one.language))}</p>
      {record.office ? <p>{t('courses.field.office')}: <OfficeOf office={record.office} /></p> : null}
      {text ? <BodyText blocks={blocksOf(text)} language={textLanguage} /> : null}
    </header>
  );
}

function Modules({ desk, entry: { item, record } }: { desk: PublicationsDesk; entry: Entry }) {
  const progress = progressOf(desk, item);
  const way = wayOf(record, progress);
  return (
    <section class="course-part" aria-labelledby="modules-title">
      <h2 id="modules-title">{t('courses.modules_title')}</h2>
      <p class="course-progress"><progress class="course-bar" max={way.of} value={way.passed} aria-hidden="true" /> <span>{t('courses.passed_of', { n: way.passed, of: way.of })}</span></p>
      <ol class="course-modules">
        {record.modules.map((module, n) => {
          const { title, language } = saidIn(module.words, currentLanguage());
          const done = progress.done.includes(module.id);
          return (
            <li key={module.id}>
              <a class="library-row course-module" href={href({ screen: 'courses', at: item, arg: module.id })}>
                <Icon name={done ? 'circle-check' : 'circle'} />
                <span><span class="library-row-title" lang={language} dir="auto">{count(n + 1)}. {title}</span>
                  <span class="hint">{module.quiz.length ? tn('courses.questions', module.quiz.length) : t('courses.to_read')}{done ? <> · {t('courses.passed')}</> : null}</span></span>
              </a>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Tools({ desk, entry: { item }, entries }: { desk: PublicationsDesk; entry: Entry; entries: readonly Entry[] }) {
  const { busy, failure, ask } = useAsk();
  const may = desk.may('course', item);
  const key = `course/${item}` as const;
  const watched = desk.reading.value.watched.includes(key);
  return (
    <section class="library-tools" aria-label={t('documents.tools')}>
      <div class="actions">
        <Button icon="bell" busy={busy} pressed={watched} onClick={() => { ask(() => desk.watch(key, !watched)); }}>{t('courses.watch')}</Button>
        {may.offer ? <LinkButton icon="square-pen" to={href({ screen: 'courses', at: item, arg: '_revise' })}>{t('courses.revise')}</LinkButton> : null}
      </div>
      <PublicationFailure failure={failure} />
      {may.retire ? <Retire desk={desk} item={item} entries={entries} /> : null}
    </section>
  );
}

/** Of what stands, by its name, in the reader's language. */
function titlesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  return new Map(entries.map(({ item, record }) => [item, saidIn(record.words, currentLanguage()).title]));
}

function Retire({ desk, item, entries }: { desk: PublicationsDesk; item: string; entries: readonly Entry[] }) {
  const choices = [...titlesOf(entries)].map(([value, label]) => ({ value, label }));
  const [seen] = useState(() => desk.position.value);
  return (
    <details class="library-retire">
      <summary>{t('courses.retire')}</summary>
      <p>{t('courses.retire_text')}</p>
      <RetireForm desk={desk} shelf="course" item={item} seen={seen} sign={t('courses.retire_sign')} instead={{ choices }} />
    </details>
  );
}

/** What somebody wrote, whole and with its answers, for its author and for who decides. */
function Offered({ desk, offer }: { desk: PublicationsDesk; offer: OfferView }) {
  const record = recordOf(desk, offer);
  return (
    <section class="library-offer" aria-label={t('courses.proposal')}>
      <p><strong>{t('courses.proposal')}</strong> {t('documents.offered_by', { who: offer.by, time: fullTime(offer.at) })}</p>
      {offer.overtaken ? <Notice tone="warning"><p>{t('documents.overtaken')}</p></Notice> : null}
      {record.state === 'loading' ? <Loading /> : null}
      {record.state === 'failed' ? <FailureNotice failure={record.failure} /> : null}
      {record.state === 'ready' ? <Whole desk={desk} record={record.value} /> : null}
      <Decide desk={desk} offer={offer} here={route.value} to={{ screen: 'courses', at: offer.item }} />
    </section>
  );
}

function Whole({ desk, record }: { desk: PublicationsDesk; record: CourseRecord }) {
  return (
    <>
      <Head record={record} />
      <p>{t('courses.passes_at', { n: record.pass_percent })}</p>
      {record.modules.map((module, n) => {
        const { title, language } = saidIn(module.words, currentLanguage());
        return (
          <details key={module.id} class="library-history course-part">
            <summary lang={language} dir="auto">{count(n + 1)}. {title}</summary>
            <ModuleText desk={desk} module={module} />
            <Quiz module={module} answers={{}} checked="solved" choose={() => undefined} />
          </details>
        );
      })}
    </>
  );
}

function OfficeOf({ office }: { office: string }) {
  const { state } = useDesk();
  const directory = state.directory.value;
  const found = directory.state === 'ready' ? directory.value.offices.find(({ id }) => id === office) : undefined;
  return found ? <OfficeName office={found} /> : <Ltr>{office}</Ltr>;
}
