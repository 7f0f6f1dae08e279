import type { ComponentChildren } from 'preact';
import type { RequestAsset, RequestForm, RequestPerson } from '../../session/model';
import { useDesk } from '../desk';
import { Ltr } from '../elements/names';
import { countryName, fullTime, span } from '../format';
import { grouped, languageList, longDate, money } from '../format-values';
import { t, tcode } from '../text';
import { useOffences } from '../compose/reference-data';
import { ScreenThis } from '../screening/ask-about';
import { queryOfAsset, queryOfHolder, queryOfPerson } from '../screening/from-record';

/** The request as the receiving officer reads it: until when, what was written with it (`children`), what, whose, why. */
export function RequestSheet({ request, children }: { request: RequestForm; children: ComponentChildren }) {
  const { state } = useDesk();
  const offences = useOffences();
  const offence = offences.find(({ code }) => code === request.offence);
  return (
    <div class="sheet">
      {request.neededBy === null ? null : (
        <p class="sheet-need">
          <strong>{t('sheet.needed_by', { time: fullTime(request.neededBy) })}</strong>
          {request.neededBy > state.now.value ? <span>{t('sheet.time_left', { span: span(request.neededBy - state.now.value) })}</span> : <span>{t('sheet.time_over')}</span>}
        </p>
      )}
      {children}
      {request.assets.map((asset, index) => <AssetFacts key={index} asset={asset} />)}
      {request.persons.map((person, index) => <PersonFacts key={index} person={person} />)}
      <dl class="facts">
        <Fact name={t('form.offence')}>{request.offence ? <><bdi>{offence?.label ?? request.offence}</bdi>{offence?.article ? <span class="hint"> <Ltr>{`UNCAC ${offence.article}`}</Ltr></span> : null}</> : null}</Fact>
        <Fact name={t('form.offence_law')}>{request.offenceLaw}</Fact>
        <Fact name={t('form.facts')} long>{request.facts}</Fact>
        <Fact name={t('form.stage')}>{request.stage ? t(`stage.${request.stage}`) : null}</Fact>
        <Fact name={t('form.authority')}>{request.authority}</Fact>
        <Fact name={t('form.measure')}>{request.measure}</Fact>
        <Fact name={t('form.order')}>{request.order}</Fact>
        <Fact name={t('form.third_parties')}>{request.thirdParties}</Fact>
        <Fact name={t('form.formal_by')}>{request.formalBy === null ? null : longDate(request.formalBy)}</Fact>
        <Fact name={t('form.purpose')}>{request.purpose}</Fact>
        <Fact name={t('form.contact')}>
          {request.contact.name}{request.contact.phone ? <> · <Ltr>{request.contact.phone}</Ltr></> : null}
          {request.contact.languages.length ? <span class="hint"> {languageList(request.contact.languages)}</span> : null}
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ name, children, long }: { name: string; children: ComponentChildren; long?: boolean }) {
  if (children === '' || children === null) return null;
  return <div class={long ? 'fact-long' : undefined}><dt>{name}</dt><dd dir="auto">{children}</dd></div>;
}

function AssetFacts({ asset }: { asset: RequestAsset }) {
  return (
    <section class="asset">
      <p class="asset-type">{tcode('asset', asset.type, asset.type)}</p>
      <p class="asset-id"><Ltr mono>{grouped(asset.identifier)}</Ltr></p>
      <dl class="facts">
        <Fact name={t('form.place')}>{asset.place}</Fact>
        <Fact name={t('form.holder')}>{asset.holder}</Fact>
        <Fact name={t('form.amount')}>{asset.amount ? <Ltr>{money(asset.amount, asset.currency)}</Ltr> : null}</Fact>
        <Fact name={t('form.link')}>{asset.link ? t(`link.${asset.link}`) : null}</Fact>
      </dl>
      <p class="actions"><ScreenThis what="sheet.screen_number" query={queryOfAsset(asset)} /><ScreenThis what="sheet.screen_holder" query={queryOfHolder(asset)} /></p>
    </section>
  );
}

function PersonFacts({ person }: { person: RequestPerson }) {
  if (!person.name && !person.document) return null;
  return (
    <>
      <dl class="facts">
        <Fact name={t('form.person')}><bdi>{person.name}</bdi>{person.latin && person.latin !== person.name ? <> · <bdi>{person.latin}</bdi></> : null}</Fact>
        <Fact name={t('form.born')}>{person.born ? <Ltr>{person.born}</Ltr> : null}</Fact>
        <Fact name={t('form.document')}>{person.document ? <Ltr>{person.document}</Ltr> : null}</Fact>
        <Fact name={t('form.nationality')}>{person.nationality ? countryName(person.nationality) : null}</Fact>
      </dl>
      <p class="actions"><ScreenThis what="sheet.screen" query={queryOfPerson(person)} /></p>
    </>
  );
}
