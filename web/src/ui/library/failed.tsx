import type { Failure } from '../../session/model';
import { FailureNotice, Notice } from '../elements/notice';
import { tcode } from '../text';

/** Why the register or the server refused, in its own words where there are some; the rest as everywhere. */
export function PublicationFailure({ failure }: { failure: Failure | null }) {
  const words = failure?.reason ? tcode('publications.refused', failure.reason, '') : '';
  return words ? <Notice tone="error" live><p>{words}</p></Notice> : <FailureNotice failure={failure} />;
}
