/** Long texts and choices, framed like the fields of field.tsx. Not part of the first inbox. */
import { useId } from 'preact/hooks';
import { describedBy, directionOf, type FieldProps, Framed } from './field';

export function LongField(props: FieldProps & { value: string; onInput: (value: string) => void; rows?: number }) {
  const id = useId();
  return (
    <Framed id={id} {...props}>
      <textarea
        id={id} data-goal={props.goal} value={props.value} dir={directionOf(props.value)} rows={props.rows ?? 5}
        aria-required={props.required || undefined} aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(id, props)}
        onInput={(event) => { props.onInput(event.currentTarget.value); }}
      />
    </Framed>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export function SelectField(props: FieldProps & { value: string; choices: readonly Choice[]; onChange: (value: string) => void; empty?: string }) {
  const id = useId();
  return (
    <Framed id={id} {...props}>
      <select
        id={id} data-goal={props.goal} value={props.value} aria-required={props.required || undefined} aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(id, props)}
        onChange={(event) => { props.onChange(event.currentTarget.value); }}
      >
        {props.empty === undefined ? null : <option value="">{props.empty}</option>}
        {props.choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
      </select>
    </Framed>
  );
}

/** One of few: radio buttons that look like a switch with several positions. */
export function Segmented<V extends string>(props: { label: string; goal?: string; value: V; choices: readonly { value: V; label: string; hint?: string }[]; onChange: (value: V) => void }) {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend>{props.label}</legend>
      <div class="segments">
        {props.choices.map((choice) => (
          <label key={choice.value} class="segment">
            <input type="radio" data-goal={choice.value === props.value ? props.goal : undefined} name={name} value={choice.value} checked={choice.value === props.value}
              onChange={() => { props.onChange(choice.value); }} />
            <span>{choice.label}{choice.hint ? <small>{choice.hint}</small> : null}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Checkbox({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label class="checkbox">
      <input type="checkbox" checked={checked} onChange={(event) => { onChange(event.currentTarget.checked); }} />
      <span>{label}</span>
    </label>
  );
}
