/** An urgent freeze request begun from a notice: its asset, its holder, its offence. */
import type { AssetLink, Draft, RequestAsset, RequestForm, RequestPerson, State } from '../../session/model';
import type { NoticeRecord, NoticeView } from '../../session/notice-model';
import { blankAsset, blankPerson, blankRequest } from '../compose/gate';
import { DEFAULT_HANDLING } from '../compose/handling';
import { isLatin, latinName } from '../format';
import { currentLanguage, t } from '../text';

export function freezeFrom(notice: NoticeView, state: State): Partial<Omit<Draft, 'id' | 'revision'>> {
  const session = state.session.value;
  const me = session.state === 'ready' ? session.me : null;
  const directory = state.directory.value;
  const office = directory.state === 'ready' ? directory.value.offices.find(({ id }) => id === me?.office.id) : undefined;
  const contact = { name: me ? latinName(me.name) : '', phone: office?.telephone ?? '', languages: office?.languages ?? [] };
  const blank = blankRequest(contact, currentLanguage(), t('form.purpose_default'), t('form.measure_default'));
  const record = notice.record.state === 'ready' ? notice.record.value : undefined;
  return { to: [], handling: DEFAULT_HANDLING, request: record ? filled(blank, record) : blank };
}

function filled(blank: RequestForm, record: NoticeRecord): RequestForm {
  const [offence] = record.offences;
  return {
    ...blank, assets: record.assets.length ? record.assets.map(assetOf) : [blankAsset], persons: personsOf(record),
    offence: offence?.code ?? '', offenceLaw: offence?.law ?? '', facts: record.texts[0]?.facts ?? '',
  };
}

function assetOf(asset: NoticeRecord['assets'][number]): RequestAsset {
  return {
    type: asset.type, identifier: asset.identifiers[0]?.value ?? (asset.name || asset.description), holder: asset.holder, place: asset.place,
    amount: asset.amount, currency: asset.currency, link: '' satisfies AssetLink | '', // which link it is in law, the officer says
  };
}

function personsOf({ subject, assets }: NoticeRecord): readonly RequestPerson[] {
  const [name = ''] = subject.names;
  const document = subject.documents[0]?.number ?? subject.registration;
  const latin = isLatin(name) ? '' : (subject.names.find((one) => isLatin(one)) ?? '');
  const first = { name, latin, born: subject.born[0] ?? '', document, nationality: subject.nationalities[0] ?? subject.jurisdiction };
  const holders = [...new Set(assets.map(({ holder }) => holder))].filter((holder) => holder !== '' && !subject.names.includes(holder));
  const persons = [...(name ? [first] : []), ...holders.map((holder) => ({ ...blankPerson, name: holder }))];
  return persons.length ? persons : [blankPerson];
}
