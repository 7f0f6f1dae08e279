import { useState } from 'preact/hooks';
import type { PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox, LongField, Segmented, SelectField } from '../elements/choices';
import { Icon } from '../elements/icon';
import { Notice } from '../elements/notice';
import { countryName } from '../format';
import { PublicationFailure } from '../library/failed';
import { t } from '../text';
import { UNITS } from './deadlines';
import { FactBody, Unread } from './fact';
import type { Fact } from '../../session/framework-facts';
import { keepFact, type KeptFact, keptFact } from './kept-fact';
import { editorOf, factOf, type FaultField, faultsOf, type TypedFact, typedOf } from './typed';
import { accessOf, type Frameworks } from './use-frameworks';
import { countryOf, type FieldWords } from './use-words';

interface Props {
  readonly found: Frameworks;
  readonly desk: PublicationsDesk;
  readonly item: string;
  readonly field: FieldWords;
  readonly start: Fact | null;
  readonly close: () => void;
}

const ACCESSES = ['members', 'public', 'officers'] as const;
const ANSWERS = ['yes', 'partly', 'no', 'unknown'] as const;
const CERTAINTIES = ['high', 'medium', 'low', 'unverified'] as const;

/** A fact is written: its own country confirms it at once, everybody else proposes it. What somebody changed meanwhile is shown beside. */
export function FactForm({ found, desk, item, field, start, close }: Props) {
  const { state } = useDesk();
  const editor = editorOf(field.type);
  const [kept] = useState(() => keptFact(desk, item, field.key));
  const [typed, setTyped] = useState<TypedFact>(() => kept?.typed ?? typedOf(start, new Date(state.now.value).toISOString().slice(0, 10)));
  const [access, setAccess] = useState<string>(() => kept?.access ?? accessOf(desk, item, field.key));
  const [tried, setTried] = useState(false);
  // Who writes over something has seen it: what stood when the form was opened, and again after a conflict was shown.
  const [seen, setSeen] = useState(() => kept?.seen ?? desk.position.value);
  const { busy, failure, ask, clear } = useAsk();
  const shown = desk.position.value;
  const own = desk.may('framework', item).publish;
  const faults = faultsOf(typed, editor);
  const keep = (part: Partial<KeptFact>): void => { void keepFact(desk, item, field.key, { typed, access, seen, ...part }); };
  const put = (part: Partial<TypedFact>): void => {
    const next = { ...typed, ...part };
    setTyped(next);
    keep({ typed: next });
  };
  const giveUp = (): void => {
    void keepFact(desk, item, field.key, null);
    close();
  };
  const wrong = (name: FaultField): string | undefined => (tried && faults.includes(name) ? t(`frameworks.fault.${name}`) : undefined);
  const mine = factOf(field.key, typed, editor);
  const send = (): void => {
    setTried(true);
    if (faults.length) return;
    const written = { shelf: 'framework' as const, item, record: { jurisdiction: item, facts: [mine] }, access, seen };
    ask(async () => {
      const sent = await (own ? desk.publish(written) : desk.offer(written));
      if (sent.ok) await keepFact(desk, item, field.key, null);
      return sent;
    }, close);
  };
  const conflict = failure?.reason === 'item_changed';
  return (
    <form class="fact-form" noValidate aria-label={field.name} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Notice>{t(own ? 'frameworks.form_own' : 'frameworks.form_propose', { country: countryName(countryOf(item)) })}</Notice>
      {field.help ? <p class="hint" dir="auto">{field.help}</p> : null}
      <ValueEditor editor={editor} field={field} typed={typed} put={put} wrong={wrong} />
      <LongField label={t('frameworks.text')} hint={t('frameworks.text_hint')} value={typed.text} onInput={(text) => { put({ text }); }} rows={4} />
      <div class="pair">
        <TextField label={t('frameworks.source_field')} hint={t('frameworks.source_hint')} value={typed.source} error={wrong('source')} onInput={(source) => { put({ source }); }} />
        <TextField label={t('frameworks.url')} ltr value={typed.url} error={wrong('url')} onInput={(url) => { put({ url }); }} optional />
      </div>
      <div class="pair">
        <SelectField label={t('frameworks.certainty')} value={typed.certainty} onChange={(certainty) => { put({ certainty: certainty as Fact['certainty'] }); }} choices={CERTAINTIES.map((value) => ({ value, label: value === 'unverified' ? t('frameworks.unverified') : t(`certainty.${value}`) }))} />
        <TextField label={t('frameworks.as_of_field')} type="date" ltr value={typed.asOf} error={wrong('asOf')} onInput={(asOf) => { put({ asOf }); }} />
        <TextField label={t('frameworks.review_field')} hint={t('frameworks.review_hint')} type="date" ltr value={typed.review} error={wrong('review')} onInput={(review) => { put({ review }); }} optional />
        <SelectField label={t('frameworks.access')} value={access} onChange={(value) => { setAccess(value); keep({ access: value }); }} choices={[...ACCESSES.map((value) => ({ value, label: t(`frameworks.access.${value}`) })), { value: countryOf(item), label: t('frameworks.access.country', { country: countryName(countryOf(item)) }) }]} />
      </div>
      {conflict ? <Conflict found={found} item={item} field={field} mine={mine} again={() => { setSeen(shown); keep({ seen: shown }); clear(); }} close={giveUp} /> : <PublicationFailure failure={failure} />}
      <p class="hint"><Icon name="lock" /> {t('frameworks.kept_here')}</p>
      <div class="actions">
        {conflict ? null : <Button kind="primary" icon={own ? 'check' : 'send'} submit busy={busy}>{own ? t('frameworks.confirm_as', { country: countryName(countryOf(item)) }) : t('frameworks.propose_send')}</Button>}
        <Button kind="quiet" onClick={giveUp}>{t('frameworks.cancel')}</Button>
      </div>
    </form>
  );
}

