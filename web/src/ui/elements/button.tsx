import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly submit?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly describedBy?: string;
}

export function Button(props: ButtonProps) {
  const { kind = 'plain', busy = false } = props;
  return (
    <button
      type={props.submit ? 'submit' : 'button'} class={`button button-${kind}`} onClick={props.onClick}
      disabled={props.disabled} aria-busy={busy || undefined} aria-disabled={busy || undefined}
      aria-pressed={props.pressed} aria-describedby={props.describedBy}
    >
      {props.icon ? <Icon name={props.icon} /> : null}
      <span>{props.children}</span>
    </button>
  );
}

/** A button that shows only its drawing; `label` is its name for everybody else, and its tooltip. */
export function IconButton({ icon, label, onClick, flip }: { icon: IconName; label: string; onClick: () => void; flip?: boolean | undefined }) {
  return (
    <button type="button" class="button button-icon" onClick={onClick} aria-label={label} title={label}>
      <Icon name={icon} flip={flip} />
    </button>
  );
}

export function LinkButton({ to, children, kind = 'plain', icon }: { to: string; children: ComponentChildren; kind?: ButtonProps['kind']; icon?: IconName }) {
  return (
    <a class={`button button-${kind ?? 'plain'}`} href={to}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </a>
  );
}
