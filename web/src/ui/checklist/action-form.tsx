import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ActionNow } from '../../session/checklist';
import type { Thread, TickState } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { LongField, Segmented, SelectField } from '../elements/choices';
import { Icon } from '../elements/icon';
import { FileName } from '../elements/names';
import { FailureNotice } from '../elements/notice';
import { countryName, oneName } from '../format';
import { bytes } from '../format-values';
import { t } from '../text';
import type { Planned } from './checklist';

const states: readonly TickState[] = ['open', 'doing', 'done', 'not_applicable'];

/** What stands now, to be changed and signed as one entry. */
export function ActionForm({ action, thread, title, close }: { action: ActionNow<Planned>; thread: Thread; title: string; close: () => void }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [state, setState] = useState(action.state);
  const [owner, setOwner] = useState(action.owner?.id ?? '');
  const [note, setNote] = useState(action.note);
  const [proof, setProof] = useState<readonly File[]>([]);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => { form.current?.querySelector<HTMLElement>('input:checked')?.focus(); }, []);
  // A reason has to be written for skipping what must not be skipped.
  const unreasoned = state === 'not_applicable' && action.planned?.critical === true && !note.trim();
  const submit = (): void => {
    setTried(true);
    if (unreasoned) form.current?.querySelector('textarea')?.focus();
    else ask(() => verbs.tick(thread.room.id, { action: action.id, state, note: note.trim(), owner }, proof), close);
  };
  const people = thread.members.flatMap((office) => office.officers.filter(({ verification }) => verification.state === 'verified')
    .map((officer) => ({ value: officer.id, label: `${oneName(officer.name)} (${countryName(office.country)})` })));
  return (
    <form class="action-form" ref={form} aria-label={t('checklist.update_named', { action: title })} onSubmit={(event) => { event.preventDefault(); submit(); }}
      onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
      <Segmented<TickState> label={t('checklist.state')} value={state} onChange={setState} choices={states.map((value) => ({ value, label: t(`checklist.state_${value}`) }))} />
      <SelectField label={t('checklist.owner')} value={owner} empty={t('checklist.nobody')} onChange={setOwner} choices={people} />
      <LongField label={t('checklist.note')} value={note} rows={2} onInput={setNote} error={tried && unreasoned ? t('checklist.reason_needed') : undefined} />
      <Proof proof={proof} add={(files) => { setProof([...proof, ...files]); }} />
      <FailureNotice failure={failure} />
      <p class="actions">
        <Button kind="primary" submit busy={busy}>{t('checklist.save')}</Button>
        <Button kind="quiet" onClick={close}>{t('checklist.close')}</Button>
      </p>
    </form>
  );
}

function Proof({ proof, add }: { proof: readonly File[]; add: (files: readonly File[]) => void }) {
  const id = useId();
  return (
    <div class="file-picker">
      <input id={id} type="file" multiple class="visually-hidden" onChange={(event) => {
        add([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = '';
      }} />
      <label class="button button-plain" for={id}><Icon name="paperclip" /><span>{t('checklist.proof')}</span></label>
      {proof.length ? <ul class="plain">{proof.map((file, n) => <li key={n}><FileName name={file.name} /> <span class="hint">{bytes(file.size)}</span></li>)}</ul> : null}
    </div>
  );
}
