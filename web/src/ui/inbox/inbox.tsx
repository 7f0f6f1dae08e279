import { useEffect, useRef, useState } from 'preact/hooks';
import type { DraftView, RoomSummary } from '../../session/model';
import { useDesk } from '../desk';
import { LinkButton } from '../elements/button';
import { DiscardedLine, discarded } from '../compose/discarded';
import { Empty, FailureNotice, Loading } from '../elements/notice';
import { go, href, type InboxFilter } from '../router';
import { reaches } from '../shell/reach';
import { useKeys } from '../shell/shortcuts';
import { t, tn } from '../text';
import { DraftRow } from './draft-row';
import { RoomRow } from './room-row';

const message = { screen: 'compose', kind: 'message' } as const;
const filters: readonly InboxFilter[] = ['action', 'all', 'sent', 'drafts'];

export function chooseRooms(rooms: readonly RoomSummary[], filter: InboxFilter): readonly RoomSummary[] {
  if (filter === 'sent') return rooms.filter((room) => room.startedByUs).sort((a, b) => b.lastAt - a.lastAt);
  const chosen = filter === 'action' ? rooms.filter((room) => room.needsAction) : rooms;
  return [...chosen].sort((a, b) => Number(b.needsAction) - Number(a.needsAction) || nearest(a) - nearest(b) || b.lastAt - a.lastAt);
}

/** Among rooms that wait for us, the one whose clock runs out first comes first. */
function nearest(room: RoomSummary): number {
  if (!room.needsAction) return 0;
  return Math.min(...room.clocks.filter((c) => c.party === 'us' && (c.state === 'running' || c.state === 'missed')).map((c) => c.dueAt), Number.MAX_SAFE_INTEGER);
}

export function InboxScreen({ filter, open }: { filter: InboxFilter; open?: string | undefined }) {
  const { state } = useDesk();
  const rooms = state.rooms.value;
  return (
    <section class="inbox" aria-labelledby="inbox-title">
      <header class="screen-head">
        <h1 id="inbox-title" tabIndex={-1}>{t('inbox.title')}</h1>
        {reaches(state.session.value, message) ? <LinkButton kind="primary" icon="square-pen" to={href(message)}>{t('nav.new')}</LinkButton> : null}
      </header>
      <Filters filter={filter} action={rooms.state === 'ready' ? rooms.value.filter((room) => room.needsAction).length : 0} />
      {rooms.state === 'loading' ? <Loading label={t('inbox.loading')} /> : null}
      {rooms.state === 'failed' ? <FailureNotice failure={rooms.failure} /> : null}
      {rooms.state === 'ready' ? (filter === 'drafts' ? <Drafts /> : <Rooms rooms={chooseRooms(rooms.value, filter)} filter={filter} open={open} />) : null}
    </section>
  );
}

function Filters({ filter, action }: { filter: InboxFilter; action: number }) {
  const { state } = useDesk();
  const badge = (name: InboxFilter): number => (name === 'action' ? action : name === 'drafts' ? written(state.drafts.value).length : 0);
  return (
    <nav class="filters" aria-label={t('inbox.filters')}>
      {filters.map((name) => (
        <a key={name} href={href({ screen: 'inbox', filter: name })} aria-current={name === filter ? 'page' : undefined}>
          {t(`inbox.filter.${name}`)}{badge(name) ? <span class="count">{badge(name)}</span> : null}
        </a>
      ))}
    </nav>
  );
}

function Rooms({ rooms, filter, open }: { rooms: readonly RoomSummary[]; filter: InboxFilter; open?: string | undefined }) {
  const { state } = useDesk();
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(-1);
  const move = (by: number): void => {
    const next = Math.min(rooms.length - 1, Math.max(0, at + by));
    setAt(next);
    list.current?.querySelectorAll<HTMLAnchorElement>('a.room-link')[next]?.focus();
  };
  useEffect(() => { setAt(-1); }, [filter]);
  useKeys({
    KeyJ: () => { move(1); },
    KeyK: () => { move(-1); },
    Enter: () => { const room = rooms[at]; if (room) go({ screen: 'thread', room: room.id }); },
  });
  if (!rooms.length) return <NoRooms filter={filter} />;
  return (
    <ul class="rooms" ref={list} aria-label={tn('inbox.count', rooms.length)}>
      {rooms.map((room, index) => (
        <RoomRow key={room.id} room={room} now={state.now.value} current={room.id === open} onFocus={() => { setAt(index); }} />
      ))}
    </ul>
  );
}

function NoRooms({ filter }: { filter: InboxFilter }) {
  const { state } = useDesk();
  if (filter === 'action') return <Empty icon="circle-check" title={t('inbox.nothing_due')}>{t('inbox.nothing_due_text')}</Empty>;
  return (
    <Empty icon="inbox" title={t('inbox.empty')} action={reaches(state.session.value, message) ? <LinkButton kind="primary" icon="book-user" to={href({ screen: 'directory' })}>{t('inbox.empty_action')}</LinkButton> : null}>
      {t('inbox.empty_text')}
    </Empty>
  );
}

function Drafts() {
  const { state, verbs } = useDesk();
  const drafts = written(state.drafts.value);
  const discard = (id: string): void => { void verbs.discardDraft(id).then((result) => { if (result.ok) discarded.value = id; }); };
  return (
    <>
      <DiscardedLine />
      {drafts.length ? <ul class="rooms">{drafts.map((view) => <DraftRow key={view.draft.id} view={view} discard={discard} />)}</ul>
        : <Empty icon="file" title={t('draft.none')}>{t('draft.none_text')}</Empty>}
    </>
  );
}

/** A form that was only opened is no draft yet. */
function written(drafts: readonly DraftView[]): readonly DraftView[] {
  return drafts.filter(({ saving }) => saving.state !== 'empty');
}
