import type { PublicationErrand, PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Icon } from '../elements/icon';
import { PublicationFailure } from '../library/failed';
import { t } from '../text';

/** What has begun to leave about this jurisdiction: it goes on by itself, or can be helped. */
export function WaysThere({ desk, item }: { desk: PublicationsDesk; item: string }) {
  const shown = desk.underWay.value.filter(({ of }) => of === `framework/${item}`);
  return shown.length ? <ul class="under-way">{shown.map((errand) => <Way key={errand.id} desk={desk} errand={errand} />)}</ul> : null;
}

function Way({ desk, errand: { id, state, failure } }: { desk: PublicationsDesk; errand: PublicationErrand }) {
  const { busy, failure: notGivenUp, ask } = useAsk();
  return (
    <li class="under-way-one">
      <Icon name={state === 'failed' ? 'triangle-alert' : state === 'sending' ? 'send' : 'clock'} />
      <div class="under-way-main">
        <p role="status">{t(`frameworks.under_way.${state}`)}</p>
        <PublicationFailure failure={failure ?? notGivenUp} />
        {state === 'sending' ? null : (
          <div class="actions">
            <Button icon="refresh-cw" onClick={() => { desk.tryAgain(id); }}>{t('action.retry')}</Button>
            <Button kind="quiet" icon="x" busy={busy} onClick={() => { ask(() => desk.giveUp(id)); }}>{t('frameworks.give_up')}</Button>
          </div>
        )}
      </div>
    </li>
  );
}
