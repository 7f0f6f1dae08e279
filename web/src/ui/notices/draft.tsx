import '../styles/compose.css';
import gate from 'virtual:reference/notice-rules';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Colour, NoticeDraft, NoticePicture, NoticesDesk } from '../../session/notice-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField, Segmented } from '../elements/choices';
import { Icon } from '../elements/icon';
import { FailureNotice, Notice } from '../elements/notice';
import { dateOf, msOfDate } from '../compose/local-time';
import { goOn, href, replaceWith, type Route } from '../router';
import { currentLanguage, t, tn } from '../text';
import { blankNotice, sectionsOf, tidy, withValue } from './blank';
import { ColourMark } from './colour';
import { missing, type Missing } from './gate';
import { FormSection } from './form';
import { cleaned, type Misfit, misfits } from './misfits';
import { PictureRow, RecordBody } from './record';
import { UnderWay } from './under-way';
import type { NoticeWords } from './use-notices';

interface Props {
  readonly desk: NoticesDesk;
  readonly words: NoticeWords;
}

type NoticesRoute = Extract<Route, { screen: 'notices' }>;

const SAVE_AFTER_MS = 400;
const DAY_MS = 86_400_000;
const LONGEST_DAYS = 1_826;

/** First which colour, then a form of what that colour needs. */
export function DraftScreen({ desk, words, route }: Props & { route: NoticesRoute }) {
  const draft = desk.drafts.value.find(({ id }) => id === route.draft);
  if (route.draft === undefined) return <ChooseColour desk={desk} words={words} route={route} />;
  if (draft === undefined) return <div class="stack"><p>{t('notices.draft.gone')}</p><a href={href({ screen: 'notices' })}>{t('notices.back')}</a></div>;
  return <DraftForm key={draft.id} desk={desk} words={words} kept={draft} route={route} />;
}

