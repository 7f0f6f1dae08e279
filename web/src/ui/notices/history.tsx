import type { NoticeEvent, NoticeView } from '../../session/notice-model';
import { fullTime } from '../format';
import { longDate } from '../format-values';
import { t } from '../text';
import type { NoticeWords } from './use-notices';

/** Everything that was signed about it, oldest first; notes on redress stand among it. */
export function History({ notice, words }: { notice: NoticeView; words: NoticeWords }) {
  return (
    <section>
      <h2>{t('notices.history')}</h2>
      <ol class="notice-history">{notice.history.map((event) => <Line key={event.logIndex} event={event} words={words} />)}</ol>
    </section>
  );
}

function Line({ event, words }: { event: NoticeEvent; words: NoticeWords }) {
  const what = t(`notices.event.${event.what}`);
  return (
    <li class={event.what === 'redress' ? 'notice-redress' : undefined}>
      <p><strong>{what}</strong>{event.outcome ? `: ${t(`notices.outcome.${event.outcome}`)}` : ''}{event.until === undefined ? '' : ` · ${t('notices.until', { date: longDate(event.until) })}`}</p>
      {event.reason ? <p>{words.word('reasons', event.reason)}</p> : null}
      {event.text ? <p class="body" dir="auto">{event.text}</p> : null}
      <p class="hint"><bdi>{event.by}</bdi> · {fullTime(event.at)} · {t('chain.position', { n: event.logIndex })}</p>
    </li>
  );
}
