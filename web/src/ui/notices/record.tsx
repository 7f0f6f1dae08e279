import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { NoticePicture, NoticeRecord, NoticesDesk, NoticeView } from '../../session/notice-model';
import { useOffences } from '../compose/reference-data';
import { useAsk } from '../elements/ask';
import { Ltr } from '../elements/names';
import { FailureNotice, Loading } from '../elements/notice';
import { countryName, list } from '../format';
import { grouped, languageList, languageName, money } from '../format-values';
import { currentLanguage, t, tcode } from '../text';
import type { NoticeWords } from './use-notices';

interface Props {
  readonly record: NoticeRecord;
  readonly words: NoticeWords;
}

/** The record as it is read: what is asked, who or what, why, what there is. */
export function RecordSheet({ record, words, desk, notice }: Props & { desk: NoticesDesk; notice: NoticeView }) {
  return (
    <div class="notice-record">
      {record.action.length ? <p class="notice-wanted"><span class="hint">{t('notices.wanted')}</span> <strong>{list(record.action.map((action) => words.word('actions', action)))}</strong></p> : null}
      {record.pictures.length ? <Pictures record={record} load={() => desk.pictures(notice.id)} /> : null}
      <RecordBody record={record} words={words} />
    </div>
  );
}

/** Without its pictures: the preview of a draft shows these from where they lie. */
export function RecordBody({ record, words }: Props) {
  const { basis, contact } = record;
  return (
    <>
      <Subject record={record} words={words} />
      <Texts texts={record.texts} />
      {record.offences.length ? <section><h2>{t('notices.part.offences')}</h2>{record.offences.map((offence, n) => <Offence key={n} offence={offence} />)}</section> : null}
      {record.assets.length ? <section><h2>{t('notices.part.assets')}</h2>{record.assets.map((asset, n) => <Asset key={n} asset={asset} words={words} />)}</section> : null}
      <section>
        <h2>{t('notices.part.basis')}</h2>
        <dl class="facts">
          <Fact name={t('notices.field.basis')}>{basis.kind ? words.word('bases', basis.kind) : ''}</Fact>
          <Fact name={t('notices.field.authority')}>{basis.authority}</Fact>
          <Fact name={t('notices.field.basis_reference')}>{[basis.reference, basis.date].filter(Boolean).join(' · ')}</Fact>
          <Fact name={t('notices.field.sentence')}>{basis.sentence_months === null ? '' : String(basis.sentence_months)}</Fact>
          <Fact name={t('notices.field.agency')}>{record.agency}</Fact>
          <Fact name={t('notices.field.reference')}>{record.reference}</Fact>
          <Fact name={t('form.contact')}>{contact.name}{contact.phone ? <> · <span class="whole"><Ltr>{contact.phone}</Ltr></span></> : null}{contact.languages ? ` (${languagesSaid(contact.languages)})` : ''}</Fact>
          <Fact name={t('notices.field.conditions')} long>{record.conditions.join('\n')}</Fact>
        </dl>
      </section>
    </>
  );
}

export function Fact({ name, children, long }: { name: string; children: ComponentChildren; long?: boolean }) {
  if (children === '' || children === null || (Array.isArray(children) && children.every((one) => one === '' || one === null))) return null;
  return <div class={long ? 'fact-long' : undefined}><dt>{name}</dt><dd dir="auto">{children}</dd></div>;
}

function Subject({ record: { subject }, words }: Props) {
  const [name, ...others] = subject.names;
  return (
    <section>
      <h2>{words.word('subjects', subject.kind)}</h2>
      <dl class="facts">
        <Fact name={t('notices.field.name')}>{name ?? ''}</Fact>
        <Fact name={t('notices.field.other_names')}>{others.length ? others.map((one, n) => <span key={n} class="line" dir="auto">{one}</span>) : ''}</Fact>
        <Fact name={t('notices.field.sex')}>{subject.sex ? t(`notices.sex.${subject.sex}`) : ''}</Fact>
        <Fact name={t('form.born')}>{subject.born.length ? <Ltr>{subject.born.join(' / ')}</Ltr> : ''}</Fact>
        <Fact name={t('notices.field.birth_place')}>{subject.birth_place}</Fact>
        <Fact name={t('form.nationality')}>{list(subject.nationalities.map((code) => countryName(code)))}</Fact>
        <Fact name={t('notices.field.position')}>{subject.position}</Fact>
        <Fact name={t('notices.field.registration')}>{subject.registration}</Fact>
        <Fact name={t('notices.field.jurisdiction')}>{subject.jurisdiction ? countryName(subject.jurisdiction) : ''}</Fact>
        <Fact name={t('notices.field.documents')}>
          {subject.documents.length ? subject.documents.map(({ type, number, country, expires }, n) => (
            <span key={n} class="line"><bdi>{documentName(type)}</bdi> <Ltr mono>{number}</Ltr>{country ? ` · ${countryName(country)}` : ''}{expires ? <> · <Ltr>{expires}</Ltr></> : null}</span>
          )) : ''}
        </Fact>
        <Fact name={t('notices.field.address')} long>{subject.address}</Fact>
        <Fact name={t('notices.field.description')} long>{subject.description}</Fact>
      </dl>
    </section>
  );
}

