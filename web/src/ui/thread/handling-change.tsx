import { useState } from 'preact/hooks';
import { mayChange } from '../../session/allowed';
import type { ThreadItem, Tlp } from '../../session/model';
import { tlps } from '../compose/handling';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { SelectField } from '../elements/choices';
import { FailureNotice } from '../elements/notice';
import { t } from '../text';

/** The codes that this office may give the message: stricter ones, and laxer ones for what is its own. */
export function HandlingChange({ item, room }: { item: Extract<ThreadItem, { kind: 'message' | 'request' }>; room: string }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [chosen, setChosen] = useState<Tlp | ''>('');
  const allowed = tlps.filter((tlp) => mayChange(item.handling, tlp, item.ours));
  if (!allowed.length) return null;
  const to = allowed.find((tlp) => tlp === chosen) ?? '';
  return (
    <details class="technical handling-change">
      <summary>{t('handling.change')}</summary>
      <form onSubmit={(event) => { event.preventDefault(); if (to) ask(() => verbs.changeHandling(room, item.id, to), () => { setChosen(''); }); }}>
        <SelectField label={t('handling.to')} hint={t(item.ours ? 'handling.hint_own' : 'handling.hint_other')} value={to} empty={t('form.choose')}
          onChange={(tlp) => { setChosen(tlp as Tlp | ''); }} choices={allowed.map((value) => ({ value, label: value }))} />
        <Button submit busy={busy} disabled={!to}>{t('handling.apply')}</Button>
        <FailureNotice failure={failure} />
      </form>
    </details>
  );
}
