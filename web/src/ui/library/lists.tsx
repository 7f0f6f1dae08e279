import type { ReadingList } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button } from '../elements/button';
import { Empty, Loading, Notice } from '../elements/notice';
import { goOn, href } from '../router';
import { currentLanguage, t } from '../text';
import { collectionOf } from './collection';
import type { LibraryDraft } from './draft';
import { PublicationFailure } from './failed';
import type { DeskProps } from './library';
import { Row } from './list';
import { Pack } from './pack';
import { keepDraft } from './use-drafts';
import { freshOf } from './use-entries';

/** One's own lists, what one watches, and what has become of what one offered. Nobody else sees any of it. */
export function ListsScreen({ desk, shelf, codes, route }: DeskProps) {
  const { lists, watched, state } = desk.reading.value;
  const entriesOf = (keys: readonly string[]) => shelf.entries.filter(({ item }) => keys.includes(`library/${item}`));
  const watching = entriesOf(watched);
  return (
    <div class="library">
      <a class="back-always" href={href({ screen: 'library' })}>{t('library.back')}</a>
      <h1 tabIndex={-1}>{t('library.lists')}</h1>
      <p class="hint lead-text">{t('documents.lists_private')}</p>
      <KeptWhere desk={desk} />
      {lists.length || watching.length ? null : state === 'loading' ? <Loading /> : <Empty icon="check-check" title={t('documents.lists_empty')}>{t('documents.lists_empty_text')}</Empty>}
      {lists.map(({ name, items }) => (
        <section key={name} class="library-sheet-part" aria-label={name}>
          <div class="screen-head"><h2 dir="auto">{name}</h2><Drop desk={desk} name={name} /></div>
          <ul class="library-list">{entriesOf(items).map((entry) => <Row key={entry.item} entry={entry} codes={codes} fresh={false} />)}</ul>
          <Pack desk={desk} entries={entriesOf(items)} title={name} />
          {items.length && desk.me.value.contributor ? <Collect desk={desk} route={route} name={name} items={items} /> : null}
        </section>
      ))}
      {watching.length ? <section class="library-sheet-part"><h2>{t('documents.watching')}</h2><ul class="library-list">{watching.map((entry) => <Row key={entry.item} entry={entry} codes={codes} fresh={freshOf(desk).has(entry.item)} />)}</ul></section> : null}
    </div>
  );
}

function Drop({ desk, name }: Pick<DeskProps, 'desk'> & { name: string }) {
  const { busy, failure, ask } = useAsk();
  return <><Button kind="quiet" icon="trash-2" busy={busy} onClick={() => { ask(() => desk.changeLists((now) => now.filter((list) => list.name !== name))); }}>{t('documents.drop_list', { name })}</Button><PublicationFailure failure={failure} /></>;
}

/** A list as a document for everybody: into the form, where it gets titles in other languages and topics. One's own stays private. */
function Collect({ desk, route, name, items }: Pick<DeskProps, 'desk' | 'route'> & ReadingList) {
  const { busy, failure, ask } = useAsk();
  const id = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const draft: LibraryDraft = { id, item: '', revises: false, record: collectionOf(name, items, currentLanguage()), access: 'members', seen: desk.position.value, licensed: false };
  const begin = (): void => { ask(() => keepDraft(desk, draft), () => { goOn(route, { screen: 'library', at: '_new', arg: id }); }); };
  return <><Button kind="quiet" icon="send" busy={busy} onClick={begin}>{t('documents.collect')}</Button><p class="hint">{t('documents.collect_text')}</p><PublicationFailure failure={failure} /></>;
}

/** What somebody keeps has grown beyond what the server keeps for one person: said, and not tried for ever. */
export function KeptWhere({ desk }: Pick<DeskProps, 'desk'>) {
  return desk.reading.value.state === 'full' ? <Notice tone="warning"><p>{t('documents.lists_full')}</p></Notice> : null;
}
