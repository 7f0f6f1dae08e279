import '../styles/framework.css';
import type { Fact, Framework } from 'virtual:reference/types';
import { Icon } from '../elements/icon';
import { CountryBadge } from '../elements/names';
import { Loading, Notice } from '../elements/notice';
import { countryName, languageList, monthYear } from '../format';
import { t, tcode, tn } from '../text';
import { useFramework } from './reference-data';

/** In the order of the question: can you freeze tonight, for how long, by which door, in which language. */
const asked = [
  'pre_request_freeze', 'fiu_hold', 'fiu_hold_foreign', 'police_freeze', 'judicial_restraint', 'urgent_oral', 'languages', 'central_authority', 'account_register', 'tips',
] as const;
const lasting: Readonly<Record<string, string>> = { pre_request_freeze: 'pre_request_days', fiu_hold: 'fiu_hold_days', police_freeze: 'police_freeze_days' };

export function FrameworkPanel({ country }: { country: string | undefined }) {
  const found = useFramework(country);
  if (!country) return null;
  return (
    <section class="framework" aria-labelledby="framework-title">
      <h2 id="framework-title"><CountryBadge country={country} /> {t('framework.title', { country: countryName(country) })}</h2>
      {found.state === 'loading' ? <Loading /> : null}
      {found.state === 'failed' ? <p class="hint">{t('state.part_missing')}</p> : null}
      {found.state === 'none' ? <p>{t('framework.none')}</p> : null}
      {found.state === 'ready' ? <Facts framework={found.framework} /> : null}
    </section>
  );
}

function Facts({ framework }: { framework: Framework }) {
  const fact = (field: string): Fact | undefined => framework.facts.find((f) => f.field === field);
  const shown = asked.flatMap((field) => { const found = fact(field); return found ? [{ found, days: fact(lasting[field] ?? '') }] : []; });
  const missing = asked.slice(0, 6).filter((field) => !fact(field));
  return (
    <>
      <Notice tone="warning"><p>{t('framework.draft', { date: monthYear(framework.as_of) })}</p></Notice>
      <ul class="plain framework-facts">
        {shown.map(({ found, days }) => <FactRow key={found.field} fact={found} days={days} />)}
      </ul>
      {missing.length ? <p class="hint">{t('framework.unknown')} {missing.map((field) => t(`fact.${field}`)).join(' · ')}</p> : null}
    </>
  );
}

function FactRow({ fact, days }: { fact: Fact; days: Fact | undefined }) {
  return (
    <li class="framework-fact">
      <p class="framework-head">
        <span>{tcode('fact', fact.field, fact.field)}</span>
        <Answer fact={fact} />
        {days?.duration ? <span class="chip">{t('framework.for', { span: spanOf(days.duration) })}</span> : null}
      </p>
      <p lang="en" dir="ltr" class="framework-text">{fact.text}{days ? ` ${days.text}` : ''}</p>
      <p class="hint"><bdi lang="en">{fact.source}</bdi> · {t(`certainty.${fact.certainty}`)} · {t('framework.to_be_confirmed')}</p>
    </li>
  );
}

const answers = { yes: 'check', no: 'x', partly: 'ellipsis', unknown: 'circle-help' } as const;

function Answer({ fact }: { fact: Fact }) {
  const { value } = fact;
  if (Array.isArray(value)) return <span class="chip">{languageList(value)}</span>;
  if (value === 'yes' || value === 'no' || value === 'partly' || value === 'unknown') {
    return <span class={`chip answer-${value}`}><Icon name={answers[value]} />{t(`answer.${value}`)}</span>;
  }
  return typeof value === 'string' ? <bdi lang="en" class="framework-value">{value}</bdi> : null;
}

function spanOf({ n, unit }: NonNullable<Fact['duration']>): string {
  switch (unit) {
    case 'hours': return tn('unit.hours', n);
    case 'working_days': return tn('unit.working_days', n);
    case 'calendar_days': case 'days': return tn('unit.calendar_days', n);
    case 'months': return tn('unit.months', n);
    case 'years': return tn('unit.years', n);
    default: return `${n} ${unit}`;
  }
}
