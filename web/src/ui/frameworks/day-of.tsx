import '../styles/frameworks.css';
import type { Ms } from '../../session/model';
import { lazy } from '../shell/lazy';
import type { Duration } from '../../session/framework-facts';

export interface DayOfProps {
  /** Terms of the country's law, by the field that says them. */
  readonly terms: readonly { readonly field: string; readonly span: Duration }[];
  /** Whose law it is: its offices say on which days they work. */
  readonly country: string;
  readonly tz: string;
  readonly label: string;
  /** Takes the last day, as noon UTC of that day: forms keep days so. */
  readonly use: (at: Ms) => void;
}

/** The calculator inside a form; its words and code come when somebody opens it. */
export const DayOf = lazy<DayOfProps>(() => import('./calculator').then((part) => part.DayOfTerm), ['inside', 'rest', 'frameworks']);