function ChooseColour({ desk, words, route }: Props & { route: NoticesRoute }) {
  const { state } = useDesk();
  const { busy, failure, ask } = useAsk();
  const begin = (colour: Colour, kind: string): void => {
    ask(() => desk.newDraft(blankNotice(colour, kind, currentLanguage(), state.now.value)), ({ id }) => { replaceWith(route, { screen: 'notices', at: 'new', draft: id }); });
  };
  return (
    <div class="notices">
      <a class="back-always" href={href({ screen: 'notices' })}>{t('notices.back')}</a>
      <h1 tabIndex={-1}>{t('notices.new')}</h1>
      {desk.me.value.lead ? null : <Notice tone="warning"><p>{t('notices.draft.not_lead')}</p></Notice>}
      {desk.drafts.value.length ? (
        <section><h2>{t('notices.draft.begun')}</h2>
          <ul class="notice-list">{desk.drafts.value.map((draft) => (
            <li key={draft.id}><a class="notice-row" href={href({ screen: 'notices', at: 'new', draft: draft.id })}><ColourMark colour={draft.colour} />
              <span class="notice-row-main"><span class="notice-row-type">{words.nameOf(draft.colour)}</span><span class="notice-row-name" dir="auto">{draft.record.subject.names[0] || draft.record.texts[0]?.title || t('notices.draft.untitled')}</span></span></a></li>
          ))}</ul>
        </section>
      ) : null}
      <h2>{t('notices.field.colour')}</h2>
      <FailureNotice failure={failure} />
      <ul class="notice-list" aria-busy={busy || undefined}>
        {words.types.map(({ code, name, purpose, subjects }) => (
          <li key={code}>
            <button type="button" class="notice-row" onClick={() => { begin(code as Colour, subjects[0] ?? 'person'); }}>
              <ColourMark colour={code as Colour} /><span class="notice-row-main"><span class="notice-row-name">{name}</span><span class="hint">{purpose}</span></span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is typed, saved shortly after the last key and when the form goes away. */
function useKeptDraft(desk: NoticesDesk, kept: NoticeDraft) {
  const [draft, setDraft] = useState(kept);
  const unsaved = useRef<NoticeDraft | null>(null);
  const timer = useRef(0);
  const save = async (): Promise<void> => {
    window.clearTimeout(timer.current);
    const due = unsaved.current;
    unsaved.current = null;
    if (due) await desk.saveDraft(due);
  };
  useEffect(() => () => { void save(); }, []);
  const change = (next: NoticeDraft): void => {
    unsaved.current = next;
    setDraft(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void save(), SAVE_AFTER_MS);
  };
  const forget = (): void => {
    window.clearTimeout(timer.current);
    unsaved.current = null;
  };
  return { draft, change, save, forget, adopt: setDraft };
}

function DraftForm({ desk, words, kept, route }: Props & { kept: NoticeDraft; route: NoticesRoute }) {
  const { state } = useDesk();
  const { busy, failure, ask } = useAsk();
  const { draft, change, save, forget, adopt } = useKeptDraft(desk, kept);
  const [tried, setTried] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [led, setLed] = useState<string | null>(null);
  const [previewed, setPreviewed] = useState(false);
  const [pictures, setPictures] = useState<readonly NoticePicture[]>([]);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => { void desk.draftPictures(draft.id).then((found) => { if (found.ok) setPictures(found.value); }); }, [draft.record.pictures]);
  // After a refused attempt the keyboard is on the first thing to complete.
  useEffect(() => { if (attempt) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .notice-checks.field-wrong')?.focus(); }, [attempt]);
  useEffect(() => { if (led !== null) focusPath(form.current, led); }, [led]);
  const errand = desk.underWay.value.find(({ of }) => of === draft.id);
  const failed = errand?.state === 'failed'; // said there, with what can be done
  const leaving = errand !== undefined && !failed;
  const said = cleaned(draft.record);
  const record = tidy(said);
  const found = [...missing(gate, said, draft.colour), ...misfits(said, dateOf(state.now.value + DAY_MS))];
  const amended = desk.all.value.find(({ id }) => id === draft.amends);
  const badUntil = (amended !== undefined && draft.until > amended.until) || draft.until <= state.now.value + DAY_MS / 2 || draft.until > state.now.value + LONGEST_DAYS * DAY_MS;
  const wrong = (path: string): string | undefined => {
    const one = tried || led === path ? found.find((item) => item.path === path) : undefined;
    return one && toDo(one, words);
  };
  const put = (path: string, value: unknown): void => { change({ ...draft, record: withValue(draft.record, path, value) }); };
  const submit = (): void => {
    setTried(true);
    setAttempt(attempt + 1);
    if (found.length || badUntil || leaving) return;
    ask(async () => {
      forget();
      const saved = await desk.saveDraft({ ...draft, record });
      return saved.ok ? desk.submit(draft.id) : saved;
    }, (id) => { goOn(route, { screen: 'notices', at: id }); });
  };
  const discard = (): void => {
    forget();
    ask(() => desk.dropDraft(draft.id), () => { goOn(route, { screen: 'notices' }); });
  };
  const { first, more } = sectionsOf(draft.colour);
  const section = (name: (typeof first)[number]) => <FormSection key={name} name={name} draft={draft} put={put} wrong={wrong} words={words} desk={desk} pictures={pictures} before={save} adopt={adopt} />;
  return (
    <form class="compose notice-form" ref={form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <div class="compose-main">
        <a class="back-always" href={href({ screen: 'notices', at: 'new' })}>{t('notices.new')}</a>
        <h1 tabIndex={-1}><ColourMark colour={draft.colour} /> {words.nameOf(draft.colour)}</h1>
        <p class="hint">{t('notices.draft.lead')}</p>
        {desk.me.value.lead ? null : <Notice tone="warning"><p>{t('notices.draft.not_lead')}</p></Notice>}
        {amended ? <Notice><p>{t('notices.draft.amends')} <a href={href({ screen: 'notices', at: amended.id })}>{words.nameOf(amended.colour)} {amended.id.slice(0, 8)}</a></p></Notice> : null}
        {first.map(section)}
        <fieldset class="part">
          <legend>{t('notices.part.validity')}</legend>
          <Segmented label={t('notices.field.variant')} value={draft.variant} onChange={(variant) => { change({ ...draft, variant }); }}
            choices={[{ value: 'notice', label: t('notices.draft.for_all'), hint: t('notices.draft.for_all_hint') }, { value: 'diffusion', label: t('notices.draft.for_some'), hint: t('notices.draft.for_some_hint') }]} />
          <TextField label={t('notices.field.until')} type="date" ltr value={dateOf(draft.until)} error={tried && badUntil ? t('notices.draft.bad_until') : undefined}
            onInput={(value) => { change({ ...draft, until: msOfDate(value) ?? draft.until }); }} />
          <LongField label={t('notices.draft.reviewers')} value={draft.text} rows={2} optional onInput={(text) => { change({ ...draft, text }); }} />
        </fieldset>
        {more.length ? <details class="part more"><summary>{t('form.part.more')}</summary>{more.map(section)}</details> : null}
        {failed ? null : <FailureNotice failure={failure} />}
        <UnderWay desk={desk} of={draft.id} />
        <div class="actions">
          <Button kind="primary" icon="send" submit busy={busy || leaving} disabled={!desk.me.value.lead}>{t('notices.draft.submit')}</Button>
          <Button icon="eye" pressed={previewed} onClick={() => { setPreviewed(!previewed); }}>{t('notices.draft.preview')}</Button>
          <Button kind="quiet" icon="trash-2" disabled={leaving} onClick={discard}>{t('notices.draft.discard')}</Button>
        </div>
        {previewed ? <section class="notice-record panel" aria-label={t('notices.draft.preview')}><PictureRow pictures={pictures} captions={record.pictures.map(({ caption }) => caption)} /><RecordBody record={record} words={words} /></section> : null}
      </div>
      <aside class="compose-side" aria-label={t('compose.side')}><MissingList found={found} words={words} lead={(path) => { setLed(null); window.setTimeout(() => { setLed(path); }); }} /></aside>
    </form>
  );
}

/** What is asked of somebody at a field. */
function toDo(one: Missing | Misfit, words: NoticeWords): string {
  return 'n' in one ? t(`notices.misfit.${one.code}`, { n: one.n }) : words.word('gate', one.code);
}

function MissingList({ found, words, lead }: { found: readonly (Missing | Misfit)[]; words: NoticeWords; lead: (path: string) => void }) {
  return (
    <section class={found.length ? 'gate gate-red' : 'gate gate-clear'} aria-labelledby="gate-title">
      <h2 id="gate-title"><Icon name={found.length ? 'list-checks' : 'circle-check'} />{found.length ? tn('notices.missing', found.length) : t('notices.draft.complete')}</h2>
      <ul class="gate-items">{found.map((one) => <li key={one.path + one.code}><button type="button" class="gate-item" onClick={() => { lead(one.path); }}>{toDo(one, words)}</button></li>)}</ul>
    </section>
  );
}

/** To the field that stands at the path, or the first one below it. */
function focusPath(form: HTMLFormElement | null, path: string): void {
  const fields = [...(form?.querySelectorAll<HTMLElement>('[data-goal]') ?? [])];
  const field = fields.find(({ dataset }) => dataset['goal'] === path) ?? fields.find(({ dataset }) => dataset['goal']?.startsWith(`${path}.`));
  const hidden = field?.closest('details');
  if (hidden) hidden.open = true;
  field?.focus();
}
