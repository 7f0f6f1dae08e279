import { Icon } from '../elements/icon';
import { languageName, listed, longDate, monthYear } from '../format-values';
import { count, t, tn } from '../text';
import type { Answer } from './compare';
import type { Span } from './deadlines';
import { type Duration, type FactValue, isDuration, type Standing } from '../../session/framework-facts';
import type { FieldWords, FrameworkWords } from './use-words';

type ValueWords = Pick<FrameworkWords, 'values' | 'languages'>;

const icons = { yes: 'check', no: 'x', partly: 'ellipsis', unknown: 'circle-help' } as const;

/** An answer in a word and a sign, never in a colour alone. */
export function AnswerChip({ answer }: { answer: Answer }) {
  return <span class={`chip answer-${answer}`}><Icon name={icons[answer]} />{t(`answer.${answer}`)}</span>;
}

export function isAnswer(value: FactValue): value is Answer {
  return value === 'yes' || value === 'no' || value === 'partly' || value === 'unknown';
}

export function spanOf({ n, unit }: Span): string {
  return tn(`unit.${unit}`, n);
}

export function durationWords(span: Duration): string {
  const most = span.max === null ? '' : ` ${t('frameworks.at_most', { span: spanOf({ n: span.max, unit: span.unit }) })}`;
  return `${spanOf(span)}${span.extendable ? ` · ${t('frameworks.extendable')}${most}` : most}`;
}

/** Languages by name, also those of small countries, which browsers do not know. */
export function languagesIn(codes: readonly string[], { languages }: Pick<FrameworkWords, 'languages'>): string {
  return listed(codes.map((code) => languages[code] ?? languageName(code)));
}

/** A value in the reader's words where it is one of the fixed ones, else as somebody wrote it. */
export function valueText(value: FactValue, type: string, words: ValueWords): string {
  if (value === null) return '';
  if (isDuration(value)) return durationWords(value);
  if (typeof value === 'string') return isAnswer(value) ? t(`answer.${value}`) : words.values[value] ?? value;
  return type === 'lang[]' ? languagesIn(value, words) : value.map((one) => words.values[one] ?? one).join(' · ');
}

/** Ours are in the reader's language, what somebody wrote is in theirs. */
function isFixed(value: FactValue, type: string, { values }: ValueWords): boolean {
  if (value === null || isDuration(value) || type === 'lang[]') return true;
  return (typeof value === 'string' ? [value] : value).every((one) => one in values);
}

export function FactValueView({ value, type, words }: { value: FactValue; type: string; words: ValueWords }) {
  if (value === null || value === '') return null;
  if (isAnswer(value)) return <AnswerChip answer={value} />;
  const text = valueText(value, type, words);
  if (isDuration(value)) return <span class="fact-value"><span class="chip">{text}</span>{value.from ? <> <span class="hint">{t('frameworks.from')} <bdi dir="auto">{value.from}</bdi></span></> : null}</span>;
  return isFixed(value, type, words) ? <span class="fact-value">{text}</span> : <bdi class="fact-value" dir="auto">{text}</bdi>;
}

/** How far it may be relied on: who confirmed it and when, or that nobody has. `inWords`: without its sign, where there are hundreds. */
export function FactState({ standing, inWords = false }: { standing: Standing; inWords?: boolean }) {
  const { state, said } = standing;
  const icon = state === 'confirmed' ? 'circle-check' : state === 'stale' ? 'clock' : state === 'unknown' ? 'circle-help' : 'info';
  return (
    <span class={`fact-state fact-${state}`}>
      {inWords ? null : <Icon name={icon} />}
      {said && state !== 'retired' ? t(state === 'stale' ? 'frameworks.state.stale_by' : 'frameworks.state.confirmed_by', { name: said.by, date: longDate(said.at) }) : said ? t('frameworks.state.retired_by', { name: said.by, date: longDate(said.at) }) : t(`frameworks.state.${state === 'proposed' && standing.fact ? 'to_be_confirmed' : state}`)}
    </span>
  );
}

/** "law as of November 2026", "1 March 2027", or a year as it came. */
export function asOfWords(day: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(day)) return longDate(Date.parse(`${day}T12:00:00Z`), 'UTC');
  return monthYear(day);
}

export function CoverageWords({ known, fields, confirmed, proposed }: { known: number; fields: number; confirmed: number; proposed: number }) {
  return (
    <span class="coverage">
      <meter min={0} max={fields} value={known} aria-hidden="true" />
      <span>{t('frameworks.coverage', { known, fields, confirmed: count(confirmed) })}{proposed ? ` · ${tn('frameworks.proposals', proposed)}` : ''}</span>
    </span>
  );
}

export function fieldName(field: string, fields: readonly FieldWords[]): string {
  return fields.find(({ key }) => key === field)?.name ?? field;
}
