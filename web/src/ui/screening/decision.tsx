import { useState } from 'preact/hooks';
import { type Decided, type Lead, type Query, type ScreeningDesk, type Verdict, VERDICTS } from '../../session/screening-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { LongField, Segmented } from '../elements/choices';
import { FailureNotice } from '../elements/notice';
import { longDate } from '../format-values';
import { t, tcode } from '../text';

interface Props {
  readonly desk: ScreeningDesk;
  readonly query: Query;
  readonly lead: Lead;
}

const LONGEST_WHY = 4_000;

/** What somebody of the office found before, and the form for saying it. Nothing where one sits in no office. */
export function Decision({ desk, query, lead }: Props) {
  const [open, setOpen] = useState(false);
  const decided = desk.decided(query, lead);
  if (desk.watched.value === null) return null;
  return (
    <div class="decision">
      {decided ? <Before decided={decided} /> : null}
      {open
        ? <Deciding desk={desk} query={query} lead={lead} done={() => { setOpen(false); }} />
        : <Button icon="scale" onClick={() => { setOpen(true); }}>{t(decided ? 'screening.decide.again' : 'screening.decide.open')}</Button>}
    </div>
  );
}

export function verdictName(verdict: Verdict): string {
  return tcode('screen.verdict', verdict, verdict);
}

function Before({ decided: { verdict, why, by, at, again } }: { decided: Decided }) {
  return (
    <div class={`decided decided-${again ? 'again' : verdict}`}>
      <p>{t('screening.decided', { date: longDate(at), name: by })} <strong>{verdictName(verdict)}</strong></p>
      <p class="body" dir="auto">{why}</p>
      {again ? <p class="field-error">{t('screening.decided_again')}</p> : null}
    </div>
  );
}

function Deciding({ desk, query, lead, done }: Props & { done: () => void }) {
  const { busy, failure, ask } = useAsk();
  const [verdict, setVerdict] = useState<Verdict | ''>('');
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const decide = (): void => {
    setTried(true);
    if (verdict !== '' && why.trim() !== '') ask(() => desk.decide(query, lead, verdict, why.trim()), done);
  };
  return (
    <form class="panel notice-form" noValidate onSubmit={(event) => { event.preventDefault(); decide(); }}>
      <Segmented<Verdict | ''> label={t('screening.decide.title')} value={verdict} onChange={setVerdict}
        choices={VERDICTS.map((value) => ({ value, label: verdictName(value), hint: t(`screening.decide.${value}_hint`) }))} />
      {tried && verdict === '' ? <p class="field-error" role="alert">{t('screening.decide.choose')}</p> : null}
      <LongField label={t('screening.decide.why')} hint={t('screening.decide.why_hint')} rows={3} required value={why} error={tried && why.trim() === '' ? t('screening.decide.why_needed') : undefined}
        onInput={(text) => { setWhy(text.slice(0, LONGEST_WHY)); }} />
      <FailureNotice failure={failure} />
      <div class="actions">
        <Button kind="primary" submit busy={busy}>{t('screening.decide.do')}</Button>
        <Button kind="quiet" onClick={done}>{t('notices.cancel')}</Button>
      </div>
    </form>
  );
}
