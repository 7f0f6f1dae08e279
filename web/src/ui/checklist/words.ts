import type { ActionNow } from '../../session/checklist';
import type { Ms } from '../../session/model';
import { span } from '../format';
import { t, tcode } from '../text';

/** The action in the reader's language. */
export function titleOf({ id }: Pick<ActionNow, 'id'>): string {
  return tcode('checklist', id, t('checklist.unknown', { id }));
}

export function doneWords({ done, total }: { done: number; total: number }): string {
  return t('checklist.done', { done, total });
}

/** "17 h 04 min left", or since when it is over. */
export function leftWords(endsAt: Ms, now: Ms): string {
  return endsAt > now ? t('checklist.left', { span: span(endsAt - now) }) : t('checklist.over', { span: span(now - endsAt) });
}
