import '../styles/dialog.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../text';
import { IconButton } from './button';

/** The platform's own modal: it traps focus, closes with Escape, gives focus back. */
export function Dialog({ title, onClose, children, kind }: { title: string; onClose: () => void; children: ComponentChildren; kind?: 'palette' }) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => { dialog?.close(); };
  }, []);
  return (
    <dialog
      ref={ref} class={kind ? `dialog dialog-${kind}` : 'dialog'} aria-labelledby={id} onClose={onClose}
      onClick={(event) => { if (event.target === ref.current) onClose(); }}
    >
      <div class="dialog-box">
        <header class="dialog-head">
          <h2 id={id} class={kind === 'palette' ? 'visually-hidden' : undefined}>{title}</h2>
          {kind === 'palette' ? null : <IconButton icon="x" label={t('action.close')} onClick={onClose} />}
        </header>
        {children}
      </div>
    </dialog>
  );
}
