import '../styles/directory.css';
import { useState } from 'preact/hooks';
import type { Account, Language, Passkey, SignedInSession, Theme } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { isNumericAddress } from '../elements/address';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox, Segmented } from '../elements/choices';
import { Icon } from '../elements/icon';
import { Ltr, OfficeName, PersonName } from '../elements/names';
import { FailureNotice, Loading } from '../elements/notice';
import { fullTime } from '../format';
import { longDate } from '../format-values';
import { languageNames, t } from '../text';
import { Notifications } from './notifications';

export function SettingsScreen() {
  const { state } = useDesk();
  const account = state.account.value;
  return (
    <section class="settings">
      <header class="screen-head"><h1 tabIndex={-1}>{t('settings.title')}</h1></header>
      <You />
      <Looks />
      {account.state === 'loading' ? <Loading /> : null}
      {account.state === 'failed' ? <FailureNotice failure={account.failure} /> : null}
      {account.state === 'ready' ? <><Notifications wish={account.value.notifications} /><Sessions account={account.value} /><Passkeys account={account.value} /><Recovery account={account.value} /></> : null}
    </section>
  );
}

function You() {
  const { state, verbs } = useDesk();
  const { ask } = useAsk();
  const session = state.session.value;
  if (session.state !== 'ready') return null;
  const { me } = session;
  return (
    <section class="panel">
      <h2><PersonName name={me.name} /></h2>
      <p><OfficeName office={me.office} /></p>
      <p class="hint">{t(`role.${me.role}`)} · <Ltr>{me.login}</Ltr>{me.authorisedUntil === undefined ? null : ` · ${t('settings.authorised_until', { date: longDate(me.authorisedUntil) })}`}</p>
      <Button icon="log-out" onClick={() => { ask(() => verbs.signOut()); }}>{t('action.sign_out')}</Button>
      <p class="hint">{t('settings.sign_out_text')}</p>
    </section>
  );
}

function Looks() {
  const { state, verbs } = useDesk();
  const { language, theme, shortcuts } = state.preferences.value;
  const themes: readonly Theme[] = ['system', 'light', 'dark'];
  return (
    <section class="panel">
      <h2>{t('settings.looks')}</h2>
      <Segmented<Language> label={t('settings.language')} value={language} onChange={(value) => void verbs.prefer({ language: value })}
        choices={(Object.keys(languageNames) as Language[]).map((value) => ({ value, label: languageNames[value] }))} />
      <Segmented<Theme> label={t('settings.theme')} value={theme} onChange={(value) => void verbs.prefer({ theme: value })}
        choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))} />
      <Checkbox label={t('settings.shortcuts')} checked={shortcuts} onChange={(value) => void verbs.prefer({ shortcuts: value })} />
    </section>
  );
}

function Sessions({ account }: { account: Account }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  return (
    <section class="panel">
      <h2>{t('settings.sessions')}</h2>
      <p class="hint">{t('settings.sessions_text')}</p>
      <FailureNotice failure={failure} />
      <ul class="plain rows">
        {account.sessions.map((session) => <SessionRow key={session.id} session={session} end={() => { ask(() => verbs.endSession(session.id)); }} />)}
      </ul>
      {account.sessions.length > 1 ? <Button kind="danger" busy={busy} onClick={() => { ask(() => verbs.endOtherSessions()); }}>{t('settings.end_others')}</Button> : null}
    </section>
  );
}

function SessionRow({ session, end }: { session: SignedInSession; end: () => void }) {
  return (
    <li class="row">
      <Icon name="monitor" />
      <div>
        <p><bdi>{session.agent}</bdi> · <bdi>{session.address}</bdi> {session.current ? <span class="chip chip-good">{t('settings.this_session')}</span> : null}</p>
        <p class="hint">{t('settings.session_times', { started: fullTime(session.startedAt), seen: fullTime(session.lastSeenAt) })}</p>
      </div>
      {session.current ? null : <Button kind="quiet" onClick={end}>{t('settings.end_session')}</Button>}
    </li>
  );
}

function Passkeys({ account }: { account: Account }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [name, setName] = useState('');
  return (
    <section class="panel">
      <h2>{t('settings.passkeys')}</h2>
      <p class="hint">{t('settings.passkeys_text')}</p>
      <FailureNotice failure={failure} />
      <ul class="plain rows">
        {account.passkeys.map((passkey) => <PasskeyRow key={passkey.id} passkey={passkey} remove={() => { ask(() => verbs.removePasskey(passkey.id)); }} />)}
      </ul>
      {isNumericAddress() ? <p>{t('field.passkey_address')}</p> : account.passkeysSupported ? (
        <form class="inline" onSubmit={(event) => { event.preventDefault(); ask(() => verbs.addPasskey(name.trim()), () => { setName(''); }); }}>
          <TextField label={t('settings.passkey_name')} value={name} onInput={setName} />
          <Button icon="fingerprint" submit busy={busy} disabled={!name.trim()}>{t('settings.add_passkey')}</Button>
        </form>
      ) : <p>{t('settings.passkeys_unsupported')}</p>}
    </section>
  );
}

function PasskeyRow({ passkey, remove }: { passkey: Passkey; remove: () => void }) {
  return (
    <li class="row">
      <Icon name="key-round" />
      <div>
        <p><bdi>{passkey.name}</bdi></p>
        <p class="hint">{t('settings.passkey_added', { date: longDate(passkey.addedAt) })}</p>
      </div>
      <Button kind="quiet" onClick={remove}>{t('settings.remove_passkey')}</Button>
    </li>
  );
}

function Recovery({ account }: { account: Account }) {
  return (
    <section class="panel">
      <h2>{t('settings.kit')}</h2>
      <p>{t('settings.kit_made', { date: longDate(account.kitMadeAt) })}</p>
      <p class="hint">{t('settings.kit_text')}</p>
    </section>
  );
}
