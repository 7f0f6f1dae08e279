import type { Kind, Typed } from '../../session/screening-model';
import { useId } from 'preact/hooks';
import { count, t } from '../text';
import { DEFAULT_THRESHOLD, HIGHEST, LEAST_MEASURED, LOWEST, measuredAt, measuredOfKind, outcomesOf, ownListsAt, STEP } from './measured';
import { isPerson, saysFacts } from './typed';
import { scoreText, share, shareRange } from './words';

/** From which score on leads are shown, and beside it what that did where it was measured. */
export function Threshold({ typed, put, ownLists }: { typed: Typed; put: (threshold: number) => void; ownLists: boolean }) {
  const id = useId();
  const { threshold } = typed;
  return (
    <section class="screening-threshold panel" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('screening.measured.title')}</h2>
      <div class="field">
        <label for={id}>{t('screening.threshold')} <output for={id} class="screening-at">{scoreText(threshold)}</output></label>
        <input id={id} type="range" min={LOWEST} max={HIGHEST} step={STEP} value={threshold} aria-valuetext={scoreText(threshold)} aria-describedby={`${id}-says`}
          onInput={(event) => { put(Number(event.currentTarget.value)); }} />
      </div>
      <div id={`${id}-says`} class="stack">{isPerson(typed.kind) ? null : <SaysOfKind kind={typed.kind} />}<Says typed={typed} />{ownLists ? <SaysOfLists threshold={threshold} /> : null}</div>
    </section>
  );
}

/** The other figures are of persons; of companies and ships others hold, and they are worse. */
function SaysOfKind({ kind }: { kind: Kind }) {
  const found = measuredOfKind(kind);
  if (found === undefined) return <p>{t('screening.measured.thing')}</p>;
  const fromTo = ([least, most]: readonly [number, number]): string => (least === most ? share(least, 0) : shareRange(least, most));
  const { rare, common, alarms } = found;
  return (
    <p>
      {t(kind === 'vessel' ? 'screening.measured.vessel' : 'screening.measured.organisation', { rare: fromTo(rare), common: fromTo(common), rate_rare: share(0.001), rate_common: share(0.01) })}
      {alarms === null ? null : <> {t('screening.measured.kind_alarms', { alarms: share(alarms, 0), score: scoreText(DEFAULT_THRESHOLD) })}</>}
    </p>
  );
}

/** The office's own lists are compared by other means, so other figures hold. */
function SaysOfLists({ threshold }: { threshold: number }) {
  const found = ownListsAt(threshold);
  if (found === undefined) return null;
  const { alone, facts, full } = found;
  return (
    <p class="hint">
      {t('screening.measured.lists', {
        recall: share(alone.recall), alarms: share(alone.alarms, 2), facts_recall: share(facts.recall), facts_alarms: share(facts.alarms, 2), full_recall: share(full.recall), full_alarms: share(full.alarms, 2),
      })}
    </p>
  );
}

function Says({ typed }: { typed: Typed }) {
  const alone = measuredAt(typed.threshold, false);
  const facts = measuredAt(typed.threshold, true);
  const used = saysFacts(typed);
  const row = used ? facts : alone;
  if (alone === undefined || facts === undefined || row === undefined) return <p class="hint">{t('screening.measured.none', { score: scoreText(LEAST_MEASURED) })}</p>;
  return (
    <div class="stack">
      <p class={used ? 'hint' : undefined}>{t('screening.measured.names', { recall: share(alone.recall), alarms: share(alone.alarms, 2) })}</p>
      <p class={used ? undefined : 'hint'}>{t('screening.measured.facts', { recall: share(facts.recall), alarms: share(facts.alarms, 2) })}</p>
      <table class="screening-outcomes">
        <caption>{t(used ? 'screening.measured.caption_facts' : 'screening.measured.caption_names')}</caption>
        <thead><tr><th scope="col">{t('screening.measured.listed')}</th><th scope="col">{t('screening.measured.right')}</th><th scope="col">{t('screening.measured.wrong')}</th><th scope="col">{t('screening.measured.precision')}</th></tr></thead>
        <tbody>
          {outcomesOf(row).map(({ listed, right, wrong, precision }) => (
            <tr key={listed}><th scope="row">{count(listed)}</th><td>{few(right)}</td><td>{few(wrong)}</td><td>{share(Math.min(0.99, precision), 0)}</td></tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{t('screening.measured.meaning')}</p>
      <p class="hint">{t('screening.measured.on', { score: scoreText(row.threshold) })}</p>
    </div>
  );
}

/** Whole, or with one digit where a whole number would say "none". */
function few(value: number): string {
  return count(value < 2 ? Math.round(value * 10) / 10 : Math.round(value));
}
