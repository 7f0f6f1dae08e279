/** What a meeting's record says, of one that stands, that somebody proposes, or that was taken away. */
import type { ComponentChildren } from 'preact';
import type { MeetingRecord, PublicationsDesk } from '../../session/publication-model';
import { useDesk } from '../desk';
import { CountryBadge, Ltr, OfficeName } from '../elements/names';
import { Notice } from '../elements/notice';
import { countryName, fullTime } from '../format';
import { href } from '../router';
import { count, currentLanguage, t, tn } from '../text';
import { sourceWords, titleIn, type Words } from './entries';
import { Hours, PhaseChip, Span, weekday, ZoneName } from './span';
import { useTitles } from './use-titles';
import { beginOf, daysOf, precisionOf } from './when';

export function Head({ record }: { record: MeetingRecord }) {
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

export function Sheet({ record, desk }: { record: MeetingRecord; desk: PublicationsDesk | null }) {
  const { text, textLanguage } = titleIn(record.words, currentLanguage());
  const { source, certainty } = record;
  return (
    <div class="library-sheet">
      <Facts record={record} />
      {text ? <p class="meeting-text" lang={textLanguage} dir="auto">{text}</p> : null}
      <Programme record={record} />
      <Decisions decisions={record.decisions} />
      {record.documents.length ? <Documents items={record.documents} desk={desk} /> : null}
      {source ? <p class="hint">{t('meetings.field.source')}: <bdi>{sourceWords(source, t('meetings.brief'))}</bdi> · {t(`certainty.${certainty}`)}</p> : null}
    </div>
  );
}

function Facts({ record }: { record: MeetingRecord }) {
  const came = [record.participants === null ? '' : tn('meetings.participants', record.participants), record.countries === null ? '' : tn('meetings.countries', record.countries)].filter(Boolean);
  const place = [record.host, record.city].filter(Boolean);
  return (
    <dl class="facts">
      <Fact name={t('meetings.when')}>
        <Span record={record} />
        {record.tz && precisionOf(record.start) === 'minute' ? <span class="meeting-hours"><Hours start={record.start} end={record.start} tz={record.tz} /></span> : null}
        {record.tz ? <span class="meeting-zone hint">{t('meetings.clocks_of')} <ZoneName tz={record.tz} at={beginOf(record.start, record.tz)} /></span> : null}
      </Fact>
      {place.length || record.country ? <Fact name={t('meetings.where')}>{place.map((part) => <span key={part}><bdi>{part}</bdi>{record.country || part !== place.at(-1) ? ' · ' : null}</span>)}{record.country ? <><CountryBadge country={record.country} /> {countryName(record.country)}</> : null}</Fact> : null}
      {record.organisers.length ? <Fact name={t('meetings.field.organisers')}>{record.organisers.map((name, n) => <span key={name}>{n ? ' · ' : ''}<bdi>{name}</bdi></span>)}</Fact> : null}
      {record.office ? <Fact name={t('meetings.field.office')}><OfficeOf office={record.office} /></Fact> : null}
      {came.length ? <Fact name={t('meetings.attendance')}>{came.join(' · ')}</Fact> : null}
      {record.capacity === null ? null : <Fact name={t('meetings.field.capacity')}>{count(record.capacity)}</Fact>}
      {record.register_by === null ? null : <Fact name={t('meetings.field.register_by')}>{fullTime(record.register_by * 1000)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

export function OfficeOf({ office }: { office: string }) {
  const { state } = useDesk();
  const directory = state.directory.value;
  const found = directory.state === 'ready' ? directory.value.offices.find(({ id }) => id === office) : undefined;
  return found ? <OfficeName office={found} /> : <Ltr>{office}</Ltr>;
}

function Programme({ record: { programme, tz } }: { record: MeetingRecord }) {
  if (!programme.length) return null;
  return (
    <section class="meeting-programme">
      <h2>{t('meetings.programme')}</h2>
      {daysOf(programme).map(([day, points]) => (
        <section key={day}>
          <h3>{weekday(day)}</h3>
          <ol class="plain">{points.map((point, n) => <Point key={`${point.start} ${n}`} point={point} tz={tz} />)}</ol>
        </section>
      ))}
    </section>
  );
}

function Point({ point, tz }: { point: MeetingRecord['programme'][number]; tz: string }) {
  const said = titleIn(point.words, currentLanguage());
  const who = [...point.speakers, point.place].filter(Boolean);
  return (
    <li class="meeting-point">
      <p class="meeting-hour"><Hours start={point.start} end={point.end} tz={tz} /></p>
      <div>
        <p lang={said.language} dir="auto"><strong>{said.title}</strong></p>
        {said.text ? <p class="meeting-text" lang={said.textLanguage} dir="auto">{said.text}</p> : null}
        {who.length ? <p class="hint">{who.map((one, at) => <span key={one}>{at ? ' · ' : ''}<bdi>{one}</bdi></span>)}</p> : null}
      </div>
    </li>
  );
}

function Decisions({ decisions }: { decisions: readonly Words[] }) {
  const said = decisions.find(({ language }) => language === currentLanguage()) ?? decisions[0];
  if (!said) return null;
  return (
    <section class="meeting-decisions"><h2>{t('meetings.decisions')}</h2>
      {said.title === t('meetings.decisions') ? null : <p lang={said.language} dir="auto"><strong>{said.title}</strong></p>}
      <p class="meeting-text" lang={said.language} dir="auto">{said.text}</p>
    </section>
  );
}

/** Of the library: what was handed out, the minutes, the report. Each leads to its own page. */
function Documents({ items, desk }: { items: readonly string[]; desk: PublicationsDesk | null }) {
  const titles = useTitles(desk);
  return (
    <section class="meeting-documents"><h2>{t('meetings.documents')}</h2>
      <ul class="plain">
        {items.map((item) => {
          const found = titles?.get(item);
          return <li key={item}><a href={href({ screen: 'library', at: item })} lang={found?.language} dir="auto">{found?.title ?? item}</a>{found?.type ? <> <span class="hint">{found.type}</span></> : null}</li>;
        })}
      </ul>
    </section>
  );
}
