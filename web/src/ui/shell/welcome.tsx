import { useDesk } from '../desk';
import { dueClocks, DueList } from '../clocks/due';
import { LinkButton } from '../elements/button';
import { PersonName } from '../elements/names';
import { href } from '../router';
import { t } from '../text';
import { reaches } from './reach';

const SHOWN = 5;

const freeze = { screen: 'compose', kind: 'freeze' } as const;

/** Beside the list while nothing is open: what is due next, and the two things one comes here to do. */
export function Welcome() {
  const { state } = useDesk();
  const session = state.session.value;
  const rooms = state.rooms.value;
  const due = rooms.state === 'ready' ? dueClocks(rooms.value).filter(({ clock }) => clock.party === 'us') : [];
  return (
    <div class="welcome">
      {session.state === 'ready' ? <p class="welcome-name">{t('welcome.hello')} <PersonName name={session.me.name} short /></p> : null}
      <DueList title={t('welcome.due')} none={t('inbox.nothing_due_text')} due={due.slice(0, SHOWN)} now={state.now.value} />
      <p class="actions">
        {reaches(session, freeze) ? <LinkButton kind="primary" icon="snowflake" to={href(freeze)}>{t('compose.freeze')}</LinkButton> : null}
        <LinkButton icon="book-user" to={href({ screen: 'directory' })}>{t('welcome.find')}</LinkButton>
      </p>
      <p class="hint">{t('welcome.keys')}</p>
    </div>
  );
}
