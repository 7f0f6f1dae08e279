import type { NoticeDraft, NoticePicture, NoticeRecord, NoticesDesk } from '../../session/notice-model';
import { ACTIONS, BASIS_KINDS, HOLDER_ROLES, SCHEMES } from '../../session/notice-codes';
import { assetCodes } from '../compose/codes';
import { HandlingField } from '../compose/handling';
import { useOffences } from '../compose/reference-data';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Checkbox, LongField, SelectField, TextField } from '../elements/field';
import { FailureNotice } from '../elements/notice';
import { languageName } from '../format';
import { languageNames, t, tcode } from '../text';
import { blankIdentifier, blankNoticeAsset, blankOffence, type Section } from './blank';
import { ChooseFiles } from './hit';
import { PictureRow, schemeName } from './record';
import type { NoticeWords } from './use-notices';

export interface SectionProps {
  readonly draft: NoticeDraft;
  readonly put: (path: string, value: unknown) => void;
  /** What is missing at a path, once the officer has been told. */
  readonly wrong: (path: string) => string | undefined;
  readonly words: NoticeWords;
  readonly desk: NoticesDesk;
  readonly pictures: readonly NoticePicture[];
  /** What was typed is kept before pictures are. */
  readonly before: () => Promise<void>;
  readonly adopt: (draft: NoticeDraft) => void;
}

export function FormSection({ name, ...props }: SectionProps & { name: Section }) {
  const Part = PARTS[name];
  return <fieldset class="part"><legend>{t(`notices.part.${name}`)}</legend><Part {...props} /></fieldset>;
}

const PARTS: Record<Section, (props: SectionProps) => preact.JSX.Element> = {
  facts: Facts, subject: Subject, offences: Offences, basis: Basis, assets: Assets, action: Action, pictures: Pictures, own: Own,
};

const lines = (text: string): string[] => (text === '' ? [] : text.split('\n'));
const months = (text: string): number | null => (/^\d{1,4}$/.test(text) ? Number(text) : null);

function Facts({ draft, put, wrong }: SectionProps) {
  const { texts } = draft.record;
  const free = Object.keys(languageNames).find((language) => !texts.some((text) => text.language === language));
  return (
    <>
      {texts.map((text, n) => (
        <div key={n} class="group">
          <SelectField label={t('notices.field.language')} value={text.language} onChange={(value) => { put(`texts.${n}.language`, value); }}
            choices={[...new Set([text.language, ...Object.keys(languageNames)])].filter((code) => code === text.language || !texts.some(({ language }) => language === code)).map((value) => ({ value, label: languageName(value) }))} />
          <TextField goal={`texts.${n}.title`} label={t('notices.field.title')} required={n === 0} value={text.title} error={wrong(`texts.${n}.title`)} onInput={(value) => { put(`texts.${n}.title`, value); }} />
          <LongField goal={`texts.${n}.facts`} label={t('notices.field.facts')} required={n === 0} rows={6} value={text.facts} error={wrong(`texts.${n}.facts`)} onInput={(value) => { put(`texts.${n}.facts`, value); }} />
        </div>
      ))}
      {free && texts.length < 4 ? <Button kind="quiet" icon="plus" onClick={() => { put('texts', [...texts, { language: free, title: '', facts: '' }]); }}>{t('notices.draft.more_texts')}</Button> : null}
    </>
  );
}

