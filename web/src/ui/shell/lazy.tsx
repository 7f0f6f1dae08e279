import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Loading, Notice } from '../elements/notice';
import { Button } from '../elements/button';
import { learn, t, type Part } from '../text';

/** How many parts are on their way. */
export const arriving = signal(0);

/** A screen whose code comes when first needed; on a line that fails it says so and offers to try again. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>, says: readonly Part[] = ['inside', 'rest']): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    const [failed, setFailed] = useState(false);
    const start = async (): Promise<void> => {
      setFailed(false);
      arriving.value += 1;
      try {
        [loaded] = await Promise.all([load(), learn(...says)]);
        redraw((n) => n + 1);
      } catch {
        setFailed(true); // the line, or a newer build: trying again tells
      } finally {
        arriving.value -= 1;
      }
    };
    useEffect(() => { if (!loaded) void start(); }, []);
    if (loaded) {
      const Screen = loaded;
      return <Screen {...props} />;
    }
    if (!failed) return <Loading />;
    return <Notice tone="warning" live><p>{t('state.part_missing')}</p><Button icon="refresh-cw" onClick={() => void start()}>{t('action.retry')}</Button></Notice>;
  };
}
