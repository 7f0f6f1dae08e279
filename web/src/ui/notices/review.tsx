import { useState } from 'preact/hooks';
import type { NoticeReason, NoticesDesk, NoticeView, Part, ReviewOutcome } from '../../session/notice-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { LongField, Segmented, SelectField } from '../elements/choices';
import { FailureNotice, Notice } from '../elements/notice';
import { t } from '../text';
import { lineOf } from './misfits';
import { reasonChoices } from './reasons';
import type { NoticeWords } from './use-notices';

interface Props {
  readonly desk: NoticesDesk;
  readonly notice: NoticeView;
  readonly words: NoticeWords;
}

const OUTCOMES: readonly ReviewOutcome[] = ['pass', 'return', 'refuse'];

/** The two questions beside the record; whoever answered one cannot answer the other. */
export function ReviewForms({ desk, notice, words, parts }: Props & { parts: readonly Part[] }) {
  if (notice.record.state !== 'ready') return <Notice><p>{t('notices.review.no_record')}</p></Notice>;
  return (
    <div class="stack">
      <h2>{t('notices.review.title')}</h2>
      <p class="hint">{t('notices.review.text')}</p>
      {parts.map((part) => <Question key={part} part={part} desk={desk} notice={notice} words={words} />)}
    </div>
  );
}

function Question({ part, desk, notice, words }: Props & { part: Part }) {
  const { busy, failure, ask } = useAsk();
  const [outcome, setOutcome] = useState<ReviewOutcome | ''>('');
  const [reason, setReason] = useState<NoticeReason>('');
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const noReason = outcome === 'refuse' && reason === '';
  const publishes = outcome === 'pass' && notice.passed.length > 0;
  const say = (): void => {
    setTried(true);
    if (outcome === '' || noReason) return;
    ask(() => desk.review(notice.id, { part, outcome, reason: outcome === 'pass' ? '' : reason, text }));
  };
  return (
    <form class="panel notice-form" noValidate onSubmit={(event) => { event.preventDefault(); say(); }}>
      <h3>{t(`notices.event.${part}`)}</h3>
      <p>{t(`notices.review.${part}`)}</p>
      <Segmented<ReviewOutcome | ''> label={t('notices.review.outcome')} value={outcome} onChange={setOutcome} choices={OUTCOMES.map((value) => ({ value, label: t(`notices.review.${value}`), hint: t(`notices.review.${value}_hint`) }))} />
      {outcome === 'return' || outcome === 'refuse' ? (
        <SelectField label={t('notices.reason')} value={reason} empty={t('form.choose')} choices={reasonChoices(words)} required={outcome === 'refuse'} optional={outcome === 'return'}
          error={tried && noReason ? t('notices.reason_needed') : undefined} onChange={(value) => { setReason(value as NoticeReason); }} />
      ) : null}
      <LongField label={t('notices.word')} hint={t('notices.word_hint')} value={text} onInput={(value) => { setText(lineOf(value).slice(0, 500)); }} rows={3} optional />
      {tried && outcome === '' ? <p class="field-error" role="alert">{t('notices.review.choose')}</p> : null}
      {publishes ? <Notice><p>{t(notice.variant === 'notice' ? 'notices.review.publishes' : 'notices.review.clears')}</p></Notice> : null}
      <FailureNotice failure={failure} />
      <Button kind="primary" submit busy={busy}>{t('notices.sign')}</Button>
    </form>
  );
}
