import '../styles/compose.css';
import '../styles/notices.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LibraryRecord } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox, LongField, SelectField } from '../elements/choices';
import { Icon } from '../elements/icon';
import { Loading, Notice } from '../elements/notice';
import { languageName } from '../format-values';
import { countryChoices } from '../countries';
import { goOn, href, replaceWith } from '../router';
import { currentLanguage, t, tn } from '../text';
import { blankRecord, type Gap, gaps, itemOf, type LibraryDraft, tidy } from './draft';
import { PublicationFailure } from './failed';
import { Files } from './form-files';
import { OwnTexts, WordsFields } from './form-texts';
import type { DeskProps } from './library';
import { RecordSheet } from './sheet';
import { recordOf } from './use-entries';
import { draftsOf, dropDraft, keepDraft, useKeptDraft } from './use-drafts';
import { Waiting } from './queue';
import { UnderWay } from './under-way';
import { ChooseCodes } from './form-codes';

/** First which one, then the form: for what is new, for a revision, or for one that was returned. */
export function FormScreen(props: DeskProps) {
  const { desk, route } = props;
  const wanted = route.arg;
  const draft = draftsOf(desk).find(({ id }) => id === wanted);
  if (draft) return <Writing key={draft.id} {...props} kept={draft} />;
  if (wanted?.startsWith('of-') || wanted?.startsWith('from-')) return <BeginFrom {...props} of={wanted} />;
  return <Begun {...props} />;
}

function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function Begun({ desk, route }: DeskProps) {
  const { busy, failure, ask } = useAsk();
  const begun = draftsOf(desk);
  const mine = desk.mine.value.filter(({ shelf }) => shelf === 'library');
  const begin = (): void => {
    const draft: LibraryDraft = { id: randomId(), item: '', revises: false, record: blankRecord(currentLanguage()), access: 'members', seen: desk.position.value, licensed: false };
    ask(() => keepDraft(desk, draft), () => { replaceWith(route, { screen: 'library', at: '_new', arg: draft.id }); });
  };
  return (
    <div class="library">
      <a class="back-always" href={href({ screen: 'library' })}>{t('library.back')}</a>
      <h1 tabIndex={-1}>{t('library.contribute')}</h1>
      <p class="hint lead-text">{t('documents.contribute_text')}</p>
      <div class="actions"><Button kind="primary" icon="plus" busy={busy} onClick={begin}>{t('documents.begin')}</Button><LinkButton icon="message-square" to={href({ screen: 'library', at: '_room' })}>{t('documents.together')}</LinkButton></div>
      <PublicationFailure failure={failure} />
      <UnderWay desk={desk} />
      {begun.length ? (
        <section class="library-sheet-part"><h2>{t('documents.begun')}</h2>
          <ul class="library-list">{begun.map(({ id, record }) => <li key={id}><a class="library-row" href={href({ screen: 'library', at: '_new', arg: id })}><span class="library-row-title" dir="auto">{record.words[0]?.title || t('documents.untitled')}</span></a></li>)}</ul>
        </section>
      ) : null}
      {mine.length ? <section class="library-sheet-part"><h2>{t('documents.mine')}</h2><ul class="library-list">{mine.map((offer) => <Waiting key={offer.hash} desk={desk} offer={offer} />)}</ul></section> : null}
    </div>
  );
}

/** A draft with what stands, or with what was sent back. */
function BeginFrom({ desk, shelf, route, of }: DeskProps & { of: string }) {
  const { failure, ask } = useAsk();
  const offer = of.startsWith('from-') ? desk.mine.value.find(({ hash }) => `from-${hash}` === of) : undefined;
  const entry = shelf.entries.find(({ item }) => `of-${item}` === of);
  const found = offer ? recordOf(desk, offer) : undefined;
  const record = entry?.record ?? (found?.state === 'ready' ? found.value : undefined);
  useEffect(() => {
    if (record === undefined) return;
    const item = entry?.item ?? offer?.item ?? '';
    const draft: LibraryDraft = { id: randomId(), item, revises: true, record, access: entry?.access ?? offer?.access ?? 'members', seen: desk.position.value, licensed: false };
    ask(() => keepDraft(desk, draft), () => { replaceWith(route, { screen: 'library', at: '_new', arg: draft.id }); });
  }, [record === undefined]);
  if (failure) return <PublicationFailure failure={failure} />;
  if (record !== undefined || found?.state === 'loading' || shelf.reading > 0) return <Loading />;
  return <div class="stack"><p>{t('error.not_found')}</p><LinkButton to={href({ screen: 'library' })}>{t('library.back')}</LinkButton></div>;
}

