import '../styles/checklist.css';
import planned from 'virtual:reference/checklist';
import { type ActionNow, type ChecklistNow, foldChecklist } from '../../session/checklist';
import type { Thread } from '../../session/model';
import { useDesk } from '../desk';
import { Button, LinkButton } from '../elements/button';
import { HandlingChip } from '../elements/chips';
import { fullTime, timeThere } from '../format';
import { go, href } from '../router';
import { useKeys } from '../shell/shortcuts';
import { t, tcode } from '../text';
import { LawLinks } from '../frameworks/law-links';
import { PrintHead } from '../thread/print-head';
import { ActionRow } from './action';
import { useWords, type Words } from './background';
import { doneWords, leftWords } from './words';

export type Planned = (typeof planned)[number];

/** The first 24 hours of a room: what stands, who does it, what proves it; printed, it is the report. */
export function Checklist({ thread }: { thread: Thread }) {
  const { state } = useDesk();
  const { room } = thread;
  const now = state.now.value;
  const list = foldChecklist(thread.items, planned);
  const words = useWords();
  const back = { screen: 'thread', room: room.id } as const;
  useKeys({ KeyU: () => { go(back); } });
  return (
    <section class="checklist" aria-labelledby="checklist-title">
      <p class="back back-always"><LinkButton kind="quiet" to={href(back)}>{t('checklist.back')}</LinkButton></p>
      <PrintHead room={room} />
      <header class="checklist-head">
        <h1 id="checklist-title" tabIndex={-1}>{t('checklist.title')}</h1>
        <p class="room-subject" dir="auto">{room.subject || t('room.no_subject')}</p>
        <Progress list={list} now={now} />
        <p class="chips"><HandlingChip tlp={room.handling} /></p>
        <p class="hint">{t('checklist.text')}</p>
        <LawLinks offices={thread.members} />
        <p class="actions"><Button icon="printer" onClick={() => { window.print(); }}>{t('checklist.print')}</Button></p>
      </header>
      {phasesOf(list.actions).map(([phase, actions]) => <Phase key={phase} phase={phase} actions={actions} list={list} thread={thread} words={words} />)}
    </section>
  );
}

function Progress({ list: { all, critical, startedAt, endsAt }, now }: { list: ChecklistNow<Planned>; now: number }) {
  return (
    <div class="checklist-progress">
      <p class="checklist-count"><strong>{doneWords(all)}</strong>, {leftWords(endsAt, now)}</p>
      <progress max={Math.max(1, all.total)} value={all.done} aria-label={doneWords(all)} />
      <p class="hint">{t('checklist.critical_done', { done: critical.done, total: critical.total })} · <bdi>{fullTime(startedAt)}</bdi> – <bdi>{fullTime(endsAt)}</bdi></p>
    </div>
  );
}

/** In their order; what a newer checklist has comes last, without a phase. */
function phasesOf(actions: readonly ActionNow<Planned>[]): readonly (readonly [string, readonly ActionNow<Planned>[]])[] {
  const phases = [...new Set(actions.map((action) => action.planned?.phase ?? ''))];
  return phases.map((phase) => [phase, actions.filter((action) => (action.planned?.phase ?? '') === phase)] as const);
}

function Phase({ phase, actions, list, thread, words }: { phase: string; actions: readonly ActionNow<Planned>[]; list: ChecklistNow<Planned>; thread: Thread; words: Words }) {
  const hours = actions.flatMap(({ planned: one }) => (one ? [one.from, one.to] : []));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const at = (hour: number): string => timeThere(list.startedAt + hour * 3_600_000, zone);
  return (
    <section class="phase" aria-labelledby={`phase-${phase}`}>
      <h2 id={`phase-${phase}`}>{phase ? tcode('checklist.phase', phase, phase) : t('checklist.title')}
        {' '}{hours.length ? <span class="hint" dir="ltr">{at(Math.min(...hours))}–{at(Math.max(...hours))}</span> : null}</h2>
      <ul class="plain">{actions.map((action) => <ActionRow key={action.id} action={action} startedAt={list.startedAt} thread={thread} words={words} />)}</ul>
    </section>
  );
}
