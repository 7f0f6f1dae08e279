import '../styles/framework.css';
import type { Ms } from '../../session/model';
import { DayOf } from '../frameworks/day-of';
import type { Span } from '../frameworks/deadlines';
import { type Fact, isDuration, type Standing, type Standings } from '../../session/framework-facts';
import { useStandings } from '../frameworks/use-frameworks';
import { CountryBadge } from '../elements/names';
import { Icon } from '../elements/icon';
import { Loading, Notice } from '../elements/notice';
import { countryName } from '../format';
import { languageList, longDate, monthYear } from '../format-values';
import { href } from '../router';
import { t, tcode, tn } from '../text';

/** In the order of the question: can you freeze tonight, for how long, by which door, in which language. */
const asked = [
  'pre_request_freeze', 'fiu_hold', 'fiu_hold_foreign', 'police_freeze', 'judicial_restraint', 'urgent_oral', 'languages', 'central_authority', 'account_register', 'tips',
] as const;
const lasting: Readonly<Record<string, string>> = { pre_request_freeze: 'pre_request_days', fiu_hold: 'fiu_hold_days', police_freeze: 'police_freeze_days' };

interface Props {
  readonly country: string | undefined;
  readonly timeZone?: string | undefined;
  /** Takes the day by which the formal request must be there. */
  readonly use?: (at: Ms) => void;
}

export function FrameworkPanel({ country, timeZone, use }: Props) {
  const found = useStandings(country);
  if (!country) return null;
  return (
    <section class="framework" aria-labelledby="framework-title">
      <h2 id="framework-title"><CountryBadge country={country} /> {t('framework.title', { country: countryName(country) })}</h2>
      {found.state === 'loading' ? <Loading /> : null}
      {found.state === 'failed' ? <p class="hint">{t('state.part_missing')}</p> : null}
      {found.state === 'none' ? <p>{t('framework.none')}</p> : null}
      {found.state === 'ready' ? <Facts standings={found.standings} /> : null}
      {found.state === 'ready' && use && timeZone ? <FormalBy standings={found.standings} country={country} timeZone={timeZone} use={use} /> : null}
      {found.state === 'loading' || found.state === 'failed' ? null : <p><a href={href({ screen: 'frameworks', at: country.toLowerCase() })}>{t('framework.whole')}</a></p>}
    </section>
  );
}

function Facts({ standings }: { standings: Standings }) {
  const known = (field: string): Standing | undefined => (standings.get(field)?.fact ? standings.get(field) : undefined);
  const shown = asked.flatMap((field) => { const found = known(field); return found ? [{ found, days: known(lasting[field] ?? '')?.fact }] : []; });
  const missing = asked.slice(0, 6).filter((field) => !known(field));
  const drafts = shown.filter(({ found }) => found.said === null);
  return (
    <>
      {drafts.length === shown.length ? <Notice tone="warning"><p>{t('framework.draft', { date: monthYear(drafts[0]?.found.fact?.as_of ?? '') })}</p></Notice> : drafts.length ? <Notice tone="warning"><p>{t('framework.published')}</p></Notice> : null}
      <ul class="plain framework-facts">
        {shown.map(({ found, days }) => <Row key={found.field} standing={found} days={days ?? undefined} />)}
      </ul>
      {missing.length ? <p class="hint">{t('framework.unknown')} {missing.map((field) => t(`fact.${field}`)).join(' · ')}</p> : null}
    </>
  );
}

function Row({ standing, days }: { standing: Standing; days: Fact | undefined }) {
  const { fact } = standing;
  if (!fact) return null;
  return (
    <li class="framework-fact">
      <p class="framework-head">
        <span>{tcode('fact', fact.field, fact.field)}</span>
        <Answer fact={fact} />
        {days && isDuration(days.value) ? <span class="chip">{t('framework.for', { span: spanOf(days.value) })}</span> : null}
      </p>
      <p dir="auto" class="framework-text">{fact.text}{days ? ` ${days.text}` : ''}</p>
      <p class="hint"><bdi dir="auto">{fact.source}</bdi> · {tcode('certainty', fact.certainty, '')} · {ageOf(standing)}</p>
    </li>
  );
}

function ageOf({ said, state }: Standing): string {
  return said ? t(state === 'stale' ? 'framework.stale' : 'framework.confirmed_by', { name: said.by, date: longDate(said.at) }) : t('framework.to_be_confirmed');
}

const answers = { yes: 'check', no: 'x', partly: 'ellipsis', unknown: 'circle-help' } as const;

function Answer({ fact: { value } }: { fact: Fact }) {
  if (Array.isArray(value)) return <span class="chip">{languageList(value as readonly string[])}</span>;
  if (value === 'yes' || value === 'no' || value === 'partly' || value === 'unknown') {
    return <span class={`chip answer-${value}`}><Icon name={answers[value]} />{t(`answer.${value}`)}</span>;
  }
  return typeof value === 'string' ? <bdi dir="auto" class="framework-value">{value}</bdi> : null;
}

function spanOf({ n, unit }: Span): string {
  return tn(`unit.${unit}`, n);
}

/** Which provisional measure it is, from when, and so by which day the formal request must be there. */
function FormalBy({ standings, country, timeZone, use }: { standings: Standings; country: string; timeZone: string; use: (at: Ms) => void }) {
  const terms = ['pre_request_days', 'fiu_hold_days', 'police_freeze_days'].flatMap((field) => { const value = standings.get(field)?.fact?.value ?? null; return isDuration(value) ? [{ field, span: value }] : []; });
  if (!terms.length) return null;
  return (
    <details class="framework-count">
      <summary>{t('framework.count')}</summary>
      <DayOf terms={terms} country={country} tz={timeZone} label={t('framework.use')} use={use} />
    </details>
  );
}
