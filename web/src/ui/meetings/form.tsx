import '../styles/compose.css';
import { useEffect, useState } from 'preact/hooks';
import type { MeetingRecord, PublicationsDesk } from '../../session/publication-model';
import { countryChoices } from '../countries';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { SelectField } from '../elements/choices';
import { TextField } from '../elements/field';
import { Notice } from '../elements/notice';
import { itemOf } from '../library/draft';
import { PublicationFailure } from '../library/failed';
import { UnderWay } from '../library/under-way';
import { goOn, href } from '../router';
import { currentLanguage, t, tn } from '../text';
import { localOf, momentOf } from '../zones';
import { ACCESSES, blankRecord, type Gap, gaps, isMeetingDraft, type MeetingDraft, tidy } from './draft';
import type { Entry } from './entries';
import { DocumentsField } from './form-documents';
import { Points } from './form-programme';
import { When } from './form-when';
import { WordsFields } from './form-words';
import { KINDS, STATES } from './kinds';
import type { MeetingsProps } from './meetings';

type Props = MeetingsProps & { readonly desk: PublicationsDesk };

/** What the parts of the form read and write. */
interface Part {
  readonly desk: PublicationsDesk;
  readonly record: MeetingRecord;
  readonly set: (part: Partial<MeetingRecord>) => void;
  readonly wrong: (gap: Gap) => string | undefined;
}

/** Announces a meeting, or changes what stands of it: published by the secretariat, proposed by everybody else. */
export function MeetingForm({ desk, entries, route }: Props) {
  const { busy, failure, ask, clear } = useAsk();
  const entry = entries.find(({ item }) => item === route.at);
  const { draft, setDraft, set, keptAs } = useDraft(desk, entry, route.at ?? '');
  const [tried, setTried] = useState(false);
  const { record } = draft;
  const taken = (item: string): boolean => entries.some((one) => one.item === item) || desk.items.value.has(`meeting/${item}`);
  const item = draft.item || itemOf(record.words[0]?.title ?? '', taken, desk.newPersonId().slice(0, 6));
  const missing = gaps(record);
  const publishes = desk.may('meeting', item).publish;
  const home = entry ? { screen: 'meetings' as const, at: entry.item } : { screen: 'meetings' as const };
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
  const part: Part = { desk, record, set, wrong: (gap) => (tried && missing.includes(gap) ? t(`meetings.gap.${gap}`) : undefined) };
  return (
    <form class="library-page meeting-form" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <a class="back-always" href={href(home)}>{t('meetings.back')}</a>
      <h1 tabIndex={-1}>{t(entry ? (publishes ? 'meetings.revise' : 'meetings.propose_change') : publishes ? 'meetings.announce' : 'meetings.propose')}</h1>
      <p class="hint lead-text">{t(publishes ? 'meetings.publish_lead' : 'meetings.propose_lead')}</p>
      <UnderWay desk={desk} of={item} shelf="meeting" />
      <What {...part} />
      <fieldset class="part"><legend>{t('meetings.part.when')}</legend><When record={record} set={set} wrong={part.wrong} /><Where {...part} /></fieldset>
      <fieldset class="part"><legend>{t('meetings.part.who')}</legend><Who {...part} />
        <SelectField label={t('documents.access')} value={draft.access} choices={[...new Set([draft.access, ...ACCESSES])].map((value) => ({ value, label: ACCESSES.some((one) => one === value) ? t(`meetings.access.${value as (typeof ACCESSES)[number]}`) : value }))} onChange={(access) => { setDraft({ ...draft, access }); }} />
      </fieldset>
      <fieldset class="part"><legend>{t('meetings.programme')}</legend><Points record={record} set={set} error={part.wrong('programme')} /></fieldset>
      <Papers {...part} />
      {tried && missing.length ? <Notice tone="error" live><p>{tn('documents.missing', missing.length)}</p></Notice> : null}
      {failure?.reason === 'item_changed' ? <Changed entry={entry} keep={() => { setDraft({ ...draft, seen: desk.position.value }); clear(); }} take={(record) => { setDraft({ ...draft, record, seen: desk.position.value }); clear(); }} /> : <PublicationFailure failure={failure} />}
      <div class="actions meeting-end">
        <Button kind="primary" submit busy={busy} icon={publishes ? 'check' : 'send'}>{t(publishes ? 'meetings.publish' : 'meetings.propose_now')}</Button>
        <Button kind="quiet" icon="x" onClick={() => { ask(() => desk.keep(keptAs, null), () => { goOn(route, home); }); }}>{t('meetings.discard')}</Button>
        <span class="hint">{t('documents.kept_here')}</span>
      </div>
    </form>
  );
}

/** What is written, kept sealed in this browser with each change until it is published, proposed or discarded. */
function useDraft(desk: PublicationsDesk, entry: Entry | undefined, at: string) {
  const { state } = useDesk();
  const keptAs = `meeting/${at}`;
  const [draft, setDraft] = useState<MeetingDraft>(() => {
    const before = desk.kept.value.get(keptAs);
    if (isMeetingDraft(before)) return before;
    const session = state.session.value;
    const own = session.state === 'ready' ? session.me.office.id : '';
    return { item: entry?.item ?? '', record: entry?.record ?? blankRecord(currentLanguage(), own), access: entry?.access ?? 'members', seen: desk.position.value };
  });
  const [touched, setTouched] = useState(false);
  useEffect(() => { if (touched) void desk.keep(keptAs, draft); }, [draft]);
  const change = (next: MeetingDraft): void => {
    setTouched(true);
    setDraft(next);
  };
  const set = (part: Partial<MeetingRecord>): void => {
    setTouched(true);
    setDraft((before) => ({ ...before, record: { ...before.record, ...part } }));
  };
  return { draft, setDraft: change, set, keptAs };
}

