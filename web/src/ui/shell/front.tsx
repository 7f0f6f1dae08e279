import type { ComponentChildren } from 'preact';
import { LanguagePicker, ThemePicker } from './preferences';
import { Mark } from './mark';
import { t } from '../text';

/** The page before one is in: sign-in, enrolment, unlocking, blocked. */
export function Front({ title, children, wide }: { title: string; children: ComponentChildren; wide?: boolean }) {
  return (
    <div class="front">
      <header class="front-head">
        <span class="brand"><Mark /> Repatria</span>
        <div class="front-tools"><LanguagePicker /><ThemePicker /></div>
      </header>
      <main class={wide ? 'front-card front-wide' : 'front-card'} id="main" tabIndex={-1}>
        <h1>{title}</h1>
        {children}
      </main>
      <footer class="front-foot">
        <p>{t('front.promise')}</p>
      </footer>
    </div>
  );
}