function Subject({ draft, put, wrong, words }: SectionProps) {
  const { subject } = draft.record;
  const kinds = words.types.find(({ code }) => code === draft.colour)?.subjects ?? [subject.kind];
  const [document] = subject.documents;
  const setDocument = (part: Partial<NoticeRecord['subject']['documents'][number]>): void => {
    put('subject.documents', [{ type: '', number: '', country: '', expires: '', ...document, ...part }, ...subject.documents.slice(1)]);
  };
  const person = subject.kind === 'person';
  const legal = subject.kind === 'entity' || subject.kind === 'asset';
  return (
    <>
      <SelectField goal="subject.kind" label={t('notices.field.kind')} value={subject.kind} error={wrong('subject.kind')} onChange={(kind) => { put('subject.kind', kind); }}
        choices={[...new Set([subject.kind, ...kinds])].map((value) => ({ value, label: words.word('subjects', value) }))} />
      <LongField goal="subject.names" label={t('notices.field.name')} hint={t('notices.draft.names_hint')} rows={2} value={subject.names.join('\n')} error={wrong('subject.names') ?? wrong('subject')} onInput={(value) => { put('subject.names', lines(value)); }} />
      {person ? (
        <>
          <div class="pair">
            <SelectField goal="subject.sex" label={t('notices.field.sex')} value={subject.sex} empty={t('form.choose')} onChange={(sex) => { put('subject.sex', sex); }} choices={(['F', 'M', 'X'] as const).map((value) => ({ value, label: t(`notices.sex.${value}`) }))} />
            <TextField goal="subject.born" label={t('form.born')} hint={t('notices.draft.dates_hint')} ltr value={subject.born.join(', ')} onInput={(value) => { put('subject.born', value === '' ? [] : value.split(/,\s*/)); }} />
            <TextField label={t('notices.field.birth_place')} value={subject.birth_place} onInput={(value) => { put('subject.birth_place', value); }} />
            <TextField label={t('form.nationality')} hint={t('notices.draft.country_hint')} ltr value={subject.nationalities.join(', ')} onInput={(value) => { put('subject.nationalities', value === '' ? [] : value.toUpperCase().split(/,\s*/)); }} />
            <TextField label={t('notices.field.document_type')} value={document?.type ?? ''} onInput={(type) => { setDocument({ type }); }} />
            <TextField label={t('notices.field.document_number')} ltr mono value={document?.number ?? ''} onInput={(number) => { setDocument({ number }); }} />
          </div>
          <TextField label={t('notices.field.position')} value={subject.position} optional onInput={(value) => { put('subject.position', value); }} />
          <TextField label={t('notices.field.address')} value={subject.address} optional onInput={(value) => { put('subject.address', value); }} />
        </>
      ) : null}
      {legal ? (
        <div class="pair">
          <TextField label={t('notices.field.registration')} ltr value={subject.registration} onInput={(value) => { put('subject.registration', value); }} />
          <TextField label={t('notices.field.jurisdiction')} hint={t('notices.draft.country_hint')} ltr value={subject.jurisdiction} onInput={(value) => { put('subject.jurisdiction', value.toUpperCase()); }} />
        </div>
      ) : null}
      <LongField goal="subject.description" label={t('notices.field.description')} rows={3} value={subject.description} error={wrong('subject.description')} optional={person} onInput={(value) => { put('subject.description', value); }} />
    </>
  );
}

function Offences({ draft, put, wrong }: SectionProps) {
  const known = useOffences();
  const { offences } = draft.record;
  const shown = offences.length ? offences : [blankOffence];
  const set = (n: number, part: Partial<typeof blankOffence>): void => { put('offences', shown.map((one, at) => (at === n ? { ...one, ...part } : one))); };
  return (
    <>
      {shown.map((offence, n) => (
        <div key={n} class="group">
          <SelectField goal={`offences.${n}.code`} label={t('form.offence')} value={offence.code} empty={t('form.choose')} error={n === 0 ? (wrong('offences') ?? wrong(`offences.${n}.code`)) : wrong(`offences.${n}.code`)} onChange={(code) => { set(n, { code }); }}
            choices={known.map(({ code, label, article }) => ({ value: code, label: article ? `${label} (${article})` : label }))} />
          <div class="pair">
            <TextField goal={`offences.${n}.law`} label={t('notices.field.law')} value={offence.law} error={wrong(`offences.${n}.law`)} onInput={(law) => { set(n, { law }); }} />
            <TextField goal={`offences.${n}.penalty_months`} label={t('notices.field.penalty')} ltr inputMode="decimal" value={offence.penalty_months === null ? '' : String(offence.penalty_months)} onInput={(value) => { set(n, { penalty_months: months(value) }); }} />
          </div>
          <LongField goal={`offences.${n}.charge`} label={t('notices.field.charge')} rows={2} value={offence.charge} error={wrong(`offences.${n}.charge`)} onInput={(charge) => { set(n, { charge }); }} />
        </div>
      ))}
      {shown.length < 20 ? <Button kind="quiet" icon="plus" onClick={() => { put('offences', [...shown, blankOffence]); }}>{t('notices.draft.more_offences')}</Button> : null}
    </>
  );
}

