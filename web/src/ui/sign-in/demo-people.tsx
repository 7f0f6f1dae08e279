import { useState } from 'preact/hooks';
import type { DemoPerson } from '../../session/model';
import { useDesk } from '../desk';
import { useAsk } from '../elements/ask';
import { TextField } from '../elements/field';
import { CountryBadge, PersonName } from '../elements/names';
import { FailureNotice } from '../elements/notice';
import { countryWords, fold, matches } from '../fold';
import { countryName } from '../format';
import { t } from '../text';

/** Only on a demo server on this machine: one press signs in as an invented person. */
export function DemoPeople({ people }: { people: readonly DemoPerson[] }) {
  const { verbs } = useDesk();
  const { busy, failure, ask } = useAsk();
  const [typed, setTyped] = useState('');
  const query = fold(typed);
  const found = people.filter((p) => !query || matches(`${countryWords(p.country)} ${fold(`${p.name.own} ${p.name.latin ?? ''} ${p.office.own} ${p.office.latin ?? ''}`)}`, query));
  const countries = [...new Set(found.map((p) => p.country))].sort((a, b) => countryName(a).localeCompare(countryName(b)));
  return (
    <section class="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demo.title')}</h2>
      <p class="hint">{t('demo.text')}</p>
      <TextField label={t('demo.find')} type="search" value={typed} onInput={setTyped} />
      <FailureNotice failure={failure} />
      <div class="demo-people"><div class="demo-countries" aria-busy={busy}>
        {countries.map((country) => (
          <section key={country}>
            <h3><CountryBadge country={country} /> {countryName(country)}</h3>
            <ul class="plain">
              {found.filter((p) => p.country === country).map((person) => (
                <li key={person.login}>
                  <button type="button" class="demo-person" onClick={() => { ask(() => verbs.signInAs(person)); }}>
                    <span><PersonName name={person.name} /></span>
                    <span class="hint">{t(`role.${person.role}`)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div></div>
      {found.length ? null : <p role="status">{t('directory.none')}</p>}
    </section>
  );
}
