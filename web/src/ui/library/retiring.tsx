import { useState } from 'preact/hooks';
import type { PublicationsDesk, Retiring, Version } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { type Choice, LongField, SelectField } from '../elements/choices';
import { FailureNotice, Loading } from '../elements/notice';
import { addressOf } from '../meetings/news-links';
import { currentLanguage, t } from '../text';
import { PublicationFailure } from './failed';

const LONGEST_REASON = 2_000;

/** Among what a reader may be sent instead. */
export interface Instead {
  readonly choices: readonly Choice[];
  /** Chosen already: what says of itself that it takes this place. */
  readonly first?: string;
}

interface Props extends Pick<Retiring, 'shelf' | 'item' | 'seen'> {
  readonly desk: PublicationsDesk;
  readonly sign: string;
  readonly instead: Instead;
  readonly cancel?: () => void;
}

/** Takes an item off its shelf: why, and what to read instead. */
export function RetireForm({ desk, shelf, item, seen, sign, instead, cancel }: Props) {
  const { busy, failure, ask } = useAsk();
  const [reason, setReason] = useState('');
  const [successor, setSuccessor] = useState(instead.first ?? '');
  const [tried, setTried] = useState(false);
  const choices = instead.choices.filter(({ value }) => value !== item).sort((a, b) => a.label.localeCompare(b.label, currentLanguage()));
  const retire = (): void => {
    setTried(true);
    if (reason.trim()) ask(() => desk.retire({ shelf, item, parts: [], seen, reason: reason.trim(), successor: successor || null }));
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); retire(); }}>
      <ReasonField reason={reason} tried={tried} setReason={setReason} />
      {choices.length ? <SelectField label={t('publications.successor')} optional empty={t('publications.successor_none')} value={successor} choices={choices} onChange={setSuccessor} /> : null}
      <div class="actions">
        <Button kind="danger" icon="trash-2" submit busy={busy}>{sign}</Button>
        {cancel ? <Button kind="quiet" onClick={cancel}>{t('documents.cancel')}</Button> : null}
      </div>
      <PublicationFailure failure={failure} />
    </form>
  );
}

export function ReasonField({ reason, tried, setReason }: { reason: string; tried: boolean; setReason: (reason: string) => void }) {
  const error = tried && !reason.trim() ? t('publications.reason_empty') : undefined;
  return <LongField label={t('publications.reason')} hint={t('publications.reason_hint')} required rows={3} value={reason} error={error} onInput={(value) => { setReason(value.replace(/\s+/g, ' ').slice(0, LONGEST_REASON)); }} />;
}

/** Why it left its shelf, in the words of who took it off, and what to read instead. */
export function WhyRetired({ desk, version, titleOf }: { desk: PublicationsDesk; version: Version; titleOf: (item: string) => string | undefined }) {
  const { why, shelf } = version;
  if (why === undefined) return null;
  const said = desk.reason(version).value;
  const { successor } = why;
  return (
    <>
      {said.state === 'loading' ? <Loading /> : null}
      {said.state === 'failed' ? <FailureNotice failure={said.failure} /> : null}
      {said.state === 'ready' ? <p class="retired-why" dir="auto">{said.value.reason}</p> : null}
      {successor === null ? null : <p>{t('publications.see_instead')} <a href={addressOf(`${shelf}/${successor}`)}><bdi>{titleOf(successor) ?? successor}</bdi></a></p>}
    </>
  );
}
