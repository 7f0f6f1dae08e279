import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Empty } from '../elements/notice';
import { href } from '../router';
import { t } from '../text';
import { PublicationFailure } from './failed';
import type { DeskProps } from './library';
import { Row } from './list';
import { Pack } from './pack';
import { freshOf } from './use-entries';

/** One's own lists, what one watches, and what has become of what one offered. Nobody else sees any of it. */
export function ListsScreen({ desk, shelf, codes }: DeskProps) {
  const { lists, watched } = desk.reading.value;
  const entriesOf = (keys: readonly string[]) => shelf.entries.filter(({ item }) => keys.includes(`library/${item}`));
  const watching = entriesOf(watched);
  return (
    <div class="library">
      <a class="back-always" href={href({ screen: 'library' })}>{t('library.back')}</a>
      <h1 tabIndex={-1}>{t('library.lists')}</h1>
      <p class="hint lead-text">{t('documents.lists_private')}</p>
      {lists.length || watching.length ? null : <Empty icon="check-check" title={t('documents.lists_empty')}>{t('documents.lists_empty_text')}</Empty>}
      {lists.map(({ name, items }) => (
        <section key={name} class="library-sheet-part" aria-label={name}>
          <div class="screen-head"><h2 dir="auto">{name}</h2><Drop desk={desk} name={name} /></div>
          <ul class="library-list">{entriesOf(items).map((entry) => <Row key={entry.item} entry={entry} codes={codes} fresh={false} />)}</ul>
          <Pack desk={desk} entries={entriesOf(items)} />
        </section>
      ))}
      {watching.length ? <section class="library-sheet-part"><h2>{t('documents.watching')}</h2><ul class="library-list">{watching.map((entry) => <Row key={entry.item} entry={entry} codes={codes} fresh={freshOf(desk).has(entry.item)} />)}</ul></section> : null}
    </div>
  );
}

function Drop({ desk, name }: Pick<DeskProps, 'desk'> & { name: string }) {
  const { busy, failure, ask } = useAsk();
  return <><Button kind="quiet" icon="trash-2" busy={busy} onClick={() => { ask(() => desk.saveLists(desk.reading.value.lists.filter((list) => list.name !== name))); }}>{t('documents.drop_list', { name })}</Button><PublicationFailure failure={failure} /></>;
}
