import { useEffect, useState } from 'preact/hooks';
import type { Loadable } from '../../session/model';
import type { ScreeningDesk } from '../../session/screening-model';
import { useDesk } from '../desk';

/** Screening's own part of the session, which comes when first needed. */
export function useScreening(): Loadable<ScreeningDesk> {
  const { verbs } = useDesk();
  const [found, setFound] = useState<Loadable<ScreeningDesk>>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    void verbs.screening().then((result) => {
      if (wanted) setFound(result.ok ? { state: 'ready', value: result.value } : { state: 'failed', failure: result.failure });
    });
    return () => { wanted = false; };
  }, [verbs]);
  return found;
}
