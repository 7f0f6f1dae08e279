import type { OfferView, PublicationsDesk } from '../../session/publication-model';
import { Empty } from '../elements/notice';
import { fullTime } from '../format';
import { href } from '../router';
import { currentLanguage, t } from '../text';
import { wordsIn } from './entries';
import type { DeskProps } from './library';
import { UnderWay } from './under-way';
import { recordOf } from './use-entries';

/** What waits for the secretariat, oldest first. */
export function ReviewQueue({ desk }: DeskProps) {
  const waiting = desk.toDecide.value.filter(({ shelf }) => shelf === 'library');
  return (
    <div class="library">
      <a class="back-always" href={href({ screen: 'library' })}>{t('library.back')}</a>
      <h1 tabIndex={-1}>{t('library.queue', { n: waiting.length })}</h1>
      <p class="hint lead-text">{t('documents.queue_text')}</p>
      <UnderWay desk={desk} />
      {waiting.length ? <ul class="library-list">{waiting.map((offer) => <Waiting key={offer.hash} desk={desk} offer={offer} />)}</ul> : <Empty icon="check-check" title={t('documents.queue_empty')} />}
    </div>
  );
}

export function Waiting({ desk, offer }: { desk: PublicationsDesk; offer: OfferView }) {
  const record = recordOf(desk, offer);
  const title = record.state === 'ready' ? wordsIn(record.value, currentLanguage()) : undefined;
  return (
    <li>
      <a class="library-row" href={href({ screen: 'library', at: offer.item })}>
        <span class="library-row-title" lang={title?.language} dir="auto">{title?.title ?? offer.item}</span>
        <span class="hint">{t('documents.offered_by', { who: offer.by, time: fullTime(offer.at) })}</span>
        {offer.state === 'offered' ? null : <span class="room-tags"><span class="chip">{t(`documents.state.${offer.state}`)}</span></span>}
      </a>
    </li>
  );
}
