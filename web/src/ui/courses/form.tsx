import '../styles/compose.css';
import { useEffect, useState } from 'preact/hooks';
import type { CourseRecord } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { LongField, SelectField } from '../elements/choices';
import { TextField } from '../elements/field';
import { oneName } from '../format';
import { languageName } from '../format-values';
import { itemOf } from '../library/draft';
import { PublicationFailure } from '../library/failed';
import { goOn, href } from '../router';
import { currentLanguage, t, tn } from '../text';
import type { CoursesProps } from './courses';
import { blankRecord, type CourseDraft, type Gap, gaps, isCourseDraft, tidy, without, write, writtenIn } from './draft';
import { Modules } from './form-modules';

const LANGUAGES = ['en', 'fr', 'es', 'ar'];

/** Writes a course, or its next version; it is offered, and another person of the secretariat publishes it. */
export function CourseForm({ desk, entries, route }: CoursesProps) {
  const { state } = useDesk();
  const { busy, failure, ask } = useAsk();
  const entry = entries.find(({ item }) => item === route.at);
  const keptAs = `course/${route.at ?? ''}`;
  const session = state.session.value;
  const [draft, setDraft] = useState<CourseDraft>(() => {
    const before = desk.kept.value.get(keptAs);
    if (isCourseDraft(before)) return before;
    const own = session.state === 'ready' ? session.me.office.id : '';
    return { item: entry?.item ?? '', record: entry?.record ?? blankRecord(currentLanguage(), own), access: entry?.access ?? 'members', seen: desk.position.value };
  });
  const { record } = draft;
  const [language, setLanguage] = useState(() => (record.words.some((one) => one.language === currentLanguage()) ? currentLanguage() : (record.words[0]?.language ?? 'en')));
  const [tried, setTried] = useState(false);
  const [touched, setTouched] = useState(false);
  useEffect(() => { if (touched) void desk.keep(keptAs, draft); }, [draft]);
  const put = (part: Partial<CourseDraft>): void => {
    setTouched(true);
    setDraft((before) => ({ ...before, ...part }));
  };
  const set = (part: Partial<CourseRecord>): void => { put({ record: { ...record, ...part } }); };
  const taken = (item: string): boolean => desk.items.value.has(`course/${item}`);
  const missing = gaps(record);
  const wrong = (of: string, gap: Gap): string | undefined => (tried && missing.get(of)?.includes(gap) ? t(`courses.gap.${gap}`) : undefined);
  const send = (): void => {
    setTried(true);
    if (missing.size) return;
    const item = draft.item || itemOf(record.words[0]?.title ?? '', taken, desk.newPersonId().slice(0, 6));
    ask(async () => {
      const sent = await desk.offer({ shelf: 'course', item, record: tidy(record), access: draft.access, seen: draft.seen });
      if (sent.ok) await desk.keep(keptAs, null);
      return sent;
    }, () => { goOn(route, { screen: 'courses', at: item }); });
  };
  const back = entry ? { screen: 'courses' as const, at: entry.item } : { screen: 'courses' as const };
  const offices = (state.directory.value.state === 'ready' ? state.directory.value.value.offices : []).map(({ id, name }) => ({ value: id, label: `${id.slice(0, 2).toUpperCase()} · ${oneName(name)}` }));
  const own = writtenIn(record.words, language);
  return (
    <form class="compose notice-form course-part" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <div class="compose-main">
        <a class="back-always" href={href(back)}>{t('courses.back')}</a>
        <h1 tabIndex={-1}>{t(entry ? 'courses.revise' : 'courses.write')}</h1>
        <p class="hint">{t('courses.write_lead')}</p>
        <Languages record={record} language={language} choose={setLanguage} set={(next) => { put({ record: next }); }} />
        <fieldset class="part"><legend>{t('courses.part.what')}</legend>
          <TextField label={t('courses.field.title')} lang={language} required value={own.title} error={wrong('course', 'title')} onInput={(title) => { set({ words: write(record.words, language, { title: title.slice(0, 300) }) }); }} />
          <LongField label={t('courses.field.text')} hint={t('courses.text_hint')} optional rows={4} value={own.text} onInput={(text) => { set({ words: write(record.words, language, { text }) }); }} />
          <TextField label={t('courses.field.hours')} ltr inputMode="decimal" value={String(record.hours)} onInput={(text) => { set({ hours: wholeNumber(text, 1000) }); }} />
          <TextField label={t('courses.field.pass')} hint={t('courses.pass_hint')} ltr inputMode="decimal" value={String(record.pass_percent)} onInput={(text) => { set({ pass_percent: wholeNumber(text, 100) }); }} />
          <SelectField label={t('courses.field.office')} hint={t('courses.office_hint')} optional value={record.office} empty="—" choices={offices} onChange={(office) => { set({ office }); }} />
          <SelectField label={t('courses.field.access')} value={draft.access} choices={['members', 'officers'].map((value) => ({ value, label: t(value === 'members' ? 'courses.access.members' : 'courses.access.officers') }))} onChange={(access) => { put({ access }); }} />
        </fieldset>
        <Modules desk={desk} record={record} language={language} set={set} wrong={wrong} />
        {wrong('course', 'modules') ? <p class="field-error">{t('courses.gap.modules')}</p> : null}
        {tried && missing.size ? <p class="field-error" role="alert">{tn('courses.gaps', missing.size)}</p> : null}
        <div class="actions">
          <Button kind="primary" submit busy={busy} icon="send">{t('courses.offer')}</Button>
          <Button kind="quiet" icon="x" onClick={() => { ask(() => desk.keep(keptAs, null), () => { goOn(route, back); }); }}>{t('courses.discard')}</Button>
        </div>
        <PublicationFailure failure={failure} />
      </div>
    </form>
  );
}

/** All fields speak one language at a time; what a language lacks is shown to its readers in the original. */
function Languages({ record, language, choose, set }: { record: CourseRecord; language: string; choose: (language: string) => void; set: (record: CourseRecord) => void }) {
  const known = [...new Set([...record.words.map((one) => one.language), ...LANGUAGES])];
  const original = record.words[0]?.language ?? language;
  const label = (code: string): string => (code === original ? t('courses.original', { language: languageName(code) }) : languageName(code));
  return (
    <div class="actions">
      <SelectField label={t('courses.field.language')} hint={t('courses.language_hint')} value={language} choices={known.map((value) => ({ value, label: label(value) }))} onChange={choose} />
      {language !== original && record.words.some((one) => one.language === language) ? <Button kind="quiet" icon="x" onClick={() => { set(without(record, language)); choose(original); }}>{t('courses.drop_language', { language: languageName(language) })}</Button> : null}
    </div>
  );
}

function wholeNumber(text: string, most: number): number {
  const n = Number(text.trim());
  return Number.isSafeInteger(n) && n > 0 ? Math.min(n, most) : 0;
}
