import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../text';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly warning?: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  /** By which others lead here: names, separated by spaces (data-goal). */
  readonly goal?: string;
}

/** What is typed goes its own way; an empty field begins where the page's language begins. */
export function directionOf(value: string): 'auto' | undefined {
  return value ? 'auto' : undefined;
}

/** The platform's types tie attributes to each kind of input; ours all take the same ones. */
function inputType(type: string): { type: 'text' } {
  return { type } as { type: 'text' };
}

/** Label, hint, control, then what is wrong, in this order and joined for screen readers. */
function Framed({ id, label, hint, error, warning, optional, children }: FieldProps & { id: string; children: ComponentChildren }) {
  return (
    <div class={error ? 'field field-wrong' : 'field'}>
      <label for={id}>{label}{optional ? <span class="optional"> {t('field.optional')}</span> : null}</label>
      {hint ? <p class="hint" id={`${id}-hint`}>{hint}</p> : null}
      {children}
      {error ? <p class="field-error" id={`${id}-error`}>{error}</p> : null}
      {warning && !error ? <p class="field-warning" id={`${id}-warning`}>{warning}</p> : null}
    </div>
  );
}

function describedBy(id: string, { hint, error, warning }: FieldProps): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`, warning && !error && `${id}-warning`].filter(Boolean);
  return ids.length ? ids.join(' ') : undefined;
}

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password' | 'tel' | 'date' | 'datetime-local' | 'search';
  readonly autoComplete?: string;
  readonly ltr?: boolean;
  readonly mono?: boolean;
  readonly lang?: string;
  readonly inputMode?: 'text' | 'decimal' | 'tel' | 'email';
  readonly onBlur?: () => void;
}

export function TextField(props: TextProps) {
  const id = useId();
  const { type = 'text' } = props;
  return (
    <Framed id={id} {...props}>
      <input
        id={id} data-goal={props.goal} {...inputType(type)} value={props.value} class={props.mono ? 'mono' : undefined}
        dir={props.ltr ? 'ltr' : directionOf(props.value)} lang={props.lang}
        autoComplete={props.autoComplete ?? 'off'} inputMode={props.inputMode} spellcheck={props.mono ? false : undefined}
        autoCapitalize={props.mono || type === 'password' ? 'off' : undefined}
        aria-required={props.required || undefined} aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(id, props)} onBlur={props.onBlur}
        onInput={(event) => { props.onInput(event.currentTarget.value); }}
      />
    </Framed>
  );
}

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
