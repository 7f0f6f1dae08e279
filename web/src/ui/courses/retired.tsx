import type { CourseRecord, ItemView, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { LinkButton } from '../elements/button';
import { Gone } from '../library/history';
import { href } from '../router';
import { currentLanguage, t } from '../text';
import { saidIn } from './entries';
import { recordOf } from './use-courses';

interface Props {
  readonly desk: PublicationsDesk;
  readonly view: ItemView;
  readonly titleOf: (item: string) => string | undefined;
}

/** Taken off its shelf: what it was called, why it is gone, and the reader's own certificate, which stays. */
export function RetiredCourse({ desk, view, titleOf }: Props) {
  const last = view.history.filter(({ document }) => document !== null).at(-1);
  const record = last ? recordOf(desk, last) : null;
  const said = record?.state === 'ready' ? saidIn(record.value.words, currentLanguage()) : null;
  return (
    <>
      <header class="library-head">{said ? <h1 tabIndex={-1} lang={said.language} dir="auto">{said.title}</h1> : <h1 tabIndex={-1}>{t('nav.courses')}</h1>}</header>
      <Gone desk={desk} view={view} titleOf={titleOf} title={t('courses.retired')} />
      {record?.state === 'ready' && record.value.office ? <OwnCertificate desk={desk} item={view.item} record={record.value} /> : null}
    </>
  );
}

function OwnCertificate({ desk, item, record }: { desk: PublicationsDesk; item: string; record: CourseRecord }) {
  const { state } = useDesk();
  const session = state.session.value;
  const { people } = desk.places('course', item, record.office, null).value;
  const mine = session.state === 'ready' ? people.filter(({ person: { key } }) => key === session.me.officer).at(-1) : undefined;
  if (mine?.state !== 'certified') return null;
  return <p class="actions"><LinkButton kind="primary" icon="graduation-cap" to={href({ screen: 'courses', at: item, arg: '_certificate', page: mine.person.id })}>{t('courses.open_certificate')}</LinkButton></p>;
}
