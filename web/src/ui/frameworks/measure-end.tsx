import '../styles/framework.css';
import { isDuration } from '../../session/framework-facts';
import type { Ms } from '../../session/model';
import { useDesk } from '../desk';
import { t } from '../text';
import { DayOf } from './day-of';
import { useStandings } from './use-frameworks';

/** The end of a measure counted from what one's own law says of it; nothing where no term is known. */
export function MeasureEnd({ use }: { use: (at: Ms) => void }) {
  const { state } = useDesk();
  const session = state.session.value;
  const me = session.state === 'ready' ? session.me.office : undefined;
  const directory = state.directory.value;
  const office = directory.state === 'ready' ? directory.value.offices.find(({ id }) => id === me?.id) : undefined;
  const found = useStandings(me?.country);
  if (found.state !== 'ready' || !office) return null;
  const terms = [...found.standings.values()].flatMap(({ field, fact }) => (fact && isDuration(fact.value) && field !== 'execution_time' ? [{ field, span: fact.value }] : []));
  if (!terms.length) return null;
  return (
    <details class="framework-count">
      <summary>{t('framework.count_measure')}</summary>
      <DayOf terms={terms} country={office.country} tz={office.timeZone} label={t('framework.use_measure')} use={use} />
    </details>
  );
}