function Basis({ draft, put, wrong, words }: SectionProps) {
  const { basis } = draft.record;
  return (
    <>
      <div class="pair">
        <SelectField goal="basis.kind" label={t('notices.field.basis')} value={basis.kind} empty={t('form.choose')} error={wrong('basis.kind')} onChange={(kind) => { put('basis.kind', kind); }} choices={BASIS_KINDS.map((value) => ({ value, label: words.word('bases', value) }))} />
        <TextField goal="basis.authority" label={t('notices.field.authority')} value={basis.authority} error={wrong('basis.authority')} onInput={(value) => { put('basis.authority', value); }} />
        <TextField goal="basis.reference" label={t('notices.field.basis_number')} value={basis.reference} error={wrong('basis.reference')} onInput={(value) => { put('basis.reference', value); }} />
        <TextField goal="basis.date" label={t('notices.field.basis_date')} type="date" ltr value={basis.date} onInput={(value) => { put('basis.date', value); }} />
      </div>
      {basis.kind === 'judgment' ? <TextField label={t('notices.field.sentence')} ltr inputMode="decimal" value={basis.sentence_months === null ? '' : String(basis.sentence_months)} onInput={(value) => { put('basis.sentence_months', months(value)); }} /> : null}
    </>
  );
}

function Assets({ draft, put, wrong, words }: SectionProps) {
  const { assets } = draft.record;
  const shown = assets.length ? assets : [blankNoticeAsset];
  const set = (n: number, part: Partial<typeof blankNoticeAsset>): void => { put('assets', shown.map((one, at) => (at === n ? { ...one, ...part } : one))); };
  return (
    <>
      {shown.map((asset, n) => (
        <div key={n} class="group">
          <SelectField goal={`assets.${n}.type`} label={t('form.asset_type')} value={asset.type} error={n === 0 ? (wrong('assets') ?? wrong(`assets.${n}.type`)) : wrong(`assets.${n}.type`)} onChange={(type) => { set(n, { type }); }} choices={assetCodes.map((value) => ({ value, label: tcode('asset', value, value) }))} />
          {asset.identifiers.map((identifier, m) => (
            <div key={m} class="pair">
              <SelectField label={t('notices.field.scheme')} value={identifier.scheme} choices={SCHEMES.map((value) => ({ value, label: schemeName(value) }))}
                onChange={(scheme) => { set(n, { identifiers: asset.identifiers.map((one, at) => (at === m ? { ...one, scheme: scheme as typeof one.scheme } : one)) }); }} />
              <TextField goal={`assets.${n}.identifiers`} label={t('form.identifier')} ltr mono value={identifier.value} error={m === 0 ? wrong(`assets.${n}.identifiers`) : undefined}
                onInput={(value) => { set(n, { identifiers: asset.identifiers.map((one, at) => (at === m ? { ...one, value } : one)) }); }} />
            </div>
          ))}
          {asset.identifiers.length < 20 ? <Button kind="quiet" icon="plus" onClick={() => { set(n, { identifiers: [...asset.identifiers, blankIdentifier] }); }}>{t('notices.draft.more_identifiers')}</Button> : null}
          <div class="pair">
            <TextField goal={`assets.${n}.holder`} label={t('form.holder')} value={asset.holder} error={wrong(`assets.${n}.holder`)} onInput={(holder) => { set(n, { holder }); }} />
            <SelectField goal={`assets.${n}.holder_role`} label={t('notices.field.holder_role')} value={asset.holder_role} empty={t('form.choose')} error={wrong(`assets.${n}.holder_role`)} onChange={(role) => { set(n, { holder_role: role as typeof asset.holder_role }); }} choices={HOLDER_ROLES.map((value) => ({ value, label: words.word('holders', value) }))} />
            <TextField label={t('notices.field.place')} value={asset.place} onInput={(place) => { set(n, { place }); }} />
            <TextField label={t('form.amount')} ltr inputMode="decimal" value={asset.amount} onInput={(amount) => { set(n, { amount }); }} />
            <TextField goal={`assets.${n}.currency`} label={t('form.currency')} ltr value={asset.currency} error={wrong(`assets.${n}.currency`)} onInput={(currency) => { set(n, { currency: currency.toUpperCase() }); }} />
          </div>
          <LongField goal={`assets.${n}.link`} label={t('form.link')} hint={t('form.link_hint')} rows={2} value={asset.link} error={wrong(`assets.${n}.link`)} onInput={(link) => { set(n, { link }); }} />
          <LongField label={t('notices.field.description')} rows={2} optional value={asset.description} onInput={(description) => { set(n, { description }); }} />
        </div>
      ))}
      <Button kind="quiet" icon="plus" onClick={() => { put('assets', [...shown, blankNoticeAsset]); }}>{t('form.more_assets')}</Button>
    </>
  );
}

