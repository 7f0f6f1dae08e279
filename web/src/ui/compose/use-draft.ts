import { useEffect, useRef, useState } from 'preact/hooks';
import type { Draft, DraftView } from '../../session/model';
import { useDesk } from '../desk';

const SAVE_AFTER_MS = 400;

/** What is being typed, saved (sealed) shortly after the last key and when the screen goes away. */
export function useDraft(view: DraftView): [Draft, (part: Partial<Draft>) => void] {
  const { verbs } = useDesk();
  const [draft, setDraft] = useState(view.draft);
  const unsaved = useRef<Draft | null>(null);
  const timer = useRef(0);
  const revision = useRef(view.draft.revision);
  revision.current = view.draft.revision;
  const save = (): void => {
    window.clearTimeout(timer.current);
    if (!unsaved.current) return;
    void verbs.saveDraft({ ...unsaved.current, revision: revision.current });
    unsaved.current = null;
  };
  useEffect(() => {
    const hidden = (): void => { if (document.visibilityState === 'hidden') save(); };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      save();
    };
  }, []);
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => {
      const next = { ...before, ...part };
      unsaved.current = next;
      return next;
    });
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(save, SAVE_AFTER_MS);
  };
  return [{ ...draft, revision: view.draft.revision }, change];
}
