/**
 * Keys by their place (`event.code`), so that Arabic and AZERTY layouts work alike.
 *
 * Single letters do nothing while somebody types, and nothing at all when turned off in the settings.
 */
import { useLayoutEffect } from 'preact/hooks';
import { useDesk } from '../desk';

export type Keys = Readonly<Record<string, () => void>>;

const stack: Keys[] = [];
let pendingG = false;

/** While the screen is shown its keys answer, from the moment at which it is seen; the innermost screen first. */
export function useKeys(keys: Keys): void {
  useLayoutEffect(() => {
    stack.push(keys);
    return () => {
      stack.splice(stack.indexOf(keys), 1);
    };
  });
}

/** "KeyJ", "Shift+Slash", "Mod+KeyK" (Ctrl, or Command on a Mac), "g KeyI" after a "g". */
export function keyName(event: KeyboardEvent, afterG: boolean): string {
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  return `${afterG && !mod ? 'g ' : ''}${mod}${event.shiftKey ? 'Shift+' : ''}${event.code}`;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function answer(event: KeyboardEvent, singles: boolean): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const mod = event.ctrlKey || event.metaKey;
  if (!mod && (isTyping(event.target) || !singles)) return;
  const name = keyName(event, pendingG);
  pendingG = !mod && !pendingG && event.code === 'KeyG' && !event.shiftKey;
  if (document.querySelector('dialog[open]') && name !== 'Mod+KeyK') return;
  const keys = stack.filter((layer) => name in layer).at(-1);
  if (!keys) return;
  event.preventDefault();
  keys[name]?.();
}

/** Once, by the shell. */
export function useShortcuts(): void {
  const { state } = useDesk();
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => { answer(event, state.preferences.value.shortcuts); };
    window.addEventListener('keydown', listen);
    return () => { window.removeEventListener('keydown', listen); };
  }, [state]);
}
