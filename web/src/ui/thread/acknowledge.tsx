import { useState } from 'preact/hooks';
import type { Clock } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { FailureNotice } from '../elements/notice';
import { ClockLine } from '../elements/ring';
import { t } from '../text';

/** One press stops the acknowledgement clock. It promises that somebody works on it, nothing more. */
export function Acknowledge({ room, entry, clock }: { room: string; entry: string; clock: Clock | undefined }) {
  const { state, verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [reference, setReference] = useState('');
  return (
    <form class="acknowledge" onSubmit={(event) => { event.preventDefault(); ask(() => verbs.acknowledge(room, entry, reference.trim())); }}>
      {clock ? <ClockLine clock={clock} now={state.now.value} /> : null}
      <TextField label={t('acknowledge.reference')} optional value={reference} onInput={setReference} />
      <Button kind="primary" icon="check" submit busy={busy}>{t('acknowledge.submit')}</Button>
      <p class="hint">{t('acknowledge.text')}</p>
      <FailureNotice failure={failure} />
    </form>
  );
}
