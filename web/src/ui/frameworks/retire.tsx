import { useState } from 'preact/hooks';
import type { PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Notice } from '../elements/notice';
import { countryName } from '../format';
import { PublicationFailure } from '../library/failed';
import { ReasonField } from '../library/retiring';
import { t } from '../text';
import { countryOf } from './use-words';

interface Props {
  readonly desk: PublicationsDesk;
  readonly item: string;
  readonly field: string;
  /** What stands is on its way: nobody has seen it yet. */
  readonly waits: boolean;
  readonly close: () => void;
}

/** A country takes a fact of its own back, after it was told what that means; who has not seen what stands now is shown it first. */
export function RetireFact({ desk, item, field, waits, close }: Props) {
  const shown = desk.position.value;
  const [seen, setSeen] = useState(() => desk.position.value);
  const { busy, failure, ask, clear } = useAsk();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const retire = (): void => {
    setTried(true);
    if (reason.trim()) ask(() => desk.retire({ shelf: 'framework', item, parts: [field], seen, reason: reason.trim(), successor: null }), close);
  };
  const changed = failure?.reason === 'item_changed';
  return (
    <Notice tone="warning" title={t('frameworks.retire_title')}>
      <p>{t('frameworks.retire_text', { country: countryName(countryOf(item)) })}</p>
      <div class="stack">
        <ReasonField reason={reason} tried={tried} setReason={setReason} />
        {changed ? <p role="alert">{t('frameworks.conflict_text')}</p> : <PublicationFailure failure={failure} />}
        <div class="actions">
          {changed
            ? <Button disabled={waits} onClick={() => { setSeen(shown); clear(); }}>{t('frameworks.seen_theirs')}</Button>
            : <Button kind="primary" icon="undo-2" busy={busy} onClick={retire}>{t('frameworks.retire_sign')}</Button>}
          <Button kind="quiet" onClick={close}>{t('frameworks.cancel')}</Button>
        </div>
      </div>
    </Notice>
  );
}
