import { useState } from 'preact/hooks';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { Checkbox } from '../elements/choices';
import { CountryBadge, Ltr } from '../elements/names';
import { Notice } from '../elements/notice';
import { countryName } from '../format';
import { PublicationFailure } from '../library/failed';
import { href } from '../router';
import { t } from '../text';
import { jsonOf, tableOf } from './exchange';
import { FactRow } from './fact';
import { coverageOf, type Standings } from '../../session/framework-facts';
import { keptFact } from './kept-fact';
import { FrameworkPrintHead } from './print-head';
import { type Frameworks, isReading } from './use-frameworks';
import { countryOf, type FieldWords, itemName, zoneOf } from './use-words';
import { asOfWords, CoverageWords, languagesIn } from './value';
import { WaysThere } from './under-way';

interface Props {
  readonly found: Frameworks;
  readonly item: string;
}

/** One jurisdiction, fact by fact; what nobody has written yet is offered for writing. */
export function CountryFramework({ found, item }: Props) {
  const standings = found.standings(item);
  const asked = found.words.fields.filter((field) => field.asked);
  const coverage = coverageOf(asked.map(({ key }) => key), standings);
  const [every, setEvery] = useState(false);
  const shown = asked.filter(({ key }) => every || hasContent(standings, key) || (found.desk !== null && keptFact(found.desk, item, key) !== undefined));
  return (
    <article class="framework-page">
      <p class="back"><LinkButton kind="quiet" to={href({ screen: 'frameworks' })}>{t('frameworks.back')}</LinkButton></p>
      <FrameworkPrintHead item={item} />
      <header class="framework-page-head">
        <h1 tabIndex={-1}><CountryBadge country={item.toUpperCase()} /> {itemName(item, found.rows)}</h1>
        <CoverageWords {...coverage} />
        <Tools found={found} item={item} standings={standings} />
      </header>
      {found.desk ? <WaysThere desk={found.desk} item={item} /> : null}
      <KnownOf found={found} item={item} />
      <Standing found={found} item={item} coverage={coverage} />
      <Checkbox label={t('frameworks.every_field', { n: asked.length - asked.filter(({ key }) => hasContent(standings, key)).length })} checked={every} onChange={setEvery} />
      {found.words.sections.map(({ id, code, name }) => {
        const fields = shown.filter(({ section }) => section === id);
        return fields.length ? <Section key={id} found={found} item={item} title={`${code}. ${name}`} fields={fields} standings={standings} /> : null;
      })}
      <p class="hint">{t('frameworks.labels_ours')}</p>
    </article>
  );
}

function hasContent(standings: Standings, field: string): boolean {
  const standing = standings.get(field);
  return standing !== undefined && (standing.state !== 'unknown' || standing.proposed.length > 0);
}

function Section({ found, item, title, fields, standings }: Props & { title: string; fields: readonly FieldWords[]; standings: Standings }) {
  const unread = found.unread(item);
  return (
    <section class="framework-section">
      <h2>{title}</h2>
      {fields.map((field) => {
        const standing = standings.get(field.key);
        return standing ? <FactRow key={field.key} found={found} item={item} field={field} standing={standing} unread={unread.get(field.key)} /> : null;
      })}
    </section>
  );
}

/** Nobody, a draft, or the country's own word. */
function Standing({ found, item, coverage }: Props & { coverage: { readonly known: number; readonly confirmed: number } }) {
  const name = itemName(item, found.rows);
  const may = found.desk?.may('framework', item);
  if (coverage.known === 0) return <Notice title={t('frameworks.invitation', { country: name })}>{may?.publish || may?.offer ? <p>{t(may.publish ? 'frameworks.invitation_own' : 'frameworks.invitation_others', { country: countryName(countryOf(item)) })}</p> : null}</Notice>;
  if (coverage.confirmed < coverage.known) return <Notice tone="warning"><p>{t('frameworks.draft_notice', { country: countryName(countryOf(item)) })}</p></Notice>;
  return null;
}

