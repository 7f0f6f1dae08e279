import type { Finding } from './gate';
import { Icon } from '../elements/icon';
import { t, tn } from '../text';

/** What is missing, said where the officer looks before sending. */
export function GateList({ findings }: { findings: readonly Finding[] }) {
  const red = findings.filter(({ level }) => level === 'red');
  const amber = findings.filter(({ level }) => level === 'amber');
  return (
    <section class={red.length ? 'gate gate-red' : 'gate gate-clear'} aria-labelledby="gate-title">
      <h2 id="gate-title"><Icon name={red.length ? 'list-checks' : 'circle-check'} />{red.length ? tn('gate.missing', red.length) : t('gate.complete')}</h2>
      {red.length ? <ul class="gate-items">{red.map(({ code }) => <li key={code}>{t(`gate.${code}`)}</li>)}</ul> : <p class="hint">{t('gate.complete_text')}</p>}
      {amber.length ? (
        <details open={!red.length}>
          <summary>{tn('gate.advice', amber.length)}</summary>
          <ul class="gate-items gate-amber">{amber.map(({ code }) => <li key={code}>{t(`gate.${code}`)}</li>)}</ul>
        </details>
      ) : null}
    </section>
  );
}
