/** What the network publishes: screens that the inbox does not wait for. */
import { href, type ShelfRoute } from '../router';
import { lazy } from './lazy';

const FrameworksScreen = lazy(() => import('../frameworks/frameworks').then((part) => part.FrameworksScreen), ['inside', 'rest', 'publications', 'frameworks']);
const GlossaryScreen = lazy(() => import('../library/glossary').then((part) => part.GlossaryScreen), ['inside', 'rest', 'library']);
const LibraryScreen = lazy(() => import('../library/library').then((part) => part.LibraryScreen), ['inside', 'rest', 'library']);
const CoursesScreen = lazy(() => import('../courses/courses').then((part) => part.CoursesScreen), ['inside', 'rest', 'publications', 'library', 'documents', 'courses']);
const MeetingsScreen = lazy(() => import('../meetings/meetings').then((part) => part.MeetingsScreen), ['inside', 'rest', 'publications', 'library', 'documents', 'meetings']);
const NewsScreen = lazy(() => import('../meetings/news').then((part) => part.NewsScreen), ['inside', 'rest', 'publications', 'library', 'documents', 'meetings']);

export function Shelves({ route }: { route: ShelfRoute }) {
  switch (route.screen) {
    case 'frameworks':
      return <FrameworksScreen route={route} />;
    case 'glossary':
      return <GlossaryScreen />;
    case 'library':
      return <LibraryScreen key={href({ ...route, page: undefined })} route={route} />;
    case 'courses':
      return <CoursesScreen key={href(route)} route={route} />;
    case 'meetings':
      return <MeetingsScreen key={href(route)} route={route} />;
    case 'news':
      return <NewsScreen key={href(route)} route={route} />;
  }
}