function ValueEditor({ editor, field, typed, put, wrong }: { editor: ReturnType<typeof editorOf>; field: FieldWords; typed: TypedFact; put: (part: Partial<TypedFact>) => void; wrong: (name: FaultField) => string | undefined }) {
  const fault = wrong('value');
  if (editor === 'answer') {
    return (
      <div class={fault ? 'field field-wrong' : 'field'}>
        <Segmented label={t('frameworks.answer')} value={typed.value} onChange={(value) => { put({ value }); }} choices={ANSWERS.map((value) => ({ value, label: t(`answer.${value}`) }))} />
        {fault ? <p class="field-error">{fault}</p> : null}
      </div>
    );
  }
  if (editor === 'list') return <LongField label={field.name} hint={t(field.type === 'lang[]' ? 'frameworks.list_languages' : 'frameworks.list_hint')} value={typed.value} error={fault} onInput={(value) => { put({ value }); }} rows={4} />;
  if (editor === 'text') return <TextField label={t('frameworks.value')} hint={t('frameworks.value_hint')} value={typed.value} error={fault} onInput={(value) => { put({ value }); }} />;
  return (
    <fieldset class="fact-length">
      <legend>{t('frameworks.length')}</legend>
      <div class="pair">
        <TextField label={t('frameworks.number')} inputMode="decimal" ltr value={typed.n} error={wrong('n') ?? fault} onInput={(n) => { put({ n }); }} />
        <SelectField label={t('frameworks.unit')} value={typed.unit} onChange={(unit) => { put({ unit: unit as TypedFact['unit'] }); }} choices={UNITS.map((value) => ({ value, label: t(`frameworks.unit.${value}`) }))} />
        <TextField label={t('frameworks.max')} inputMode="decimal" ltr value={typed.max} onInput={(max) => { put({ max }); }} optional />
      </div>
      <TextField label={t('frameworks.from_field')} hint={t('frameworks.from_hint')} value={typed.from} onInput={(from) => { put({ from }); }} />
      <Checkbox label={t('frameworks.extendable_field')} checked={typed.extendable} onChange={(extendable) => { put({ extendable }); }} />
    </fieldset>
  );
}

/** Somebody changed it meanwhile: both, side by side; nobody goes on before theirs has come. */
function Conflict({ found, item, field, mine, again, close }: { found: Frameworks; item: string; field: FieldWords; mine: Fact; again: () => void; close: () => void }) {
  const standing = found.standings(item).get(field.key);
  const unread = found.unread(item).get(field.key);
  return (
    <Notice tone="warning" title={t('frameworks.conflict')} live>
      <p>{standing?.said ? t('frameworks.conflict_by', { name: standing.said.by }) : t('frameworks.conflict_text')}</p>
      <div class="fact-sides">
        <div><h4>{t('frameworks.theirs')}</h4>{unread ? <Unread state={unread} /> : standing?.fact ? <FactBody fact={standing.fact} field={field} found={found} /> : <p class="hint">{t('frameworks.nothing_yet')}</p>}</div>
        <div><h4>{t('frameworks.yours')}</h4><FactBody fact={mine} field={field} found={found} /></div>
      </div>
      <div class="actions"><Button disabled={unread === 'loading'} onClick={again}>{t('frameworks.seen_theirs')}</Button><Button kind="quiet" onClick={close}>{t('frameworks.keep_theirs')}</Button></div>
    </Notice>
  );
}

