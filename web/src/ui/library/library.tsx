import '../styles/library.css';
import '../styles/thread.css';
import '../styles/search.css';
import { LinkButton } from '../elements/button';
import { FailureNotice, Loading } from '../elements/notice';
import { href, type Route } from '../router';
import { t } from '../text';
import { lazy } from '../shell/lazy';
import { isAsked, LibraryList } from './list';
import { shelfOf, type Shelf } from './use-entries';
import { usePublications } from './use-publications';
import { type LibraryCodes, useLibraryCodes, useShipped } from './use-reference';
import type { PublicationsDesk } from '../../session/publication-model';
import type { Failure } from '../../session/model';

export type LibraryRoute = Extract<Route, { screen: 'library' }>;

const SAYS = ['inside', 'rest', 'library', 'documents', 'publications'] as const;
const EntryScreen = lazy(() => import('./entry').then((part) => part.EntryScreen), SAYS);
const ReaderScreen = lazy(() => import('./reader').then((part) => part.ReaderScreen), SAYS);
const FormScreen = lazy(() => import('./form').then((part) => part.FormScreen), SAYS);
const ReviewQueue = lazy(() => import('./queue').then((part) => part.ReviewQueue), SAYS);
const TogetherScreen = lazy(() => import('./together').then((part) => part.TogetherScreen), SAYS);
const ListsScreen = lazy(() => import('./lists').then((part) => part.ListsScreen), SAYS);

export interface LibraryProps {
  /** Null where it could not be had: what ships is shown all the same. */
  readonly desk: PublicationsDesk | null;
  readonly failure: Failure | null;
  readonly codes: LibraryCodes;
  readonly shelf: Shelf;
  readonly route: LibraryRoute;
}

/** The list, one document, one that is read, one that is written, what waits for review, or one's own lists. */
export function LibraryScreen({ route }: { route: LibraryRoute }) {
  const found = usePublications();
  const codes = useLibraryCodes();
  const shipped = useShipped(route.at !== undefined || isAsked());
  if (found.state === 'loading' || codes === null || shipped === null) return <Loading />;
  const desk = found.state === 'ready' ? found.value : null;
  const props: LibraryProps = { desk, failure: found.state === 'failed' ? found.failure : null, codes, shelf: shelfOf(desk, shipped), route };
  if (route.at === undefined) return <LibraryList {...props} />;
  if (route.at.startsWith('_')) return desk ? <Own {...props} desk={desk} /> : <FailureNotice failure={props.failure} />;
  return route.arg === undefined ? <EntryScreen {...props} item={route.at} /> : <ReaderScreen {...props} item={route.at} />;
}

export type DeskProps = LibraryProps & { readonly desk: PublicationsDesk };

function Own(props: DeskProps) {
  switch (props.route.at) {
    case '_new':
      return <FormScreen {...props} />;
    case '_review':
      return <ReviewQueue {...props} />;
    case '_room':
      return <TogetherScreen {...props} />;
    case '_lists':
      return <ListsScreen {...props} />;
    default:
      return <div class="stack"><p>{t('error.not_found')}</p><LinkButton to={href({ screen: 'library' })}>{t('library.back')}</LinkButton></div>;
  }
}
