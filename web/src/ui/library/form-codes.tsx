import { useState } from 'preact/hooks';
import { Checkbox, SelectField, type Choice } from '../elements/choices';
import { list } from '../format';
import { t } from '../text';

interface Named { readonly code: string; readonly under: string; readonly name: string }

interface Props {
  readonly label: string;
  readonly codes: readonly Named[];
  readonly chosen: readonly string[];
  readonly most: number;
  readonly error?: string | undefined;
  /** Countries are codes of regions too. */
  readonly countries?: readonly Choice[];
  readonly put: (codes: readonly string[]) => void;
}

/** Several of a list, folded: what is chosen stands beside its name. */
export function ChooseCodes({ label, codes, chosen, most, error, countries = [], put }: Props) {
  const [open, setOpen] = useState(false);
  const names = new Map([...codes.map(({ code, name }): [string, string] => [code, name]), ...countries.map(({ value, label: name }): [string, string] => [value, name])]);
  const toggle = (code: string, on: boolean): void => { put(on ? [...chosen, code].slice(0, most) : chosen.filter((one) => one !== code)); };
  const tops = codes.filter(({ under }) => !under);
  const others = chosen.filter((code) => !codes.some((one) => one.code === code));
  return (
    <details class={error ? 'library-codes field-wrong' : 'library-codes'} open={open || error !== undefined} onToggle={(event) => { setOpen(event.currentTarget.open); }}>
      <summary>{label}: <span class="hint">{chosen.length ? list(chosen.map((code) => names.get(code) ?? code)) : t('documents.nothing')}</span></summary>
      {error ? <p class="field-error field-wrong" tabIndex={-1}>{error}</p> : null}
      <div class="code-columns" role="group" aria-label={label}>
        {tops.map((top) => (
          <div key={top.code} class="code-block">
            {[top, ...codes.filter(({ under }) => under === top.code)].map(({ code, under, name }) => <div key={code} class={under ? 'code-under' : 'code-top'}><Checkbox label={name} checked={chosen.includes(code)} onChange={(on) => { toggle(code, on); }} /></div>)}
          </div>
        ))}
        {others.map((code) => <div key={code} class="code-block"><Checkbox label={names.get(code) ?? code} checked onChange={(on) => { toggle(code, on); }} /></div>)}
      </div>
      {countries.length ? <SelectField label={t('documents.add_country')} value="" empty={t('form.choose')} choices={countries.filter(({ value }) => !chosen.includes(value))} onChange={(code) => { if (code) toggle(code, true); }} /> : null}
    </details>
  );
}
