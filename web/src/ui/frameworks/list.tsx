import { signal } from '@preact/signals';
import { useDesk } from '../desk';
import { LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { CountryBadge } from '../elements/names';
import { Notice } from '../elements/notice';
import { countryCodes } from '../countries';
import { countryWords, fold, matches } from '../fold';
import { href } from '../router';
import { currentLanguage, t, tn } from '../text';
import { coverageOf } from '../../session/framework-facts';
import { ChangedSince } from './changed';
import type { Frameworks } from './use-frameworks';
import { countryOf, itemName, type Jurisdictions } from './use-words';
import { CoverageWords } from './value';

/** Kept while a country is open. */
const typed = signal('');

/** Who has a framework and how far it goes; the others wait for their officers. */
export function FrameworkList({ found }: { found: Frameworks }) {
  const { state } = useDesk();
  const session = state.session.value;
  const mine = session.state === 'ready' ? session.me.office.country.toLowerCase() : '';
  const { compare } = new Intl.Collator(currentLanguage());
  const query = fold(typed.value);
  const named = (items: readonly string[]): readonly (readonly [string, string])[] => items.filter((item) => meant(item, query, found.rows)).map((item) => [item, itemName(item, found.rows)] as const).sort(([, one], [, other]) => compare(one, other));
  const written = named(found.items);
  const others = named([...countryCodes.map((code) => code.toLowerCase()), ...found.rows.others.map(({ item }) => item)].filter((item, at, all) => !found.items.includes(item) && all.indexOf(item) === at));
  const waiting = found.desk?.toDecide.value.filter(({ shelf }) => shelf === 'framework') ?? [];
  return (
    <>
      <h1 tabIndex={-1}>{t('nav.frameworks')}</h1>
      <p class="hint measure">{t('frameworks.lead')}</p>
      {waiting.length ? <Notice><p>{tn('frameworks.to_decide', waiting.length)} {[...new Set(waiting.map(({ item }) => item))].map((item) => <a key={item} href={href({ screen: 'frameworks', at: item })}>{itemName(item, found.rows)}</a>)}</p></Notice> : null}
      {found.desk ? <ChangedSince found={found} desk={found.desk} /> : null}
      {found.desk?.me.value.contributor && !found.desk.me.value.partner ? <p class="actions"><LinkButton kind="quiet" icon="file" to={href({ screen: 'frameworks', at: 'import' })}>{t('frameworks.import')}</LinkButton></p> : null}
      <div class="frameworks-find"><TextField label={t('frameworks.find')} type="search" value={typed.value} onInput={(value) => { typed.value = value; }} /></div>
      <p role="status" class="hint">{tn('frameworks.found', written.length)}</p>
      <ul class="frameworks-list">{written.map(([item, name]) => <Row key={item} found={found} item={item} name={name} mine={item === mine} />)}</ul>
      {others.length ? (
        <section aria-labelledby="frameworks-others">
          <h2 id="frameworks-others">{t('frameworks.others')}</h2>
          <p class="hint measure">{t('frameworks.others_text')}</p>
          <ul class="frameworks-others">{others.map(([item, name]) => <li key={item}><a href={href({ screen: 'frameworks', at: item })}><CountryBadge country={item.toUpperCase()} /> <bdi>{name}</bdi></a></li>)}</ul>
        </section>
      ) : null}
    </>
  );
}

function meant(item: string, query: string, rows: Jurisdictions): boolean {
  if (!query) return true;
  const own = rows.others.find((other) => other.item === item)?.names;
  return matches([countryWords(countryOf(item)), item, ...Object.values(own ?? {}).map(fold)].join(' '), query);
}

function Row({ found, item, name, mine }: { found: Frameworks; item: string; name: string; mine: boolean }) {
  const asked = found.words.fields.filter((field) => field.asked).map(({ key }) => key);
  const watched = found.desk?.reading.value.watched.includes(`framework/${item}`) === true;
  return (
    <li>
      <a class="frameworks-row" href={href({ screen: 'frameworks', at: item })}>
        <CountryBadge country={item.toUpperCase()} />
        <span class="frameworks-row-main">
          <strong><bdi>{name}</bdi></strong>
          <CoverageWords {...coverageOf(asked, found.standings(item))} />
          {mine || watched ? <span class="chips">{mine ? <span class="chip">{t('frameworks.mine')}</span> : null}{watched ? <span class="chip">{t('frameworks.watched')}</span> : null}</span> : null}
        </span>
      </a>
    </li>
  );
}
