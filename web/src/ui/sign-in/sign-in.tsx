import { useState } from 'preact/hooks';
import type { SessionState } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { isNumericAddress } from '../elements/address';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { FailureNotice, Notice } from '../elements/notice';
import { Front } from '../shell/front';
import { lazy } from '../shell/lazy';
import { t } from '../text';

/** A real server has no such people: what shows them is fetched when some are there. */
const DemoPeople = lazy(() => import('./demo-people').then((part) => part.DemoPeople), []);

type SignedOut = Extract<SessionState, { state: 'signed_out' | 'expired' }>;

export function SignInScreen({ session }: { session: SignedOut }) {
  const { state } = useDesk();
  const people = state.demoPeople.value;
  return (
    <Front title={t('signin.title')}>
      {session.state === 'expired' ? <Notice tone="warning" title={t('signin.expired_title')}><p>{t('signin.expired_text')}</p></Notice> : null}
      {people ? <DemoPeople people={people} /> : null}
      {people ? <details class="other-way"><summary>{t('signin.own_account')}</summary><SignInForm session={session} /></details> : <SignInForm session={session} />}
    </Front>
  );
}

function SignInForm({ session }: { session: SignedOut }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const known = session.state === 'expired' ? session.login : (session.lastLogin ?? '');
  const [login, setLogin] = useState(known);
  const [passphrase, setPassphrase] = useState('');
  const [kit, setKit] = useState('');
  const needsKit = failure?.code === 'kit_needed' || failure?.code === 'kit_mistyped' || kit !== ''
    || !(session.state === 'expired' || (session.kitKnown && login === known));
  const account = login.trim().toLowerCase();
  const prepare = (): void => { void verbs.prepare(account, passphrase); };
  const submit = (event: Event): void => {
    event.preventDefault();
    ask(() => (kit ? verbs.signIn(account, passphrase, kit) : verbs.signIn(account, passphrase)));
  };
  return (
    <form class="stack" onSubmit={submit}>
      <TextField label={t('signin.login')} value={login} onInput={setLogin} onBlur={prepare} autoComplete="username" ltr />
      <TextField label={t('signin.passphrase')} type="password" value={passphrase} onInput={setPassphrase} onBlur={prepare} autoComplete="current-password" />
      {needsKit ? <TextField label={t('signin.kit')} hint={t('signin.kit_hint')} value={kit} onInput={setKit} ltr mono /> : null}
      <FailureNotice failure={failure} />
      <Button kind="primary" submit busy={busy}>{busy ? t('signin.busy') : t('signin.submit')}</Button>
      {isNumericAddress() ? <p class="hint">{t('field.passkey_address')}</p>
        : <Button icon="fingerprint" onClick={() => { ask(() => verbs.signInWithPasskey(account)); }}>{t('signin.passkey')}</Button>}
    </form>
  );
}
