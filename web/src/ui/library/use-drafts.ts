/** Documents that are being written, kept sealed in this browser from one moment to the next. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PublicationsDesk } from '../../session/publication-model';
import { isDraft, type LibraryDraft } from './draft';

const PREFIX = 'library/';
const SAVE_AFTER_MS = 400;

export function draftsOf(desk: PublicationsDesk): readonly LibraryDraft[] {
  return [...desk.kept.value].flatMap(([id, value]) => (id.startsWith(PREFIX) && isDraft(value) ? [value] : []));
}

export function keepDraft(desk: PublicationsDesk, draft: LibraryDraft) {
  return desk.keep(PREFIX + draft.id, draft);
}

export function dropDraft(desk: PublicationsDesk, id: string) {
  return desk.keep(PREFIX + id, null);
}

/** What is typed, kept shortly after the last key and when the form goes away. */
export function useKeptDraft(desk: PublicationsDesk, kept: LibraryDraft) {
  const [draft, setDraft] = useState(kept);
  const unsaved = useRef<LibraryDraft | null>(null);
  const timer = useRef(0);
  const forget = (): void => {
    window.clearTimeout(timer.current);
    unsaved.current = null;
  };
  const save = (): void => {
    const due = unsaved.current;
    forget();
    if (due) void keepDraft(desk, due);
  };
  useEffect(() => {
    const hidden = (): void => { if (document.visibilityState === 'hidden') save(); };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      save();
    };
  }, []);
  /** From what it is by then: an upload ends while somebody types. */
  const change = (part: (before: LibraryDraft) => LibraryDraft): void => {
    setDraft((before) => (unsaved.current = part(before)));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(save, SAVE_AFTER_MS);
  };
  return { draft, change, forget };
}
