import type { PublicationsDesk } from '../../session/publication-model';
import { href, type ShelfRoute } from '../router';
import { t, tn } from '../text';
import { collected, type NamedItem } from './collection';
import type { Entry } from './entries';
import type { LibraryProps } from './library';
import { Row } from './list';
import { Pack } from './pack';
import { freshOf } from './use-entries';

const SCREENS: Readonly<Record<string, ShelfRoute['screen'] | undefined>> = { framework: 'frameworks', library: 'library', meeting: 'meetings', course: 'courses', news: 'news' };

/** Where `shelf/item` is shown. */
export function hrefOfKey(key: string): string | undefined {
  const [shelf = '', item] = key.split('/');
  const screen = SCREENS[shelf];
  return screen && href({ screen, at: item });
}

/** What a document of the network names: its own documents as in the list, everything else as a link. */
export function Collected({ desk, shelf, codes, entry, title }: Pick<LibraryProps, 'shelf' | 'codes'> & { desk: PublicationsDesk | null; entry: Entry; title: string }) {
  const named = collected(entry.record);
  if (!named.length) return null;
  const found = named.flatMap(({ key }) => shelf.entries.find(({ item }) => key === `library/${item}`) ?? []);
  const others = named.filter(({ key }) => !key.startsWith('library/'));
  const missing = named.length - found.length - others.length;
  return (
    <section class="library-related">
      <h2>{t('documents.collected')}</h2>
      <ul class="library-list">{found.map((one) => <Row key={one.item} entry={one} codes={codes} fresh={freshOf(desk).has(one.item)} />)}</ul>
      {others.length ? <ul>{others.map((one) => <li key={one.key}><NamedLink named={one} /></li>)}</ul> : null}
      {missing && shelf.reading === 0 ? <p class="hint">{tn('documents.collected_missing', missing)}</p> : null}
      {desk && found.length ? <Pack desk={desk} entries={found} title={title} /> : null}
    </section>
  );
}

export function NamedLink({ named: { key, said } }: { named: NamedItem }) {
  const to = hrefOfKey(key);
  return <>{to ? <a href={to} dir="auto">{said || key}</a> : <bdi>{said || key}</bdi>}</>;
}
