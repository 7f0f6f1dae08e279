import { useEffect, useState } from 'preact/hooks';
import type world from 'virtual:reference/world';
import { Loading } from '../elements/notice';
import { countryName } from '../format';
import { t, tn } from '../text';
import { ANSWERS, type Answer } from './compare';
import type { NightRow } from './tonight';
import { arrives } from './use-words';

type World = typeof world;

/** By presentation attribute: a stylesheet's own addresses are not this document's. */
const fills: Readonly<Record<Answer, string | undefined>> = { yes: undefined, partly: 'url(#land-stripes)', no: 'url(#land-dots)', unknown: undefined };

/** The same as the table below it, to look at: pattern and colour by answer, a circle for who is small. Not for a screen reader, who has the table. */
export function WorldMap({ rows }: { rows: readonly NightRow[] }) {
  const [found, setFound] = useState<World | 'failed' | null>(null);
  const [near, setNear] = useState('');
  useEffect(() => {
    let wanted = true;
    arrives(import('virtual:reference/world')).then(({ default: loaded }) => { if (wanted) setFound(loaded); }, () => { if (wanted) setFound('failed'); });
    return () => { wanted = false; };
  }, []);
  if (found === null) return <Loading label={t('frameworks.map_loading')} />;
  if (found === 'failed') return <p class="hint">{t('state.part_missing')}</p>;
  // A part of a country has no outline of its own.
  const answers = new Map(rows.filter(({ item }) => item.length === 2).map(({ item, row }) => [item.toUpperCase(), row.answer]));
  const answer = (code: string): Answer => answers.get(code) ?? 'unknown';
  const point = (target: EventTarget | null): void => { setNear((target as SVGElement | null)?.dataset['code'] ?? ''); };
  return (
    <figure class="world">
      <svg viewBox={`0 0 ${found.width} ${found.height}`} role="img" aria-label={mapWords(rows)} onPointerOver={(event) => { point(event.target); }} onPointerLeave={() => { setNear(''); }}
        onClick={(event) => { const code = (event.target as SVGElement).dataset['code']; if (code) document.getElementById(`night-${code.toLowerCase()}`)?.scrollIntoView({ block: 'center' }); }}>
        <Patterns />
        {Object.entries(found.paths).map(([code, d]) => <path key={code} d={d} data-code={code} class={`land land-${answer(code)}`} fill={fills[answer(code)]} />)}
        {Object.entries(found.circles).map(([code, [x, y]]) => <circle key={code} cx={x} cy={y} r={answers.has(code) ? 5 : 2.2} data-code={code} class={`land land-${answer(code)}`} fill={fills[answer(code)]} />)}
      </svg>
      <figcaption>
        <span class="world-legend">{ANSWERS.map((one) => <span key={one} class="world-key"><svg viewBox="0 0 24 16" aria-hidden="true"><rect x="0.5" y="0.5" width="23" height="15" class={`land land-${one}`} fill={fills[one]} /></svg>{t(`answer.${one}`)}</span>)}</span>
        <span class="world-near" aria-hidden="true">{near ? `${countryName(near)}: ${t(`answer.${answer(near)}`)}` : ' '}</span>
        <span class="hint">{t('frameworks.map_source')}</span>
      </figcaption>
    </figure>
  );
}

function mapWords(rows: readonly NightRow[]): string {
  return `${t('frameworks.map')} ${ANSWERS.map((answer) => `${t(`answer.${answer}`)}: ${tn('frameworks.found', rows.filter(({ row }) => row.answer === answer).length)}`).join(' · ')}`;
}

/** Stripes and dots, so that the answer is told without a colour. */
function Patterns() {
  return (
    <defs>
      <pattern id="land-stripes" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" class="land-ground" /><rect width="1.6" height="4" class="land-mark-partly" /></pattern>
      <pattern id="land-dots" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" class="land-ground" /><circle cx="2" cy="2" r="0.9" class="land-mark-no" /></pattern>
    </defs>
  );
}
