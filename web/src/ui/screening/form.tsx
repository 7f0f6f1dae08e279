import { useEffect, useRef, useState } from 'preact/hooks';
import { GENDERS, type Gender, type Kind, KINDS, QUERY_SCHEMES, type QueryScheme, type ScreeningDesk, type Typed } from '../../session/screening-model';
import type { Asking } from '../elements/ask';
import { Button, IconButton } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField, Segmented, SelectField } from '../elements/choices';
import { t, tcode } from '../text';
import { DEFAULT_THRESHOLD } from './measured';
import { blankTyped, type Fault, isPerson, MOST_QUERIES, queriesOf } from './typed';
import { kindName } from './words';

interface Props {
  readonly desk: ScreeningDesk;
  readonly typed: Typed;
  readonly put: (part: Partial<Typed>) => void;
  readonly asking: Asking;
  readonly ask: () => void;
}

/** A single record is asked from here on, so that the threshold can move without asking again. */
export function AskForm({ desk, typed, put, asking, ask }: Props) {
  const [tried, setTried] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const { faults } = queriesOf(typed);
  useEffect(() => { if (tried) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(); }, [tried]);
  const wrong = (field: Fault['field']): string | undefined => {
    const fault = tried ? faults.find((one) => one.field === field) : undefined;
    return fault && faultWords(fault);
  };
  const submit = (): void => {
    if (faults.length) setTried(tried + 1);
    else ask();
  };
  const clear = (): void => {
    setTried(0);
    asking.clear();
    desk.answered.value = null;
    desk.typed.value = { ...blankTyped(DEFAULT_THRESHOLD), many: typed.many, threshold: typed.threshold };
  };
  return (
    <form class="screening-form panel" ref={form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Segmented label={t('screening.what')} value={typed.many ? 'many' : 'one'} onChange={(value) => { put({ many: value === 'many' }); }}
        choices={[{ value: 'one', label: t('screening.one') }, { value: 'many', label: t('screening.many') }]} />
      <SelectField label={t('screening.kind')} value={typed.kind} choices={KINDS.map((value) => ({ value, label: kindName(value) }))} onChange={(kind) => { put({ kind: kind as Kind }); }} />
      {typed.many
        ? <LongField label={t('screening.names')} hint={t('screening.names_hint', { n: MOST_QUERIES })} rows={8} required value={typed.names} error={wrong('names')} onInput={(names) => { put({ names }); }} />
        : <Record typed={typed} put={put} wrong={wrong} />}
      <div class="actions">
        <Button kind="primary" icon="scan" submit busy={asking.busy}>{t('screening.do')}</Button>
        <Button kind="quiet" onClick={clear}>{t('screening.clear')}</Button>
      </div>
    </form>
  );
}

function Record({ typed, put, wrong }: { typed: Typed; put: Props['put']; wrong: (field: Fault['field']) => string | undefined }) {
  const person = isPerson(typed.kind);
  return (
    <>
      <TextField label={t('screening.name')} hint={t('screening.name_hint')} value={typed.name} error={wrong('name')} onInput={(name) => { put({ name }); }} />
      <LongField label={t('screening.other_names')} hint={t('screening.other_names_hint')} rows={2} optional value={typed.names} error={wrong('names')} onInput={(names) => { put({ names }); }} />
      <div class="pair">
        {person ? <TextField label={t('screening.born')} hint={t('screening.born_hint')} ltr optional value={typed.born} error={wrong('born')} onInput={(born) => { put({ born }); }} /> : null}
        <TextField label={t(person ? 'screening.nationality' : 'screening.registered')} hint={t('screening.country_hint')} optional value={typed.countries} error={wrong('countries')} onInput={(countries) => { put({ countries }); }} />
        {person ? (
          <SelectField label={t('screening.gender')} optional value={typed.gender} empty={t('screening.gender.unknown')} onChange={(gender) => { put({ gender: gender as Gender | '' }); }}
            choices={GENDERS.map((value) => ({ value, label: t(`screening.gender.${value}`) }))} />
        ) : null}
      </div>
      <Numbers typed={typed} put={put} />
    </>
  );
}

function Numbers({ typed: { identifiers, kind }, put }: { typed: Typed; put: Props['put'] }) {
  const set = (at: number, part: Partial<Typed['identifiers'][number]>): void => { put({ identifiers: identifiers.map((one, n) => (n === at ? { ...one, ...part } : one)) }); };
  return (
    <fieldset class="screening-numbers">
      <legend>{t('screening.numbers')} <span class="optional">{t('field.optional')}</span></legend>
      {identifiers.map(({ scheme, value }, n) => (
        <div key={n} class="screening-number">
          <SelectField label={t('screening.scheme')} value={scheme} choices={QUERY_SCHEMES.map((one) => ({ value: one, label: schemeName(one) }))} onChange={(chosen) => { set(n, { scheme: chosen as QueryScheme }); }} />
          <TextField label={t('screening.number')} ltr mono value={value} onInput={(text) => { set(n, { value: text }); }} />
          <IconButton icon="x" label={t('screening.remove_number', { n: n + 1 })} onClick={() => { put({ identifiers: identifiers.filter((_, at) => at !== n) }); }} />
        </div>
      ))}
      {identifiers.length < 20 ? <Button kind="quiet" icon="plus" onClick={() => { put({ identifiers: [...identifiers, { scheme: FIRST_SCHEME[kind] ?? 'other', value: '' }] }); }}>{t('screening.more_numbers')}</Button> : null}
    </fieldset>
  );
}

const FIRST_SCHEME: Readonly<Partial<Record<Kind, QueryScheme>>> = {
  person: 'passport', organisation: 'register', vessel: 'imo', vehicle: 'vin', aircraft: 'tail', account: 'iban', wallet: 'wallet', security: 'isin',
};

/** The field's own abbreviations are the same in all languages. */
export function schemeName(scheme: string): string {
  return tcode('screening.scheme', scheme, scheme.toUpperCase());
}

function faultWords(fault: Fault): string {
  switch (fault.code) {
    case 'nothing':
      return t(fault.field === 'names' ? 'screening.fault.no_names' : 'screening.fault.nothing');
    case 'too_long':
      return t('screening.fault.too_long');
    case 'too_many':
      return t('screening.fault.too_many', { n: fault.n });
    case 'bad_date':
      return t('screening.fault.bad_date', { text: fault.text });
    case 'bad_country':
      return t('screening.fault.bad_country', { text: fault.text });
  }
}
