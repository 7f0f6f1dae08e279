import { useEffect, useRef, useState } from 'preact/hooks';
import type { Draft, DraftSaving, DraftView } from '../../session/model';
import { useDesk } from '../desk';

const SAVE_AFTER_MS = 400;

export interface Editing {
  readonly draft: Draft;
  /** Where all of it is safe: what was typed a moment ago is nowhere yet. */
  readonly saving: DraftSaving;
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
  const [typing, setTyping] = useState(false);
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
    if (due) void verbs.saveDraft({ ...due, revision: revision.current }).then(() => { if (!unsaved.current) setTyping(false); });
  };
  useEffect(() => {
    const hidden = (): void => { if (document.visibilityState === 'hidden') save(); };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      save();
    };
  }, []);
  // Written on another device, and come to this one only now: nothing typed here stands against it.
  useEffect(() => { if (!unsaved.current && view.saving.state === 'saved') setDraft(view.draft); }, [view.draft]);
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => {
      const next = { ...before, ...part };
      unsaved.current = next;
      return next;
    });
    setTyping(true);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(save, SAVE_AFTER_MS);
  };
  const forget = (): void => {
    settle();
    setTyping(false);
  };
  const adopt = (other: Draft): void => {
    forget();
    setDraft(other);
  };
  const saving: DraftSaving = typing && view.saving.state !== 'conflict' ? { state: 'saving' } : view.saving;
  return { draft: { ...draft, revision: view.draft.revision }, saving, change, adopt, settle: forget };
}
