import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Loading, Notice } from '../elements/notice';
import { Button } from '../elements/button';
import { learn, t, type Part } from '../text';

/** A screen whose code comes when first needed; on a line that fails it says so and offers to try again. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>, says: readonly Part[] = ['inside', 'rest']): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    const [failed, setFailed] = useState(false);
    const start = (): void => {
      setFailed(false);
      Promise.all([load(), learn(...says)]).then(([component]) => { loaded = component; redraw((n) => n + 1); }, () => { setFailed(true); });
    };
    useEffect(() => { if (!loaded) start(); }, []);
    if (loaded) {
      const Screen = loaded;
      return <Screen {...props} />;
    }
    if (!failed) return <Loading />;
    return <Notice tone="warning" live><p>{t('state.part_missing')}</p><Button icon="refresh-cw" onClick={start}>{t('action.retry')}</Button></Notice>;
  };
}
