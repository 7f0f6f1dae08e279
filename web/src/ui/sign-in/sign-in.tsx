import { useState } from 'preact/hooks';
import type { DemoPerson, SessionState } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { CountryBadge, PersonName } from '../elements/names';
import { FailureNotice, Notice } from '../elements/notice';
import { countryName } from '../format';
import { fold, matches, countryWords } from '../fold';
import { Front } from '../shell/front';
import { t } from '../text';

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
  const submit = (event: Event): void => {
    event.preventDefault();
    ask(() => (kit ? verbs.signIn(login.trim().toLowerCase(), passphrase, kit) : verbs.signIn(login.trim().toLowerCase(), passphrase)));
  };
  return (
    <form class="stack" onSubmit={submit}>
      <TextField label={t('signin.login')} value={login} onInput={setLogin} autoComplete="username" ltr />
      <TextField label={t('signin.passphrase')} type="password" value={passphrase} onInput={setPassphrase} autoComplete="current-password" />
      {needsKit ? <TextField label={t('signin.kit')} hint={t('signin.kit_hint')} value={kit} onInput={setKit} ltr mono /> : null}
      <FailureNotice failure={failure} />
      <Button kind="primary" submit busy={busy}>{busy ? t('signin.busy') : t('signin.submit')}</Button>
      <Button icon="fingerprint" onClick={() => { ask(() => verbs.signInWithPasskey(login.trim().toLowerCase())); }}>{t('signin.passkey')}</Button>
    </form>
  );
}

/** Only on a demo server on this machine: one press signs in as an invented person. */
function DemoPeople({ people }: { people: readonly DemoPerson[] }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [typed, setTyped] = useState('');
  const query = fold(typed);
  const found = people.filter((p) => !query || matches(`${countryWords(p.country)} ${fold(`${p.name.own} ${p.name.latin ?? ''} ${p.office.own} ${p.office.latin ?? ''}`)}`, query));
  const countries = [...new Set(found.map((p) => p.country))].sort((a, b) => countryName(a).localeCompare(countryName(b)));
  return (
    <section class="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demo.title')}</h2>
      <p class="hint">{t('demo.text')}</p>
      <TextField label={t('demo.find')} type="search" value={typed} onInput={setTyped} />
      <FailureNotice failure={failure} />
      <div class="demo-people"><div class="demo-countries" aria-busy={busy}>
        {countries.map((country) => (
          <section key={country}>
            <h3><CountryBadge country={country} /> {countryName(country)}</h3>
            <ul class="plain">
              {found.filter((p) => p.country === country).map((person) => (
                <li key={person.login}>
                  <button type="button" class="demo-person" onClick={() => { ask(() => verbs.signInAs(person)); }}>
                    <span><PersonName name={person.name} /></span>
                    <span class="hint">{t(`role.${person.role}`)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div></div>
      {found.length ? null : <p role="status">{t('directory.none')}</p>}
    </section>
  );
}
