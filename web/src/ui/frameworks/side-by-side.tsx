import { useState } from 'preact/hooks';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Checkbox, SelectField } from '../elements/choices';
import { CountryBadge } from '../elements/names';
import { Empty, FailureNotice } from '../elements/notice';
import { csvOf } from '../notices/filters';
import { go, href } from '../router';
import { currentLanguage, t, tn } from '../text';
import { compare, type Line } from './compare';
import type { Standing } from '../../session/framework-facts';
import { FrameworkPrintHead } from './print-head';
import { type Frameworks, isReading } from './use-frameworks';
import { itemName } from './use-words';
import { FactState, FactValueView, fieldName, valueText } from './value';

interface Props {
  readonly found: Frameworks;
  readonly items: readonly string[];
}

/** Any jurisdictions beside each other, section by section. */
export function CompareScreen({ found, items }: Props) {
  const chosen = [...new Set(items)];
  const [onlyKnown, setOnlyKnown] = useState(true);
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const asked = found.words.fields.filter((field) => field.asked);
  const lines = compare(asked, chosen.map((item) => found.standings(item)), onlyKnown).filter(({ differs }) => differs || !onlyDifferent);
  return (
    <div class="framework-compare">
      <h1 tabIndex={-1}>{t('frameworks.tab.compare')}</h1>
      <FrameworkPrintHead item={chosen.join(', ')} />
      <Chooser found={found} chosen={chosen} />
      {chosen.length === 0 ? <Empty icon="scale" title={t('frameworks.compare_empty')}>{t('frameworks.compare_empty_text')}</Empty> : (
        <>
          <div class="actions framework-switches">
            <Checkbox label={t('frameworks.only_known')} checked={onlyKnown} onChange={setOnlyKnown} />
            <Checkbox label={t('frameworks.only_different')} checked={onlyDifferent} onChange={setOnlyDifferent} />
            <Taking found={found} chosen={chosen} lines={lines} />
          </div>
          <p role="status" class="hint">{tn('frameworks.lines', lines.length)}</p>
          <Table found={found} chosen={chosen} lines={lines} />
        </>
      )}
    </div>
  );
}

function Chooser({ found, chosen }: { found: Frameworks; chosen: readonly string[] }) {
  const { compare: order } = new Intl.Collator(currentLanguage());
  const others = found.items.filter((item) => !chosen.includes(item)).map((value) => ({ value, label: itemName(value, found.rows) })).sort((one, other) => order(one.label, other.label));
  const show = (items: readonly string[]): void => { go({ screen: 'frameworks', at: 'compare', arg: items.join(',') }); };
  return (
    <div class="framework-chooser">
      <ul class="chips" aria-label={t('frameworks.chosen')}>
        {chosen.map((item) => (
          <li key={item}><button type="button" class="button button-plain" onClick={() => { show(chosen.filter((one) => one !== item)); }}><CountryBadge country={item.toUpperCase()} /> <span>{itemName(item, found.rows)}</span> <span aria-hidden="true">×</span><span class="visually-hidden">{t('frameworks.take_out')}</span></button></li>
        ))}
      </ul>
      <SelectField label={t('frameworks.add')} value="" empty={t('form.choose')} choices={others} onChange={(item) => { if (item) show([...chosen, item]); }} />
    </div>
  );
}

function Taking({ found, chosen, lines }: { found: Frameworks; chosen: readonly string[]; lines: readonly Line[] }) {
  const { failure, ask } = useAsk();
  const { desk, words, rows } = found;
  const types = new Map(words.fields.map(({ key, type }) => [key, type]));
  const said = (cell: Standing | undefined, field: string): string => {
    const { value = null, text = '', source = '' } = cell?.fact ?? {};
    return [valueText(value, types.get(field) ?? '', words), text, source && `(${source})`].filter(Boolean).join(' ');
  };
  const table = (): string => csvOf([[t('frameworks.field'), ...chosen.map((item) => itemName(item, rows))], ...lines.map(({ field, cells }) => [fieldName(field, words.fields), ...cells.map((cell) => said(cell, field))])]);
  return (
    <>
      {desk ? <Button kind="quiet" icon="download" disabled={isReading(found, chosen)} onClick={() => { ask(() => desk.save('frameworks.csv', table())); }}>CSV</Button> : null}
      <Button kind="quiet" icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button>
      <FailureNotice failure={failure} />
    </>
  );
}

/** Scrolls by itself where it is wider than the window, with the names staying. */
function Table({ found, chosen, lines }: { found: Frameworks; chosen: readonly string[]; lines: readonly Line[] }) {
  return (
    <div class="framework-scroll" tabIndex={0} role="region" aria-label={t('frameworks.tab.compare')}>
      <table class="framework-table compare-table">
        <caption class="visually-hidden">{t('frameworks.tab.compare')}</caption>
        <colgroup><col class="compare-names" />{chosen.map((item) => <col key={item} class="compare-one" />)}</colgroup>
        <thead><tr><th scope="col">{t('frameworks.field')}</th>{chosen.map((item) => <th key={item} scope="col"><a href={href({ screen: 'frameworks', at: item })}><CountryBadge country={item.toUpperCase()} /> {itemName(item, found.rows)}</a></th>)}</tr></thead>
        {found.words.sections.map(({ id, name }) => {
          const own = lines.filter(({ section }) => section === id);
          return own.length ? (
            <tbody key={id}>
              <tr class="framework-section-row"><th scope="colgroup" colSpan={chosen.length + 1}>{name}</th></tr>
              {own.map((line) => <Row key={line.field} found={found} line={line} items={chosen} />)}
            </tbody>
          ) : null;
        })}
      </table>
    </div>
  );
}

function Row({ found: { words }, line: { field, cells, differs }, items }: { found: Frameworks; line: Line; items: readonly string[] }) {
  const type = words.fields.find(({ key }) => key === field)?.type ?? '';
  return (
    <tr>
      <th scope="row">{fieldName(field, words.fields)}{differs ? <span class="chip">{t('frameworks.differs')}</span> : null}</th>
      {cells.map((cell, at) => <td key={items[at]} class={cell?.state === 'stale' ? 'fact-old' : undefined}>{cell?.fact ? <Cell standing={cell} type={type} words={words} /> : <span class="hint">{t('answer.unknown')}</span>}</td>)}
    </tr>
  );
}

function Cell({ standing, type, words }: { standing: Standing; type: string; words: Frameworks['words'] }) {
  const fact = standing.fact;
  if (!fact) return null;
  return (
    <div class="compare-cell">
      <FactValueView value={fact.value} type={type} words={words} />
      {fact.text ? <p class="fact-text" dir="auto">{fact.text}</p> : null}
      {fact.source ? <p class="hint"><bdi dir="auto">{fact.source}</bdi></p> : null}
      <p class="hint"><FactState standing={standing} inWords /></p>
    </div>
  );
}
