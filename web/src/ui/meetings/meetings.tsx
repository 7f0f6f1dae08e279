import '../styles/library.css';
import '../styles/thread.css';
import '../styles/meetings.css';
import type { Failure } from '../../session/model';
import type { PublicationsDesk } from '../../session/publication-model';
import { Loading } from '../elements/notice';
import { usePublications } from '../library/use-publications';
import type { Route } from '../router';
import { lazy } from '../shell/lazy';
import type { Entry } from './entries';
import { MeetingsList } from './list';
import { entriesOf, useHeld } from './use-meetings';

export type MeetingsRoute = Extract<Route, { screen: 'meetings' }>;

const SAYS = ['inside', 'rest', 'publications', 'library', 'documents', 'meetings'] as const;
const MeetingScreen = lazy(() => import('./meeting').then((part) => part.MeetingScreen), SAYS);
const MeetingForm = lazy(() => import('./form').then((part) => part.MeetingForm), SAYS);
const CertificateScreen = lazy(() => import('./certificate').then((part) => part.CertificateScreen), [...SAYS, 'courses']);
const LetterScreen = lazy(() => import('./letter').then((part) => part.LetterScreen), SAYS);

export interface MeetingsProps {
  /** Null where it could not be had: what ships is shown all the same. */
  readonly desk: PublicationsDesk | null;
  readonly failure: Failure | null;
  readonly entries: readonly Entry[];
  /** Records that are on their way. */
  readonly reading: number;
  readonly route: MeetingsRoute;
}

/** What is to come and what was, one meeting, one that is being announced, the letter of somebody who goes, or the certificate of somebody who came. */
export function MeetingsScreen({ route }: { route: MeetingsRoute }) {
  const found = usePublications();
  const held = useHeld();
  if (found.state === 'loading' || held === null) return <Loading />;
  const desk = found.state === 'ready' ? found.value : null;
  const props: MeetingsProps = { desk, failure: found.state === 'failed' ? found.failure : null, ...entriesOf(desk, held), route };
  if (route.at === undefined) return <MeetingsList {...props} />;
  if (desk && (route.at === '_new' || route.arg === 'revise')) return props.reading && route.arg ? <Loading /> : <MeetingForm {...props} desk={desk} />;
  if (desk && route.arg === 'letter') return <LetterScreen {...props} desk={desk} item={route.at} person={route.page ?? ''} />;
  if (desk && route.arg === 'certificate') return <CertificateScreen {...props} desk={desk} item={route.at} person={route.page ?? ''} />;
  return <MeetingScreen {...props} item={route.at} />;
}
