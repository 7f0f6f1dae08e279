import { useEffect, useState } from 'preact/hooks';
import type { Query } from '../../session/query';
import { isBlank } from '../../session/query';
import { Button } from '../elements/button';
import { lazy } from '../shell/lazy';
import { tn } from '../text';

const Found = lazy(() => import('./elsewhere').then((part) => part.Elsewhere), ['inside', 'rest', 'notices', 'library', 'publications']);

/** Beside the messages, below them on a narrow screen; its code comes with the screen, before anything is typed. */
export function Elsewhere({ query }: { query: Query }) {
  return isBlank(query) ? null : <Found query={query} />;
}

/** Where the messages come first, the way to the rest. */
export function ToElsewhere() {
  const [n, setN] = useState(0);
  useEffect(() => {
    let stop = (): void => undefined;
    void import('./elsewhere').then(({ elsewhereFound }) => { stop = elsewhereFound.subscribe(setN); }, () => undefined);
    return () => { stop(); };
  }, []);
  const lead = (): void => {
    const place = document.getElementById('elsewhere');
    place?.scrollIntoView();
    place?.focus();
  };
  return n ? <Button kind="quiet" icon="chevron-down" onClick={lead}>{tn('search.elsewhere_found', n)}</Button> : null;
}
