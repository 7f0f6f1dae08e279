import { signal } from '@preact/signals';
import { useDesk } from '../desk';
import { Button } from '../elements/button';
import { t } from '../text';

/** The draft discarded last, while it can still be had back. */
export const discarded = signal<string | null>(null);

/** Undo instead of "are you sure". */
export function DiscardedLine() {
  const { verbs } = useDesk();
  const draft = discarded.value;
  if (!draft) return null;
  const restore = (): void => { void verbs.restoreDraft(draft).then(() => { if (discarded.value === draft) discarded.value = null; }); };
  return <p class="undo" role="status">{t('draft.discarded')} <Button kind="quiet" icon="undo-2" onClick={restore}>{t('action.undo')}</Button></p>;
}
