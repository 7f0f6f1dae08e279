import '../styles/inside.css';
import '../styles/screens.css';
import { useEffect } from 'preact/hooks';
import { InboxScreen } from '../inbox/inbox';
import { go, href, listFilter, route } from '../router';
import { t } from '../text';
import { useDesk } from '../desk';
import { Frame } from './frame';
import { lazy } from './lazy';
import { reaches } from './reach';
import { Welcome } from './welcome';

const ThreadScreen = lazy(() => import('../thread/thread').then((part) => part.ThreadScreen));
const ComposeScreen = lazy(() => import('../compose/compose').then((part) => part.ComposeScreen));
const DirectoryScreen = lazy(() => import('../directory/directory').then((part) => part.DirectoryScreen));
const ClocksScreen = lazy(() => import('../clocks/clocks').then((part) => part.ClocksScreen));
const NoticesScreen = lazy(() => import('../notices/notices').then((part) => part.NoticesScreen), ['inside', 'rest', 'notices']);
const ScreeningScreen = lazy(() => import('../screening/screening').then((part) => part.ScreeningScreen), ['inside', 'rest', 'notices', 'screening']);
const Shelves = lazy(() => import('./shelves').then((part) => part.Shelves));
const SearchScreen = lazy(() => import('../search/search').then((part) => part.SearchScreen));
const SettingsScreen = lazy(() => import('../settings/settings').then((part) => part.SettingsScreen));

/** Screens for a member. On wide windows the list stays beside what was opened from it. */
export function Inside() {
  const { session } = useDesk().state;
  const now = reaches(session.value, route.value) ? route.value : { screen: 'inbox', filter: 'all' } as const;
  useEffect(() => { if (now.screen === 'enrol') go({ screen: 'inbox', filter: 'all' }); }, [now.screen]);
  switch (now.screen) {
    case 'thread':
      return <Frame title={t('inbox.title')} list={<InboxScreen filter={listFilter.value} open={now.room} />}><ThreadScreen key={now.room} room={now.room} entry={now.entry} /></Frame>;
    case 'compose':
      return <Frame title={t('nav.new')}><ComposeScreen key={now.draft ?? href(now)} route={now} /></Frame>;
    case 'directory':
      return <Frame title={t('directory.title')}><DirectoryScreen office={now.office} /></Frame>;
    case 'notices':
      return <Frame title={t('nav.notices')}><NoticesScreen key={href(now)} route={now} /></Frame>;
    case 'screening':
      return <Frame title={t('nav.screening')}><ScreeningScreen route={now} /></Frame>;
    case 'library':
    case 'glossary':
    case 'frameworks':
    case 'meetings':
    case 'courses':
    case 'news':
      return <Frame title={t(`nav.${now.screen}`)}><Shelves route={now} /></Frame>;
    case 'clocks':
      return <Frame title={t('clocks.title')}><ClocksScreen /></Frame>;
    case 'search':
      return <Frame title={t('palette.open')}><SearchScreen /></Frame>;
    case 'settings':
      return <Frame title={t('settings.title')}><SettingsScreen /></Frame>;
    case 'inbox':
    case 'enrol':
      return <Frame title={t('inbox.title')} list={<InboxScreen filter={now.screen === 'inbox' ? now.filter : 'all'} />} listFirst><Welcome /></Frame>;
  }
}
