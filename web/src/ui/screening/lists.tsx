import { useEffect, useState } from 'preact/hooks';
import type { ListState, OfficeList, ScreeningDesk } from '../../session/screening-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Empty, FailureNotice, Notice } from '../elements/notice';
import { longDate } from '../format-values';
import { t, tn } from '../text';
import { share } from './words';

/** The office's own lists: what they are, whence, how far this browser has them; and their end, for the whole office. */
export function OwnLists({ desk }: { desk: ScreeningDesk }) {
  const { failure, ask } = useAsk();
  useEffect(() => { ask(() => desk.openLists()); }, []);
  const lists = desk.lists.value;
  if (lists === null) return <><Notice><p>{t('screening.no_office')}</p></Notice><FailureNotice failure={failure} /></>;
  return (
    <section class="screening-results">
      <h2 tabIndex={-1}>{tn('screening.lists.count', lists.length)}</h2>
      <p class="hint">{t('screening.lists.text')}{lists.length ? ` ${t('screening.lists.take')}` : ''}</p>
      <FailureNotice failure={failure} />
      {lists.length === 0 ? <Empty icon="file" title={t('screening.lists.empty')}>{t('screening.lists.take')}</Empty> : null}
      <ul class="watched">{lists.map((one) => <One key={one.name} list={one} desk={desk} />)}</ul>
    </section>
  );
}

function One({ list: { name, entries, by, at, source, state }, desk }: { list: OfficeList; desk: ScreeningDesk }) {
  const { busy, failure, ask } = useAsk();
  const [sure, setSure] = useState(false);
  const facts = [
    t('screening.lists.file', { name: source.name }), source.taken ? t('screening.lists.taken', { day: dayText(source.taken) }) : t('screening.lists.no_day'),
    ...(source.terms ? [t('screening.lists.terms', { terms: source.terms })] : []), t('screening.lists.by', { date: longDate(at), name: by }),
  ];
  return (
    <li class="watched-name">
      <div class="watched-who">
        <h3 class="clue-name"><bdi>{name}</bdi></h3>
        <p>{tn('screening.lists.entries', entries)}</p>
        <p class="hint">{facts.map((fact, n) => <span key={n}>{n ? ' · ' : ''}<bdi>{fact}</bdi></span>)}</p>
        <p role="status" class={LEFT_OUT.has(state.code) ? 'field-error' : 'hint'}>{stateWords(state)}</p>
        {sure ? <Notice tone="warning"><p>{t('screening.lists.end_sure', { name })}</p></Notice> : null}
        <FailureNotice failure={failure} />
      </div>
      <div class="actions">
        {sure ? <Button busy={busy} onClick={() => { ask(() => desk.endList(name)); }}>{t('screening.lists.end')}</Button> : null}
        {sure ? <Button kind="quiet" onClick={() => { setSure(false); }}>{t('notices.cancel')}</Button>
          : <Button kind="quiet" onClick={() => { setSure(true); }}>{t('screening.lists.end')}</Button>}
      </div>
    </li>
  );
}

const LEFT_OUT: ReadonlySet<ListState['code']> = new Set(['unreadable', 'other_analysis', 'unreachable', 'too_large']);

/** As somebody said it; a date where it is one. */
function dayText(taken: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(taken) && !Number.isNaN(Date.parse(taken)) ? longDate(Date.parse(`${taken}T12:00:00Z`)) : taken;
}

function stateWords(state: ListState): string {
  return state.code === 'loading' ? t('screening.lists.state.loading', { done: share(state.done, 0) }) : t(`screening.lists.state.${state.code}`);
}
