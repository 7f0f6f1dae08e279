import { useEffect, useRef } from 'preact/hooks';
import type { NoticesDesk } from '../../session/notice-model';
import type { ScreeningDesk, WatchedLead } from '../../session/screening-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Empty, FailureNotice, Loading, Notice } from '../elements/notice';
import type { NoticeWords } from '../notices/use-notices';
import { t, tcode } from '../text';
import { Decision } from './decision';
import { LeadCard } from './lead';
import { nameOf } from './watched';

interface Props {
  readonly desk: ScreeningDesk;
  readonly notices: NoticesDesk;
  readonly words: NoticeWords;
}

/** The undecided leads of watched names, new ones first. Who sees a new one here has seen it for the office. */
export function WatchedLeads({ desk, notices, words }: Props) {
  const { busy, failure, ask } = useAsk();
  const leads = desk.leads.value;
  const fresh = leads?.filter((lead) => lead.fresh).map(keyOf).join() ?? '';
  const look = (): void => { ask(() => desk.follow()); };
  useEffect(look, []);
  // To whom it was new it stays marked until they leave, though telling the office makes it old.
  const news = useRef(new Set<string>());
  for (const lead of leads ?? []) if (lead.fresh) news.current.add(keyOf(lead));
  useEffect(() => {
    if (fresh && leads) void desk.seen(leads);
  }, [fresh]);
  if (desk.watched.value === null) return <Notice><p>{t('screening.no_office')}</p></Notice>;
  return (
    <section class="screening-results">
      <h2 tabIndex={-1}>{t('screening.tab.leads')}</h2>
      <p class="hint">{t('screening.leads.text')}</p>
      {busy ? <Loading label={t('screening.leads.asking')} /> : null}
      {failure ? <><FailureNotice failure={failure} /><p><Button icon="refresh-cw" onClick={look}>{t('action.retry')}</Button></p></> : null}
      {leads?.length ? <Notice tone="warning"><p>{tcode('screen', 'lead', '')}</p></Notice> : null}
      {leads?.length === 0 && !busy ? <Empty icon="eye" title={t('screening.leads.empty')}>{t('screening.leads.empty_text')}</Empty> : null}
      <div class="clues">{leads?.map((lead) => <One key={keyOf(lead)} watched={{ ...lead, fresh: news.current.has(keyOf(lead)) }} desk={desk} notices={notices} words={words} />)}</div>
    </section>
  );
}

function keyOf({ watched, lead }: WatchedLead): string {
  return `${watched} ${lead.id}`;
}

function One({ watched: { query, lead, fresh }, desk, notices, words }: Props & { watched: WatchedLead }) {
  return (
    <LeadCard lead={lead} notice={notices.all.value.find(({ id }) => id === lead.notice)} words={words} open={fresh}
      above={<p class="hint">{fresh ? <span class="chip notice-submitted">{t('screening.leads.fresh')}</span> : null} {t('screening.leads.of', { name: nameOf(query) })}</p>}>
      <Decision desk={desk} query={query} lead={lead} />
    </LeadCard>
  );
}
