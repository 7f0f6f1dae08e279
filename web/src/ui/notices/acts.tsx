import { useState } from 'preact/hooks';
import type { Act, NoticeMay, NoticeReason, NoticesDesk, NoticeView } from '../../session/notice-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Dialog } from '../elements/dialog';
import { TextField } from '../elements/field';
import { LongField, SelectField } from '../elements/choices';
import { FailureNotice } from '../elements/notice';
import { dateOf, msOfDate } from '../compose/local-time';
import { t } from '../text';
import { lineOf } from './misfits';
import { reasonChoices } from './reasons';
import type { NoticeWords } from './use-notices';

interface Props {
  readonly desk: NoticesDesk;
  readonly notice: NoticeView;
  readonly words: NoticeWords;
  readonly may: NoticeMay;
}

/** A day is its noon, which may lie after the last moment of the longest. */
const DAY_MS = 86_400_000;
const ENDS: readonly Act[] = ['withdraw', 'cancel'];
const NEEDS_REASON: readonly Act[] = ['cancel'];
const NEEDS_TEXT: readonly Act[] = ['renew', 'redress'];

/** What this person's key could sign about it; each says what follows from it before it is signed. */
export function Acts(props: Props) {
  const [act, setAct] = useState<Act | null>(null);
  if (!props.may.acts.length) return null;
  return (
    <section class="notice-acts">
      <h2>{t('notices.acts')}</h2>
      <div class="actions">{props.may.acts.map((one) => <Button key={one} kind={ENDS.includes(one) ? 'danger' : 'plain'} onClick={() => { setAct(one); }}>{t(`notices.act.${one}`)}</Button>)}</div>
      {act ? <Confirm key={act} act={act} close={() => { setAct(null); }} {...props} /> : null}
    </section>
  );
}

function Confirm({ act, close, desk, notice, words, may }: Props & { act: Act; close: () => void }) {
  const { state } = useDesk();
  const { busy, failure, ask } = useAsk();
  const hasUntil = act === 'suspend' || act === 'renew';
  const longest = act === 'renew' ? may.longest.renew : Math.min(may.longest.suspend, notice.until);
  const [until, setUntil] = useState(hasUntil ? dateOf(longest - DAY_MS) : '');
  const [reason, setReason] = useState<NoticeReason>('');
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const at = hasUntil ? msOfDate(until) : null;
  const badUntil = hasUntil && (at === null || at <= Math.max(state.now.value, act === 'renew' ? notice.until : 0) || at > longest);
  const noReason = NEEDS_REASON.includes(act) && reason === '';
  const noText = NEEDS_TEXT.includes(act) && !text.trim();
  const sign = (): void => {
    setTried(true);
    if (!badUntil && !noReason && !noText) ask(() => desk.change(notice.id, { act, until: at, reason, text }), close);
  };
  return (
    <Dialog title={t(`notices.act.${act}`)} onClose={close}>
      <form class="notice-form" noValidate onSubmit={(event) => { event.preventDefault(); sign(); }}>
        <p>{t(`notices.act.${act}_means`)}</p>
        {hasUntil ? <TextField label={t('notices.act.until')} type="date" ltr value={until} onInput={setUntil} error={tried && badUntil ? t('notices.act.bad_until') : undefined} /> : null}
        {act === 'reinstate' || act === 'redress' ? null : (
          <SelectField label={t('notices.reason')} value={reason} empty={t('form.choose')} choices={reasonChoices(words)} required={NEEDS_REASON.includes(act)} optional={!NEEDS_REASON.includes(act)}
            error={tried && noReason ? t('notices.reason_needed') : undefined} onChange={(value) => { setReason(value as NoticeReason); }} />
        )}
        <LongField label={t(act === 'renew' ? 'notices.act.renew_why' : 'notices.word')} hint={t('notices.word_hint')} value={text} rows={3} optional={!NEEDS_TEXT.includes(act)}
          error={tried && noText ? t('notices.text_needed') : undefined} onInput={(value) => { setText(lineOf(value).slice(0, 500)); }} />
        <FailureNotice failure={failure} />
        <div class="actions">
          <Button kind={ENDS.includes(act) ? 'danger' : 'primary'} submit busy={busy}>{t('notices.sign')}</Button>
          <Button kind="quiet" onClick={close}>{t('notices.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
