import '../styles/library.css';
import '../styles/courses.css';
import type { PublicationsDesk } from '../../session/publication-model';
import { FailureNotice, Loading } from '../elements/notice';
import { usePublications } from '../library/use-publications';
import type { Route } from '../router';
import { lazy } from '../shell/lazy';
import type { Entry } from './entries';
import { CoursesList } from './list';
import { entriesOf } from './use-courses';

export type CoursesRoute = Extract<Route, { screen: 'courses' }>;

const SAYS = ['inside', 'rest', 'publications', 'library', 'documents', 'courses'] as const;
const CourseScreen = lazy(() => import('./course').then((part) => part.CourseScreen), SAYS);
const ModuleScreen = lazy(() => import('./module').then((part) => part.ModuleScreen), SAYS);
const CourseForm = lazy(() => import('./form').then((part) => part.CourseForm), SAYS);
const CourseCertificate = lazy(() => import('./certificate').then((part) => part.CourseCertificate), SAYS);

export interface CoursesProps {
  readonly desk: PublicationsDesk;
  readonly entries: readonly Entry[];
  /** Records that are on their way. */
  readonly reading: number;
  readonly route: CoursesRoute;
}

/** All courses, one, one of its modules, its certificate, or one that is being written. */
export function CoursesScreen({ route }: { route: CoursesRoute }) {
  const found = usePublications();
  if (found.state === 'loading') return <Loading />;
  if (found.state === 'failed') return <FailureNotice failure={found.failure} />;
  const desk = found.value;
  const props: CoursesProps = { desk, ...entriesOf(desk), route };
  const { at, arg } = route;
  if (at === undefined) return <CoursesList {...props} />;
  if (at === '_new') return <CourseForm {...props} />;
  if (arg === '_revise') return props.reading ? <Loading /> : <CourseForm {...props} />;
  if (arg === '_certificate') return <CourseCertificate {...props} item={at} />;
  return arg === undefined ? <CourseScreen {...props} item={at} /> : <ModuleScreen {...props} item={at} module={arg} />;
}
