import type { PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { FailureNotice, Notice } from '../elements/notice';
import { href } from '../router';
import { t, tn } from '../text';
import type { Frameworks } from './use-frameworks';
import { itemName } from './use-words';
import { fieldName } from './value';

interface Changed {
  readonly item: string;
  readonly confirmed: readonly string[];
  readonly proposed: readonly string[];
}

/** In the countries that somebody watches: what was signed or proposed there since the last visit. */
export function changedIn(desk: PublicationsDesk): readonly Changed[] {
  const { watched, since, state } = desk.reading.value;
  if (state === 'loading') return [];
  return watched.filter((key) => key.startsWith('framework/')).flatMap((key) => {
    const item = key.slice('framework/'.length);
    const view = desk.item('framework', item).value;
    const confirmed = [...(view?.facts ?? [])].filter(([, { logIndex }]) => logIndex >= since).map(([field]) => field);
    const proposed = (view?.offers ?? []).filter((offer) => offer.state === 'offered' && !offer.mine && offer.logIndex >= since).flatMap(({ parts }) => parts);
    return confirmed.length + proposed.length ? [{ item, confirmed, proposed: [...new Set(proposed)] }] : [];
  });
}

export function ChangedSince({ found, desk }: { found: Frameworks; desk: PublicationsDesk }) {
  const { busy, failure, ask } = useAsk();
  const all = changedIn(desk);
  const shown = desk.position.value;
  if (!all.length) return null;
  const names = (fields: readonly string[]): string => fields.map((field) => fieldName(field, found.words.fields)).join(' · ');
  return (
    <Notice title={t('frameworks.changed')}>
      <ul class="plain framework-changed">
        {all.map(({ item, confirmed, proposed }) => (
          <li key={item}>
            <a href={href({ screen: 'frameworks', at: item })}>{itemName(item, found.rows)}</a>
            {confirmed.length ? <span class="line">{names(confirmed)}</span> : null}
            {proposed.length ? <span class="line">{tn('frameworks.proposals', proposed.length)}: {names(proposed)}</span> : null}
          </li>
        ))}
      </ul>
      <div class="actions"><Button kind="quiet" icon="check" busy={busy} onClick={() => { ask(() => desk.caughtUp(shown)); }}>{t('frameworks.caught_up')}</Button></div>
      <FailureNotice failure={failure} />
    </Notice>
  );
}
