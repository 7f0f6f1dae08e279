import { useState } from 'preact/hooks';
import type { Ms } from '../../session/model';
import { useDesk } from '../desk';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField, SelectField } from '../elements/choices';
import { Ltr } from '../elements/names';
import { Notice } from '../elements/notice';
import { countryCodes } from '../countries';
import { fullTime, span as spanLeft } from '../format';
import { longDate } from '../format-values';
import { go } from '../router';
import { currentLanguage, t, tcode } from '../text';
import type { DayOfProps } from './day-of';
import { type Deadline, deadline, isTime, type Span, type Unit, UNITS } from './deadlines';
import { localOf, momentOf } from '../zones';
import { isDuration } from '../../session/framework-facts';
import type { Frameworks } from './use-frameworks';
import { countryOf, itemName, zoneOf } from './use-words';
import { durationWords, fieldName } from './value';
import { type WorkDays, workDaysOf } from './work-calendar';

/** Of a country and, after a dot, of one of its facts. */
export function DeadlineScreen({ found, item: arg }: { found: Frameworks; item: string }) {
  const { state } = useDesk();
  const [item = '', field = ''] = arg.toLowerCase().split('.');
  const session = state.session.value;
  const own = session.state === 'ready' ? session.me.office.country.toLowerCase() : 'ch';
  const chosen = /^[a-z]{2}(?:-[a-z0-9]{1,3})?$/.test(item) ? item : own;
  const { compare } = new Intl.Collator(currentLanguage());
  const items = [...new Set([...countryCodes.map((code) => code.toLowerCase()), ...found.items, ...found.rows.others.map((other) => other.item)])].map((value) => ({ value, label: itemName(value, found.rows) })).sort((one, other) => compare(one.label, other.label));
  const terms = [...found.standings(chosen).values()].flatMap(({ field: key, fact }) => (fact && isDuration(fact.value) ? [{ key, name: fieldName(key, found.words.fields), span: fact.value }] : []));
  const offices = state.directory.value.state === 'ready' ? state.directory.value.value.offices.filter(({ country }) => country === countryOf(chosen)) : [];
  const work = workDaysOf(offices);
  const show = (to: string): void => { go({ screen: 'frameworks', at: 'deadline', arg: to }); };
  const term = terms.find(({ key }) => key === field);
  return (
    <div class="deadline">
      <h1 tabIndex={-1}>{t('frameworks.tab.deadline')}</h1>
      <p class="hint measure">{t('frameworks.deadline_lead')}</p>
      <div class="pair">
        <SelectField label={t('frameworks.whose_law')} value={chosen} choices={items} onChange={show} />
        <SelectField label={t('frameworks.term')} value={term?.key ?? ''} empty={t('frameworks.own_term')} choices={terms.map(({ key, name, span }) => ({ value: key, label: `${name}: ${durationWords(span)}` }))} onChange={(key) => { show(key ? `${chosen}.${key}` : chosen); }} />
      </div>
      <Calculator key={`${chosen}.${field}`} tz={zoneOf(chosen, found.rows)} work={work} start={term?.span ?? null} />
    </div>
  );
}

interface CalculatorProps {
  readonly tz: string;
  readonly work: WorkDays;
  readonly start: (Span & { readonly from?: string }) | null;
  /** What somebody may do with the last day, beside looking at it. */
  readonly use?: { readonly label: string; readonly run: (found: Deadline) => void };
}