function What({ record, set, wrong }: Part) {
  return (
    <fieldset class="part"><legend>{t('meetings.part.what')}</legend>
      <SelectField label={t('meetings.field.kind')} value={record.kind} choices={KINDS.map((value) => ({ value, label: t(`meetings.kind.${value}`) }))} onChange={(kind) => { set({ kind: kind as MeetingRecord['kind'] }); }} />
      <WordsFields words={record.words} put={(words) => { set({ words }); }} error={wrong('title')} rows={4} />
      <div class="meeting-pair">
        <TextField label={t('meetings.field.series')} hint={t('meetings.series_hint')} optional value={record.series} onInput={(series) => { set({ series: series.slice(0, 300) }); }} />
        <NumberField label={t('meetings.field.number')} value={record.number} put={(number) => { set({ number }); }} />
      </div>
    </fieldset>
  );
}

function NumberField({ label, value, put }: { label: string; value: number | null; put: (value: number | null) => void }) {
  return <TextField label={label} optional ltr inputMode="decimal" value={value === null ? '' : String(value)} onInput={(text) => { put(wholeNumber(text)); }} />;
}

function wholeNumber(text: string): number | null {
  const n = Number(text.trim());
  return text.trim() === '' || !Number.isSafeInteger(n) || n < 0 ? null : n;
}

function Where({ record, set }: Part) {
  return (
    <>
      <div class="meeting-pair">
        <TextField label={t('meetings.field.city')} optional value={record.city} onInput={(city) => { set({ city: city.slice(0, 300) }); }} />
        <SelectField label={t('meetings.field.country')} optional value={record.country} empty="—" choices={countryChoices(record.country)} onChange={(country) => { set({ country }); }} />
        <TextField label={t('meetings.field.host')} optional value={record.host} onInput={(host) => { set({ host: host.slice(0, 300) }); }} />
        <TextField label={t('meetings.field.organisers')} hint={t('meetings.organisers_hint')} optional value={record.organisers.join('; ')} onInput={(text) => { set({ organisers: text.split(';').map((one) => one.trimStart()).slice(0, 20) }); }} />
      </div>
    </>
  );
}

function Who({ record, set, wrong }: Part) {
  const { state } = useDesk();
  const offices = (state.directory.value.state === 'ready' ? state.directory.value.value.offices : []).map(({ id, name }) => ({ value: id, label: `${id.slice(0, 2).toUpperCase()} · ${name.latin ?? name.own}` }));
  const zone = record.tz || new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div class="meeting-pair">
      <SelectField label={t('meetings.field.state')} value={record.state} choices={STATES.map((value) => ({ value, label: t(`meetings.state.${value}`) }))} onChange={(next) => { set({ state: next as MeetingRecord['state'] }); }} />
      <SelectField label={t('meetings.field.office')} hint={t('meetings.office_hint')} optional value={record.office} empty="—" error={wrong('office')} choices={offices} onChange={(office) => { set({ office }); }} />
      <NumberField label={t('meetings.field.capacity')} value={record.capacity} put={(capacity) => { set({ capacity }); }} />
      <TextField label={t('meetings.field.register_by')} hint={t('meetings.register_by_hint', { zone })} optional type="datetime-local" ltr value={record.register_by === null ? '' : localOf(record.register_by * 1000, zone).slice(0, 16)}
        onInput={(text) => { set({ register_by: /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Math.floor(momentOf(`${text}:00`, zone) / 1000) : null }); }} />
    </div>
  );
}

/** What there is to read: before, and what came of it. */
function Papers({ desk, record, set, wrong }: Part) {
  return (
    <fieldset class="part"><legend>{t('meetings.part.after')}</legend>
      <DocumentsField desk={desk} items={record.documents} put={(documents) => { set({ documents }); }} />
      {record.decisions.length ? <fieldset class="part"><legend>{t('meetings.decisions')}</legend><WordsFields words={record.decisions} put={(decisions) => { set({ decisions }); }} error={wrong('decisions')} rows={6} /><div class="actions"><Button kind="quiet" icon="x" onClick={() => { set({ decisions: [] }); }}>{t('documents.remove')}</Button></div></fieldset>
        : <div class="actions"><Button kind="quiet" icon="plus" onClick={() => { set({ decisions: [{ language: record.words[0]?.language ?? currentLanguage(), title: t('meetings.decisions'), text: '' }] }); }}>{t('meetings.add_decisions')}</Button></div>}
      <div class="meeting-pair">
        <NumberField label={t('meetings.field.participants')} value={record.participants} put={(participants) => { set({ participants }); }} />
        <NumberField label={t('meetings.field.countries')} value={record.countries} put={(countries) => { set({ countries }); }} />
      </div>
      <TextField label={t('meetings.field.source')} hint={t('meetings.source_hint')} optional value={record.source} onInput={(source) => { set({ source: source.slice(0, 1000) }); }} />
    </fieldset>
  );
}

/** Somebody published another version meanwhile: nothing is written over unseen. */
function Changed({ entry, keep, take }: { entry: Entry | undefined; keep: () => void; take: (record: MeetingRecord) => void }) {
  return (
    <Notice tone="warning" title={t('publications.refused.item_changed')} live>
      <div class="actions">
        {entry ? <a class="button button-plain" href={href({ screen: 'meetings', at: entry.item })}>{t('meetings.look')}</a> : null}
        <Button onClick={keep}>{t('meetings.keep_mine')}</Button>
        {entry ? <Button kind="quiet" onClick={() => { take(entry.record); }}>{t('meetings.take_theirs')}</Button> : null}
      </div>
    </Notice>
  );
}
