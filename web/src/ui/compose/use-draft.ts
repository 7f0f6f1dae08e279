import { useEffect, useRef, useState } from 'preact/hooks';
import type { Draft, DraftView } from '../../session/model';
import { useDesk } from '../desk';

const SAVE_AFTER_MS = 400;

export interface Editing {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  /** Takes another version instead of what is being typed. */
  readonly adopt: (draft: Draft) => void;
  /** Forgets the save that is due: before sending or discarding, which would otherwise bring the draft back. */
  readonly settle: () => void;
}

/** What is being typed, saved (sealed) shortly after the last key and when the screen goes away. */
export function useDraft(view: DraftView): Editing {
  const { verbs } = useDesk();
  const [draft, setDraft] = useState(view.draft);
  const unsaved = useRef<Draft | null>(null);
  const timer = useRef(0);
  const revision = useRef(view.draft.revision);
  revision.current = view.draft.revision;
  const settle = (): void => {
    window.clearTimeout(timer.current);
    unsaved.current = null;
  };
  const save = (): void => {
    const due = unsaved.current;
    settle();
    if (due) void verbs.saveDraft({ ...due, revision: revision.current });
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
  const adopt = (other: Draft): void => {
    settle();
    setDraft(other);
  };
  return { draft: { ...draft, revision: view.draft.revision }, change, adopt, settle };
}
