import { useState } from 'preact/hooks';
import type { PublicationsDesk, Version } from '../../session/publication-model';
import { longDate } from '../format-values';
import { Loading } from '../elements/notice';
import { count, t } from '../text';
import { WhyRetired } from '../library/retiring';
import { FactBody } from './fact';
import type { Standing } from '../../session/framework-facts';
import type { Frameworks } from './use-frameworks';
import type { FieldWords } from './use-words';

interface Props {
  readonly desk: PublicationsDesk;
  readonly found: Frameworks;
  readonly item: string;
  readonly field: FieldWords;
  readonly standing: Standing;
}

/** What stood before, newest first, each until the next came; at the end what was shipped. Read when it is opened. */
export function FactHistory(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details class="fact-history" onToggle={(event) => { setOpen(event.currentTarget.open); }}>
      <summary>{t('frameworks.history')}</summary>
      {open ? <Versions {...props} /> : null}
    </details>
  );
}

function Versions({ desk, found, item, field, standing }: Props) {
  const versions = (desk.item('framework', item).value?.history ?? []).filter(({ parts }) => parts.includes(field.key)).reverse();
  const draft = standing.earlier.find(({ said }) => said === null);
  return (
    <ol class="fact-versions">
      {versions.map((version, at) => <Was key={version.hash} desk={desk} found={found} field={field} version={version} until={versions[at - 1]?.at} />)}
      {draft?.fact ? <li><p class="hint">{t('frameworks.shipped_until', { date: longDate(draft.until) })}</p><FactBody fact={draft.fact} field={field} found={found} /></li> : null}
    </ol>
  );
}

function Was({ desk, found, field, version, until }: Pick<Props, 'desk' | 'found' | 'field'> & { version: Version; until: number | undefined }) {
  return (
    <li>
      <p class="hint">{t('frameworks.version', { name: version.by, date: longDate(version.at), position: count(version.logIndex) })}{until === undefined ? '' : ` · ${t('frameworks.until', { date: longDate(until) })}`}</p>
      {version.document === null ? <><p>{t('frameworks.retired')}</p><WhyRetired desk={desk} version={version} titleOf={() => undefined} /></> : <WasSaid desk={desk} found={found} field={field} version={version} />}
    </li>
  );
}

function WasSaid({ desk, found, field, version }: Pick<Props, 'desk' | 'found' | 'field'> & { version: Version }) {
  const record = desk.record({ ...version, shelf: 'framework' }).value;
  if (record.state === 'loading') return <Loading />;
  const fact = record.state === 'ready' ? record.value.facts.find((one) => one.field === field.key) : undefined;
  return fact ? <FactBody fact={fact} field={field} found={found} /> : <p class="hint">{t('frameworks.absent')}</p>;
}
