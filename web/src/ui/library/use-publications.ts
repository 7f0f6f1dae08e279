/** The publications' own part of the session; it comes when first needed. */
import { useEffect, useState } from 'preact/hooks';
import type { Loadable } from '../../session/model';
import type { PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';

export function usePublications(): Loadable<PublicationsDesk> {
  const { verbs } = useDesk();
  const [found, setFound] = useState<Loadable<PublicationsDesk>>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    void verbs.publications().then((result) => {
      if (result.ok) result.value.look();
      if (wanted) setFound(result.ok ? { state: 'ready', value: result.value } : { state: 'failed', failure: result.failure });
    });
    return () => { wanted = false; };
  }, [verbs]);
  return found;
}
