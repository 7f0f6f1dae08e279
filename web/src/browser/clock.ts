/** The wall clock and timers of the platform. */
import type { Clock } from '../session/ports.ts';

export const clock: Clock = {
  nowMs: () => Date.now(),
  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
