/** Language, theme and shortcuts, in the clear. Nothing about a person or a case comes here. */
import type { Notes } from '../session/ports.ts';

const PREFIX = 'repatria.';

export const notes: Notes = {
  read(name: string): string | null {
    try {
      return localStorage.getItem(PREFIX + name);
    } catch {
      return null; // storage is switched off: settings last as long as the page
    }
  },
  write(name: string, value: string): void {
    try {
      localStorage.setItem(PREFIX + name, value);
    } catch {
      // As above.
    }
  },
};
