import type { Ms } from '../../session/model';
import { useDesk } from '../desk';
import { Empty, FailureNotice, Loading } from '../elements/notice';
import { t } from '../text';
import { dueClocks, DueList, type Due } from './due';

export function ClocksScreen() {
  const { state } = useDesk();
  const rooms = state.rooms.value;
  return (
    <section class="clocks">
      <header class="screen-head"><h1 tabIndex={-1}>{t('clocks.title')}</h1></header>
      <p class="lead">{t('clocks.text')}</p>
      {rooms.state === 'loading' ? <Loading /> : null}
      {rooms.state === 'failed' ? <FailureNotice failure={rooms.failure} /> : null}
      {rooms.state === 'ready' ? <Both due={dueClocks(rooms.value)} now={state.now.value} /> : null}
    </section>
  );
}

function Both({ due, now }: { due: readonly Due[]; now: Ms }) {
  if (!due.length) return <Empty icon="timer" title={t('clocks.none')}>{t('clocks.none_text')}</Empty>;
  return (
    <div class="columns">
      <DueList title={t('clocks.ours')} none={t('clocks.none_ours')} due={due.filter(({ clock }) => clock.party === 'us')} now={now} />
      <DueList title={t('clocks.theirs')} none={t('clocks.none_theirs')} due={due.filter(({ clock }) => clock.party === 'them')} now={now} />
    </div>
  );
}
