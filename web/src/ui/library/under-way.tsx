import type { PublicationErrand, PublicationsDesk, Shelf } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Icon } from '../elements/icon';
import { t } from '../text';
import { PublicationFailure } from './failed';

/** What has begun to leave, of one item where `of` says so: it goes on by itself, or can be helped. */
export function UnderWay({ desk, of, shelf = 'library' }: { desk: PublicationsDesk; of?: string; shelf?: Shelf }) {
  const shown = desk.underWay.value.filter((errand) => (of === undefined ? errand.of.startsWith(`${shelf}/`) : errand.of === `${shelf}/${of}`));
  if (!shown.length) return null;
  return <ul class="under-way">{shown.map((errand) => <Errand key={errand.id} desk={desk} errand={errand} />)}</ul>;
}

function Errand({ desk, errand: { id, kind, title, state, failure } }: { desk: PublicationsDesk; errand: PublicationErrand }) {
  const { busy, failure: notGivenUp, ask } = useAsk();
  return (
    <li class="under-way-one">
      <Icon name={state === 'failed' ? 'triangle-alert' : state === 'sending' ? 'send' : 'clock'} />
      <div class="under-way-main">
        <p role="status"><strong>{t(`documents.under_way.${kind}`)}</strong>{title ? <>: <bdi>{title}</bdi></> : null}</p>
        {failure ? <PublicationFailure failure={failure} /> : <p class="hint">{t(state === 'waiting_for_connection' ? 'documents.under_way.waiting' : 'documents.under_way.sending')}</p>}
        {state === 'sending' ? null : (
          <div class="actions">
            <Button icon="refresh-cw" onClick={() => { desk.tryAgain(id); }}>{t('action.retry')}</Button>
            <Button kind="quiet" icon="x" busy={busy} onClick={() => { ask(() => desk.giveUp(id)); }}>{t('documents.give_up')}</Button>
          </div>
        )}
        <PublicationFailure failure={notGivenUp} />
      </div>
    </li>
  );
}
