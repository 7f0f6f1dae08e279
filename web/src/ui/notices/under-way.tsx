import type { NoticeErrand, NoticesDesk } from '../../session/notice-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Icon } from '../elements/icon';
import { FailureNotice } from '../elements/notice';
import { t } from '../text';

/** What has begun to leave, of one draft or notice where `of` says so: it goes on by itself, or can be helped. */
export function UnderWay({ desk, of }: { desk: NoticesDesk; of?: string }) {
  const shown = desk.underWay.value.filter((errand) => of === undefined || errand.of === of);
  if (!shown.length) return null;
  return <ul class="under-way">{shown.map((errand) => <Errand key={errand.id} desk={desk} errand={errand} />)}</ul>;
}

function Errand({ desk, errand: { id, kind, title, state, failure } }: { desk: NoticesDesk; errand: NoticeErrand }) {
  const { busy, failure: notGivenUp, ask } = useAsk();
  return (
    <li class="under-way-one">
      <Icon name={state === 'failed' ? 'triangle-alert' : state === 'sending' ? 'send' : 'clock'} />
      <div class="under-way-main">
        <p role="status"><strong>{t(`notices.under_way.${kind}`)}</strong>{title ? <>: <bdi>{title}</bdi></> : null}</p>
        {failure ? <FailureNotice failure={failure} /> : <p class="hint">{t(`notices.under_way.${state}`)}</p>}
        {state === 'sending' ? null : (
          <div class="actions">
            <Button icon="refresh-cw" onClick={() => { desk.tryAgain(id); }}>{t('notices.under_way.again')}</Button>
            <Button kind="quiet" icon="x" busy={busy} onClick={() => { ask(() => desk.giveUp(id)); }}>{t('notices.under_way.give_up')}</Button>
          </div>
        )}
        <FailureNotice failure={notGivenUp} />
      </div>
    </li>
  );
}
