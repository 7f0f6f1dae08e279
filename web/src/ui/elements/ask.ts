import { useRef, useState } from 'preact/hooks';
import type { Failure, Result } from '../../session/model';

export interface Asking {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Runs one verb at a time; a second press while busy is dropped. */
  readonly ask: <T>(verb: () => Promise<Result<T>>, then?: (value: T) => void) => void;
  readonly clear: () => void;
}

/** A verb asked by a screen: whether it runs, and how it failed. */
export function useAsk(): Asking {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef(false);
  const run = async <T,>(verb: () => Promise<Result<T>>, then?: (value: T) => void): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(null);
    const result = await verb();
    running.current = false;
    setBusy(false);
    if (result.ok) then?.(result.value);
    else setFailure(result.failure);
  };
  return { busy, failure, ask: (verb, then) => void run(verb, then), clear: () => { setFailure(null); } };
}