/** Codes as words; what somebody wrote in words as it is. */
function languagesSaid(text: string): string {
  const codes = text.split(/[\s,;/]+/).filter(Boolean);
  return codes.every((code) => /^[a-z]{2,3}$/.test(code)) ? languageList(codes) : text;
}

/** Kinds that have a code here are said in the reader's language. */
function documentName(type: string): string {
  return tcode('notices.scheme', type, type);
}

/** In the reader's language where there is one, with the original beside it. */
function Texts({ texts }: { texts: NoticeRecord['texts'] }) {
  const [original] = texts;
  const own = texts.find(({ language }) => language === currentLanguage());
  const shown = own && own !== original ? [own, original] : [own ?? original];
  const rest = texts.filter((text) => !shown.includes(text));
  return (
    <section>
      <h2>{t('notices.part.facts')}</h2>
      <div class="notice-texts">{shown.map((text) => (text ? <Text key={text.language} text={text} original={text === original && texts.length > 1} /> : null))}</div>
      {rest.length ? <details><summary>{t('notices.other_languages', { languages: list(rest.map(({ language }) => languageName(language))) })}</summary>{rest.map((text) => <Text key={text.language} text={text} original={text === original} />)}</details> : null}
    </section>
  );
}

function Text({ text, original }: { text: NoticeRecord['texts'][number]; original: boolean }) {
  return (
    <div class="notice-text">
      <p class="hint">{languageName(text.language)}{original ? ` · ${t('notices.original')}` : ''}</p>
      <h3 lang={text.language} dir="auto">{text.title}</h3>
      <p class="body" lang={text.language} dir="auto">{text.facts}</p>
    </div>
  );
}

function Offence({ offence: { code, law, charge, penalty_months: months } }: { offence: NoticeRecord['offences'][number] }) {
  const known = useOffences().find((one) => one.code === code);
  return (
    <dl class="facts notice-offence">
      <Fact name={t('form.offence')}>{code ? <><bdi>{known?.label ?? code}</bdi>{known?.article ? <span class="hint whole"> <Ltr>{`UNCAC ${known.article}`}</Ltr></span> : null}</> : ''}</Fact>
      <Fact name={t('notices.field.law')}>{law}</Fact>
      <Fact name={t('notices.field.charge')} long>{charge}</Fact>
      <Fact name={t('notices.field.penalty')}>{months === null ? '' : String(months)}</Fact>
    </dl>
  );
}

function Asset({ asset, words }: { asset: NoticeRecord['assets'][number]; words: NoticeWords }) {
  return (
    <section class="asset">
      <p class="asset-type">{tcode('asset', asset.type, asset.type)}{asset.name ? <> · <bdi>{asset.name}</bdi></> : null}</p>
      {asset.identifiers.filter(({ value }) => value).map(({ scheme, value }, n) => <p key={n} class="asset-id"><span class="hint">{schemeName(scheme)}</span> <Ltr mono>{grouped(value)}</Ltr></p>)}
      <dl class="facts">
        <Fact name={t('form.holder')}>{asset.holder ? <><bdi>{asset.holder}</bdi>{asset.holder_role ? ` (${words.word('holders', asset.holder_role)})` : ''}</> : ''}</Fact>
        <Fact name={t('notices.field.place')}>{asset.place}</Fact>
        <Fact name={t('form.amount')}>{asset.amount ? <Ltr>{money(asset.amount, asset.currency)}</Ltr> : ''}</Fact>
        <Fact name={t('form.link')} long>{asset.link}</Fact>
        <Fact name={t('notices.field.description')} long>{asset.description}</Fact>
      </dl>
    </section>
  );
}

/** The field's own abbreviations are the same in all languages. */
export function schemeName(scheme: string): string {
  return tcode('notices.scheme', scheme, scheme.toUpperCase());
}

function Pictures({ record, load }: { record: NoticeRecord; load: () => ReturnType<NoticesDesk['pictures']> }) {
  const { busy, failure, ask } = useAsk();
  const [found, setFound] = useState<readonly NoticePicture[]>([]);
  useEffect(() => { ask(load, setFound); }, []);
  return (
    <div>
      {busy ? <Loading /> : null}
      <FailureNotice failure={failure} />
      <PictureRow pictures={found} captions={record.pictures.map(({ caption }) => caption)} />
    </div>
  );
}

/** Bytes that were checked, shown from this page's own memory. */
export function PictureRow({ pictures, captions }: { pictures: readonly NoticePicture[]; captions: readonly string[] }) {
  const [urls, setUrls] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = pictures.map(({ bytes, type }) => URL.createObjectURL(new Blob([bytes], { type })));
    setUrls(made);
    return () => { for (const url of made) URL.revokeObjectURL(url); };
  }, [pictures]);
  if (!urls.length) return null;
  return (
    <ul class="notice-pictures">
      {urls.map((url, n) => (
        <li key={url}><figure><img src={url} alt={captions[n] || t('notices.picture', { n: n + 1 })} />{captions[n] ? <figcaption dir="auto">{captions[n]}</figcaption> : null}</figure></li>
      ))}
    </ul>
  );
}
