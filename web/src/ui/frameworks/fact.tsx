import { useState } from 'preact/hooks';
import type { PublicationsDesk, RecordView } from '../../session/publication-model';
import { Button } from '../elements/button';
import { Loading } from '../elements/notice';
import { longDate } from '../format-values';
import { WhyRetired } from '../library/retiring';
import { t, tcode } from '../text';
import { FactForm } from './fact-form';
import { type Fact, isDuration, type Standing } from '../../session/framework-facts';
import { FactHistory } from './history';
import { keptFact } from './kept-fact';
import { Proposal } from './proposal';
import { RetireFact } from './retire';
import type { Frameworks } from './use-frameworks';
import type { FieldWords } from './use-words';
import { asOfWords, FactState, FactValueView } from './value';
import { href } from '../router';

interface Props {
  readonly found: Frameworks;
  readonly item: string;
  readonly field: FieldWords;
  readonly standing: Standing;
  /** Its document has not come, or will not. */
  readonly unread: RecordView<Fact>['state'] | undefined;
}

/** One fact: what it says, from where, how sure, how old, who confirmed it; what is proposed; and, to write it, a form. */
export function FactRow({ found, item, field, standing, unread }: Props) {
  const [writing, setWriting] = useState(() => found.desk !== null && keptFact(found.desk, item, field.key) !== undefined);
  const [retiring, setRetiring] = useState(false);
  const { fact } = standing;
  const may = found.desk?.may('framework', item);
  const reading = found.desk?.reading.value;
  const isNew = standing.said !== null && reading !== undefined && reading.state !== 'loading' && standing.said.index >= reading.since;
  const id = `fact-${field.key}`;
  return (
    <section class={`fact ${standing.state === 'stale' ? 'fact-old' : ''}`} id={id} aria-labelledby={`${id}-name`}>
      <h3 id={`${id}-name`}>{field.name}</h3>
      {unread ? <Unread state={unread} /> : fact ? <FactBody fact={fact} field={field} found={found} /> : null}
      {unread ? null : <p class="fact-line"><FactState standing={standing} /> {isNew ? <span class="chip">{t('frameworks.new')}</span> : null}</p>}
      {standing.state === 'retired' && found.desk ? <Why desk={found.desk} item={item} field={field.key} /> : null}
      {standing.proposed.map((said) => found.desk ? <Proposal key={said.ref} desk={found.desk} found={found} item={item} field={field} offer={said.ref} standing={fact} /> : null)}
      {retiring && found.desk ? <RetireFact desk={found.desk} item={item} field={field.key} waits={unread === 'loading'} close={() => { setRetiring(false); }} /> : null}
      {writing && found.desk ? <FactForm found={found} desk={found.desk} item={item} field={field} start={fact} close={() => { setWriting(false); }} /> : (
        <div class="fact-tools">
          {(may?.publish || may?.offer) && unread !== 'loading' ? <Button kind="quiet" icon="square-pen" describedBy={`${id}-name`} onClick={() => { setWriting(true); }}>{t(may.publish ? (fact === null ? 'frameworks.write' : standing.said === null ? 'frameworks.check' : 'frameworks.change') : 'frameworks.propose')}</Button> : null}
          {may?.retire && standing.said && fact && !retiring ? <Button kind="quiet" icon="undo-2" describedBy={`${id}-name`} onClick={() => { setRetiring(true); }}>{t('frameworks.retire')}</Button> : null}
          {isDuration(fact?.value ?? null) ? <a class="button button-quiet" href={href({ screen: 'frameworks', at: 'deadline', arg: `${item}.${field.key}` })}><span>{t('frameworks.count_it')}</span></a> : null}
          {found.desk && (standing.said || standing.earlier.length) ? <FactHistory desk={found.desk} found={found} item={item} field={field} standing={standing} /> : null}
        </div>
      )}
    </section>
  );
}

/** Why its country took it back. */
function Why({ desk, item, field }: { desk: PublicationsDesk; item: string; field: string }) {
  const version = desk.item('framework', item).value?.facts.get(field);
  return version ? <WhyRetired desk={desk} version={version} titleOf={() => undefined} /> : null;
}

export function Unread({ state }: { state: RecordView<Fact>['state'] }) {
  return state === 'loading' ? <Loading /> : <p class="hint">{t(state === 'absent' ? 'frameworks.absent' : 'frameworks.unreadable')}</p>;
}

/** What it says; the words are somebody's own, in whatever language. */
export function FactBody({ fact, field, found }: { fact: Fact; field: FieldWords; found: Pick<Frameworks, 'words'> }) {
  return (
    <div class="fact-body">
      <FactValueView value={fact.value} type={field.type} words={found.words} />
      {fact.text ? <p class="fact-text" dir="auto">{fact.text}</p> : null}
      <p class="hint">
        {fact.source ? <>{t('frameworks.source')} {fact.url ? <a href={fact.url} rel="noreferrer noopener" target="_blank"><bdi dir="auto">{fact.source}</bdi></a> : <bdi dir="auto">{fact.source}</bdi>} · </> : null}
        {tcode('certainty', fact.certainty, t('frameworks.unverified'))}
        {fact.as_of ? ` · ${t('frameworks.as_of', { date: asOfWords(fact.as_of) })}` : ''}
        {fact.review ? ` · ${t('frameworks.review', { date: asOfWords(fact.review) })}` : ''}
      </p>
    </div>
  );
}

export function proposedWords(at: number, by: string): string {
  return t('frameworks.proposed_by', { name: by, date: longDate(at) });
}

