import type { NoticeDraft, NoticePicture, NoticeRecord, NoticesDesk } from '../../session/notice-model';
import { ACTIONS, BASIS_KINDS, HOLDER_ROLES, SCHEMES } from '../../session/notice-codes';
import { checkDigitsHold } from '../../session/lists/numbers';
import { assetCodes } from '../compose/codes';
import { HandlingField } from '../compose/handling';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox, LongField, SelectField } from '../elements/choices';
import { FailureNotice } from '../elements/notice';
import { languageName } from '../format-values';
import { languageNames, t, tcode } from '../text';
import { blankIdentifier, blankNoticeAsset, lines, months, type Section } from './blank';
import { Offences } from './form-offences';
import { Subject } from './form-subject';
import { ChooseFiles } from './hit';
import { PictureRow, schemeName } from './record';
import { RepeatedGroup } from './repeated';
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

const MOST_ASSETS = 100;
const MOST_IDENTIFIERS = 20;

export function FormSection({ name, ...props }: SectionProps & { name: Section }) {
  const Part = PARTS[name];
  return <fieldset class="part"><legend>{t(name === 'basis' ? 'notices.draft.basis' : `notices.part.${name}`)}</legend><Part {...props} /></fieldset>;
}

const PARTS: Record<Section, (props: SectionProps) => preact.JSX.Element> = {
  facts: Facts, subject: Subject, offences: Offences, basis: Basis, assets: Assets, action: Action, pictures: Pictures, own: Own,
};

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
          {n > 0 ? <Button kind="quiet" icon="x" onClick={() => { put('texts', texts.filter((_one, at) => at !== n)); }}>{t('notices.draft.remove')}</Button> : null}
        </div>
      ))}
      {free && texts.length < 4 ? <Button kind="quiet" icon="plus" onClick={() => { put('texts', [...texts, { language: free, title: '', facts: '' }]); }}>{t('notices.draft.more_texts')}</Button> : null}
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
        <TextField goal="basis.date" label={t('notices.field.basis_date')} type="date" ltr value={basis.date} error={wrong('basis.date')} onInput={(value) => { put('basis.date', value); }} />
      </div>
      {basis.kind === 'judgment' ? <TextField label={t('notices.field.sentence')} ltr inputMode="decimal" value={basis.sentence_months === null ? '' : String(basis.sentence_months)} onInput={(value) => { put('basis.sentence_months', months(value)); }} /> : null}
    </>
  );
}

type Asset = NoticeRecord['assets'][number];

function Assets({ draft, put, wrong, words }: SectionProps) {
  return (
    <RepeatedGroup<Asset> label={t('notices.draft.asset')} add={t('form.more_assets')} most={MOST_ASSETS} blank={blankNoticeAsset} items={draft.record.assets} put={(assets) => { put('assets', assets); }}>
      {(asset, set, n) => {
        const change = (part: Partial<Asset>): void => { set({ ...asset, ...part }); };
        return (
          <>
            <SelectField goal={`assets.${n}.type`} label={t('form.asset_type')} value={asset.type} error={n === 0 ? (wrong('assets') ?? wrong(`assets.${n}.type`)) : wrong(`assets.${n}.type`)} onChange={(type) => { change({ type }); }} choices={assetCodes.map((value) => ({ value, label: tcode('asset', value, value) }))} />
            <TextField goal={`assets.${n}.name`} error={wrong(`assets.${n}.name`)} label={t('notices.field.asset_name')} hint={t('notices.field.asset_name_hint')} optional value={asset.name} onInput={(name) => { change({ name }); }} />
            <Identifiers asset={asset} n={n} change={change} wrong={wrong} />
            <div class="pair">
              <TextField goal={`assets.${n}.holder`} label={t('form.holder')} value={asset.holder} error={wrong(`assets.${n}.holder`)} onInput={(holder) => { change({ holder }); }} />
              <SelectField goal={`assets.${n}.holder_role`} label={t('notices.field.holder_role')} value={asset.holder_role} empty={t('form.choose')} error={wrong(`assets.${n}.holder_role`)} onChange={(role) => { change({ holder_role: role as Asset['holder_role'] }); }} choices={HOLDER_ROLES.map((value) => ({ value, label: words.word('holders', value) }))} />
              <TextField goal={`assets.${n}.amount`} error={wrong(`assets.${n}.amount`)} label={t('form.amount')} ltr inputMode="decimal" value={asset.amount} onInput={(amount) => { change({ amount }); }} />
              <TextField goal={`assets.${n}.currency`} label={t('form.currency')} ltr value={asset.currency} error={wrong(`assets.${n}.currency`)} onInput={(currency) => { change({ currency: currency.toUpperCase() }); }} />
            </div>
            <TextField goal={`assets.${n}.place`} error={wrong(`assets.${n}.place`)} label={t('notices.field.place')} value={asset.place} onInput={(place) => { change({ place }); }} />
            <LongField goal={`assets.${n}.link`} label={t('form.link')} hint={t('form.link_hint')} rows={2} value={asset.link} error={wrong(`assets.${n}.link`)} onInput={(link) => { change({ link }); }} />
            <LongField goal={`assets.${n}.description`} error={wrong(`assets.${n}.description`)} label={t('notices.field.description')} rows={2} optional value={asset.description} onInput={(description) => { change({ description }); }} />
          </>
        );
      }}
    </RepeatedGroup>
  );
}

function Identifiers({ asset: { identifiers }, n, change, wrong }: { asset: Asset; n: number; change: (part: Partial<Asset>) => void; wrong: SectionProps['wrong'] }) {
  return (
    <RepeatedGroup label={t('form.identifier')} add={t('notices.draft.more_identifiers')} most={MOST_IDENTIFIERS} blank={blankIdentifier} items={identifiers} put={(next) => { change({ identifiers: next }); }}>
      {(one, set, m) => (
        <div class="pair">
          <SelectField label={t('notices.field.scheme')} value={one.scheme} choices={SCHEMES.map((value) => ({ value, label: schemeName(value) }))} onChange={(scheme) => { set({ ...one, scheme: scheme as typeof one.scheme }); }} />
          <TextField goal={`assets.${n}.identifiers.${m}.value`} label={t('form.identifier')} ltr mono value={one.value} {...(one.value === '' || checkDigitsHold(one) ? {} : { warning: t('notices.draft.bad_number') })}
            error={(m === 0 ? wrong(`assets.${n}.identifiers`) : undefined) ?? wrong(`assets.${n}.identifiers.${m}.value`)} onInput={(value) => { set({ ...one, value }); }} />
        </div>
      )}
    </RepeatedGroup>
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
        <TextField goal="contact.phone" error={wrong('contact.phone')} label={t('form.contact_phone')} type="tel" ltr value={record.contact.phone} onInput={(value) => { put('contact.phone', value); }} />
        <TextField goal="contact.languages" error={wrong('contact.languages')} label={t('notices.field.contact_languages')} value={record.contact.languages} optional onInput={(value) => { put('contact.languages', value); }} />
      </div>
      <HandlingField value={record.handling.tlp} error={wrong('handling.tlp')} onChange={(tlp) => { put('handling.tlp', tlp); }} />
      <LongField goal="conditions" error={wrong('conditions')} label={t('notices.field.conditions')} rows={2} optional value={record.conditions.join('\n')} onInput={(value) => { put('conditions', lines(value)); }} />
    </>
  );
}
