import { useState } from 'preact/hooks';
import type { SessionState } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { isNumericAddress } from '../elements/address';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { Ltr } from '../elements/names';
import { FailureNotice } from '../elements/notice';
import { Front } from '../shell/front';
import { t } from '../text';

/** After a reload the session lives on, but the keys are sealed in this browser. */
export function UnlockScreen({ session }: { session: Extract<SessionState, { state: 'locked' }> }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [passphrase, setPassphrase] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    ask(() => verbs.unlock(passphrase));
  };
  return (
    <Front title={t('unlock.title')}>
      <p>{t('unlock.text')} <strong><Ltr>{session.login}</Ltr></strong></p>
      <form class="stack" onSubmit={submit}>
        <input type="text" class="visually-hidden" value={session.login} autoComplete="username" readOnly tabIndex={-1} aria-hidden="true" />
        <TextField label={t('signin.passphrase')} type="password" value={passphrase} onInput={setPassphrase} autoComplete="current-password" />
        <FailureNotice failure={failure} />
        <Button kind="primary" icon="lock" submit busy={busy}>{busy ? t('unlock.busy') : t('unlock.submit')}</Button>
        {session.passkey && isNumericAddress() ? <p class="hint">{t('field.passkey_address')}</p> : null}
        {session.passkey && !isNumericAddress() ? <Button icon="fingerprint" onClick={() => { ask(() => verbs.unlockWithPasskey()); }}>{t('unlock.passkey')}</Button> : null}
        <Button kind="quiet" icon="log-out" onClick={() => { ask(() => verbs.signOut()); }}>{t('action.sign_out')}</Button>
      </form>
    </Front>
  );
}
