import type { RoomSummary } from '../../session/model';
import { useDesk } from '../desk';
import { countryName, fullTime, list, oneName } from '../format';
import { t } from '../text';

/** Only on paper: how it may be handled, who printed it and when. On screen these stand elsewhere. */
export function PrintHead({ room }: { room: RoomSummary }) {
  const { state } = useDesk();
  const session = state.session.value;
  const reader = session.state === 'ready' ? `${oneName(session.me.name)} (${countryName(session.me.office.country)})` : '';
  return (
    <div class="print-head" aria-hidden="true">
      <p class="print-marking" dir="ltr">{room.handling}</p>
      <p>{t('print.by', { who: reader, time: fullTime(state.now.value) })}</p>
      <p>{t('print.offices', { offices: list([room.ours, ...room.counterparts].map((office) => countryName(office.country))) })}</p>
      <p>{t('print.warning')}</p>
    </div>
  );
}
