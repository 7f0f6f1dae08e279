/** What every screen works on, handed down once: the state to show and the verbs to ask. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { State, Verbs } from '../session/model';

export interface Desk {
  readonly state: State;
  readonly verbs: Verbs;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a screen was drawn outside of its desk');
  return desk;
}
