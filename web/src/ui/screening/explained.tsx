import type { Lead, Reason } from '../../session/screening-model';
import { t } from '../text';
import { asWritten, reasonWords, share, sideText } from './words';

/** What is said of the names and not of a pair of words. */
const OF_WHOLE_NAMES: readonly string[] = ['order_differs', 'weak_alias'];

/** A score part by part: the two names word by word with what binds each pair, then the facts for and against. */
export function Explained({ lead }: { lead: Lead }) {
  const names = lead.reasons.filter(({ part, kind }) => part === 'name' && !OF_WHOLE_NAMES.includes(kind));
  const facts = lead.reasons.filter(({ part }) => part === 'fact');
  const whole = lead.reasons.filter(({ kind }) => OF_WHOLE_NAMES.includes(kind));
  return (
    <div class="explained">
      {names.length ? (
        <section>
          <h4>{t('screening.aligned')}</h4>
          <p class="explained-sides hint"><span>{t('screening.asked')}: <bdi>{lead.queryName}</bdi></span><span>{t('screening.listed')}: <bdi>{lead.name}</bdi></span></p>
          <ul class="aligned">{names.map((reason, n) => <Pair key={n} reason={reason} lead={lead} />)}</ul>
          {whole.map((reason) => <p class="hint" key={reason.kind}>{reasonWords(reason)}</p>)}
        </section>
      ) : <p class="hint">{t('screening.no_names')}</p>}
      <section>
        <h4>{t('screening.facts')}</h4>
        {facts.length ? <ul class="explained-facts">{facts.map((reason, n) => <Fact key={n} reason={reason} />)}</ul> : <p class="hint">{t('screening.no_facts')}</p>}
      </section>
    </div>
  );
}

function Pair({ reason, lead }: { reason: Reason; lead: Lead }) {
  const { weight } = reason;
  const query = asWritten(reason.query, lead.queryName);
  const listed = asWritten(reason.listed, lead.name);
  const tone = weight < 0 ? 'against' : weight === 0 ? 'neutral' : 'for';
  return (
    <li class={`pair-of-words words-${tone}`}>
      {query ? <span class="word"><span class="visually-hidden">{t('screening.asked')}: </span><bdi>{query}</bdi></span> : <span class="word word-none" aria-hidden="true">–</span>}
      <span class="bind" aria-hidden="true" />
      {listed ? <span class="word"><span class="visually-hidden">{t('screening.listed')}: </span><bdi>{listed}</bdi></span> : <span class="word word-none" aria-hidden="true">–</span>}
      <span class="bind-why">{reasonWords(reason)}</span>
      <Weight weight={weight / 1000} text={signed(share(Math.abs(weight) / 1000, 0), weight)} />
    </li>
  );
}

/** What adds or takes most: a number that is the same. */
const STRONGEST = 6;

function Fact({ reason }: { reason: Reason }) {
  const { query, listed, weight } = reason;
  const [ours, theirs] = [sideText(reason, query), sideText(reason, listed)];
  return (
    <li class={`explained-fact words-${weight < 0 ? 'against' : weight === 0 ? 'neutral' : 'for'}`}>
      <span class="explained-fact-words">{reasonWords(reason)}</span>
      <span class="hint">{ours === theirs ? <bdi>{ours}</bdi> : <><bdi>{ours}</bdi>{theirs ? <> · <bdi>{theirs}</bdi></> : null}</>}</span>
      <Weight weight={weight / 1000 / STRONGEST} text={t(weight > 0 ? 'screening.for' : weight < 0 ? 'screening.against' : 'screening.neither')} />
    </li>
  );
}

function signed(text: string, weight: number): string {
  return weight > 0 ? `+${text}` : weight < 0 ? `\u2212${text}` : text;
}

/** A bar with its words: never the colour or the length alone. */
function Weight({ weight, text }: { weight: number; text: string }) {
  return (
    <span class="weight">
      <svg class="weight-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="100" height="8" class="weight-all" /><rect width={Math.max(2, Math.min(1, Math.abs(weight)) * 100)} height="8" class="weight-own" /></svg>
      <span class="weight-text"><bdi dir={/\d/.test(text) ? 'ltr' : undefined}>{text}</bdi></span>
    </span>
  );
}
