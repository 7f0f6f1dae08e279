import { isOperational } from '../../session/allowed';
import type { Office, Officer } from '../../session/model';
import { useDesk } from '../desk';
import { LinkButton } from '../elements/button';
import { LocalTime } from '../elements/moment';
import { CountryBadge, Ltr, PersonName } from '../elements/names';
import { Notice } from '../elements/notice';
import { DutyLine } from '../elements/chips';
import { VerificationChain, VerifiedChip } from '../elements/verified';
import { FrameworkPanel } from '../compose/framework-panel';
import { countryName } from '../format';
import { languageList } from '../format-values';
import { href } from '../router';
import { mayAsk, mayWrite } from '../compose/addressing';
import { currentLanguage, t } from '../text';
import { zoneName } from './zone-name';

export function OfficePage({ office }: { office: Office }) {
  const { state } = useDesk();
  const now = state.now.value;
  const session = state.session.value;
  return (
    <article class="office">
      <p class="back"><LinkButton kind="quiet" to={href({ screen: 'directory' })}>{t('directory.back')}</LinkButton></p>
      <header class="office-head">
        <p class="office-place"><CountryBadge country={office.country} /> {countryName(office.country)}</p>
        <h1 tabIndex={-1}><PersonName name={office.name} /></h1>
        <p><bdi>{office.agency}</bdi></p>
        <p class="recipient-facts">
          <VerifiedChip verification={office.verification} />
          <DutyLine duty={office.duty} now={now} timeZone={office.timeZone} />
          <LocalTime now={now} timeZone={office.timeZone} />
        </p>
      </header>
      {office.unreachable ? <Notice tone="warning"><p>{t(`unreachable.${office.unreachable}`)}</p></Notice> : (
        <p class="actions">
          {mayAsk(session, office.country) ? <LinkButton kind="primary" icon="snowflake" to={href({ screen: 'compose', to: office.id, kind: 'freeze' })}>{t('compose.freeze')}</LinkButton> : null}
          {mayWrite(session, office.country) ? <LinkButton icon="message-square" to={href({ screen: 'compose', to: office.id, kind: 'message' })}>{t('office.write')}</LinkButton> : null}
        </p>
      )}
      <div class="columns">
        <div>
          <OfficeFacts office={office} />
          <h2>{t('office.people')}</h2>
          <ul class="plain">{office.officers.map((officer) => <OfficerRow key={officer.id} officer={officer} onDuty={isOnDuty(office, officer)} />)}</ul>
          <Heads office={office} />
          <details class="technical"><summary>{t('verification.office')}</summary><VerificationChain verification={office.verification} /></details>
        </div>
        {isOperational(office.country) ? <FrameworkPanel country={office.country} /> : null}
      </div>
    </article>
  );
}

function OfficeFacts({ office }: { office: Office }) {
  return (
    <dl class="facts">
      {office.languages.length ? <div><dt>{t('office.languages')}</dt><dd>{languageList(office.languages)}</dd></div> : null}
      {office.telephone ? <div><dt>{t('office.telephone')}</dt><dd><a href={`tel:${office.telephone.replace(/[^+\d]/g, '')}`}><Ltr>{office.telephone}</Ltr></a></dd></div> : null}
      <div><dt>{t('office.time_zone')}</dt><dd><bdi>{zoneName(office.timeZone)}</bdi> <span class="hint"><Ltr>{office.timeZone}</Ltr></span></dd></div>
      {office.hours.length ? <div><dt>{t('office.hours')}</dt><dd>{hoursLines(office).map((line) => <span key={line} class="line">{line}</span>)}</dd></div> : null}
      {office.networks.length ? <div><dt>{t('office.networks')}</dt><dd><bdi>{office.networks.join(' · ')}</bdi></dd></div> : null}
    </dl>
  );
}

/** "Mon–Fri 08:00–17:00": runs of days with the same hours on one line. */
export function hoursLines(office: Pick<Office, 'hours'>): readonly string[] {
  const day = (iso: number): string => new Intl.DateTimeFormat(currentLanguage(), { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, iso)); // 1 January 2024 was a Monday
  const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const runs: { first: number; last: number; time: string }[] = [];
  for (const { day: iso, from, to } of [...office.hours].sort((a, b) => a.day - b.day || a.from - b.from)) {
    const time = `\u2066${clock(from)}–${clock(to)}\u2069`;
    const run = runs.find((one) => one.time === time && one.last === iso - 1);
    if (run) run.last = iso;
    else runs.push({ first: iso, last: iso, time });
  }
  return runs.map(({ first, last, time }) => `${first === last ? day(first) : `${day(first)} – ${day(last)}`} ${time}`);
}

/** Who nominates its officers and who authorises them. */
function Heads({ office: { heads } }: { office: Office }) {
  if (!heads.length) return null;
  return (
    <>
      <h2>{t('office.heads')}</h2>
      <ul class="plain">
        {heads.map(({ role, name, place }) => (
          <li key={role} class="officer"><p class="officer-name"><PersonName name={name} /></p><p class="hint">{t(`role.${role}`)} · <bdi>{place}</bdi></p></li>
        ))}
      </ul>
    </>
  );
}

function isOnDuty({ duty }: Office, { id }: Officer): boolean {
  return duty.state === 'on_duty' && duty.officer.id === id;
}

function OfficerRow({ officer, onDuty }: { officer: Officer; onDuty: boolean }) {
  return (
    <li class="officer">
      <p class="officer-name"><PersonName name={officer.name} /> <VerifiedChip verification={officer.verification} /></p>
      <p class="hint">
        {t(`role.${officer.role}`)}{onDuty ? <> · <strong>{t('role.on_duty')}</strong></> : null}
        {officer.title ? <> · <bdi>{officer.title}</bdi></> : null}
        {officer.languages.length ? ` · ${languageList(officer.languages)}` : null}
        {officer.telephone ? <> · <Ltr>{officer.telephone}</Ltr></> : null}
      </p>
      <details class="technical"><summary>{t('verification.who_signed')}</summary><VerificationChain verification={officer.verification} /></details>
    </li>
  );
}
