import type { CourseRecord, ItemView, PublicationsDesk, Version } from '../../session/publication-model';
import { CertificatePage } from '../certificate/certificate';
import { certifiedOf } from '../certificate/certified';
import { Loading } from '../elements/notice';
import { currentLanguage, tn } from '../text';
import type { CoursesProps } from './courses';
import { saidIn } from './entries';
import { recordOf } from './use-courses';

/** Of the person whose id the address names: of the course as it stood when its office certified, also where it was retired since. */
export function CourseCertificate({ desk, item, route: { page } }: CoursesProps & { item: string }) {
  const view = desk.item('course', item).value;
  const back = { screen: 'courses', at: item } as const;
  const records = (view?.history ?? []).flatMap((version) => (version.document ? [{ version, record: recordOf(desk, version) }] : []));
  if (records.some(({ record }) => record.state === 'loading')) return <Loading />;
  const known = records.flatMap(({ version, record }) => (record.state === 'ready' ? [{ version, record: record.value }] : []));
  const found = known.map((one) => placeIn(desk, item, one.record, page)).find((place) => place !== undefined);
  const stood = standingAt(known, view, found?.decidedAt ?? 0);
  if (stood === undefined || found === undefined) return <CertificatePage certified={null} back={back} />;
  const { record, version } = stood;
  const { title, language } = saidIn(record.words, currentLanguage());
  const amount = record.hours ? tn('courses.hours', record.hours) : '';
  const published = { hash: version.hash, index: version.logIndex, document: version.document ?? '' };
  return <CertificatePage certified={certifiedOf(found, { of: 'course', title, language, amount, held: '', office: record.office, published })} back={back} />;
}

interface Known {
  readonly version: Version;
  readonly record: CourseRecord;
}

function placeIn(desk: PublicationsDesk, item: string, { office }: CourseRecord, person: string | undefined) {
  const found = office ? desk.places('course', item, office, null).value.people.find((one) => one.person.id === person) : undefined;
  return found?.state === 'certified' ? found : undefined;
}

function standingAt(known: readonly Known[], view: ItemView | undefined, at: number): Known | undefined {
  return known.filter(({ version }) => version.at <= at).at(-1) ?? known.find(({ version }) => version.hash === view?.standing?.hash);
}
