import { useState } from 'preact/hooks';
import schema from 'virtual:reference/framework-schema';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { Checkbox } from '../elements/choices';
import { CountryBadge } from '../elements/names';
import { Loading, Notice } from '../elements/notice';
import { countryName } from '../format';
import { PublicationFailure } from '../library/failed';
import { ChooseFiles } from '../notices/hit';
import { href } from '../router';
import { t, tn } from '../text';
import { FactBody } from './fact';
import { type Difference, differences, ExchangeFault, type FaultKind, type Taken, takenFrom } from './importing';
import { accessOf, type Frameworks } from './use-frameworks';
import { countryOf, type FieldWords, itemName } from './use-words';
import type { Fact } from '../../session/framework-facts';

interface Read {
  readonly name: string;
  readonly facts: Taken;
  /** What the register had when the file was opened: what somebody changed since is not written over unseen. */
  readonly seen: number;
}

/** A file beside what stands, fact by fact; nothing leaves before somebody signs it. */
export function ImportScreen({ found }: { found: Frameworks }) {
  const [read, setRead] = useState<Read | null>(null);
  const [fault, setFault] = useState<{ readonly kind: FaultKind; readonly where: string } | null>(null);
  const { desk } = found;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file || !desk) return;
    setRead(null);
    setFault(null);
    try {
      setRead({ name: file.name, facts: takenFrom(file.name, await file.text()), seen: desk.position.value });
    } catch (error) {
      setFault(error instanceof ExchangeFault ? error : { kind: 'json', where: file.name });
    }
  };
  return (
    <div class="framework-import">
      <p class="back"><LinkButton kind="quiet" to={href({ screen: 'frameworks' })}>{t('frameworks.back')}</LinkButton></p>
      <h1 tabIndex={-1}>{t('frameworks.import')}</h1>
      <p class="hint measure">{t('frameworks.import_lead')}</p>
      {desk ? (
        <div class="actions">
          <ChooseFiles label={t('frameworks.import_choose')} accept=".json,.csv" take={([file]) => { void take(file); }} />
          <Button kind="quiet" icon="download" onClick={() => { void desk.save('framework.schema.json', `${JSON.stringify(schema, null, 1)}\n`); }}>JSON Schema</Button>
        </div>
      ) : null}
      {fault ? <Notice tone="error" live title={t('frameworks.import_fault')}><p>{t(`frameworks.import_fault.${fault.kind}`)} <bdi dir="ltr">{fault.where}</bdi></p></Notice> : null}
      {read ? <p role="status"><bdi>{read.name}</bdi>: {tn('frameworks.import_read', read.facts.size)}</p> : null}
      {read ? [...read.facts].map(([item, facts]) => <OfOne key={`${read.name}/${read.seen}/${item}`} found={found} item={item} facts={facts} seen={read.seen} />) : null}
    </div>
  );
}

interface OneProps {
  readonly found: Frameworks;
  readonly item: string;
  readonly facts: readonly Fact[];
  readonly seen: number;
}

function OfOne({ found, item, facts, seen: begun }: OneProps) {
  const { desk } = found;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState(begun);
  const [sent, setSent] = useState(0);
  const { busy, failure, ask, clear } = useAsk();
  if (!desk) return null;
  const waits = [...found.unread(item)].some(([field, state]) => state === 'loading' && facts.some((fact) => fact.field === field));
  if (waits) return <Loading />;
  const all = differences(facts, found.standings(item));
  const chosen = all.filter(({ field }) => !left.has(field));
  const may = desk.may('framework', item);
  const send = (): void => {
    ask(async () => {
      for (const [access, own] of byAccess(found, item, chosen)) {
        const written = { shelf: 'framework' as const, item, record: { jurisdiction: item, facts: own }, access, seen };
        const result = await (may.publish ? desk.publish(written) : desk.offer(written));
        if (!result.ok) return result;
      }
      return { ok: true, value: null };
    }, () => { setSent(chosen.length); });
  };
  return (
    <section class="framework-section" aria-labelledby={`import-${item}`}>
      <h2 id={`import-${item}`}><CountryBadge country={item.toUpperCase()} /> <a href={href({ screen: 'frameworks', at: item })}>{itemName(item, found.rows)}</a></h2>
      <p role="status">{sent ? tn(may.publish ? 'frameworks.import_confirmed' : 'frameworks.import_proposed', sent) : t('frameworks.import_differs', { n: all.length, same: facts.length - all.length })}</p>
      {sent ? null : all.map((one) => <Differs key={one.field} found={found} one={one} on={!left.has(one.field)} put={(on) => { setLeft(new Set(on ? [...left].filter((field) => field !== one.field) : [...left, one.field])); }} />)}
      {failure?.reason === 'item_changed' ? <Notice tone="warning" live title={t('frameworks.conflict')}><div class="actions"><Button onClick={() => { setSeen(desk.position.value); clear(); }}>{t('frameworks.seen_theirs')}</Button></div></Notice> : <PublicationFailure failure={failure} />}
      {sent || !all.length || !(may.publish || may.offer) ? null : (
        <div class="actions">
          <Button kind="primary" icon={may.publish ? 'check' : 'send'} busy={busy} disabled={!chosen.length} onClick={send}>{may.publish ? t('frameworks.confirm_as', { country: countryName(countryOf(item)) }) : t('frameworks.propose_send')}</Button>
          <span class="hint">{tn('frameworks.import_chosen', chosen.length)}</span>
        </div>
      )}
    </section>
  );
}

function Differs({ found, one: { field, stands, file }, on, put }: { found: Frameworks; one: Difference; on: boolean; put: (on: boolean) => void }) {
  const words: FieldWords = found.words.fields.find(({ key }) => key === field) ?? { key: field, section: '', type: '', help: '', name: field, asked: true };
  return (
    <div class="fact">
      <Checkbox label={words.name} checked={on} onChange={put} />
      <div class="fact-sides">
        <div><h3>{t('frameworks.stands')}</h3>{stands ? <FactBody fact={stands} field={words} found={found} /> : <p class="hint">{t('frameworks.nothing_yet')}</p>}</div>
        <div><h3>{t('frameworks.import_file')}</h3><FactBody fact={file} field={words} found={found} /></div>
      </div>
    </div>
  );
}

/** Each for the readers that the fact had: a statement for each kind of reader. */
function byAccess(found: Frameworks, item: string, chosen: readonly Difference[]): ReadonlyMap<string, readonly Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const { file } of chosen) {
    const access = accessOf(found.desk, item, file.field);
    groups.set(access, [...(groups.get(access) ?? []), file]);
  }
  return new Map([...groups].map(([access, facts]) => [access, facts.sort((one, other) => (one.field < other.field ? -1 : 1))]));
}
