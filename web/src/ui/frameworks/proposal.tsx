import { useState } from 'preact/hooks';
import type { OfferView, PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { LongField } from '../elements/choices';
import { Loading, Notice } from '../elements/notice';
import { PublicationFailure } from '../library/failed';
import { t } from '../text';
import { FactBody, proposedWords } from './fact';
import type { Fact } from '../../session/framework-facts';
import type { Frameworks } from './use-frameworks';
import type { FieldWords } from './use-words';

const LONGEST_TEXT = 500;

interface Props {
  readonly desk: PublicationsDesk;
  readonly found: Frameworks;
  readonly item: string;
  readonly field: FieldWords;
  /** The statement's hash. */
  readonly offer: string;
  /** What stands now. */
  readonly standing: Fact | null;
}

/** What somebody proposes beside what stands; the country's own people confirm it or say why not. */
export function Proposal({ desk, found, item, field, offer: hash, standing }: Props) {
  const offer = desk.item('framework', item).value?.offers.find((one) => one.hash === hash);
  if (!offer) return null;
  const record = desk.record({ ...offer, shelf: 'framework' }).value;
  const fact = record.state === 'ready' ? record.value.facts.find((one) => one.field === field.key) : undefined;
  return (
    <section class="fact-proposal" aria-label={t('frameworks.proposal')}>
      <p><strong>{proposedWords(offer.at, offer.by)}</strong></p>
      <div class="fact-sides">
        <div><h4>{t('frameworks.proposal')}</h4>{fact ? <FactBody fact={fact} field={field} found={found} /> : record.state === 'loading' ? <Loading /> : <p class="hint">{t('frameworks.absent')}</p>}</div>
        <div><h4>{t('frameworks.stands')}</h4>{standing ? <FactBody fact={standing} field={field} found={found} /> : <p class="hint">{t('frameworks.nothing_yet')}</p>}</div>
      </div>
      {offer.overtaken ? <Notice tone="warning"><p>{t('frameworks.overtaken')}</p></Notice> : null}
      <Decide desk={desk} offer={offer} readable={fact !== undefined} />
    </section>
  );
}

/** Nobody confirms what they cannot read. */
function Decide({ desk, offer, readable }: { desk: PublicationsDesk; offer: OfferView; readable: boolean }) {
  const { busy, failure, ask } = useAsk();
  const [saying, setSaying] = useState<'return' | 'refuse' | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const { publish, refuse, withdraw } = offer.may;
  const decline = (): void => {
    setTried(true);
    if (saying && text.trim()) ask(() => desk.decide(offer.hash, saying, text.trim().slice(0, LONGEST_TEXT)), () => { setSaying(null); });
  };
  if (!publish && !offer.may.return && !refuse && !withdraw) return <p class="hint">{t('frameworks.only_own')}</p>;
  return (
    <div class="fact-decide">
      {saying ? (
        <form noValidate onSubmit={(event) => { event.preventDefault(); decline(); }}>
          <LongField label={t('frameworks.why')} hint={t('frameworks.why_hint')} required rows={3} value={text} error={tried && !text.trim() ? t('frameworks.why_missing') : undefined} onInput={(value) => { setText(value.replace(/\s+/g, ' ').slice(0, LONGEST_TEXT)); }} />
          <div class="actions"><Button kind="primary" submit busy={busy}>{t('frameworks.decline')}</Button><Button kind="quiet" onClick={() => { setSaying(null); }}>{t('frameworks.cancel')}</Button></div>
        </form>
      ) : (
        <div class="actions">
          {publish && readable ? <Button kind="primary" icon="check" busy={busy} onClick={() => { ask(() => desk.publishOffer(offer.hash)); }}>{t('frameworks.confirm')}</Button> : null}
          {offer.may.return || refuse ? <Button icon="x" onClick={() => { setSaying(refuse ? 'refuse' : 'return'); }}>{t('frameworks.decline')}</Button> : null}
          {withdraw ? <Button kind="quiet" icon="undo-2" busy={busy} onClick={() => { ask(() => desk.decide(offer.hash, 'withdraw', '')); }}>{t('frameworks.withdraw')}</Button> : null}
        </div>
      )}
      <PublicationFailure failure={failure} />
    </div>
  );
}
