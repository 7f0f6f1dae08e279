import '../styles/enrol.css';
import type { MembershipProgress } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { CopyButton } from '../elements/copy';
import { Icon } from '../elements/icon';
import { Ltr } from '../elements/names';
import { FailureNotice } from '../elements/notice';
import { fullTime } from '../format';
import { Front } from '../shell/front';
import { t } from '../text';

/** Enrolled, and not yet a member: two other people still have to sign. */
export function Waiting({ progress }: { progress: MembershipProgress }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const { nominated } = progress;
  return (
    <div class="stack">
      <p>{t('waiting.text')}</p>
      <ol class="chain">
        <WaitingStep title={t('waiting.enrolled')} done />
        <WaitingStep title={t('waiting.nominated')} done={nominated !== undefined}
          text={nominated ? t('waiting.by_at', { who: nominated.by, time: fullTime(nominated.at) }) : t('waiting.nominate_next')} />
        <WaitingStep title={t('waiting.authorised')} done={false} text={t('waiting.authorise_next')} />
      </ol>
      <section class="fingerprint" aria-labelledby="fingerprint-title">
        <h2 id="fingerprint-title">{t('waiting.fingerprint')}</h2>
        <p class="fingerprint-code"><Ltr mono>{progress.fingerprint}</Ltr></p>
        <p class="hint">{t('waiting.fingerprint_text')}</p>
        <CopyButton text={progress.fingerprint} />
      </section>
      <FailureNotice failure={failure} />
      <Button icon="refresh-cw" busy={busy} onClick={() => { ask(() => verbs.refresh()); }}>{t('waiting.look')}</Button>
      <Button kind="quiet" icon="log-out" onClick={() => { ask(() => verbs.signOut()); }}>{t('action.sign_out')}</Button>
    </div>
  );
}

function WaitingStep({ title, text, done }: { title: string; text?: string; done: boolean }) {
  return (
    <li class={done ? 'chain-done' : 'chain-open'}>
      <p><Icon name={done ? 'circle-check' : 'circle'} /> <strong>{title}</strong> <span class="hint">{done ? t('state.done') : t('state.open')}</span></p>
      {text ? <p class="hint">{text}</p> : null}
    </li>
  );
}

export function WaitingScreen({ progress }: { progress: MembershipProgress }) {
  return <Front title={t('enrol.title')} wide><Waiting progress={progress} /></Front>;
}
