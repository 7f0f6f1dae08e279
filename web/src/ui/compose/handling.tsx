import type { Tlp } from '../../session/model';
import { SelectField } from '../elements/choices';
import { t } from '../text';

/** Strictest first: FIRST TLP 2.0. */
export const tlps: readonly Tlp[] = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'];

export const DEFAULT_HANDLING: Tlp = 'TLP:AMBER+STRICT';

const texts = {
  'TLP:RED': 'tlp.red', 'TLP:AMBER+STRICT': 'tlp.amber_strict', 'TLP:AMBER': 'tlp.amber', 'TLP:GREEN': 'tlp.green', 'TLP:CLEAR': 'tlp.clear',
} as const;

/** A reply is at least as strict as what it answers: laxer codes are not offered. */
export function HandlingField({ value, floor, error, onChange }: { value: Tlp; floor?: Tlp; error?: string | undefined; onChange: (tlp: Tlp) => void }) {
  const allowed = floor ? tlps.slice(0, tlps.indexOf(floor) + 1) : tlps;
  return (
    <SelectField goal="handling" error={error} label={t('compose.handling')} hint={t(texts[value])} value={value} onChange={(tlp) => { onChange(tlp as Tlp); }}
      choices={allowed.map((tlp) => ({ value: tlp, label: `${tlp} – ${t(texts[tlp])}` }))} />
  );
}