/** What the table of countries knows, whoever has written a framework or not. */
function KnownOf({ found: { rows, words }, item }: Props) {
  const { state } = useDesk();
  const row = rows.countries.find(({ code }) => code === countryOf(item));
  const part = rows.others.find((other) => other.item === item);
  const offices = state.directory.value.state === 'ready' ? state.directory.value.value.offices.filter(({ country }) => country === countryOf(item)) : [];
  if (!row) return null;
  const parts = rows.others.filter(({ parent }) => parent === item);
  const uncac = row.uncac === 'y' ? t(row.uncacSure === 'high' ? 'frameworks.uncac_yes' : 'frameworks.uncac_likely', { date: asOfWords(row.uncacDate) }) : row.uncac === 'n' ? t('answer.no') : row.uncac === 'unknown' ? t('answer.unknown') : t('frameworks.uncac_other');
  return (
    <section class="framework-known" aria-labelledby="framework-known">
      <h2 id="framework-known">{t('frameworks.known')}</h2>
      <dl class="facts">
        {part ? <div><dt>{t('frameworks.parent')}</dt><dd><a href={href({ screen: 'frameworks', at: part.parent })}>{itemName(part.parent, rows)}</a> <bdi class="hint" lang="en">{part.note}</bdi></dd></div> : null}
        {parts.length ? <div><dt>{t('frameworks.own_law')}</dt><dd class="framework-parts">{parts.map((one) => <a key={one.item} href={href({ screen: 'frameworks', at: one.item })}>{itemName(one.item, rows)}</a>)}</dd></div> : null}
        <div><dt>{t('frameworks.uncac')}</dt><dd>{uncac}</dd></div>
        <div><dt>{t('frameworks.networks')}</dt><dd><bdi dir="ltr">{[row.interpol === 'n' ? '' : 'INTERPOL', row.egmont === '' ? '' : row.egmont === 'y' ? 'Egmont' : `Egmont (${row.egmont})`, ...row.arin].filter(Boolean).join(' · ') || '–'}</bdi></dd></div>
        <div><dt>{t('frameworks.official')}</dt><dd>{languagesIn(row.languages, words)}</dd></div>
        <div><dt>{t('office.time_zone')}</dt><dd><Ltr>{zoneOf(item, rows)}</Ltr></dd></div>
        <div><dt>{t('frameworks.offices')}</dt><dd>{offices.length ? offices.map((office) => <a key={office.id} class="line" href={href({ screen: 'directory', office: office.id })}>{office.name.own}</a>) : t('frameworks.no_office')}</dd></div>
      </dl>
    </section>
  );
}

function Tools({ found, item, standings }: Props & { standings: Standings }) {
  const { desk } = found;
  const { busy, failure, ask } = useAsk();
  const watched = desk?.reading.value.watched.includes(`framework/${item}`) ?? false;
  const records = new Map([[item, standings]]);
  const reading = isReading(found, [item]);
  return (
    <div class="framework-tools">
      <div class="actions">
        {desk ? <Button icon="eye" pressed={watched} busy={busy} onClick={() => { ask(() => desk.watch(`framework/${item}`, !watched)); }}>{t('frameworks.watch')}</Button> : null}
        <LinkButton icon="scale" to={href({ screen: 'frameworks', at: 'compare', arg: item })}>{t('frameworks.compare_with')}</LinkButton>
        <LinkButton icon="timer" to={href({ screen: 'frameworks', at: 'deadline', arg: item })}>{t('frameworks.tab.deadline')}</LinkButton>
        {desk ? <Button kind="quiet" icon="download" disabled={reading} onClick={() => { ask(() => desk.save(`framework-${item}.csv`, tableOf(records))); }}>CSV</Button> : null}
        {desk ? <Button kind="quiet" icon="download" disabled={reading} onClick={() => { ask(() => desk.save(`framework-${item}.json`, jsonOf(records))); }}>JSON</Button> : null}
        <Button kind="quiet" icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button>
      </div>
      {watched ? <p class="hint">{t('frameworks.watched_text')}</p> : null}
      <PublicationFailure failure={failure} />
    </div>
  );
}

