import type { Query } from '../../session/screening-model';
import { Button } from '../elements/button';
import { go } from '../router';
import { t } from '../text';

/** What the form is to be filled with when it is shown next: never in the address, where the history would keep it. */
let wanted: Query | null = null;

export function takeWanted(): Query | null {
  const taken = wanted;
  wanted = null;
  return taken;
}

export function askAbout(query: Query): void {
  wanted = query;
  go({ screen: 'screening' });
}

/** From a record that says a name or number; nothing where it says neither. */
export function ScreenThis({ query, what }: { query: Query; what: 'sheet.screen' | 'sheet.screen_number' | 'sheet.screen_holder' }) {
  if (query.names.length === 0 && query.identifiers.length === 0) return null;
  return <Button kind="quiet" icon="scan" onClick={() => { askAbout(query); }}>{t(what)}</Button>;
}
