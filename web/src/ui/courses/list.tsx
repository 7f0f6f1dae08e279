import { signal } from '@preact/signals';
import type { OfferView, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { Button, LinkButton } from '../elements/button';
import { Checkbox, SelectField } from '../elements/choices';
import { TextField } from '../elements/field';
import { Empty } from '../elements/notice';
import { fullTime, oneName } from '../format';
import { languageName } from '../format-values';
import { UnderWay } from '../library/under-way';
import { href } from '../router';
import { currentLanguage, t, tn } from '../text';
import type { CoursesProps } from './courses';
import { chosen, type Entry, type Filters, saidIn, type Stage, UNFILTERED, wayOf } from './entries';
import { progressOf, recordOf } from './use-courses';

/** Kept while a course is open. */
const filters = signal<Filters>(UNFILTERED);
const STAGES: readonly Stage[] = ['new', 'begun', 'finished'];

export function CoursesList({ desk, entries, reading }: CoursesProps) {
  const found = chosen(entries, filters.value, (item) => progressOf(desk, item));
  const offered = desk.shelf('course').value.flatMap(({ offers }) => offers).filter(({ state, mine, may }) => state === 'offered' && (mine || may.return));
  const draft = desk.kept.value.get('course/_new') !== undefined;
  return (
    <div class="library">
      <div class="screen-head">
        <h1 tabIndex={-1}>{t('nav.courses')}</h1>
        <p class="actions">{desk.may('course', 'new').offer ? <LinkButton kind="primary" icon="plus" to={href({ screen: 'courses', at: '_new' })}>{t(draft ? 'courses.go_on_writing' : 'courses.write')}</LinkButton> : null}</p>
      </div>
      <p class="hint lead-text">{t('courses.lead')}</p>
      <UnderWay desk={desk} shelf="course" />
      {offered.length ? <section class="course-part"><h2>{t('courses.waiting')}</h2><ul class="library-list">{offered.map((offer) => <Offered key={offer.hash} desk={desk} offer={offer} />)}</ul></section> : null}
      {entries.length || reading ? <Filtering entries={entries} /> : null}
      {entries.length || reading ? <p role="status" class="hint">{tn('courses.found', found.length)}{reading ? ` · ${tn('library.reading', reading)}` : ''}</p> : null}
      {entries.length || reading ? null : <Empty icon="graduation-cap" title={t('courses.none_yet')}>{t('courses.none_yet_text')}</Empty>}
      {entries.length && !found.length ? <Empty icon="search" title={t('courses.none')} action={<Button onClick={() => { filters.value = UNFILTERED; }}>{t('library.show_all')}</Button>}>{t('courses.none_text')}</Empty> : null}
      <ul class="library-list">{found.map((entry) => <Row key={entry.item} desk={desk} entry={entry} />)}</ul>
    </div>
  );
}

function Filtering({ entries }: { entries: readonly Entry[] }) {
  const { state } = useDesk();
  const now = filters.value;
  const set = (part: Partial<Filters>): void => { filters.value = { ...now, ...part }; };
  const directory = state.directory.value;
  const nameOf = (id: string): string => {
    const office = directory.state === 'ready' ? directory.value.offices.find((one) => one.id === id) : undefined;
    return office ? oneName(office.name) : id;
  };
  const offices = [...new Set(entries.flatMap(({ record: { office } }) => (office ? [office] : [])))];
  const languages = [...new Set(entries.flatMap(({ record }) => record.words.map(({ language }) => language)))].sort();
  return (
    <form class="library-filters" role="search" aria-label={t('courses.find')} onSubmit={(event) => { event.preventDefault(); }}>
      <div class="library-facets">
        <TextField label={t('courses.find')} type="search" value={now.text} onInput={(text) => { set({ text }); }} />
        <SelectField label={t('courses.progress')} value={now.stage} empty={t('library.all')} choices={STAGES.map((value) => ({ value, label: t(`courses.stage.${value}`) }))} onChange={(stage) => { set({ stage: stage as Filters['stage'] }); }} />
        <SelectField label={t('courses.field.office')} value={now.office} empty={t('library.all')} choices={offices.map((value) => ({ value, label: nameOf(value) }))} onChange={(office) => { set({ office }); }} />
        <SelectField label={t('library.facet.language')} value={now.language} empty={t('library.all')} choices={languages.map((value) => ({ value, label: languageName(value) }))} onChange={(language) => { set({ language }); }} />
      </div>
      <Checkbox label={t('library.fresh', { n: entries.filter(({ fresh }) => fresh).length })} checked={now.fresh} onChange={(fresh) => { set({ fresh }); }} />
    </form>
  );
}

function Row({ desk, entry: { item, record, fresh } }: { desk: PublicationsDesk; entry: Entry }) {
  const { title, language } = saidIn(record.words, currentLanguage());
  const way = wayOf(record, progressOf(desk, item));
  return (
    <li>
      <a class="library-row" href={href({ screen: 'courses', at: item })}>
        <span class="library-row-title" lang={language} dir="auto">{title}</span>
        <span class="hint">{tn('courses.modules', record.modules.length)}{record.hours ? ` · ${tn('courses.hours', record.hours)}` : ''} · {record.words.map((one) => one.language.toUpperCase()).join(' ')}</span>
        <span class="chips">
          {fresh ? <span class="chip library-new">{t('library.new')}</span> : null}
          <span class={way.stage === 'finished' ? 'chip chip-good' : 'chip'}>{t(`courses.stage.${way.stage}`)}</span>
          {way.stage === 'begun' ? <progress class="course-bar" max={way.of} value={way.passed} aria-label={t('courses.passed_of', { n: way.passed, of: way.of })} /> : null}
        </span>
      </a>
    </li>
  );
}

function Offered({ desk, offer }: { desk: PublicationsDesk; offer: OfferView }) {
  const record = recordOf(desk, offer);
  const said = record.state === 'ready' ? saidIn(record.value.words, currentLanguage()) : undefined;
  return (
    <li>
      <a class="library-row" href={href({ screen: 'courses', at: offer.item })}>
        <span class="library-row-title" lang={said?.language} dir="auto">{said?.title ?? offer.item}</span>
        <span class="hint">{t('documents.offered_by', { who: offer.by, time: fullTime(offer.at) })}</span>
      </a>
    </li>
  );
}
