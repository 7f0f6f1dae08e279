import { useEffect, useRef } from 'preact/hooks';
import { isStricter } from '../../session/allowed';
import type { AnswerOutcome, Draft, DraftView, Outcome, RefusalReason, Thread } from '../../session/model';
import { useDesk } from '../desk';
import { SendingFiles } from '../elements/attachments';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField, SelectField } from '../elements/choices';
import { FailureNotice, Notice } from '../elements/notice';
import { HandlingField } from '../compose/handling';
import { ElsewhereFiles } from '../compose/elsewhere';
import { FilePicker } from '../compose/files';
import { DiscardedLine, discarded } from '../compose/discarded';
import { savingWords } from '../compose/saving';
import { useDraft } from '../compose/use-draft';
import { lazy } from '../shell/lazy';
import { useKeys } from '../shell/shortcuts';
import { t } from '../text';
import { outcomes, refusalReasons } from './outcomes';

const MeasureEnd = lazy(() => import('../frameworks/measure-end').then((part) => part.MeasureEnd));

/** Closed, a button; open, a sealed draft that belongs to the room. */
export function ReplyBox({ thread }: { thread: Thread }) {
  const { state, verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const view = state.drafts.value.find(({ draft }) => draft.room === thread.room.id);
  const leaving = state.outgoing.value.some((out) => out.room === thread.room.id && out.state === 'holding');
  const opened = useRef(false);
  const open = (): void => { opened.current = true; ask(() => verbs.newDraft({ room: thread.room.id, handling: thread.room.handling })); };
  useKeys({ KeyR: open });
  if (leaving) return null;
  if (view) return <Reply key={view.draft.id} view={view} thread={thread} opened={opened.current} />;
  return (
    <div class="reply-closed">
      <DiscardedLine />
      <Button kind="primary" icon="reply" busy={busy} onClick={open}>{t('reply.open')}</Button>
      <FailureNotice failure={failure} />
    </div>
  );
}

/** There is a request to us that nobody has answered yet. */
function awaitsAnswer(thread: Thread): boolean {
  return thread.room.request !== undefined && !thread.room.startedByUs && !['answered', 'refused', 'closed', 'withdrawn'].includes(thread.room.request.state);
}

/** `opened`: by this person, just now. One that was begun before, or elsewhere, does not take the keyboard away. */
function Reply({ view, thread, opened }: { view: DraftView; thread: Thread; opened: boolean }) {
  const { state, verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const box = useRef<HTMLFormElement>(null);
  const { draft: written, saving, change, settle } = useDraft(view);
  // Somebody may have made the thread stricter since this reply was begun.
  const raised = isStricter(thread.room.handling, written.handling);
  const draft = raised ? { ...written, handling: thread.room.handling } : written;
  useEffect(() => { if (opened || document.activeElement === document.body) box.current?.querySelector('textarea')?.focus(); }, []);
  const send = (): void => {
    settle();
    ask(async () => {
      const saved = await verbs.saveDraft(draft);
      return saved.ok ? verbs.send(draft.id) : saved;
    });
  };
  useKeys({ 'Mod+Enter': send });
  return (
    <form class="reply" ref={box} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <h2>{t('reply.title')}</h2>
      {awaitsAnswer(thread) ? <AnswerFields draft={draft} change={change} /> : null}
      <LongField label={t('compose.body')} value={draft.body} onInput={(body) => { change({ body }); }} rows={6} />
      <SendingFiles files={view.attachments} remove={(file) => { ask(() => verbs.detach(draft.id, file.id)); }} />
      <ElsewhereFiles files={view.elsewhere} remove={(file) => { ask(() => verbs.detach(draft.id, file.id)); }} />
      {raised ? <Notice tone="warning" live><p>{t('handling.raised_draft', { tlp: draft.handling })}</p></Notice> : null}
      <HandlingField value={draft.handling} floor={thread.room.handling} onChange={(handling) => { change({ handling }); }} />
      <FailureNotice failure={failure} />
      <div class="actions">
        <Button kind="primary" icon="send" submit busy={busy} disabled={!draft.body.trim() || view.elsewhere.length > 0}>{t('compose.send')}</Button>
        <FilePicker draft={draft.id} />
        <Button kind="quiet" icon="trash-2" onClick={() => { settle(); ask(() => verbs.discardDraft(draft.id), () => { discarded.value = draft.id; }); }}>{t('draft.discard')}</Button>
        <span class="hint" role="status">{savingWords(saving, state.now.value)}</span>
      </div>
    </form>
  );
}

function AnswerFields({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const { answer } = draft;
  const blank: AnswerOutcome = { outcome: 'information', reason: '', measure: null };
  const setOutcome = (value: string): void => {
    if (!value) { change({ answer: null }); return; }
    const outcome = value as Outcome;
    const measure = outcome === 'frozen' || outcome === 'partly' ? (answer?.measure ?? { authority: '', basis: '', expires: null, amount: '', currency: '' }) : null;
    change({ answer: { ...blank, outcome, measure } });
  };
  return (
    <fieldset class="answer-fields">
      <legend>{t('reply.answer')}</legend>
      <SelectField label={t('reply.outcome')} value={answer?.outcome ?? ''} empty={t('reply.only_message')} onChange={setOutcome}
        choices={outcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))} />
      {answer && (answer.outcome === 'refused' || answer.outcome === 'not_possible') ? (
        <SelectField label={t('reply.reason')} value={answer.reason} empty={t('form.choose')} onChange={(reason) => { change({ answer: { ...answer, reason: reason as RefusalReason | '' } }); }}
          choices={refusalReasons.map((value) => ({ value, label: t(`reason.${value}`) }))} />
      ) : null}
      {answer?.measure ? <MeasureFields answer={answer} change={change} /> : null}
    </fieldset>
  );
}

const endOf = (day: string): number => Date.parse(`${day}T23:59:59Z`);

function MeasureFields({ answer, change }: { answer: AnswerOutcome; change: (part: Partial<Draft>) => void }) {
  const { measure } = answer;
  if (!measure) return null;
  const set = (part: Partial<typeof measure>): void => { change({ answer: { ...answer, measure: { ...measure, ...part } } }); };
  return (
    <div class="pair">
      <TextField label={t('measure.authority')} value={measure.authority} onInput={(authority) => { set({ authority }); }} />
      <TextField label={t('measure.basis')} value={measure.basis} onInput={(basis) => { set({ basis }); }} />
      <TextField label={t('measure.amount')} value={measure.amount} ltr onInput={(amount) => { set({ amount }); }} />
      <TextField label={t('form.currency')} value={measure.currency} ltr onInput={(currency) => { set({ currency: currency.toUpperCase() }); }} />
      <TextField label={t('measure.expires')} type="date" ltr value={measure.expires === null ? '' : new Date(measure.expires).toISOString().slice(0, 10)}
        onInput={(day) => { set({ expires: day ? endOf(day) : null }); }} />
      <MeasureEnd use={(at) => { set({ expires: endOf(new Date(at).toISOString().slice(0, 10)) }); }} />
    </div>
  );
}
