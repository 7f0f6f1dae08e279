import '../styles/index.css';
import { useEffect } from 'preact/hooks';
import { BlockedScreen } from '../blocked/blocked';
import { DeskContext, useDesk, type Desk } from '../desk';
import { InboxScreen } from '../inbox/inbox';
import { followAddress, go, route } from '../router';
import { SignInScreen } from '../sign-in/sign-in';
import { UnlockScreen } from '../unlock/unlock';
import { speak, t, currentLanguage } from '../text';
import { lazy } from './lazy';
import { Welcome } from './welcome';
import { Frame } from './frame';

const EnrolScreen = lazy(() => import('../enrol/enrol').then((part) => part.EnrolScreen));
const WaitingScreen = lazy(() => import('../enrol/waiting').then((part) => part.WaitingScreen));
const ThreadScreen = lazy(() => import('../thread/thread').then((part) => part.ThreadScreen));
const ComposeScreen = lazy(() => import('../compose/compose').then((part) => part.ComposeScreen));
const DirectoryScreen = lazy(() => import('../directory/directory').then((part) => part.DirectoryScreen));
const ClocksScreen = lazy(() => import('../clocks/clocks').then((part) => part.ClocksScreen));
const SettingsScreen = lazy(() => import('../settings/settings').then((part) => part.SettingsScreen));

/** The whole client: give it the two halves of model.ts, after `speak()` has loaded a language. */
export function App({ desk }: { desk: Desk }) {
  useEffect(() => followAddress((token) => { void desk.verbs.openInvitation(token); }), [desk]);
  return <DeskContext.Provider value={desk}><Dressed /></DeskContext.Provider>;
}

/** Language and theme follow the preferences; then the state of the session decides what there is to see. */
function Dressed() {
  const { state } = useDesk();
  const { language, theme } = state.preferences.value;
  useEffect(() => { if (language !== currentLanguage()) void speak(language); }, [language]);
  useEffect(() => { document.documentElement.dataset['theme'] = theme; }, [theme]);
  return <Door />;
}

function Door() {
  const { state } = useDesk();
  const block = state.block.value;
  const session = state.session.value;
  if (block && !block.room) return <BlockedScreen block={block} />;
  if (route.value.screen === 'enrol' && session.state !== 'ready') return <EnrolScreen />;
  switch (session.state) {
    case 'starting':
      return <p class="starting" role="status">{t('state.loading')}</p>;
    case 'signed_out':
    case 'expired':
      return <SignInScreen session={session} />;
    case 'locked':
      return <UnlockScreen session={session} />;
    case 'waiting':
      return <WaitingScreen progress={session.progress} />;
    case 'ready':
      return <Inside />;
  }
}

/** Screens for a member. On wide windows the list stays beside what was opened from it. */
function Inside() {
  const now = route.value;
  useEffect(() => { if (now.screen === 'enrol') go({ screen: 'inbox', filter: 'all' }); }, [now.screen]);
  switch (now.screen) {
    case 'thread':
      return <Frame title={t('inbox.title')} list={<InboxScreen filter="all" open={now.room} />}><ThreadScreen key={now.room} room={now.room} /></Frame>;
    case 'compose':
      return <Frame title={t('nav.new')}><ComposeScreen key={now.draft ?? ''} route={now} /></Frame>;
    case 'directory':
      return <Frame title={t('directory.title')}><DirectoryScreen office={now.office} /></Frame>;
    case 'clocks':
      return <Frame title={t('clocks.title')}><ClocksScreen /></Frame>;
    case 'settings':
      return <Frame title={t('settings.title')}><SettingsScreen /></Frame>;
    case 'inbox':
    case 'enrol':
      return <Frame title={t('inbox.title')} list={<InboxScreen filter={now.screen === 'inbox' ? now.filter : 'all'} />} listFirst><Welcome /></Frame>;
  }
}
