import '../styles/thread.css';
import { useEffect, useRef } from 'preact/hooks';
import { hasChecklist } from '../../session/checklist';
import type { Thread } from '../../session/model';
import { BlockExplained } from '../blocked/blocked';
import { useDesk } from '../desk';
import { Button, LinkButton } from '../elements/button';
import { DutyLine, HandlingChip, RequestChips } from '../elements/chips';
import { FailureNotice, Loading } from '../elements/notice';
import { LocalTime } from '../elements/moment';
import { OfficeName } from '../elements/names';
import { ClockLine } from '../elements/ring';
import { VerifiedChip } from '../elements/verified';
import { go, href } from '../router';
import { lazy } from '../shell/lazy';
import { useKeys } from '../shell/shortcuts';
import { t } from '../text';
import { inRuns, ThreadEntry } from './entry';
import { PrintHead } from './print-head';
import { ReplyBox } from './reply';

const CHECKLIST = ['inside', 'rest', 'checklist'] as const;
const ChecklistCard = lazy(() => import('../checklist/card').then((part) => part.ChecklistCard), CHECKLIST);
const Checklist = lazy(() => import('../checklist/checklist').then((part) => part.Checklist), CHECKLIST);

/** `entry`: where to look first, as a search result leads there; `checklist` is the room's first 24 hours. */
export function ThreadScreen({ room, entry }: { room: string; entry?: string | undefined }) {
  const { state } = useDesk();
  const thread = state.thread(room).value;
  const rooms = state.rooms.value;
  const block = rooms.state === 'ready' ? rooms.value.find((summary) => summary.id === room)?.block : undefined;
  useKeys({ KeyU: () => { go({ screen: 'inbox', filter: 'all' }); } });
  if (!block && entry === 'checklist' && thread.state === 'ready') return <Checklist thread={thread.value} />;
  return (
    <section class="thread" aria-label={t('thread.label')}>
      <p class="back"><LinkButton kind="quiet" to={href({ screen: 'inbox', filter: 'all' })}>{t('thread.back')}</LinkButton></p>
      {block ? <><h1 tabIndex={-1}>{t('blocked.room_title')}</h1><BlockExplained block={block} /></> : null}
      {!block && thread.state === 'loading' ? <Loading label={t('thread.loading')} /> : null}
      {!block && thread.state === 'failed' ? <FailureNotice failure={thread.failure} /> : null}
      {!block && thread.state === 'ready' ? <OpenThread thread={thread.value} entry={entry} /> : null}
    </section>
  );
}

/** From here on a thread opens at its first unread letter, or its last. */
const LONG = 4;

function OpenThread({ thread, entry }: { thread: Thread; entry: string | undefined }) {
  const { verbs } = useDesk();
  const last = thread.items.at(-1);
  const entries = useRef<HTMLOListElement>(null);
  // Seen is what was on a visible page: a tab in the background has read nothing.
  useEffect(() => {
    const seen = (): void => { if (last && document.visibilityState === 'visible') void verbs.markSeen(thread.room.id, last.id); };
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => { document.removeEventListener('visibilitychange', seen); };
  }, [thread.room.id, last?.id]);
  useEffect(() => {
    const wanted = entry ? entries.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(entry)}"]`) : null;
    if (wanted) {
      wanted.focus();
      wanted.scrollIntoView({ block: 'start' });
      return;
    }
    if (thread.items.length < LONG) return;
    const letters = entries.current?.querySelectorAll('.letter');
    (entries.current?.querySelector('.letter-unread') ?? letters?.[letters.length - 1])?.scrollIntoView({ block: 'start' });
  }, [thread.room.id, entry]);
  return (
    <>
      <PrintHead room={thread.room} />
      <ThreadHead thread={thread} />
      {hasChecklist(thread.items) ? <ChecklistCard thread={thread} /> : null}
      <ol class="entries" ref={entries}>
        {inRuns(thread.items).map((items) => <ThreadEntry key={items[0].id} items={items} thread={thread} />)}
      </ol>
      <ReplyBox thread={thread} />
    </>
  );
}

function ThreadHead({ thread: { room, members } }: { thread: Thread }) {
  const { state } = useDesk();
  const heading = useRef<HTMLHeadingElement>(null);
  const now = state.now.value;
  return (
    <header class="thread-head">
      <h1 ref={heading} tabIndex={-1} dir="auto">{room.subject || t('room.no_subject')}</h1>
      <p class="chips">
        {room.request ? <RequestChips request={room.request} /> : null}
        <HandlingChip tlp={room.handling} />
        <Button kind="quiet" icon="printer" onClick={() => { window.print(); }}>{t('thread.print')}</Button>
      </p>
      {room.clocks.length ? (
        <ul class="clock-list">
          {room.clocks.map((clock) => (
            <li key={clock.kind + clock.party + String(clock.startedAt)}><span class="clock-party">{t(`clock.party.${clock.party}`)}</span><ClockLine clock={clock} now={now} /></li>
          ))}
        </ul>
      ) : null}
      <details class="members">
        <summary>{t('thread.members')} {members.map((office) => <span key={office.id} class="plate" aria-hidden="true" dir="ltr">{office.country}</span>)}</summary>
        <ul class="plain">
          {members.map((office) => (
            <li key={office.id} class="member">
              <a href={href({ screen: 'directory', office: office.id })}><OfficeName office={office} /></a>
              <VerifiedChip verification={office.verification} />
              <DutyLine duty={office.duty} now={now} timeZone={office.timeZone} />
              <LocalTime now={now} timeZone={office.timeZone} />
            </li>
          ))}
        </ul>
      </details>
    </header>
  );
}