function Action({ draft, put, wrong, words }: SectionProps) {
  const chosen: readonly string[] = draft.record.action;
  const error = wrong('action');
  return (
    <div class={error ? 'notice-checks field-wrong' : 'notice-checks'} data-goal="action" tabIndex={-1}>
      {ACTIONS.map((action) => <Checkbox key={action} label={words.word('actions', action)} checked={chosen.includes(action)} onChange={(on) => { put('action', ACTIONS.filter((one) => (one === action ? on : chosen.includes(one)))); }} />)}
      {error ? <p class="field-error">{error}</p> : null}
    </div>
  );
}

function Pictures({ draft, desk, pictures, before, adopt, put }: SectionProps) {
  const { busy, failure, ask } = useAsk();
  const own = draft.record.pictures;
  const add = (files: readonly File[]): void => {
    ask(async () => {
      await before();
      let last: Awaited<ReturnType<NoticesDesk['addPicture']>> = { ok: true, value: draft };
      for (const file of files) {
        last = await desk.addPicture(draft.id, file, '');
        if (!last.ok) return last;
      }
      return last;
    }, adopt);
  };
  return (
    <>
      <p class="hint">{t('notices.draft.pictures_hint')}</p>
      <PictureRow pictures={pictures} captions={own.map(({ caption }) => caption)} />
      {own.map((picture, n) => (
        <div key={picture.sha256} class="inline">
          <TextField label={t('notices.picture', { n: n + 1 })} value={picture.caption} optional onInput={(caption) => { put(`pictures.${n}.caption`, caption.slice(0, 200)); }} />
          <Button kind="quiet" icon="x" onClick={() => { put('pictures', own.filter((one) => one !== picture)); }}>{t('notices.draft.remove')}</Button>
        </div>
      ))}
      {failure?.code === 'unsupported' ? <p class="field-error" role="alert">{t('notices.draft.bad_picture')}</p> : <FailureNotice failure={failure} />}
      <span aria-busy={busy || undefined}><ChooseFiles label={t('notices.draft.add_pictures')} accept="image/jpeg,image/png,image/webp" take={add} /></span>
    </>
  );
}

function Own({ draft, put, wrong }: SectionProps) {
  const { record } = draft;
  return (
    <>
      <div class="pair">
        <TextField goal="reference" label={t('notices.field.reference')} value={record.reference} error={wrong('reference')} onInput={(value) => { put('reference', value); }} />
        <TextField goal="agency" label={t('notices.field.agency')} value={record.agency} error={wrong('agency')} onInput={(value) => { put('agency', value); }} />
        <TextField goal="contact.name" label={t('form.contact_name')} value={record.contact.name} error={wrong('contact.name')} onInput={(value) => { put('contact.name', value); }} />
        <TextField label={t('form.contact_phone')} type="tel" ltr value={record.contact.phone} onInput={(value) => { put('contact.phone', value); }} />
      </div>
      <HandlingField value={record.handling.tlp} error={wrong('handling.tlp')} onChange={(tlp) => { put('handling.tlp', tlp); }} />
      <LongField label={t('notices.field.conditions')} rows={2} optional value={record.conditions.join('\n')} onInput={(value) => { put('conditions', lines(value)); }} />
    </>
  );
}
