import '../styles/directory.css';
import { useState } from 'preact/hooks';
import type { Directory, Office } from '../../session/model';
import { useDesk } from '../desk';
import { TextField } from '../elements/field';
import { LocalTime } from '../elements/moment';
import { CountryBadge, OfficeName } from '../elements/names';
import { Empty, FailureNotice, Loading } from '../elements/notice';
import { DutyLine } from '../elements/chips';
import { VerifiedChip } from '../elements/verified';
import { findOffices } from '../fold';
import { countryName, fullTime } from '../format';
import { href } from '../router';
import { count, currentLanguage, t, tn } from '../text';
import { OfficePage } from './office';

export function DirectoryScreen({ office }: { office?: string | undefined }) {
  const { state } = useDesk();
  const directory = state.directory.value;
  if (directory.state === 'loading') return <><h1 tabIndex={-1}>{t('directory.title')}</h1><Loading label={t('directory.loading')} /></>;
  if (directory.state === 'failed') return <><h1 tabIndex={-1}>{t('directory.title')}</h1><FailureNotice failure={directory.failure} /></>;
  const found = office ? directory.value.offices.find(({ id }) => id === office) : undefined;
  if (found) return <OfficePage office={found} />;
  return <Offices directory={directory.value} />;
}

function Offices({ directory }: { directory: Directory }) {
  const [typed, setTyped] = useState('');
  const found = findOffices(directory.offices, typed);
  const countries = [...new Set(found.map(({ country }) => country))];
  if (!typed.trim()) countries.sort((a, b) => countryName(a).localeCompare(countryName(b), currentLanguage()));
  return (
    <section class="directory" aria-labelledby="directory-title">
      <header class="screen-head"><h1 id="directory-title" tabIndex={-1}>{t('directory.title')}</h1></header>
      <TextField label={t('directory.find')} hint={t('directory.find_hint')} type="search" value={typed} onInput={setTyped} />
      <p class="hint" role="status">{tn('directory.found', found.length)}</p>
      {found.length ? null : <Empty icon="search" title={t('directory.none')}>{t('directory.none_text')}</Empty>}
      <div class="countries">
        {countries.map((country) => (
          <section key={country} class="country">
            <h2><CountryBadge country={country} /> {countryName(country)}</h2>
            <ul class="plain">
              {found.filter((office) => office.country === country).map((office) => <OfficeRow key={office.id} office={office} />)}
            </ul>
          </section>
        ))}
      </div>
      <RegisterFacts directory={directory} />
    </section>
  );
}

function OfficeRow({ office }: { office: Office }) {
  const { state } = useDesk();
  const now = state.now.value;
  return (
    <li>
      <a class="office-row" href={href({ screen: 'directory', office: office.id })}>
        <span class="office-row-name"><OfficeName office={office} withoutCountry /></span>
        <span class="recipient-facts">
          <DutyLine duty={office.duty} now={now} timeZone={office.timeZone} />
          <LocalTime now={now} timeZone={office.timeZone} />
          <VerifiedChip verification={office.verification} />
          <span class="hint">{tn('office.officers', office.officers.length)}</span>
        </span>
      </a>
    </li>
  );
}

/** What stands behind the page: how much of the register was recomputed here, when, and who watches it. */
function RegisterFacts({ directory }: { directory: Directory }) {
  const { witnesses } = directory;
  return (
    <p class="hint register-facts">
      {t('directory.checked', { n: count(directory.treeSize), time: fullTime(directory.checkedAt) })}{' '}
      {t('directory.witnesses', { have: witnesses.have, need: witnesses.need })}
    </p>
  );
}
