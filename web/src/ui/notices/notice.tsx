import { useState } from 'preact/hooks';
import type { NoticesDesk, NoticeView, Standing } from '../../session/notice-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Icon } from '../elements/icon';
import { CountryBadge, Ltr } from '../elements/names';
import { FailureNotice, Loading, Notice } from '../elements/notice';
import { HandlingChip } from '../elements/chips';
import { countryName, fullTime } from '../format';
import { longDate } from '../format-values';
import { goOn, href, route } from '../router';
import { t } from '../text';
import { Acts } from './acts';
import { Amend } from './amend';
import { calendarOf } from './calendar';
import { ColourName } from './colour';
import { subjectOf } from './filters';
import { freezeFrom } from './freeze';
import { HitForm } from './hit';
import { History } from './history';
import { NoticePrintHead } from './print-head';
import { RecordSheet } from './record';
import { ReviewForms } from './review';
import { SendForm } from './send';
import { StateChip } from './state';
import { ScreenThis } from '../screening/ask-about';
import { queryOfNotice } from '../screening/from-record';
import { UnderWay } from './under-way';
import type { NoticeWords } from './use-notices';

interface Props {
  readonly desk: NoticesDesk;
  readonly words: NoticeWords;
  readonly notice: NoticeView;
}

/** Who or what is looked for, what the register says of it, and what one may do. */
export function NoticeScreen({ desk, words, notice }: Props) {
  const [standing, setStanding] = useState<Standing | null>(null);
  const { record } = notice;
  const may = desk.may(notice.id);
  const reviewing = may.reviews.length > 0;
  return (
    <div class={reviewing ? 'notice-page notice-reviewing' : 'notice-page'}>
      <article class="notice-main">
        <NoticePrintHead notice={notice} words={words} standing={standing} />
        <a class="back-always" href={href({ screen: 'notices' })}>{t('notices.back')}</a>
        <header class="notice-head">
          <p><ColourName colour={notice.colour} name={words.nameOf(notice.colour)} />{notice.variant === 'diffusion' ? <span class="hint"> · {t('notices.diffusion')}</span> : null}</p>
          <h1 tabIndex={-1} dir="auto">{subjectOf(notice) || t('notices.sealed_title')}</h1>
          <p class="chips">
            <StateChip state={notice.state} words={words} />
            {notice.dueForReview ? <span class="chip notice-due">{t('notices.due')}</span> : null}
            <span><CountryBadge country={notice.country} /> <bdi>{countryName(notice.country)}</bdi></span>
            <span>{t('notices.until', { date: longDate(notice.until) })}</span>
            {notice.suspendedUntil === undefined ? null : <span>{t('notices.suspended_until', { date: longDate(notice.suspendedUntil) })}</span>}
            {record.state === 'ready' ? <HandlingChip tlp={record.value.handling.tlp} /> : null}
          </p>
          {notice.replacedBy ? <p><a href={href({ screen: 'notices', at: notice.replacedBy })}>{t('notices.replaced_by')}</a></p> : null}
          {notice.amends ? <p><a href={href({ screen: 'notices', at: notice.amends })}>{t('notices.amends')}</a></p> : null}
        </header>
        <Verify desk={desk} words={words} notice={notice} standing={standing} put={setStanding} />
        <TracesOnly notice={notice} />
        {record.state === 'ready' ? <RecordSheet record={record.value} desk={desk} notice={notice} words={words} /> : <NoRecord notice={notice} />}
        <History notice={notice} words={words} />
        <div class="notice-tools">
          <UnderWay desk={desk} of={notice.id} />
          <HitForm desk={desk} notice={notice} />
          <SendForm desk={desk} notice={notice} />
          <Amend desk={desk} notice={notice} />
          <Acts desk={desk} notice={notice} words={words} may={may} />
          <Papers desk={desk} notice={notice} words={words} />
        </div>
      </article>
      {reviewing ? <aside class="notice-side" aria-label={t('notices.review.title')}><ReviewForms desk={desk} notice={notice} words={words} parts={may.reviews} /></aside> : null}
    </div>
  );
}

function NoRecord({ notice: { record } }: { notice: NoticeView }) {
  if (record.state === 'loading') return <Loading />;
  if (record.state === 'failed') return <FailureNotice failure={record.failure} />;
  return <Notice><p>{t('notices.record_absent')}</p><p>{t('notices.record_absent_text')}</p></Notice>;
}

/** What somebody reads was true when it came; the log says what is true now. */
function Verify({ desk, words, notice, standing, put }: Props & { standing: Standing | null; put: (standing: Standing) => void }) {
  const { busy, failure, ask } = useAsk();
  return (
    <section class="notice-verify" aria-labelledby="verify-title">
      <h2 id="verify-title">{t('notices.verify.title')}</h2>
      <Button kind="primary" icon="shield-check" busy={busy} onClick={() => { ask(() => desk.verifyNow(notice.id), put); }}>{t('notices.verify.do')}</Button>
      <div role="status" class="notice-standing">
        {standing && !failure ? (
          <>
            <p><StateChip state={standing.state} words={words} /> <strong>{t(standing.state === 'valid' ? 'notices.verify.valid' : standing.state === 'suspended' ? 'notices.verify.suspended' : standing.state === 'submitted' ? 'notices.verify.submitted' : 'notices.verify.ended')}</strong></p>
            <p class="hint">{t('notices.verify.position', { position: standing.position, time: fullTime(standing.signedAt) })}</p>
            {standing.fresh ? null : <p class="field-error">{t('notices.verify.stale')}</p>}
          </>
        ) : busy ? <p class="hint">{t('notices.verify.asking')}</p> : null}
      </div>
      {failure ? <Notice tone="error" live><p>{t('notices.verify.failed')}</p></Notice> : null}
      <FailureNotice failure={failure} />
    </section>
  );
}

/** Always there: the page that a notice comes from is not a measure. */
function TracesOnly({ notice }: { notice: NoticeView }) {
  const desk = useDesk();
  const { busy, failure, ask } = useAsk();
  const here = route.value;
  const freeze = (): void => {
    ask(() => desk.verbs.newDraft(freezeFrom(notice, desk.state)), ({ draft }) => { goOn(here, { screen: 'compose', draft: draft.id, kind: 'freeze' }); });
  };
  return (
    <div class="notice-traces">
      <p><Icon name="info" /> <strong>{t('notices.traces')}</strong> {t('notices.traces_text')}</p>
      <Button icon="snowflake" busy={busy} onClick={freeze}>{t('notices.freeze')}</Button>
      <FailureNotice failure={failure} />
    </div>
  );
}

function Papers({ desk, notice, words }: Props) {
  const { state } = useDesk();
  const { failure, ask } = useAsk();
  return (
    <div class="actions">
      <Button icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button>
      <Button icon="clock" onClick={() => { ask(() => desk.save('notice.ics', calendarOf([notice], words, state.now.value))); }}>{t('notices.ics')}</Button>
      {notice.record.state === 'ready' ? <ScreenThis what="sheet.screen" query={queryOfNotice(notice.record.value)} /> : null}
      <details class="technical"><summary>{t('technical.title')}</summary>
        <p class="hint">{t('notices.column.id')}: <Ltr mono>{notice.id}</Ltr></p><p class="hint">{t('notices.record_hash')}: <Ltr mono>{notice.recordHash}</Ltr></p>
      </details>
      <FailureNotice failure={failure} />
    </div>
  );
}
