import { useState } from 'preact/hooks';
import type { Office } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { Segmented } from '../elements/choices';
import { CountryBadge } from '../elements/names';
import { FailureNotice, Loading } from '../elements/notice';
import { DutyLine, dutyWords } from '../elements/chips';
import { lazy } from '../shell/lazy';
import { mayAsk } from '../compose/addressing';
import { csvOf } from '../notices/filters';
import { href } from '../router';
import { currentLanguage, t, tn } from '../text';
import { ANSWERS, type Answer, type Door, DOORS, type Tonight, tonight } from './compare';
import { type Frameworks, isReading } from './use-frameworks';
import { countryOf, itemName } from './use-words';
import { AnswerChip, durationWords, languagesIn, spanOf } from './value';

const WorldMap = lazy(() => import('./map').then((part) => part.WorldMap), ['inside', 'rest', 'frameworks']);

export interface NightRow {
  readonly item: string;
  readonly name: string;
  readonly row: Tonight;
  readonly offices: readonly Office[];
}

type Shown = 'all' | Answer;

/** Every jurisdiction of which something is known, or that has an office: which door is open, for how long, who answers now. */
export function TonightScreen({ found }: { found: Frameworks }) {
  const { state } = useDesk();
  const [shown, setShown] = useState<Shown>('all');
  if (state.directory.value.state === 'loading') return <Loading />;
  const offices = state.directory.value.state === 'ready' ? state.directory.value.value.offices.filter(({ country }) => !country.startsWith('X')) : [];
  const rows = rowsOf(found, offices);
  const chosen = rows.filter(({ row }) => shown === 'all' || row.answer === shown);
  return (
    <div class="tonight">
      <h1 tabIndex={-1}>{t('frameworks.tab.tonight')}</h1>
      <p class="hint measure">{t('frameworks.tonight_lead')}</p>
      <WorldMap rows={rows} />
      <Segmented label={t('frameworks.show')} value={shown} onChange={setShown} choices={(['all', ...ANSWERS] as const).map((value) => ({ value, label: value === 'all' ? t('frameworks.all', { n: rows.length }) : `${t(`answer.${value}`)} (${rows.filter(({ row }) => row.answer === value).length})` }))} />
      {isReading(found, found.items) ? <Loading /> : null}
      <Taking found={found} rows={chosen} />
      <p role="status" class="hint">{tn('frameworks.found', chosen.length)}</p>
      <Table rows={chosen} words={found.words} now={state.now.value} />
    </div>
  );
}

function rowsOf(found: Frameworks, offices: readonly Office[]): readonly NightRow[] {
  const { compare } = new Intl.Collator(currentLanguage());
  const items = [...new Set([...found.items, ...offices.map(({ country }) => country.toLowerCase())])];
  return items.map((item): NightRow => ({ item, name: itemName(item, found.rows), row: tonight(found.standings(item)), offices: offices.filter(({ country }) => country === countryOf(item)) }))
    .sort((one, other) => ANSWERS.indexOf(one.row.answer) - ANSWERS.indexOf(other.row.answer) || compare(one.name, other.name));
}

function Taking({ found, rows }: { found: Frameworks; rows: readonly NightRow[] }) {
  const { state } = useDesk();
  const { desk } = found;
  const { failure, ask } = useAsk();
  const doorText = ({ answer, span }: Door): string => [t(`answer.${answer}`), span ? durationWords(span) : ''].filter(Boolean).join(', ');
  const table = (): string => csvOf([
    [t('frameworks.country'), t('frameworks.night'), ...DOORS.map(([door]) => t(`fact.${door}`)), t('fact.urgent_oral'), t('fact.languages'), t('frameworks.on_duty')],
    ...rows.map(({ name, row, offices }) => [
      name, `${t(`answer.${row.answer}`)} (${t(`frameworks.state.${row.state}`)})`, ...DOORS.map(([door]) => doorText(row.doors[door])), t(`answer.${row.urgentOral}`), languagesIn(row.languages, found.words),
      offices.map((office) => dutyWords(office.duty, state.now.value, office.timeZone)).join('; '),
    ]),
  ]);
  return (
    <div class="actions">
      {desk ? <Button kind="quiet" icon="download" disabled={isReading(found, found.items)} onClick={() => { ask(() => desk.save('tonight.csv', table())); }}>CSV</Button> : null}
      <Button kind="quiet" icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button>
      <FailureNotice failure={failure} />
    </div>
  );
}

function Table({ rows, words, now }: { rows: readonly NightRow[]; words: Frameworks['words']; now: number }) {
  return (
    <div class="framework-scroll" tabIndex={0} role="region" aria-label={t('frameworks.tab.tonight')}>
      <table class="framework-table tonight-table">
        <caption class="visually-hidden">{t('frameworks.tab.tonight')}</caption>
        <thead><tr><th scope="col">{t('frameworks.country')}</th><th scope="col">{t('frameworks.night')}</th>{DOORS.map(([door]) => <th key={door} scope="col">{t(`fact.${door}`)}</th>)}<th scope="col">{t('fact.urgent_oral')}</th><th scope="col">{t('fact.languages')}</th><th scope="col">{t('frameworks.on_duty')}</th></tr></thead>
        <tbody>{rows.map((one) => <Row key={one.item} one={one} words={words} now={now} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ one: { item, name, row, offices }, words, now }: { one: NightRow; words: Frameworks['words']; now: number }) {
  return (
    <tr id={`night-${item}`}>
      <th scope="row"><a href={href({ screen: 'frameworks', at: item })}><CountryBadge country={item.toUpperCase()} /> <bdi>{name}</bdi></a></th>
      <td><AnswerChip answer={row.answer} /> {row.answer === 'unknown' ? null : <span class="hint">{t(`frameworks.state.${row.state}`)}</span>}</td>
      {DOORS.map(([door]) => <td key={door}><DoorCell door={row.doors[door]} /></td>)}
      <td><AnswerChip answer={row.urgentOral} /></td>
      <td>{row.languages.length ? languagesIn(row.languages, words) : <span class="hint">–</span>}</td>
      <td>{offices.length ? offices.map((office) => <Contact key={office.id} office={office} now={now} />) : <span class="hint">{t('frameworks.no_office')}</span>}</td>
    </tr>
  );
}

function DoorCell({ door: { answer, span } }: { door: Door }) {
  return <><AnswerChip answer={answer} />{span ? <span class="line">{spanOf(span)}</span> : null}</>;
}

function Contact({ office, now }: { office: Office; now: number }) {
  const session = useDesk().state.session.value;
  return (
    <p class="tonight-contact">
      <DutyLine duty={office.duty} now={now} timeZone={office.timeZone} />
      {office.unreachable || !mayAsk(session, office.country) ? null : <LinkButton kind="quiet" icon="snowflake" to={href({ screen: 'compose', to: office.id, kind: 'freeze' })}>{t('compose.freeze')}</LinkButton>}
    </p>
  );
}
