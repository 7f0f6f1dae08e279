import type { PublicationsDesk } from '../../session/publication-model';
import { CertificatePage } from '../certificate/certificate';
import { certifiedOf } from '../certificate/certified';
import { Loading } from '../elements/notice';
import { countryName } from '../format';
import { currentLanguage } from '../text';
import { titleIn } from './entries';
import type { MeetingsProps } from './meetings';
import { spanWords } from './span';

type Props = MeetingsProps & { readonly desk: PublicationsDesk; readonly item: string; readonly person: string };

/** Of somebody who attended, once the organising office has given it; of the meeting as it stands. */
export function CertificateScreen({ desk, entries, reading, item, person }: Props) {
  const back = { screen: 'meetings', at: item } as const;
  const entry = entries.find((one) => one.item === item);
  if (entry === undefined) return reading ? <Loading /> : <CertificatePage certified={null} back={back} />;
  const { record, published } = entry;
  const place = desk.places('meeting', item, record.office, record.capacity).value.people.find((one) => one.person.id === person);
  const { title, language } = titleIn(record.words, currentLanguage());
  const held = [record.city, record.country ? countryName(record.country) : '', spanWords(record.start, record.end)].filter(Boolean).join(' · ');
  return <CertificatePage certified={certifiedOf(place, { of: 'meeting', title, language, amount: '', held, office: record.office, published })} back={back} />;
}