export interface PartProps {
  readonly draft: LibraryDraft;
  readonly set: (part: Partial<LibraryRecord>) => void;
  readonly wrong: (gap: Gap) => string | undefined;
}

function Writing({ desk, codes, shelf, route, kept }: DeskProps & { kept: LibraryDraft }) {
  const { busy, failure, ask } = useAsk();
  const { draft, change, forget } = useKeptDraft(desk, kept);
  const [tried, setTried] = useState(0);
  const [previewed, setPreviewed] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // After a refused attempt the keyboard is on the first thing to complete.
  useEffect(() => { if (tried) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .field-wrong[tabindex]')?.focus(); }, [tried]);
  const taken = (item: string): boolean => desk.items.value.has(`library/${item}`) || shelf.entries.some((entry) => entry.item === item);
  const item = draft.item || itemOf(draft.record.words[0]?.title ?? '', taken, draft.id.slice(0, 6));
  const whole = { ...draft, item };
  const missing = gaps(whole);
  const set = (part: Partial<LibraryRecord>): void => { change((before) => ({ ...before, record: { ...before.record, ...part } })); };
  const wrong = (gap: Gap): string | undefined => (tried && missing.includes(gap) ? t(`documents.gap.${gap}`) : undefined);
  const offer = (): void => {
    setTried(tried + 1);
    if (missing.length) return;
    ask(async () => {
      const saved = await keepDraft(desk, whole);
      const sent = saved.ok ? await desk.offer({ shelf: 'library', item, record: tidy(draft.record), access: draft.access, seen: draft.seen }) : saved;
      if (sent.ok) {
        forget();
        await dropDraft(desk, draft.id);
      }
      return sent;
    }, () => { goOn(route, { screen: 'library', at: item }); });
  };
  const discard = (): void => {
    forget();
    ask(() => dropDraft(desk, draft.id), () => { goOn(route, { screen: 'library' }); });
  };
  const part: PartProps = { draft, set, wrong };
  const { record } = draft;
  return (
    <form class="compose notice-form library-form" ref={form} noValidate onSubmit={(event) => { event.preventDefault(); offer(); }}>
      <div class="compose-main">
        <a class="back-always" href={href({ screen: 'library', at: '_new' })}>{t('library.contribute')}</a>
        <h1 tabIndex={-1}>{t(draft.revises ? 'documents.revise' : 'library.contribute')}</h1>
        <p class="hint">{t('documents.form_lead')}</p>
        {desk.me.value.contributor ? null : <Notice tone="warning"><p>{t('documents.not_contributor')}</p></Notice>}
        <fieldset class="part"><legend>{t('documents.part.words')}</legend><WordsFields {...part} /></fieldset>
        <fieldset class="part"><legend>{t('documents.part.content')}</legend>
          {wrong('content') ? <p class="field-error" role="alert">{wrong('content')}</p> : null}
          <TextField label={t('library.field.url')} hint={t('documents.url_hint')} optional ltr value={record.url} error={wrong('url')} onInput={(url) => { set({ url: url.slice(0, 500) }); }} />
          <Files desk={desk} draft={draft} add={(file) => { change((before) => (before.record.files.some(({ sha256 }) => sha256 === file.sha256) ? before : { ...before, record: { ...before.record, files: [...before.record.files, file] } })); }} put={(files) => { set({ files }); }} titleOf={(one) => shelf.entries.find((entry) => entry.item === one)?.record.words[0]?.title ?? one} />
          {record.files.length ? <Checkbox label={t('documents.licensed')} checked={draft.licensed} onChange={(licensed) => { change((before) => ({ ...before, licensed })); }} /> : null}
          {wrong('licensed') ? <p class="field-error">{wrong('licensed')}</p> : null}
          <TextField label={t('library.field.licence')} hint={t('documents.licence_hint')} optional={!record.files.length} value={record.licence} error={wrong('licence')} onInput={(licence) => { set({ licence }); }} />
          <OwnTexts {...part} />
        </fieldset>
        <fieldset class="part"><legend>{t('documents.part.about')}</legend>
          <div class="pair">
            <SelectField label={t('library.facet.type')} value={record.type} empty={t('form.choose')} error={wrong('type')} choices={codes.groups.types.map(({ code, name }) => ({ value: code, label: name }))} onChange={(type) => { set({ type }); }} />
            <TextField label={t('library.field.publisher')} value={record.publisher} error={wrong('publisher')} onInput={(publisher) => { set({ publisher }); }} />
            <TextField label={t('library.field.year')} value={record.year} optional onInput={(year) => { set({ year }); }} />
            <TextField label={t('documents.field.edition')} value={record.edition} optional onInput={(edition) => { set({ edition }); }} />
            <TextField label={t('documents.field.identifier')} hint={t('documents.identifier_hint')} value={record.identifier} optional ltr onInput={(identifier) => { set({ identifier }); }} />
          </div>
          <LongField label={t('documents.field.authors')} hint={t('documents.authors_hint')} rows={2} optional value={record.authors.join('\n')} onInput={(text) => { set({ authors: text.split('\n') }); }} />
          <ChooseCodes label={t('library.facet.topic')} codes={codes.groups.topics} chosen={record.topics} most={30} error={wrong('topics')} put={(topics) => { set({ topics }); }} />
          <ChooseCodes label={t('library.facet.region')} codes={codes.groups.regions} chosen={record.regions} most={30} countries={countryChoices('')} put={(regions) => { set({ regions }); }} />
          <ChooseCodes label={t('library.facet.audience')} codes={codes.groups.audiences} chosen={record.audiences} most={20} put={(audiences) => { set({ audiences }); }} />
          <ChooseCodes label={t('library.facet.phase')} codes={codes.groups.phases} chosen={record.phases} most={20} put={(phases) => { set({ phases }); }} />
        </fieldset>
        <fieldset class="part"><legend>{t('documents.part.access')}</legend>
          <AccessField draft={draft} codes={codes} country={desk.me.value.country} change={change} />
          <SelectField label={t('documents.field.supersedes')} value={record.supersedes} empty={t('documents.nothing')} choices={shelf.entries.filter((entry) => entry.item !== draft.item).map((entry) => ({ value: entry.item, label: entry.record.words[0]?.title ?? entry.item })).sort((a, b) => a.label.localeCompare(b.label))} onChange={(supersedes) => { set({ supersedes }); }} />
          <TextField label={t('documents.field.review')} hint={t('documents.review_hint')} type="date" ltr optional value={record.review} error={wrong('review')} onInput={(review) => { set({ review }); }} />
        </fieldset>
        {tried && missing.length ? <Notice tone="error" live><p>{tn('documents.missing', missing.length)}</p></Notice> : null}
        <PublicationFailure failure={failure} />
        <UnderWay desk={desk} of={item} />
        <div class="actions">
          <Button kind="primary" icon="send" submit busy={busy} disabled={!desk.me.value.contributor}>{t('documents.offer_sign')}</Button>
          <Button icon="eye" pressed={previewed} onClick={() => { setPreviewed(!previewed); }}>{t('documents.preview')}</Button>
          <Button kind="quiet" icon="trash-2" onClick={discard}>{t('documents.discard')}</Button>
        </div>
        <p class="hint"><Icon name="lock" /> {t('documents.kept_here')}</p>
        {previewed ? <section class="library-offer" aria-label={t('documents.preview')}><h2 dir="auto">{record.words[0]?.title}</h2><RecordSheet item={item} record={tidy(record)} codes={codes} /></section> : null}
      </div>
    </form>
  );
}

function AccessField({ draft, codes, country, change }: { draft: LibraryDraft; codes: DeskProps['codes']; country: string; change: (part: (before: LibraryDraft) => LibraryDraft) => void }) {
  const choices = codes.groups.access.map(({ code, name }) => ({ value: code === 'country' ? country : code, label: code === 'country' ? `${name}: ${codes.nameOf('regions', country)}` : name }));
  return <SelectField label={t('documents.access')} hint={t('documents.access_hint')} value={draft.access} choices={choices} onChange={(access) => { change((before) => ({ ...before, access })); }} />;
}

export function languageChoices(used: readonly string[], own: string) {
  const offered = ['en', 'fr', 'es', 'ar', 'pt', 'ru', 'zh', 'de', 'it', 'nl', 'sw', 'fa', 'tr', 'uk', 'id', 'ms', 'ja', 'ko'];
  return [...new Set([own, ...offered])].filter((code) => code === own || !used.includes(code)).map((value) => ({ value, label: languageName(value) }));
}
