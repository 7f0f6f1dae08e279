import '../styles/compose.css';
import { useEffect, useState } from 'preact/hooks';
import type { MeetingRecord, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { countryChoices } from '../countries';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField, SelectField } from '../elements/choices';
import { languageName } from '../format-values';
import { PublicationFailure } from '../library/failed';
import { itemOf } from '../library/draft';
import { goOn, href } from '../router';
import { currentLanguage, t } from '../text';
import { blankRecord, type Gap, gaps, isMeetingDraft, type MeetingDraft, tidy } from './draft';
import { Points } from './form-programme';
import { KINDS, STATES } from './kinds';
import type { MeetingsProps } from './meetings';

type Props = MeetingsProps & { readonly desk: PublicationsDesk };

/** Announces a meeting, or changes what stands of it: published by the secretariat, proposed by everybody else. */
export function MeetingForm({ desk, entries, route }: Props) {
  const { state } = useDesk();
  const { busy, failure, ask } = useAsk();
  const entry = entries.find(({ item }) => item === route.at);
  const keptAs = `meeting/${route.at ?? ''}`;
  const session = state.session.value;
  const [draft, setDraft] = useState<MeetingDraft>(() => {
    const before = desk.kept.value.get(keptAs);
    if (isMeetingDraft(before)) return before;
    const own = session.state === 'ready' ? session.me.office.id : '';
    return { item: entry?.item ?? '', record: entry?.record ?? blankRecord(currentLanguage(), own), access: entry?.access ?? 'members', seen: desk.position.value };
  });
  const [tried, setTried] = useState(false);
  const [touched, setTouched] = useState(false);
  useEffect(() => { if (touched) void desk.keep(keptAs, draft); }, [draft]);
  const { record } = draft;
  const set = (part: Partial<MeetingRecord>): void => {
    setTouched(true);
    setDraft((before) => ({ ...before, record: { ...before.record, ...part } }));
  };
  const taken = (item: string): boolean => entries.some((one) => one.item === item) || desk.items.value.has(`meeting/${item}`);
  const item = draft.item || itemOf(record.words[0]?.title ?? '', taken, desk.newPersonId().slice(0, 6));
  const missing = gaps(record);
  const wrong = (gap: Gap): string | undefined => (tried && missing.includes(gap) ? t(`meetings.gap.${gap}`) : undefined);
  const publishes = desk.may('meeting', item).publish;
  const send = (): void => {
    setTried(true);
    if (missing.length) return;
    const written = { shelf: 'meeting' as const, item, record: tidy(record), access: draft.access, seen: draft.seen };
    ask(async () => {
      const sent = publishes ? await desk.publish(written) : await desk.offer(written);
      if (sent.ok) await desk.keep(keptAs, null);
      return sent;
    }, () => { goOn(route, { screen: 'meetings', at: item }); });
  };
  const discard = (): void => { ask(() => desk.keep(keptAs, null), () => { goOn(route, entry ? { screen: 'meetings', at: entry.item } : { screen: 'meetings' }); }); };
  const offices = (state.directory.value.state === 'ready' ? state.directory.value.value.offices : []).map(({ id, name }) => ({ value: id, label: `${id.slice(0, 2).toUpperCase()} · ${name.latin ?? name.own}` }));
  return (
    <form class="compose notice-form meeting-form" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <div class="compose-main">
        <a class="back-always" href={href(entry ? { screen: 'meetings', at: entry.item } : { screen: 'meetings' })}>{t('meetings.back')}</a>
        <h1 tabIndex={-1}>{t(entry ? 'meetings.revise' : publishes ? 'meetings.announce' : 'meetings.propose')}</h1>
        <p class="hint">{t(publishes ? 'meetings.publish_lead' : 'meetings.propose_lead')}</p>
        <fieldset class="part"><legend>{t('meetings.part.what')}</legend>
          <SelectField label={t('meetings.field.kind')} value={record.kind} choices={KINDS.map((value) => ({ value, label: t(`meetings.kind.${value}`) }))} onChange={(kind) => { set({ kind: kind as MeetingRecord['kind'] }); }} />
          <Texts record={record} set={set} error={wrong('title')} />
          <TextField label={t('meetings.field.series')} optional value={record.series} onInput={(series) => { set({ series: series.slice(0, 300) }); }} />
        </fieldset>
        <fieldset class="part"><legend>{t('meetings.part.when')}</legend>
          <TextField label={t('meetings.field.start')} hint={t('meetings.local_hint')} required ltr value={record.start} error={wrong('start')} onInput={(start) => { set({ start: start.trim() }); }} />
          <TextField label={t('meetings.field.end')} required ltr value={record.end} error={wrong('end')} onInput={(end) => { set({ end: end.trim() }); }} />
          <TextField label={t('meetings.field.tz')} hint={t('meetings.tz_hint')} optional ltr value={record.tz} error={wrong('tz')} onInput={(tz) => { set({ tz: tz.trim() }); }} />
          <TextField label={t('meetings.field.city')} optional value={record.city} onInput={(city) => { set({ city: city.slice(0, 300) }); }} />
          <SelectField label={t('meetings.field.country')} optional value={record.country} empty="—" choices={countryChoices(record.country)} onChange={(country) => { set({ country }); }} />
          <TextField label={t('meetings.field.host')} optional value={record.host} onInput={(host) => { set({ host: host.slice(0, 300) }); }} />
          <TextField label={t('meetings.field.organisers')} hint={t('meetings.organisers_hint')} optional value={record.organisers.join('; ')} onInput={(text) => { set({ organisers: text.split(';').map((one) => one.trimStart()).slice(0, 20) }); }} />
        </fieldset>
        <fieldset class="part"><legend>{t('meetings.part.who')}</legend>
          <SelectField label={t('meetings.field.state')} value={record.state} choices={STATES.map((value) => ({ value, label: t(`meetings.state.${value}`) }))} onChange={(next) => { set({ state: next as MeetingRecord['state'] }); }} />
          <SelectField label={t('meetings.field.office')} hint={t('meetings.office_hint')} optional value={record.office} empty="—" choices={offices} onChange={(office) => { set({ office }); }} />
          <TextField label={t('meetings.field.capacity')} optional ltr value={record.capacity === null ? '' : String(record.capacity)} error={wrong('capacity')} onInput={(text) => { set({ capacity: wholeNumber(text) }); }} />
          <TextField label={t('meetings.field.register_by')} hint={t('meetings.register_by_hint')} optional type="datetime-local" ltr value={localInput(record.register_by)} onInput={(text) => { set({ register_by: secondsOf(text) }); }} />
        </fieldset>
        <fieldset class="part"><legend>{t('meetings.programme')}</legend><Points record={record} set={set} error={wrong('programme')} /></fieldset>
        <fieldset class="part"><legend>{t('meetings.part.after')}</legend>
          <LongField label={t('meetings.decisions')} optional rows={6} value={record.decisions[0]?.text ?? ''} onInput={(text) => { set({ decisions: text ? [{ language: record.decisions[0]?.language ?? currentLanguage(), title: record.decisions[0]?.title ?? t('meetings.decisions'), text }] : [] }); }} />
          <TextField label={t('meetings.field.documents')} hint={t('meetings.documents_hint')} optional ltr value={record.documents.join(' ')} error={wrong('documents')} onInput={(text) => { set({ documents: text.split(/[\s,;]+/).filter(Boolean).slice(0, 200) }); }} />
          <TextField label={t('meetings.field.participants')} optional ltr value={record.participants === null ? '' : String(record.participants)} onInput={(text) => { set({ participants: wholeNumber(text) }); }} />
          <TextField label={t('meetings.field.countries')} optional ltr value={record.countries === null ? '' : String(record.countries)} onInput={(text) => { set({ countries: wholeNumber(text) }); }} />
          <TextField label={t('meetings.field.source')} optional value={record.source} onInput={(source) => { set({ source: source.slice(0, 1000) }); }} />
        </fieldset>
        {tried && missing.length ? <p class="field-error" role="alert">{t('meetings.gap.some')}</p> : null}
        <div class="actions">
          <Button kind="primary" submit busy={busy} icon={publishes ? 'check' : 'send'}>{t(publishes ? 'meetings.publish' : 'meetings.propose_now')}</Button>
          <Button kind="quiet" icon="x" onClick={discard}>{t('meetings.discard')}</Button>
        </div>
        <PublicationFailure failure={failure} />
      </div>
    </form>
  );
}

