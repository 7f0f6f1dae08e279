import type { ComponentChildren } from 'preact';
import type { MeetingRecord, OfferView, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { CountryBadge, Ltr, OfficeName } from '../elements/names';
import { FailureNotice, Loading, Notice } from '../elements/notice';
import { countryName, fullTime } from '../format';
import { PublicationFailure } from '../library/failed';
import { Decide } from '../library/decide';
import { href, route } from '../router';
import { count, currentLanguage, t, tn } from '../text';
import { meetingCalendar } from './calendar';
import { type Entry, titleIn, type Words } from './entries';
import type { MeetingsProps } from './meetings';
import { People } from './people';
import { MeetingPrintHead } from './print-head';
import { DayName, HourThere, PhaseChip, Span } from './span';
import { recordOf } from './use-meetings';
import { daysOf, precisionOf } from './when';

type Props = MeetingsProps & { readonly item: string };

/** One meeting: when and where in both clocks, what is on, what was decided, who goes. */
export function MeetingScreen({ desk, entries, reading, item }: Props) {
  const entry = entries.find((one) => one.item === item);
  const view = desk?.item('meeting', item).value;
  const open = desk ? (view?.offers.filter((offer) => offer.state === 'offered' && recordOf(desk, offer).state !== 'absent') ?? []) : []; // others are not open to me
  if (entry === undefined && reading > 0) return <Loading />;
  if (entry === undefined && open.length === 0) return <Missing gone={view?.state === 'retired'} />;
  return (
    <article class="library-page meeting-page">
      {entry ? <MeetingPrintHead entry={entry} /> : null}
      <a class="back-always" href={href({ screen: 'meetings' })}>{t('meetings.back')}</a>
      {entry ? <Standing desk={desk} entry={entry} /> : null}
      {desk ? open.map((offer) => <Offered key={offer.hash} desk={desk} offer={offer} alone={entry === undefined} />) : null}
      {view?.history.length ? (
        <details class="library-history">
          <summary>{t('documents.history')}</summary>
          <ol>{view.history.map(({ hash, by, at, document, logIndex }) => <li key={hash}>{t(document === null ? 'documents.history_retired' : 'documents.history_published', { who: by, time: fullTime(at), position: count(logIndex) })}</li>)}</ol>
        </details>
      ) : null}
    </article>
  );
}

function Missing({ gone }: { gone: boolean }) {
  return <div class="stack">{gone ? <Notice tone="warning"><p>{t('meetings.retired')}</p></Notice> : <p>{t('error.not_found')}</p>}<LinkButton to={href({ screen: 'meetings' })}>{t('meetings.back')}</LinkButton></div>;
}

function Standing({ desk, entry }: Pick<Props, 'desk'> & { entry: Entry }) {
  const { record, published } = entry;
  return (
    <>
      <Head record={record} />
      <p class="hint">{published ? t('documents.published_by', { who: published.by, time: fullTime(published.at) }) : t('meetings.shipped')}</p>
      <Sheet record={record} />
      {desk ? <Tools desk={desk} entry={entry} /> : null}
      {desk && record.office ? <People desk={desk} item={entry.item} record={record} /> : null}
    </>
  );
}

function Head({ record }: { record: MeetingRecord }) {
  const { state } = useDesk();
  const { title, language } = titleIn(record.words, currentLanguage());
  return (
    <header class="library-head">
      <p class="hint">{t(`meetings.kind.${record.kind}`)}{record.series ? <> · <bdi>{record.series}</bdi></> : null}{record.number === null ? null : <> · <Ltr>{`№ ${record.number}`}</Ltr></>}</p>
      <h1 tabIndex={-1} lang={language} dir="auto">{title}</h1>
      <p class="chips"><PhaseChip record={record} now={state.now.value} /></p>
      {record.state === 'cancelled' ? <Notice tone="warning"><p>{t('meetings.cancelled')}</p></Notice> : null}
    </header>
  );
}

/** What the record says; also of one that somebody proposes. */
function Sheet({ record }: { record: MeetingRecord }) {
  const { text, textLanguage } = titleIn(record.words, currentLanguage());
  return (
    <div class="library-sheet">
      <dl class="facts">
        <Fact name={t('meetings.when')}><Span record={record} />{record.tz && precisionOf(record.start) === 'minute' ? <> · <HourThere local={record.start} tz={record.tz} /></> : null}{record.tz ? <> <span class="hint"><Ltr>{record.tz}</Ltr></span></> : null}</Fact>
        <Fact name={t('meetings.where')}>{[record.host, record.city].filter(Boolean).map((part) => <span key={part}><bdi>{part}</bdi> · </span>)}{record.country ? <><CountryBadge country={record.country} /> {countryName(record.country)}</> : null}</Fact>
        {record.organisers.length ? <Fact name={t('meetings.field.organisers')}>{record.organisers.map((name, n) => <span key={name}>{n ? ' · ' : ''}<bdi>{name}</bdi></span>)}</Fact> : null}
        {record.office ? <Fact name={t('meetings.field.office')}><OfficeOf office={record.office} /></Fact> : null}
        {record.participants === null && record.countries === null ? null : <Fact name={t('meetings.attendance')}>{[record.participants === null ? '' : tn('meetings.participants', record.participants), record.countries === null ? '' : tn('meetings.countries', record.countries)].filter(Boolean).join(' · ')}</Fact>}
        {record.capacity === null ? null : <Fact name={t('meetings.field.capacity')}>{count(record.capacity)}</Fact>}
        {record.register_by === null ? null : <Fact name={t('meetings.field.register_by')}>{fullTime(record.register_by * 1000)}</Fact>}
      </dl>
      {text ? <p class="meeting-text" lang={textLanguage} dir="auto">{text}</p> : null}
      <Programme record={record} />
      <Decisions decisions={record.decisions} />
      {record.documents.length ? <section><h2>{t('meetings.documents')}</h2><ul class="plain">{record.documents.map((item) => <li key={item}><a href={href({ screen: 'library', at: item })}><Ltr>{item}</Ltr></a></li>)}</ul></section> : null}
      {record.source ? <p class="hint">{t('meetings.field.source')}: <bdi>{record.source}</bdi> · {t(`certainty.${record.certainty}`)}</p> : null}
    </div>
  );
}

function Programme({ record: { programme, tz } }: { record: MeetingRecord }) {
  if (!programme.length) return null;
  return (
    <section class="meeting-programme">
      <h2>{t('meetings.programme')}</h2>
      {daysOf(programme).map(([day, points]) => (
        <section key={day}>
          <h3><DayName day={day} /></h3>
          <ol class="plain">
            {points.map((point, n) => {
              const said = titleIn(point.words, currentLanguage());
              return (
                <li key={`${point.start} ${n}`} class="meeting-point">
                  <p class="meeting-hour"><HourThere local={point.start} tz={tz} /> – <HourThere local={point.end} tz={tz} /></p>
                  <div><p lang={said.language} dir="auto"><strong>{said.title}</strong></p>
                    {said.text ? <p lang={said.textLanguage} dir="auto">{said.text}</p> : null}
                    {point.speakers.length || point.place ? <p class="hint">{[...point.speakers, point.place].filter(Boolean).map((one, at) => <span key={one}>{at ? ' · ' : ''}<bdi>{one}</bdi></span>)}</p> : null}
                  </div>
                </li>
              );
            })}
          </ol>
        </section>
      ))}
    </section>
  );
}

function Decisions({ decisions }: { decisions: readonly Words[] }) {
  const said = decisions.find(({ language }) => language === currentLanguage()) ?? decisions[0];
  return said ? <section><h2>{t('meetings.decisions')}</h2><p lang={said.language} dir="auto"><strong>{said.title}</strong></p><p class="meeting-text" lang={said.language} dir="auto">{said.text}</p></section> : null;
}

function Tools({ desk, entry }: { desk: PublicationsDesk; entry: Entry }) {
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
      {record.state === 'ready' ? <>{alone ? <Head record={record.value} /> : null}<Sheet record={record.value} /></> : null}
      <Decide desk={desk} offer={offer} here={route.value} to={{ screen: 'meetings', at: offer.item }} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function OfficeOf({ office }: { office: string }) {
  const { state } = useDesk();
  const directory = state.directory.value;
  const found = directory.state === 'ready' ? directory.value.offices.find(({ id }) => id === office) : undefined;
  return found ? <OfficeName office={found} /> : <Ltr>{office}</Ltr>;
}
