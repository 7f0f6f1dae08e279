import { useEffect, useState } from 'preact/hooks';
import type { NoticeRecord } from '../../session/notice-model';
import { useOffences } from '../compose/reference-data';
import { Button } from '../elements/button';
import { TextField } from '../elements/field';
import { LongField, SelectField } from '../elements/choices';
import { t } from '../text';
import { blankOffence, months } from './blank';
import type { SectionProps } from './form';
import type { Suggestion } from './offences';
import { RepeatedGroup } from './repeated';

type Offence = NoticeRecord['offences'][number];
type Suggest = (text: string) => readonly Suggestion[];

const MOST_OFFENCES = 20;
/** Two hundred expressions need not run between two keystrokes. */
const SETTLED_MS = 200;

/** Each charge, what it seems to speak of, and which offence of the network's codes the officer says it is. */
export function Offences({ draft, put, wrong }: SectionProps) {
  const known = useOffences();
  const suggest = useSuggest();
  const { offences } = draft.record;
  const nameOf = (code: string): string => {
    const found = known.find((one) => one.code === code);
    // An article's own brackets keep their places in a sentence that runs from right to left.
    return found?.article ? `${found.label} (\u2066${found.article}\u2069)` : (found?.label ?? code);
  };
  return (
    <RepeatedGroup<Offence> label={t('form.offence')} add={t('notices.draft.more_offences')} most={MOST_OFFENCES} blank={blankOffence} items={offences} put={(next) => { put('offences', next); }}>
      {(offence, set, n) => (
        <>
          <LongField goal={`offences.${n}.charge`} label={t('notices.field.charge')} hint={t('notices.draft.charge_hint')} rows={2} value={offence.charge} error={wrong(`offences.${n}.charge`)} onInput={(charge) => { set({ ...offence, charge }); }} />
          <SelectField goal={`offences.${n}.code`} label={t('form.offence')} value={offence.code} empty={t('form.choose')} error={n === 0 ? (wrong('offences') ?? wrong(`offences.${n}.code`)) : wrong(`offences.${n}.code`)} onChange={(code) => { set({ ...offence, code }); }}
            choices={known.map(({ code }) => ({ value: code, label: nameOf(code) }))} />
          <Suggestions charge={offence.charge} suggest={suggest} nameOf={nameOf} chosen={offences.map(({ code }) => code)} choose={(code) => {
            if (offence.code === '') set({ ...offence, code });
            else put('offences', [...offences.slice(0, n + 1), { ...offence, code }, ...offences.slice(n + 1)].slice(0, MOST_OFFENCES));
          }} />
          <div class="pair">
            <TextField goal={`offences.${n}.law`} label={t('notices.field.law')} value={offence.law} error={wrong(`offences.${n}.law`)} onInput={(law) => { set({ ...offence, law }); }} />
            <TextField goal={`offences.${n}.penalty_months`} label={t('notices.field.penalty')} ltr inputMode="decimal" value={offence.penalty_months === null ? '' : String(offence.penalty_months)} onInput={(value) => { set({ ...offence, penalty_months: months(value) }); }} />
          </div>
        </>
      )}
    </RepeatedGroup>
  );
}

/** Expressions and what searches them come with the first form; without them nothing is suggested. */
function useSuggest(): Suggest | null {
  const [found, setFound] = useState<{ suggest: Suggest } | null>(null);
  useEffect(() => {
    let wanted = true;
    Promise.all([import('./offences'), import('virtual:reference/offence-expressions')]).then(([{ suggester }, { default: rows }]) => {
      if (wanted) setFound({ suggest: suggester(rows) });
    }, () => undefined);
    return () => { wanted = false; };
  }, []);
  return found?.suggest ?? null;
}

interface SuggestionsProps {
  readonly charge: string;
  readonly suggest: Suggest | null;
  readonly nameOf: (code: string) => string;
  readonly chosen: readonly string[];
  readonly choose: (code: string) => void;
}

/** A suggestion is no offence of the record: it becomes one when a person says so. */
function Suggestions({ charge, suggest, nameOf, chosen, choose }: SuggestionsProps) {
  const [found, setFound] = useState<readonly Suggestion[]>([]);
  useEffect(() => {
    if (suggest === null) return undefined;
    const timer = window.setTimeout(() => { setFound(suggest(charge)); }, SETTLED_MS);
    return () => { window.clearTimeout(timer); };
  }, [charge, suggest]);
  const open = found.filter(({ code }) => !chosen.includes(code));
  return (
    <div class="suggested" role="status">
      {open.length ? (
        <>
          <p class="hint">{t('notices.suggested')}</p>
          <ul class="suggested-list">{open.map(({ code, words }) => (
            <li key={code}><Button icon="check" onClick={() => { choose(code); }}>{t('notices.suggested.confirm', { offence: nameOf(code) })}</Button> <span class="hint">{t('notices.suggested.because')} <q dir="auto">{words}</q></span></li>
          ))}</ul>
        </>
      ) : null}
    </div>
  );
}
