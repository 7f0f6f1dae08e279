import { useEffect, useRef } from 'preact/hooks';
import type { AssetLink, RequestAsset, RequestForm, RequestPerson, Stage, Urgency } from '../../session/model';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField, Segmented, SelectField } from '../elements/choices';
import { languageName } from '../format-values';
import { languageNames, t } from '../text';
import { assetCodes, links, stages, urgencies } from './codes';
import { blankAsset, blankPerson, type GateCode } from './gate';
import { dateOf, localOf, msOfDate, msOfLocal } from './local-time';
import { useOffences } from './reference-data';

interface Props {
  readonly form: RequestForm;
  readonly change: (part: Partial<RequestForm>) => void;
  /** Whether this is among what the officer has been told is missing. */
  readonly wrong: (code: GateCode) => string | undefined;
}

/** Eight things first; whatever else helps is folded below. */
export function FreezeForm({ form, change, wrong }: Props) {
  const [asset = blankAsset, ...moreAssets] = form.assets;
  const [person = blankPerson, ...morePersons] = form.persons;
  const setAsset = (part: Partial<RequestAsset>): void => { change({ assets: [{ ...asset, ...part }, ...moreAssets] }); };
  const setPerson = (part: Partial<RequestPerson>): void => { change({ persons: [{ ...person, ...part }, ...morePersons] }); };
  return (
    <>
      <fieldset class="part">
        <legend>{t('form.part.when')}</legend>
        <Segmented<Urgency> label={t('form.urgency')} goal="flash" value={form.urgency} onChange={(urgency) => { change({ urgency }); }}
          choices={urgencies.map((value) => ({ value, label: t(`urgency.${value}`), hint: t(`urgency.${value}_hint`) }))} />
        <TextField goal="no_needed_by needed_by_past" label={t('form.needed_by')} hint={t('form.needed_by_hint')} type="datetime-local" ltr required error={wrong('no_needed_by')}
          value={form.neededBy === null ? '' : localOf(form.neededBy)} onInput={(value) => { change({ neededBy: msOfLocal(value) }); }} />
      </fieldset>
      <fieldset class="part">
        <legend>{t('form.part.asset')}</legend>
        <AssetFields asset={asset} set={setAsset} wrong={wrong} />
        {moreAssets.map((other, index) => (
          <AssetFields key={index} asset={other} wrong={() => undefined}
            set={(part) => { change({ assets: form.assets.map((one, at) => (at === index + 1 ? { ...one, ...part } : one)) }); }} />
        ))}
        <Button kind="quiet" icon="plus" onClick={() => { change({ assets: [...form.assets, blankAsset] }); }}>{t('form.more_assets')}</Button>
      </fieldset>
      <fieldset class="part">
        <legend>{t('form.part.person')}</legend>
        <PersonFields person={person} set={setPerson} wrong={wrong} />
        {morePersons.map((other, index) => (
          <PersonFields key={index} person={other} wrong={() => undefined}
            set={(part) => { change({ persons: form.persons.map((one, at) => (at === index + 1 ? { ...one, ...part } : one)) }); }} />
        ))}
        <Button kind="quiet" icon="plus" onClick={() => { change({ persons: [...form.persons, blankPerson] }); }}>{t('form.more_persons')}</Button>
      </fieldset>
      <CaseFields form={form} change={change} wrong={wrong} />
      <MoreFields form={form} change={change} wrong={wrong} />
    </>
  );
}

function AssetFields({ asset, set, wrong }: { asset: RequestAsset; set: (part: Partial<RequestAsset>) => void; wrong: Props['wrong'] }) {
  return (
    <div class="group">
      <div class="pair">
        <SelectField label={t('form.asset_type')} value={asset.type} onChange={(type) => { set({ type }); }} choices={assetCodes.map((code) => ({ value: code, label: t(`asset.${code}`) }))} />
        <TextField goal="no_asset iban" label={t('form.identifier')} hint={t('form.identifier_hint')} value={asset.identifier} onInput={(identifier) => { set({ identifier }); }} ltr mono required error={wrong('no_asset')} />
      </div>
      <div class="pair">
        <TextField goal="no_place" label={t('form.place')} value={asset.place} onInput={(place) => { set({ place }); }} optional />
        <TextField label={t('form.holder')} value={asset.holder} onInput={(holder) => { set({ holder }); }} optional />
      </div>
      <div class="pair pair-amount">
        <TextField goal="no_amount" label={t('form.amount')} value={asset.amount} onInput={(amount) => { set({ amount }); }} ltr inputMode="decimal" optional />
        <TextField label={t('form.currency')} value={asset.currency} onInput={(currency) => { set({ currency: currency.toUpperCase().slice(0, 3) }); }} ltr optional />
      </div>
      <SelectField goal="no_link" label={t('form.link')} hint={t('form.link_hint')} value={asset.link} empty={t('form.choose')} required error={wrong('no_link')}
        onChange={(link) => { set({ link: link as AssetLink | '' }); }} choices={links.map((value) => ({ value, label: t(`link.${value}`) }))} />
    </div>
  );
}

