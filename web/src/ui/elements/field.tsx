import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../text';

export interface FieldProps {
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
export function Framed({ id, label, hint, error, warning, optional, children }: FieldProps & { id: string; children: ComponentChildren }) {
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

export function describedBy(id: string, { hint, error, warning }: FieldProps): string | undefined {
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
