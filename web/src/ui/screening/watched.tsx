import { useState } from 'preact/hooks';
import type { Query, ScreeningDesk, WatchedName } from '../../session/screening-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Icon } from '../elements/icon';
import { Ltr } from '../elements/names';
import { Empty, FailureNotice, Notice } from '../elements/notice';
import { countryName, list } from '../format';
import { t, tn } from '../text';
import { askAbout } from './ask-about';
import { schemeName } from './form';
import { kindName } from './words';

/** Beside a result: the name is asked again from now on, by whoever of the office is there. */
export function WatchThis({ desk, query }: { desk: ScreeningDesk; query: Query }) {
  const { busy, failure, ask } = useAsk();
  if (desk.watched.value === null) return null;
  return (
    <div class="actions" role="status">
      {desk.isWatched(query) ? <span class="watched-mark"><Icon name="eye" /> {t('screening.watch.watched')}</span>
        : <Button icon="eye" busy={busy} onClick={() => { ask(() => desk.watch([query])); }}>{t('screening.watch.do')}</Button>}
      <FailureNotice failure={failure} />
    </div>
  );
}

/** Of names asked for together, those that the office does not watch yet. */
export function WatchAll({ desk, queries }: { desk: ScreeningDesk; queries: readonly Query[] }) {
  const { busy, failure, ask } = useAsk();
  if (desk.watched.value === null || queries.length === 0) return null;
  const rest = queries.filter((query) => !desk.isWatched(query));
  return (
    <div class="actions" role="status">
      {rest.length === 0 ? <span class="watched-mark"><Icon name="eye" /> {t('screening.watch.all_watched')}</span>
        : <Button icon="eye" busy={busy} onClick={() => { ask(() => desk.watch(rest)); }}>{tn('screening.watch.all', rest.length)}</Button>}
      <FailureNotice failure={failure} />
    </div>
  );
}

const SHOWN = 100;

/** The names that the office watches. What is dropped can be taken back for as long as one stays. */
export function WatchedNames({ desk, most }: { desk: ScreeningDesk; most: number }) {
  const { busy, failure, ask } = useAsk();
  const [dropped, setDropped] = useState<WatchedName | null>(null);
  const [shown, setShown] = useState(SHOWN);
  const watched = desk.watched.value;
  if (watched === null) return <Notice><p>{t('screening.no_office')}</p></Notice>;
  const drop = (name: WatchedName): void => { ask(() => desk.unwatch(name.id), () => { setDropped(name); }); };
  const undo = (name: WatchedName): void => { ask(() => desk.watch([name.query]), () => { setDropped(null); }); };
  return (
    <section class="screening-results" aria-busy={busy || undefined}>
      <h2 tabIndex={-1}>{tn('screening.watch.count', watched.length)}</h2>
      <p class="hint">{t('screening.watch.text')} {t('screening.watch.shared')}</p>
      {watched.length > most ? <Notice tone="warning"><p>{t('screening.watch.too_many', { n: most })}</p></Notice> : null}
      <FailureNotice failure={failure} />
      {dropped ? <Notice live><p>{t('screening.watch.dropped', { name: nameOf(dropped.query) })} <Button kind="quiet" icon="undo-2" busy={busy} onClick={() => { undo(dropped); }}>{t('action.undo')}</Button></p></Notice> : null}
      {watched.length === 0 ? <Empty icon="eye" title={t('screening.watch.empty')}>{t('screening.watch.empty_text')}</Empty> : null}
      <ul class="watched">
        {watched.slice(0, shown).map((name) => (
          <li key={name.id} class="watched-name">
            <div class="watched-who"><p class="clue-name" dir="auto">{nameOf(name.query)}</p><p class="hint"><Facts query={name.query} /></p></div>
            <div class="actions">
              <Button kind="quiet" icon="scan" onClick={() => { askAbout(name.query); }}>{t('screening.watch.again')}</Button>
              <Button kind="quiet" icon="eye-off" busy={busy} onClick={() => { drop(name); }}>{t('screening.watch.drop')}</Button>
            </div>
          </li>
        ))}
      </ul>
      {watched.length > shown ? <Button onClick={() => { setShown(shown + SHOWN); }}>{t('notices.more')}</Button> : null}
    </section>
  );
}

export function nameOf(query: Query): string {
  return query.names[0] ?? query.identifiers[0]?.value ?? '';
}

function Facts({ query }: { query: Query }) {
  const others = query.names.slice(1);
  return (
    <>
      {kindName(query.kind)}
      {others.map((name) => <span key={name}> · <bdi>{name}</bdi></span>)}
      {query.birth_dates.length ? <> · <Ltr>{query.birth_dates.join(', ')}</Ltr></> : null}
      {query.countries.length ? <> · <bdi>{list(query.countries.map((code) => countryName(code)))}</bdi></> : null}
      {query.identifiers.map(({ scheme, value }) => <span key={scheme + value}> · {schemeName(scheme)} <Ltr>{value}</Ltr></span>)}
    </>
  );
}
