import { useDesk } from '../desk';
import { fullTime, countryName, oneName } from '../format';
import { count, t } from '../text';
import type { Entry } from './entries';

/** Only on paper: who may read it, whose copy it is, and which publication it was. */
export function LibraryPrintHead({ entry: { access, published } }: { entry: Entry }) {
  const { state } = useDesk();
  const session = state.session.value;
  const reader = session.state === 'ready' ? `${oneName(session.me.name)} (${countryName(session.me.office.country)})` : '';
  return (
    <div class="print-head" aria-hidden="true">
      <p class="print-marking" dir="ltr">{access === 'public' ? 'TLP:CLEAR' : access === 'members' ? 'TLP:GREEN' : 'TLP:AMBER'}</p>
      <p>{t('print.by', { who: reader, time: fullTime(state.now.value) })}</p>
      <p>{published ? t('documents.print_published', { who: published.by, position: count(published.index), document: published.document.slice(0, 16) }) : t('documents.shipped')}</p>
    </div>
  );
}
