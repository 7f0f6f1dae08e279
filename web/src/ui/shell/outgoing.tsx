import type { Outgoing } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Icon } from '../elements/icon';
import { failureWords } from '../elements/notice';
import { countryName, list } from '../format';
import { goOn, route } from '../router';
import { t, tn } from '../text';
import { useKeys } from './shortcuts';

/** What is on its way, at the foot of the window: ten seconds to take it back, then how it fared. */
export function OutgoingToasts() {
  const { state } = useDesk();
  const shown = state.outgoing.value.filter((out) => out.state !== 'sent');
  return <div class="toasts" role="status">{shown.map((out) => <Toast key={out.draft} out={out} />)}</div>;
}

function Toast({ out }: { out: Outgoing }) {
  const { state, verbs } = useDesk();
  const { failure, ask } = useAsk();
  const undo = (): void => {
    const here = route.value;
    ask(() => verbs.undoSend(out.draft), () => {
      goOn(here, out.room ? { screen: 'thread', room: out.room } : { screen: 'compose', draft: out.draft });
    });
  };
  useKeys(out.state === 'holding' ? { KeyZ: undo } : {});
  const left = Math.max(0, Math.ceil((out.leavesAt - state.now.value) / 1000));
  const to = list(out.to.map((office) => countryName(office.country)));
  return (
    <div class={`toast toast-${out.state}`}>
      <Icon name={out.state === 'failed' ? 'triangle-alert' : out.state === 'waiting_for_connection' ? 'wifi-off' : 'send'} />
      <div>
        <p class="toast-title">{t(`outgoing.${out.state === 'sent' ? 'sending' : out.state}`, { to })}</p>
        {/* The seconds change in silence: a screen reader hears the sentence once. */}
        {out.state === 'holding' ? <p class="hint" aria-hidden="true">{tn('outgoing.leaves_in', left)}</p> : null}
        {out.failure ? <p>{failureWords(out.failure)}</p> : null}
        {failure ? <p>{failureWords(failure)}</p> : null}
      </div>
      {out.state === 'holding' ? <Button icon="undo-2" onClick={undo}>{t('action.undo')}</Button> : null}
      {out.state === 'failed' ? <Button onClick={undo}>{t('outgoing.edit')}</Button> : null}
    </div>
  );
}
