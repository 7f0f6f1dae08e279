import type { Finding, GateCode } from './gate';
import { Icon } from '../elements/icon';
import { t, tn } from '../text';

/** What is missing, said where the officer looks before sending; each leads to its field. */
export function GateList({ findings, lead }: { findings: readonly Finding[]; lead: (code: GateCode) => void }) {
  const item = ({ code }: Finding) => <li key={code}><button type="button" class="gate-item" onClick={() => { lead(code); }}>{t(`gate.${code}`)}</button></li>;
  const red = findings.filter(({ level }) => level === 'red');
  const amber = findings.filter(({ level }) => level === 'amber');
  return (
    <section class={red.length ? 'gate gate-red' : 'gate gate-clear'} aria-labelledby="gate-title">
      <h2 id="gate-title"><Icon name={red.length ? 'list-checks' : 'circle-check'} />{red.length ? tn('gate.missing', red.length) : t('gate.complete')}</h2>
      {red.length ? <ul class="gate-items">{red.map(item)}</ul> : <p class="hint">{t('gate.complete_text')}</p>}
      {amber.length ? (
        <details open={!red.length}>
          <summary>{tn('gate.advice', amber.length)}</summary>
          <ul class="gate-items gate-amber">{amber.map(item)}</ul>
        </details>
      ) : null}
    </section>
  );
}
