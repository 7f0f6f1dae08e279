import { useDesk } from '../desk';
import { countryName, fullTime, oneName } from '../format';
import { t } from '../text';

/** Only on paper: how it may be handled, whose copy it is and of when. */
export function FrameworkPrintHead({ item }: { item: string }) {
  const { state } = useDesk();
  const session = state.session.value;
  const reader = session.state === 'ready' ? `${oneName(session.me.name)} (${countryName(session.me.office.country)})` : '';
  return (
    <div class="print-head" aria-hidden="true">
      <p class="print-marking" dir="ltr">TLP:GREEN</p>
      <p>{t('print.by', { who: reader, time: fullTime(state.now.value) })}</p>
      <p>{t('frameworks.no_advice')} <bdi dir="ltr">{item}</bdi></p>
    </div>
  );
}
