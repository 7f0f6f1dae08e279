import type { NoticeView, Standing } from '../../session/notice-model';
import { useDesk } from '../desk';
import { countryName, fullTime, oneName } from '../format';
import { longDate } from '../format-values';
import { count, t } from '../text';
import type { NoticeWords } from './use-notices';

/** Only on paper: how it may be handled, whose copy it is, and what the register said before it was printed. */
export function NoticePrintHead({ notice, words, standing }: { notice: NoticeView; words: NoticeWords; standing: Standing | null }) {
  const { state } = useDesk();
  const session = state.session.value;
  const record = notice.record.state === 'ready' ? notice.record.value : undefined;
  const marking = (code: string, values: Record<string, string> = {}): string => words.word('marking', code, values);
  const reader = session.state === 'ready' ? `${oneName(session.me.name)} (${countryName(session.me.office.country)})` : '';
  const ended = !['submitted', 'valid', 'suspended'].includes(standing?.state ?? notice.state);
  const now = fullTime(state.now.value);
  return (
    <div class="print-head" aria-hidden="true">
      <p class="print-marking" dir="ltr">{record?.handling.tlp ?? ''}</p>
      <p>{t('print.by', { who: reader, time: now })} {marking('copy', { time: now })}</p>
      <p>{standing ? marking('verified', { state: words.word('states', standing.state), position: count(standing.position), time: fullTime(standing.signedAt) }) : marking('not_verified')}</p>
      <p>{ended ? '' : `${marking('until', { time: longDate(notice.until) })} · `}{marking('source', { country: countryName(notice.country), record: notice.recordHash.slice(0, 16) })}</p>
      <p>{marking(notice.colour === 'silver' ? 'silver_only' : 'information_only')}. {marking('hit_is_lead')}.</p>
      {record?.conditions.map((text) => <p key={text}>{marking('conditions', { text })}</p>)}
      <p>{t('print.warning')}</p>
    </div>
  );
}
