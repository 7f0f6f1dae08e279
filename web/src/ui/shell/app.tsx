import '../styles/index.css';
import { useEffect } from 'preact/hooks';
import { DeskContext, useDesk, type Desk } from '../desk';
import { followAddress, route } from '../router';
import { SignInScreen } from '../sign-in/sign-in';
import { UnlockScreen } from '../unlock/unlock';
import { speak, t, currentLanguage } from '../text';
import { lazy } from './lazy';

const Inside = lazy(() => import('./inside').then((part) => part.Inside), ['inside']);
const BlockedScreen = lazy(() => import('../blocked/blocked').then((part) => part.BlockedScreen));
const EnrolScreen = lazy(() => import('../enrol/enrol').then((part) => part.EnrolScreen));
const WaitingScreen = lazy(() => import('../enrol/waiting').then((part) => part.WaitingScreen));

/** The whole client: give it the two halves of model.ts, after `speak()` has loaded a language. */
export function App({ desk }: { desk: Desk }) {
  useEffect(() => followAddress((token, net) => { void desk.verbs.openInvitation(token, net); }), [desk]);
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
