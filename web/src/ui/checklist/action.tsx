import { useRef, useState } from 'preact/hooks';
import { type ActionNow, dueAt } from '../../session/checklist';
import type { Ms, Thread, TickState } from '../../session/model';
import { useDesk } from '../desk';
import { ReceivedFiles } from '../elements/attachments';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Icon, type IconName } from '../elements/icon';
import { PersonName } from '../elements/names';
import { FailureNotice } from '../elements/notice';
import { clockTime, countryName, fullTime, oneName, sameDay, span, weekdayTime } from '../format';
import { t } from '../text';
import { ActionForm } from './action-form';
import { Background, type Words } from './background';
import type { Planned } from './checklist';
import { titleOf } from './words';

const icons: Readonly<Record<TickState, IconName>> = { open: 'circle', doing: 'ellipsis', done: 'circle-check', not_applicable: 'x' };

export function ActionRow({ action, startedAt, thread, words }: { action: ActionNow<Planned>; startedAt: Ms; thread: Thread; words: Words }) {
  const { state, verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLLIElement>(null);
  const { planned, said } = action;
  const title = titleOf(action);
  const close = (): void => {
    const here = opener.current?.contains(document.activeElement) === true; // else somebody is at the next one already
    setOpen(false);
    if (here) requestAnimationFrame(() => { opener.current?.querySelector<HTMLElement>('.action-update')?.focus(); });
  };
  const markDone = (): void => {
    ask(() => verbs.tick(thread.room.id, { action: action.id, state: 'done', note: action.note, owner: action.owner?.id ?? '' }, []));
  };
  return (
    <li class={`action action-${action.state}`} ref={opener}>
      <Icon name={icons[action.state]} />
      <div class="action-main">
        <p class="action-title">{title}</p>
        <p class="action-facts">
          <span class={`chip tick-${action.state}`}>{t(`checklist.state_${action.state}`)}</span>
          {planned?.critical ? <span class="action-critical">{t('checklist.critical')}</span> : null}
          {planned && (action.state === 'open' || action.state === 'doing') ? <Due at={dueAt(startedAt, planned)} now={state.now.value} /> : null}
          {action.owner ? <span>{t('checklist.owner')}: <PersonName name={action.owner.name} short /></span> : null}
        </p>
        {action.note ? <p class="action-note" dir="auto">{action.note}</p> : null}
        {said ? <p class="hint">{t('checklist.said', { who: oneName(said.officer.name), office: countryName(said.office.country), time: fullTime(said.at) })}</p> : null}
        {action.files.map(({ entry, file }) => <ReceivedFiles key={file.id} files={[file]} save={() => { ask(() => verbs.saveAttachment(thread.room.id, entry, file.id)); }} />)}
        <FailureNotice failure={failure} />
        {planned ? <Background planned={planned} words={words} /> : null}
        {open ? <ActionForm action={action} thread={thread} title={title} close={close} /> : (
          <p class="actions action-buttons">
            {action.state === 'open' || action.state === 'doing' ? <Button icon="check" busy={busy} onClick={markDone}><Named short={t('checklist.mark_done')} whole={t('checklist.mark_done_named', { action: title })} /></Button> : null}
            <span class="action-opener"><button type="button" class="button button-quiet action-update" onClick={() => { setOpen(true); }}><Named short={t('checklist.update')} whole={t('checklist.update_named', { action: title })} /></button></span>
          </p>
        )}
      </div>
    </li>
  );
}

/** The same short word on every row; who cannot see the row hears which one it is. */
function Named({ short, whole }: { short: string; whole: string }) {
  return <><span aria-hidden="true">{short}</span><span class="visually-hidden">{whole}</span></>;
}

function Due({ at, now }: { at: Ms; now: Ms }) {
  if (now >= at) return <span class="clock-late">{t('checklist.late', { span: span(now - at) })}</span>;
  return <span>{t('checklist.until', { time: sameDay(at, now) ? clockTime(at) : weekdayTime(at) })}</span>;
}
