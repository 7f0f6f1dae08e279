import { useState } from 'preact/hooks';
import type { ChainStep, EntryProof, LogPlace, Result, Verification } from '../../session/model';
import { fullTime } from '../format';
import { longDate } from '../format-values';
import { count, t } from '../text';
import { useAsk } from './ask';
import { CopyButton } from './copy';
import { Icon } from './icon';
import { failureWords } from './notice';

/** "Verified" only ever stands for a chain that was recomputed in this browser from the root down. */
export function VerifiedChip({ verification }: { verification: Verification }) {
  const good = verification.state === 'verified';
  return (
    <span class={good ? 'verified' : 'verified verified-not'}>
      <Icon name={good ? 'shield-check' : 'shield-alert'} />
      {t(`verification.${verification.state}`)}
    </span>
  );
}

export function VerificationChain({ verification }: { verification: Verification }) {
  if (!verification.chain.length) return <p>{t('verification.none')}</p>;
  return (
    <>
      <ol class="chain">
        {verification.chain.map((step) => <Step key={step.hash} step={step} />)}
      </ol>
      {verification.validUntil === undefined ? null : <p class="hint">{t('verification.until', { date: longDate(verification.validUntil) })}</p>}
    </>
  );
}

function Step({ step }: { step: ChainStep }) {
  return (
    <li>
      <p><strong>{t(`chain.${step.kind}`)}</strong> <bdi>{step.by}</bdi></p>
      <p class="hint">
        {fullTime(step.at)} · {t('chain.position', { n: step.logIndex })} · <bdi dir="ltr" class="mono">{step.hash.slice(0, 16)}…</bdi>
      </p>
    </li>
  );
}

/** What was checked before an entry was shown: for the one reader in a hundred who must prove it. */
export function ProofDetails({ proof, find }: { proof: EntryProof; find: () => Promise<Result<LogPlace | null>> }) {
  const { failure, ask } = useAsk();
  const [place, setPlace] = useState<LogPlace | null | undefined>(undefined);
  // The register's own position is asked for, and checked, when somebody looks.
  const look = (): void => { if (!place) ask(find, setPlace); };
  const position = failure ? failureWords(failure) : place === undefined ? t('state.loading') : place ? `${count(place.index)} · ${fullTime(place.at)}` : t('proof.not_yet');
  const rows = [
    [t('proof.entry'), proof.entryHash],
    [t('proof.previous'), proof.previousHash],
    [t('proof.key'), proof.keyId],
    [t('proof.log_size'), count(proof.logSize)],
    [t('proof.log_index'), position],
  ] as const;
  return (
    <details class="technical" onToggle={(event) => { if (event.currentTarget.open) look(); }}>
      <summary>{t('proof.title')}</summary>
      <dl class="facts">
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="mono" dir="auto">{value}</dd></div>)}
      </dl>
      <CopyButton text={rows.map(([name, value]) => `${name}: ${value}`).join('\n')} />
    </details>
  );
}