function wholeNumber(text: string): number | null {
  const n = Number(text.trim());
  return text.trim() === '' || !Number.isSafeInteger(n) || n < 0 ? null : n;
}

/** Between seconds and the platform's field, which speaks the reader's own zone. */
function localInput(seconds: number | null): string {
  if (seconds === null) return '';
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function secondsOf(text: string): number | null {
  const at = new Date(text).getTime();
  return text && Number.isFinite(at) ? Math.floor(at / 1000) : null;
}

const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;

/** Title and text in the original, and in as many of the four languages as somebody has them. */
function Texts({ record: { words }, set, error }: { record: MeetingRecord; set: (part: Partial<MeetingRecord>) => void; error: string | undefined }) {
  const change = (n: number, part: Partial<(typeof words)[number]>): void => { set({ words: words.map((one, at) => (at === n ? { ...one, ...part } : one)) }); };
  const free = LANGUAGES.find((code) => words.every(({ language }) => language !== code));
  return (
    <>
      {words.map((one, n) => (
        <div key={one.language} class="group">
          <TextField label={`${t('meetings.field.title')} (${languageName(one.language)})`} lang={one.language} required value={one.title} error={n === 0 || !one.title.trim() ? error : undefined} onInput={(title) => { change(n, { title: title.slice(0, 300) }); }} />
          <LongField label={`${t('meetings.field.text')} (${languageName(one.language)})`} optional rows={4} value={one.text} onInput={(text) => { change(n, { text }); }} />
          {n ? <Button kind="quiet" icon="x" onClick={() => { set({ words: words.filter((_one, at) => at !== n) }); }}>{t('documents.remove')}</Button> : null}
        </div>
      ))}
      {free ? <Button kind="quiet" icon="plus" onClick={() => { set({ words: [...words, { language: free, title: '', text: '' }] }); }}>{t('meetings.more_words', { language: languageName(free) })}</Button> : null}
    </>
  );
}
