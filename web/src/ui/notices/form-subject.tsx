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
          <TextField label={t('notices.field.registration')} ltr value={subject.registration} onInput={(value) => { put('subject.registration', value); }} />
          <SelectField label={t('notices.field.jurisdiction')} value={subject.jurisdiction} empty={t('form.choose')} choices={countryChoices(subject.jurisdiction)} onChange={(value) => { put('subject.jurisdiction', value); }} />
        </div>
      ) : null}
      <LongField goal="subject.description" label={t('notices.field.description')} rows={3} value={subject.description} error={wrong('subject.description')} optional={person} onInput={(value) => { put('subject.description', value); }} />
    </>
  );
}

function Person({ draft: { record: { subject } }, put }: SectionProps) {
  return (
    <>
      <div class="pair">
        <SelectField goal="subject.sex" label={t('notices.field.sex')} value={subject.sex} empty={t('form.choose')} onChange={(sex) => { put('subject.sex', sex); }} choices={(['F', 'M', 'X'] as const).map((value) => ({ value, label: t(`notices.sex.${value}`) }))} />
        <TextField label={t('notices.field.birth_place')} value={subject.birth_place} onInput={(value) => { put('subject.birth_place', value); }} />
      </div>
      <div class="columns">
        <RepeatedText goal="subject.born" label={t('form.born')} hint={t('notices.draft.dates_hint')} add={t('notices.draft.more_dates')} most={MOST_DATES} items={subject.born} put={(born) => { put('subject.born', born); }} />
        <RepeatedText label={t('form.nationality')} country add={t('notices.draft.more_nationalities')} most={MOST_COUNTRIES} items={subject.nationalities} put={(nationalities) => { put('subject.nationalities', nationalities); }} />
      </div>
      <RepeatedGroup<Identity> label={t('notices.draft.document')} add={t('notices.draft.more_documents')} most={MOST_DOCUMENTS} blank={blankDocument} items={subject.documents} put={(documents) => { put('subject.documents', documents); }}>
        {(one, set) => <Document one={one} set={set} />}
      </RepeatedGroup>
      <TextField label={t('notices.field.position')} value={subject.position} optional onInput={(value) => { put('subject.position', value); }} />
      <TextField label={t('notices.field.address')} value={subject.address} optional onInput={(value) => { put('subject.address', value); }} />
    </>
  );
}

function Document({ one, set }: { one: Identity; set: (one: Identity) => void }) {
  return (
    <div class="pair">
      <TextField label={t('notices.field.document_type')} value={one.type} onInput={(type) => { set({ ...one, type }); }} />
      <TextField label={t('notices.field.document_number')} ltr mono value={one.number} onInput={(number) => { set({ ...one, number }); }} />
      <SelectField label={t('notices.field.document_country')} value={one.country} empty={t('form.choose')} choices={countryChoices(one.country)} onChange={(country) => { set({ ...one, country }); }} />
      <TextField label={t('notices.field.document_expires')} ltr value={one.expires} onInput={(expires) => { set({ ...one, expires }); }} />
    </div>
  );
}
