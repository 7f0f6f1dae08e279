import { useState } from 'preact/hooks';
import type { Invitation } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox } from '../elements/choices';
import { FailureNotice } from '../elements/notice';
import { fold } from '../fold';
import { t } from '../text';

export const SHORTEST_PASSPHRASE = 12;

/** A login to start from: protocol/locks.md wants lower-case Latin letters, digits, "." "_" "-". */
export function suggestLogin(name: string, country: string): string {
  const words = fold(name).replace(/[^a-z0-9 ]/g, '').split(' ').filter(Boolean);
  return words.length ? `${words.join('.')}.${country.toLowerCase()}`.slice(0, 64) : '';
}

export function PassphraseStep({ invitation }: { invitation: Invitation }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [login, setLogin] = useState(() => suggestLogin(invitation.name, invitation.country));
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [seen, setSeen] = useState(false);
  const [tried, setTried] = useState(false);
  const short = passphrase.length < SHORTEST_PASSPHRASE;
  const differs = again !== passphrase;
  const wrongLogin = !/^[a-z0-9][a-z0-9._-]{2,63}$/.test(login);
  const submit = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (!short && !differs && !wrongLogin) ask(() => verbs.choosePassphrase(login, passphrase));
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <TextField label={t('signin.login')} hint={t('enrol.login_hint')} value={login} onInput={setLogin} autoComplete="username" ltr
        error={tried && wrongLogin ? t('enrol.login_wrong') : undefined} />
      <TextField label={t('enrol.passphrase')} hint={t('enrol.passphrase_hint')} type={seen ? 'text' : 'password'} value={passphrase}
        onInput={setPassphrase} autoComplete="new-password"
        error={tried && short ? t('enrol.passphrase_short', { n: SHORTEST_PASSPHRASE }) : undefined} />
      <TextField label={t('enrol.passphrase_again')} type={seen ? 'text' : 'password'} value={again} onInput={setAgain}
        autoComplete="new-password" error={tried && differs ? t('enrol.passphrase_differs') : undefined} />
      <Checkbox label={t('enrol.show_passphrase')} checked={seen} onChange={setSeen} />
      <FailureNotice failure={failure} />
      <Button kind="primary" submit busy={busy}>{t('action.continue')}</Button>
    </form>
  );
}