function PersonFields({ person, set, wrong }: { person: RequestPerson; set: (part: Partial<RequestPerson>) => void; wrong: Props['wrong'] }) {
  return (
    <div class="group">
      <div class="pair">
        <TextField goal="no_person" label={t('form.person')} value={person.name} onInput={(name) => { set({ name }); }} required error={wrong('no_person')} />
        <TextField label={t('form.latin')} value={person.latin} onInput={(latin) => { set({ latin }); }} optional />
      </div>
      <div class="pair">
        <TextField goal="no_identifier" label={t('form.born')} type="date" ltr value={person.born} onInput={(born) => { set({ born }); }} error={wrong('no_identifier')} />
        <TextField label={t('form.document')} hint={t('form.document_hint')} value={person.document} onInput={(document) => { set({ document }); }} ltr mono />
      </div>
    </div>
  );
}

function CaseFields({ form, change, wrong }: Props) {
  const offences = useOffences();
  return (
    <fieldset class="part">
      <legend>{t('form.part.case')}</legend>
      <SelectField goal="no_offence" label={t('form.offence')} value={form.offence} empty={t('form.choose')} required error={wrong('no_offence')} onChange={(offence) => { change({ offence }); }}
        choices={offences.map(({ code, label, article }) => ({ value: code, label: article ? `${label} (UNCAC ${article})` : label }))} />
      <LongField goal="no_facts short_facts" label={t('form.facts')} hint={t('form.facts_hint')} value={form.facts} onInput={(facts) => { change({ facts }); }} rows={6} required error={wrong('no_facts')} />
    </fieldset>
  );
}

/** What may be missing among the folded fields: then they unfold. */
const hidden: readonly GateCode[] = ['no_purpose', 'no_contact', 'language'];

function MoreFields({ form, change, wrong }: Props) {
  const { contact } = form;
  const box = useRef<HTMLDetailsElement>(null);
  const asked = hidden.some((code) => wrong(code) !== undefined);
  useEffect(() => { if (asked && box.current) box.current.open = true; }, [asked]);
  const setContact = (part: Partial<typeof contact>): void => { change({ contact: { ...contact, ...part } }); };
  return (
    <details class="part more" ref={box}>
      <summary>{t('form.part.more')}<span class="hint">{t('form.part.more_hint')}</span></summary>
      <TextField goal="no_law" label={t('form.offence_law')} hint={t('form.offence_law_hint')} value={form.offenceLaw} onInput={(offenceLaw) => { change({ offenceLaw }); }} optional />
      <div class="pair">
        <SelectField goal="no_stage" label={t('form.stage')} value={form.stage} empty={t('form.choose')} optional onChange={(stage) => { change({ stage: stage as Stage | '' }); }} choices={stages.map((value) => ({ value, label: t(`stage.${value}`) }))} />
        <TextField goal="no_formal_by" label={t('form.formal_by')} type="date" ltr value={form.formalBy === null ? '' : dateOf(form.formalBy)} onInput={(day) => { change({ formalBy: msOfDate(day) }); }} optional />
      </div>
      <TextField label={t('form.authority')} value={form.authority} onInput={(authority) => { change({ authority }); }} optional />
      <LongField label={t('form.measure')} value={form.measure} onInput={(measure) => { change({ measure }); }} rows={2} />
      <TextField label={t('form.order')} hint={t('form.order_hint')} value={form.order} onInput={(order) => { change({ order }); }} optional />
      <TextField goal="no_third_parties" label={t('form.third_parties')} hint={t('form.third_parties_hint')} value={form.thirdParties} onInput={(thirdParties) => { change({ thirdParties }); }} optional />
      <LongField goal="no_purpose" label={t('form.purpose')} value={form.purpose} onInput={(purpose) => { change({ purpose }); }} rows={2} required error={wrong('no_purpose')} />
      <div class="pair">
        <TextField goal="no_contact" label={t('form.contact_name')} value={contact.name} onInput={(name) => { setContact({ name }); }} required error={wrong('no_contact')} />
        <TextField goal="no_phone" label={t('form.contact_phone')} type="tel" ltr value={contact.phone} onInput={(phone) => { setContact({ phone }); }} optional />
      </div>
      <SelectField goal="language formal_language" label={t('form.language')} value={form.language} error={wrong('language')} onChange={(language) => { change({ language }); }}
        choices={[...new Set([...Object.keys(languageNames), ...contact.languages])].map((code) => ({ value: code, label: languageName(code) }))} />
    </details>
  );
}
