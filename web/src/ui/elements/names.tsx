import type { Name, OfficeRef } from '../../session/model';
import { countryName, isLatin, oneName } from '../format';

/** The name in the owner's script, with Latin letters beside it when they differ. */
export function PersonName({ name, short }: { name: Name; short?: boolean }) {
  const first = oneName(name);
  const other = first === name.own ? name.latin : name.own;
  if (short || !other || isLatin(name.own)) return <bdi>{first}</bdi>;
  return <span class="name"><bdi>{first}</bdi> <bdi class="name-other">{other}</bdi></span>;
}

/** Like the oval on the back of a car: two letters everybody at a border knows. The name stands beside it. */
export function CountryBadge({ country }: { country: string }) {
  return <span class="plate" aria-hidden="true" dir="ltr">{country}</span>;
}

export function OfficeName({ office, withoutCountry }: { office: OfficeRef; withoutCountry?: boolean }) {
  return (
    <span class="office-name">
      <CountryBadge country={office.country} />
      <span>
        {withoutCountry ? null : <bdi class="office-country">{countryName(office.country)}</bdi>}
        {withoutCountry ? null : <span class="sep" aria-hidden="true"> · </span>}
        <PersonName name={office.name} short />
      </span>
    </span>
  );
}

/** Telephone numbers, IBANs, hashes: left to right in every language. */
export function Ltr({ children, mono }: { children: string; mono?: boolean }) {
  return <bdi dir="ltr" class={mono ? 'mono' : undefined}>{children}</bdi>;
}

/** File names may carry direction marks that make "exe.pdf" out of "fdp.exe": show the marks. */
export function FileName({ name }: { name: string }) {
  return <bdi dir="ltr" class="file-name">{visibleName(name)}</bdi>;
}

export function visibleName(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '\u25a1');
}
