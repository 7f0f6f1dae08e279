import type { ItemView, OfferView, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { FailureNotice, Loading, Notice } from '../elements/notice';
import { fullTime } from '../format';
import { Decide } from '../library/decide';
import { Gone, History } from '../library/history';
import { PublicationFailure } from '../library/failed';
import { UnderWay } from '../library/under-way';
import { href, route } from '../router';
import { currentLanguage, t } from '../text';
import { meetingCalendar } from './calendar';
import { Ending, titlesOf } from './ending';
import type { Entry } from './entries';
import type { MeetingsProps } from './meetings';
import { People } from './people';
import { MeetingPrintHead } from './print-head';
import { Head, Sheet } from './sheet';
import { lastOf, recordOf } from './use-meetings';

type Props = MeetingsProps & { readonly item: string };

/** One meeting: when and where in both clocks, what is on, what was decided, who goes. */
export function MeetingScreen({ desk, entries, reading, item }: Props) {
  const entry = entries.find((one) => one.item === item);
  const titleOf = (of: string): string | undefined => titlesOf(entries).get(of);
  const view = desk?.item('meeting', item).value;
  const open = desk ? (view?.offers.filter((offer) => offer.state === 'offered' && recordOf(desk, offer).state !== 'absent') ?? []) : []; // others are not open to me
  if (entry === undefined && reading > 0) return <Loading />;
  if (entry === undefined && open.length === 0 && view?.state !== 'retired') return <Missing />;
  return (
    <article class="library-page meeting-page">
      {entry ? <MeetingPrintHead entry={entry} /> : null}
      <a class="back-always" href={href({ screen: 'meetings' })}>{t('meetings.back')}</a>
      {desk ? <UnderWay desk={desk} of={item} shelf="meeting" /> : null}
      {entry ? <Standing desk={desk} entry={entry} entries={entries} /> : null}
      {desk && view?.state === 'retired' ? <Left desk={desk} view={view} titleOf={titleOf} /> : null}
      {desk ? open.map((offer) => <Offered key={offer.hash} desk={desk} offer={offer} alone={entry === undefined} />) : null}
      {desk && view ? <History desk={desk} view={view} titleOf={titleOf} /> : null}
    </article>
  );
}

function Missing() {
  return <div class="stack"><p>{t('error.not_found')}</p><LinkButton to={href({ screen: 'meetings' })}>{t('meetings.back')}</LinkButton></div>;
}

function Standing({ desk, entry, entries }: Pick<Props, 'desk' | 'entries'> & { entry: Entry }) {
  const { item, record, published } = entry;
  return (
    <>
      <Head record={record} />
      <p class="hint">{published ? t('documents.published_by', { who: published.by, time: fullTime(published.at) }) : t('meetings.shipped')}</p>
      <Sheet record={record} desk={desk} />
      {desk && record.office ? <People desk={desk} item={item} record={record} gone={false} /> : null}
      {desk ? <Tools desk={desk} entry={entry} entries={entries} /> : null}
    </>
  );
}

/** Taken from the list: what it was, and who was going, stay readable for who could read it. */
function Left({ desk, view, titleOf }: { desk: PublicationsDesk; view: ItemView; titleOf: (item: string) => string | undefined }) {
  const record = lastOf(desk, view);
  return (
    <>
      {record ? <Head record={record} /> : <h1 tabIndex={-1}>{t('nav.meetings')}</h1>}
      <Gone desk={desk} view={view} titleOf={titleOf} title={t('meetings.retired')} />
      {record ? <><Sheet record={record} desk={desk} />{record.office ? <People desk={desk} item={view.item} record={record} gone /> : null}</> : null}
    </>
  );
}

function Tools({ desk, entry, entries }: { desk: PublicationsDesk; entry: Entry; entries: readonly Entry[] }) {
  const { state } = useDesk();
  const { failure, ask } = useAsk();
  const may = desk.may('meeting', entry.item);
  const key = `meeting/${entry.item}` as const;
  const watched = desk.reading.value.watched.includes(key);
  return (
    <section class="library-tools" aria-label={t('documents.tools')}>
      <div class="actions">
        <Button icon="calendar" onClick={() => { ask(() => desk.save(`${entry.item}.ics`, meetingCalendar([entry], currentLanguage(), t('nav.meetings'), state.now.value))); }}>{t('meetings.ics')}</Button>
        <Button icon="bell" pressed={watched} onClick={() => { ask(() => desk.watch(key, !watched)); }}>{t('meetings.watch')}</Button>
        <Button icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button>
        {may.offer ? <LinkButton icon="square-pen" to={href({ screen: 'meetings', at: entry.item, arg: 'revise' })}>{t(may.publish ? 'meetings.revise' : 'meetings.propose_change')}</LinkButton> : null}
      </div>
      <PublicationFailure failure={failure} />
      <Ending desk={desk} entry={entry} entries={entries} />
    </section>
  );
}

/** What somebody proposed, for its author and for who decides. */
function Offered({ desk, offer, alone }: { desk: PublicationsDesk; offer: OfferView; alone: boolean }) {
  const record = recordOf(desk, offer);
  return (
    <section class="library-offer" aria-label={t('meetings.proposal')}>
      <p><strong>{t('meetings.proposal')}</strong> {t('documents.offered_by', { who: offer.by, time: fullTime(offer.at) })}</p>
      {offer.overtaken ? <Notice tone="warning"><p>{t('documents.overtaken')}</p></Notice> : null}
      {record.state === 'loading' ? <Loading /> : null}
      {record.state === 'failed' ? <FailureNotice failure={record.failure} /> : null}
      {record.state === 'ready' ? <>{alone ? <Head record={record.value} /> : null}<Sheet record={record.value} desk={desk} /></> : null}
      <Decide desk={desk} offer={offer} here={route.value} to={{ screen: 'meetings', at: offer.item }} />
    </section>
  );
}