/** From an event to the end of its term: units, extension, working days without the closed ones, on the clocks of that country. */
export function Calculator({ tz, work, start, use }: CalculatorProps) {
  const { state } = useDesk();
  const [event, setEvent] = useState(() => localOf(state.now.value, tz).slice(0, 16));
  const [n, setN] = useState(start ? String(start.n) : '');
  const [unit, setUnit] = useState<Unit>(start?.unit ?? 'calendar_days');
  const [more, setMore] = useState('');
  const [moreUnit, setMoreUnit] = useState<Unit>(start?.unit ?? 'calendar_days');
  const [days, setDays] = useState(work.weekdays);
  const [closed, setClosed] = useState(() => work.closed.join(', '));
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(event) ? momentOf(`${event}:00`, tz) : Number.NaN;
  const main: Span = { n: whole(n), unit, max: start?.unit === unit ? start.max ?? null : null };
  const extension: readonly Span[] = more.trim() === '' ? [] : [{ n: whole(more), unit: moreUnit }];
  const closedDays = closed.match(/\d{4}-\d{2}-\d{2}/g) ?? [];
  const ready = Number.isFinite(at) && n.trim() !== '' && [main, ...extension].every(isTime);
  const found = ready ? deadline(at, main, { tz, weekdays: days, closed: closedDays }, extension) : null;
  const units = UNITS.map((value) => ({ value, label: t(`frameworks.unit.${value}`) }));
  const works = unit === 'working_days' || (extension.length > 0 && moreUnit === 'working_days');
  return (
    <div class="calculator">
      <TextField label={t('frameworks.event')} hint={start?.from ? `${t('frameworks.from')} ${start.from}` : t('frameworks.event_hint')} type="datetime-local" ltr value={event} onInput={setEvent} />
      <p class="hint">{t('frameworks.clocks_of')} <Ltr>{tz}</Ltr></p>
      <div class="pair">
        <TextField label={t('frameworks.number')} inputMode="decimal" ltr value={n} onInput={setN} error={n.trim() !== '' && !isTime(main) ? t('frameworks.fault.n') : undefined} />
        <SelectField label={t('frameworks.unit')} value={unit} choices={units} onChange={(value) => { setUnit(value as Unit); }} />
      </div>
      <details>
        <summary>{t('frameworks.more_terms')}</summary>
        <div class="stack">
          <div class="pair">
            <TextField label={t('frameworks.extension')} inputMode="decimal" ltr value={more} onInput={setMore} optional />
            <SelectField label={t('frameworks.extension_unit')} value={moreUnit} choices={units} onChange={(value) => { setMoreUnit(value as Unit); }} />
          </div>
          <Weekdays days={days} put={setDays} />
          <LongField label={t('frameworks.closed')} hint={t('frameworks.closed_hint')} rows={2} value={closed} onInput={setClosed} />
        </div>
      </details>
      <div role="status" aria-live="polite">{found ? <Ends found={found} tz={tz} now={state.now.value} unit={unit} counted={works ? closedDays.length : null} /> : <p class="hint">{t('frameworks.deadline_wait')}</p>}</div>
      {found && use ? <p><Button icon="check" onClick={() => { use.run(found); }}>{use.label}</Button></p> : null}
    </div>
  );
}

function whole(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
}

function Weekdays({ days, put }: { days: readonly number[]; put: (days: readonly number[]) => void }) {
  const name = new Intl.DateTimeFormat(currentLanguage(), { weekday: 'short', timeZone: 'UTC' });
  return (
    <fieldset class="weekdays">
      <legend>{t('frameworks.weekdays')}</legend>
      {[1, 2, 3, 4, 5, 6, 7].map((day) => (
        <label key={day} class="checkbox"><input type="checkbox" checked={days.includes(day)} onChange={(event) => { put(event.currentTarget.checked ? [...days, day] : days.filter((one) => one !== day)); }} /><span>{name.format(Date.UTC(2024, 0, day))}</span></label>
      ))}
    </fieldset>
  );
}

/** The moment by which to act, there and here; when the day ends; whether somebody works on it. */
function Ends({ found, tz, now, unit, counted }: { found: Deadline; tz: string; now: Ms; unit: Unit; counted: number | null }) {
  const day = (iso: string): string => longDate(Date.parse(`${iso}T12:00:00Z`), 'UTC');
  return (
    <div class="deadline-ends">
      <p class="deadline-day"><strong>{t('frameworks.act_by', { time: fullTime(found.at, tz) })}</strong></p>
      <p>{t('frameworks.here', { time: fullTime(found.at) })} · {found.at > now ? t('frameworks.left', { span: spanLeft(found.at - now) }) : t('frameworks.over')}</p>
      {unit === 'hours' ? null : <p class="hint">{t('frameworks.day_ends', { time: fullTime(found.ends, tz) })}</p>}
      {found.limited ? <p>{t('frameworks.limited')}</p> : null}
      {found.works ? null : <Notice tone="warning"><p>{found.sendBy ? t('frameworks.not_working', { day: day(found.day), last: day(found.sendBy) }) : t('frameworks.never_working')}</p></Notice>}
      {counted === 0 ? <p class="hint">{t('frameworks.no_closed')}</p> : null}
      <p class="hint">{t('frameworks.no_advice')}</p>
    </div>
  );
}

/** One of a country's terms from an event on; its last day, on which the office works, is taken into the form around it. */
export function DayOfTerm({ terms, country, tz, label, use }: DayOfProps) {
  const { state } = useDesk();
  const directory = state.directory.value;
  const offices = directory.state === 'ready' ? directory.value.offices.filter((office) => office.country === country) : [];
  const [field, setField] = useState(terms[0]?.field ?? '');
  const term = terms.find((one) => one.field === field);
  return (
    <div class="calculator">
      <SelectField label={t('frameworks.term')} value={field} empty={t('frameworks.own_term')} choices={terms.map((one) => ({ value: one.field, label: `${tcode('frameworks.short', one.field, one.field)}: ${durationWords(one.span)}` }))} onChange={setField} />
      <Calculator key={field} tz={tz} work={workDaysOf(offices)} start={term?.span ?? null} use={{ label, run: ({ day, sendBy }) => { use(Date.parse(`${sendBy ?? day}T12:00:00Z`)); } }} />
    </div>
  );
}
