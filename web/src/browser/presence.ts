/** Whether the machine is on-line, whether somebody is there, and the other tabs of this browser. */
import type { Exclusive, Presence } from '../session/ports.ts';

const ACTIVITY_EVERY_MS = 5_000;
const CHANNEL = 'repatria';
const SIGNED_OUT = 'signed-out';

export const presence: Presence = {
  online: () => navigator.onLine,
  visible: () => document.visibilityState === 'visible',
  onConnection(run: (online: boolean) => void): void {
    globalThis.addEventListener('online', () => {
      run(true);
    });
    globalThis.addEventListener('offline', () => {
      run(false);
    });
  },
  onActivity(run: () => void): void {
    let last = 0;
    const seen = (): void => {
      const now = Date.now();
      if (now - last < ACTIVITY_EVERY_MS) return;
      last = now;
      run();
    };
    for (const kind of ['keydown', 'pointerdown', 'touchstart', 'wheel']) {
      globalThis.addEventListener(kind, seen, { capture: true, passive: true });
    }
  },
  onHide(run: () => void): void {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') run();
    });
    globalThis.addEventListener('pagehide', run);
  },
};

export function makeExclusive(): Exclusive {
  const channel = new BroadcastChannel(CHANNEL);
  return {
    run<T>(name: string, work: () => Promise<T>): Promise<T> {
      return navigator.locks.request(`${CHANNEL}-${name}`, work);
    },
    announceSignOut(): void {
      channel.postMessage(SIGNED_OUT);
    },
    onSignOut(run: () => void): void {
      channel.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.data === SIGNED_OUT) run();
      });
    },
  };
}
