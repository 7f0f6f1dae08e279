import '../styles/terms.css';
import type { Term } from 'virtual:reference/glossary';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Language } from '../../session/model';
import { currentLanguage, languageNames, t } from '../text';
import { TermFinder } from './term-finder';
import { useGlossary } from './use-reference';

const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const;
const GAP = 6;
const EDGE = 8;

/** Prose in which terms of the glossary tell what they are called elsewhere. `language`: of the text, where it is known. */
export function Terms({ text, language = currentLanguage() }: { text: string; language?: string }) {
  const terms = useGlossary();
  const finder = useMemo(() => (terms && isOurs(language) ? new TermFinder(terms, language) : null), [terms, language]);
  const pieces = useMemo(() => finder?.pieces(text), [finder, text]);
  if (!pieces) return <>{text}</>;
  return <>{pieces.map((piece, n) => (piece.term ? <Hint key={n} term={piece.term} own={language as Language}>{piece.text}</Hint> : piece.text))}</>;
}

function isOurs(language: string): language is Language {
  return LANGUAGES.some((one) => one === language);
}

/** Shown on hovering, on focus and on a tap; stays while one is on it; Escape, a tap elsewhere or scrolling ends it. */
function Hint({ term, own, children }: { term: Term; own: Language; children: string }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const place = useRef<HTMLSpanElement>(null);
  const box = useRef<HTMLSpanElement>(null);
  const id = useId();
  useLayoutEffect(() => { if (open && button.current && box.current) put(box.current, button.current); }, [open]);
  useEffect(() => {
    if (!open) return undefined;
    const close = (): void => { setOpen(false); };
    const press = (event: KeyboardEvent): void => { if (event.key === 'Escape') close(); };
    const point = (event: PointerEvent): void => { if (!place.current?.contains(event.target as Node)) close(); };
    document.addEventListener('keydown', press);
    document.addEventListener('pointerdown', point);
    document.addEventListener('scroll', close, true);
    return () => {
      document.removeEventListener('keydown', press);
      document.removeEventListener('pointerdown', point);
      document.removeEventListener('scroll', close, true);
    };
  }, [open]);
  const show = (): void => { setOpen(true); };
  const hide = (): void => { if (document.activeElement !== button.current) setOpen(false); };
  return (
    <span class="term-place" ref={place} onPointerEnter={(event) => { if (event.pointerType === 'mouse') show(); }} onPointerLeave={(event) => { if (event.pointerType === 'mouse') hide(); }}>
      <button type="button" class="term" ref={button} aria-describedby={open ? id : undefined} onFocus={show} onBlur={() => { setOpen(false); }} onClick={show}>{children}</button>
      {open ? (
        <span class="term-hint" role="tooltip" id={id} ref={box}>
          {LANGUAGES.filter((language) => language !== own).map((language) => (
            <span key={language} class="term-line"><span class="hint">{languageNames[language]}</span> <bdi lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>{term[language]}</bdi></span>
          ))}
          {term.note ? <span class="hint" lang="en" dir="ltr">{term.note}</span> : null}
          <span class="hint">{t('glossary.ours')}</span>
        </span>
      ) : null}
    </span>
  );
}

/** Below the word, or above it where there is no room; never beyond the window. */
function put(box: HTMLElement, by: HTMLElement): void {
  const word = by.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(word.left, document.documentElement.clientWidth - width - EDGE));
  const below = word.bottom + GAP;
  const top = below + height > document.documentElement.clientHeight ? Math.max(EDGE, word.top - GAP - height) : below;
  box.style.setProperty('left', `${left}px`);
  box.style.setProperty('top', `${top}px`);
}
