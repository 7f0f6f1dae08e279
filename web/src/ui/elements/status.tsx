import type { RequestState, Urgency } from '../../session/model';
import { t } from '../text';

export function UrgencyChip({ urgency }: { urgency: Urgency }) {
  return <span class={`chip urgency-${urgency}`}>{t(`urgency.${urgency}`)}</span>;
}

export function RequestStateChip({ state }: { state: RequestState }) {
  return <span class={`chip request-${state}`}>{t(`request.state.${state}`)}</span>;
}
