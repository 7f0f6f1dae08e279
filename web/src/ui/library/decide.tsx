import { useState } from 'preact/hooks';
import type { OfferView, PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { LongField } from '../elements/choices';
import { goOn, type Route } from '../router';
import { t } from '../text';
import { PublicationFailure } from './failed';

const LONGEST_TEXT = 500;

/** What the register lets me do with an offer: publish it once it stands here to be read, which leads to `to`, or send it back with the reason. */
export function Decide({ desk, offer, here, to }: { desk: PublicationsDesk; offer: OfferView; here: Route; to: Route }) {
  const { busy, failure, ask } = useAsk();
  const [saying, setSaying] = useState<'return' | 'refuse' | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const { publish, return: back, refuse, withdraw } = offer.may;
  const read = desk.record(offer).value.state === 'ready';
  if (!publish && !back && !refuse && !withdraw) return <p class="hint">{t('documents.waits')}</p>;
  const decide = (): void => {
    setTried(true);
    if (saying && text.trim()) ask(() => desk.decide(offer.hash, saying, text.trim().slice(0, LONGEST_TEXT)), () => { setSaying(null); });
  };
  return (
    <div class="library-decide">
      {offer.mine && (back || refuse) && !publish ? <p class="hint">{t('documents.another_person')}</p> : null}
      {saying ? (
        <form noValidate onSubmit={(event) => { event.preventDefault(); decide(); }}>
          <LongField label={t(saying === 'return' ? 'documents.why_return' : 'documents.why_refuse')} required rows={3} value={text} error={tried && !text.trim() ? t('documents.why_empty') : undefined} onInput={(value) => { setText(value.replace(/\s+/g, ' ').slice(0, LONGEST_TEXT)); }} />
          <div class="actions"><Button kind="primary" submit busy={busy}>{t('documents.sign')}</Button><Button kind="quiet" onClick={() => { setSaying(null); }}>{t('documents.cancel')}</Button></div>
        </form>
      ) : (
        <div class="actions">
          {publish && read ? <Button kind="primary" icon="check" busy={busy} onClick={() => { ask(() => desk.publishOffer(offer.hash), () => { goOn(here, to); }); }}>{t('documents.publish')}</Button> : null}
          {back ? <Button icon="reply" onClick={() => { setSaying('return'); }}>{t('documents.return')}</Button> : null}
          {refuse ? <Button kind="danger" icon="x" onClick={() => { setSaying('refuse'); }}>{t('documents.refuse')}</Button> : null}
          {withdraw ? <Button kind="quiet" icon="undo-2" busy={busy} onClick={() => { ask(() => desk.decide(offer.hash, 'withdraw', '')); }}>{t('documents.withdraw')}</Button> : null}
        </div>
      )}
      <PublicationFailure failure={failure} />
    </div>
  );
}
