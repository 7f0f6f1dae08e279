import type { ComponentChildren } from 'preact';
import type { Failure } from '../../session/model';
import { t, tcode } from '../text';
import { Icon, type IconName } from './icon';

type Tone = 'info' | 'good' | 'warning' | 'error';

const icons: Record<Tone, IconName> = { info: 'info', good: 'circle-check', warning: 'triangle-alert', error: 'shield-alert' };

export function Notice({ tone = 'info', title, children, live }: { tone?: Tone; title?: string; children?: ComponentChildren; live?: boolean }) {
  return (
    <div class={`notice notice-${tone}`} role={live ? (tone === 'error' ? 'alert' : 'status') : undefined}>
      <Icon name={icons[tone]} />
      <div>
        {title ? <p class="notice-title">{title}</p> : null}
        {children}
      </div>
    </div>
  );
}

/** The sentence of a failure; its detail stays available, folded. */
export function FailureNotice({ failure }: { failure: Failure | null }) {
  if (!failure) return null;
  return (
    <Notice tone="error" live>
      <p>{failureWords(failure)}</p>
      {failure.detail ? <details class="technical"><summary>{t('technical.title')}</summary><p class="mono" dir="ltr">{failure.detail}</p></details> : null}
    </Notice>
  );
}

export function failureWords(failure: Failure): string {
  const words = tcode('error', failure.code, t('error.server'));
  return failure.retryAfterSeconds ? `${words} ${t('error.retry_after', { n: failure.retryAfterSeconds })}` : words;
}

/** What this is, and one action. */
export function Empty({ icon, title, children, action }: { icon: IconName; title: string; children?: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="empty-icon"><Icon name={icon} /></span>
      <p class="empty-title">{title}</p>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  );
}

export function Loading({ label }: { label?: string }) {
  return <p class="loading" role="status"><span class="spinner" aria-hidden="true" />{label ?? t('state.loading')}</p>;
}
