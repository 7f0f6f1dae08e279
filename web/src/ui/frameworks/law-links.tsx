import '../styles/framework.css';
import type { OfficeRef } from '../../session/model';
import { CountryBadge } from '../elements/names';
import { countryName } from '../format';
import { href } from '../router';
import { t } from '../text';

/** From a request to the terms of the laws that meet in it: the calculator, with the calendar of each country. */
export function LawLinks({ offices }: { offices: readonly Pick<OfficeRef, 'country'>[] }) {
  const countries = [...new Set(offices.map(({ country }) => country))].filter((country) => !country.startsWith('X')).sort();
  if (!countries.length) return null;
  return (
    <p class="law-links">{t('framework.count_terms')} {countries.map((country) => <a key={country} href={href({ screen: 'frameworks', at: 'deadline', arg: country.toLowerCase() })}><CountryBadge country={country} /> {countryName(country)}</a>)}</p>
  );
}
