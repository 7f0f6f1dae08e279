import type { NoticeRecord } from '../../session/notice-model';
import { countryChoices } from '../countries';
import { TextField } from '../elements/field';
import { LongField, SelectField } from '../elements/choices';
import { t } from '../text';
import { blankDocument, lines } from './blank';
import type { SectionProps } from './form';
import { RepeatedGroup, RepeatedText } from './repeated';

type Identity = NoticeRecord['subject']['documents'][number];

const MOST_DATES = 10;
const MOST_COUNTRIES = 10;
const MOST_DOCUMENTS = 20;

/** Who or what is looked for: every name, date, nationality and document that is known. */
export function Subject(props: SectionProps) {
  const { draft, put, wrong, words } = props;
  const { subject } = draft.record;
  const kinds = words.types.find(({ code }) => code === draft.colour)?.subjects ?? [subject.kind];
  const person = subject.kind === 'person';
  const legal = subject.kind === 'entity' || subject.kind === 'asset';
  return (
    <>
      <SelectField goal="subject.kind" label={t('notices.field.kind')} value={subject.kind} error={wrong('subject.kind')} onChange={(kind) => { put('subject.kind', kind); }}
        choices={[...new Set([subject.kind, ...kinds])].map((value) => ({ value, label: words.word('subjects', value) }))} />
      <LongField goal="subject.names" label={t('notices.field.name')} hint={t('notices.draft.names_hint')} rows={2} value={subject.names.join('\n')} error={wrong('subject.names') ?? wrong('subject')} onInput={(value) => { put('subject.names', lines(value)); }} />
      {person ? <Person {...props} /> : null}
      {legal ? (
        <div class="pair">
          <TextField goal="subject.registration" label={t('notices.field.registration')} ltr value={subject.registration} error={wrong('subject.registration')} onInput={(value) => { put('subject.registration', value); }} />
          <SelectField label={t('notices.field.jurisdiction')} value={subject.jurisdiction} empty={t('form.choose')} choices={countryChoices(subject.jurisdiction)} onChange={(value) => { put('subject.jurisdiction', value); }} />
        </div>
      ) : null}
      <LongField goal="subject.description" label={t('notices.field.description')} rows={3} value={subject.description} error={wrong('subject.description')} optional={person} onInput={(value) => { put('subject.description', value); }} />
    </>
  );
}

function Person({ draft: { record: { subject } }, put, wrong }: SectionProps) {
  return (
    <>
      <div class="pair">
        <SelectField goal="subject.sex" label={t('notices.field.sex')} value={subject.sex} empty={t('form.choose')} onChange={(sex) => { put('subject.sex', sex); }} choices={(['F', 'M', 'X'] as const).map((value) => ({ value, label: t(`notices.sex.${value}`) }))} />
        <TextField goal="subject.birth_place" label={t('notices.field.birth_place')} value={subject.birth_place} error={wrong('subject.birth_place')} onInput={(value) => { put('subject.birth_place', value); }} />
      </div>
      <div class="columns">
        <RepeatedText goal="subject.born" wrong={wrong} label={t('form.born')} hint={t('notices.draft.dates_hint')} add={t('notices.draft.more_dates')} most={MOST_DATES} items={subject.born} put={(born) => { put('subject.born', born); }} />
        <RepeatedText label={t('form.nationality')} country add={t('notices.draft.more_nationalities')} most={MOST_COUNTRIES} items={subject.nationalities} put={(nationalities) => { put('subject.nationalities', nationalities); }} />
      </div>
      <RepeatedGroup<Identity> label={t('notices.draft.document')} add={t('notices.draft.more_documents')} most={MOST_DOCUMENTS} blank={blankDocument} items={subject.documents} put={(documents) => { put('subject.documents', documents); }}>
        {(one, set, n) => <Document one={one} set={set} at={`subject.documents.${n}`} wrong={wrong} />}
      </RepeatedGroup>
      <TextField goal="subject.position" label={t('notices.field.position')} value={subject.position} error={wrong('subject.position')} optional onInput={(value) => { put('subject.position', value); }} />
      <TextField goal="subject.address" label={t('notices.field.address')} value={subject.address} error={wrong('subject.address')} optional onInput={(value) => { put('subject.address', value); }} />
    </>
  );
}

function Document({ one, set, at, wrong }: { one: Identity; set: (one: Identity) => void; at: string; wrong: SectionProps['wrong'] }) {
  return (
    <div class="pair">
      <TextField goal={`${at}.type`} label={t('notices.field.document_type')} value={one.type} error={wrong(`${at}.type`)} onInput={(type) => { set({ ...one, type }); }} />
      <TextField goal={`${at}.number`} label={t('notices.field.document_number')} ltr mono value={one.number} error={wrong(`${at}.number`)} onInput={(number) => { set({ ...one, number }); }} />
      <SelectField label={t('notices.field.document_country')} value={one.country} empty={t('form.choose')} choices={countryChoices(one.country)} onChange={(country) => { set({ ...one, country }); }} />
      <TextField goal={`${at}.expires`} label={t('notices.field.document_expires')} hint={t('notices.draft.expires_hint')} ltr value={one.expires} error={wrong(`${at}.expires`)} onInput={(expires) => { set({ ...one, expires }); }} />
    </div>
  );
}
