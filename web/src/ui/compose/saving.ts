import type { DraftSaving, Ms } from '../../session/model';
import { failureWords } from '../elements/notice';
import { listTime } from '../format';
import { t } from '../text';

/** Where the draft is safe, in words. */
export function savingWords(saving: DraftSaving, now: Ms): string {
  switch (saving.state) {
    case 'empty':
      return t('draft.empty');
    case 'saving':
      return t('draft.saving');
    case 'saved_here':
      return t('draft.saved_here', { time: listTime(saving.at, now) });
    case 'saved':
      return t('draft.saved', { time: listTime(saving.at, now) });
    case 'conflict':
      return t('draft.conflict');
    case 'failed':
      return failureWords(saving.failure);
  }
}
