import { useState } from 'preact/hooks';
import type { ItemKey, PublicationsDesk } from '../../session/publication-model';
import { useAsk } from '../elements/ask';
import { Button, LinkButton } from '../elements/button';
import { TextField } from '../elements/field';
import { Checkbox } from '../elements/choices';
import { href } from '../router';
import { currentLanguage, t } from '../text';
import { type Entry, wordsIn } from './entries';
import { PublicationFailure } from './failed';
import { KeptWhere } from './lists';
import { Pack } from './pack';
import { RetireForm } from './retiring';

interface Props {
  readonly desk: PublicationsDesk;
  readonly entry: Entry;
}

const LONGEST_NAME = 100;

/** What one keeps for oneself, and what one may do to the document. */
export function Tools({ desk, entry, entries }: Props & { entries: readonly Entry[] }) {
  const may = desk.may('library', entry.item);
  return (
    <section class="library-tools" aria-label={t('documents.tools')}>
      <Lists desk={desk} entry={entry} />
      <Pack desk={desk} entries={[entry]} title={wordsIn(entry.record, currentLanguage()).title} />
      <div class="actions">
        <Watch desk={desk} entry={entry} />
        <Button icon="printer" onClick={() => { window.print(); }}>{t('action.print')}</Button>
        {may.offer ? <LinkButton icon="square-pen" to={href({ screen: 'library', at: '_new', arg: `of-${entry.item}` })}>{t('documents.revise')}</LinkButton> : null}
      </div>
      {may.retire && entry.published ? <Retire desk={desk} entry={entry} entries={entries} /> : null}
    </section>
  );
}

function Watch({ desk, entry: { item } }: Props) {
  const { busy, failure, ask } = useAsk();
  const key: ItemKey = `library/${item}`;
  const watched = desk.reading.value.watched.includes(key);
  return <><Button icon="bell" pressed={watched} busy={busy} onClick={() => { ask(() => desk.watch(key, !watched)); }}>{t('documents.watch')}</Button><PublicationFailure failure={failure} /></>;
}

function Lists({ desk, entry: { item } }: Props) {
  const { busy, failure, ask } = useAsk();
  const [name, setName] = useState('');
  const { lists } = desk.reading.value;
  const key: ItemKey = `library/${item}`;
  const put = (of: string, on: boolean): void => {
    ask(() => desk.changeLists((now) => now.map((list) => (list.name === of ? { ...list, items: [...list.items.filter((one) => one !== key), ...(on ? [key] : [])] } : list))));
  };
  const add = (): void => {
    const wanted = name.trim().slice(0, LONGEST_NAME);
    if (!wanted) return;
    ask(() => desk.changeLists((now) => (now.some((list) => list.name === wanted)
      ? now.map((list) => (list.name === wanted ? { ...list, items: [...new Set([...list.items, key])] } : list)) : [...now, { name: wanted, items: [key] }])), () => { setName(''); });
  };
  return (
    <details class="library-lists">
      <summary>{t('documents.put_in_list')}</summary>
      {lists.map((list) => <Checkbox key={list.name} label={list.name} checked={list.items.includes(key)} onChange={(on) => { put(list.name, on); }} />)}
      <form class="library-asked" onSubmit={(event) => { event.preventDefault(); add(); }}>
        <TextField label={t('documents.new_list')} value={name} onInput={setName} />
        <Button submit icon="plus" busy={busy} disabled={!name.trim()}>{t('documents.add_list')}</Button>
      </form>
      <p class="hint">{t('documents.lists_private')}</p>
      <KeptWhere desk={desk} />
      <PublicationFailure failure={failure} />
    </details>
  );
}

/** Of what stands, by its name, in the reader's language. */
export function titlesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  return new Map(entries.map(({ item, record }) => [item, wordsIn(record, currentLanguage()).title]));
}

function Retire({ desk, entry: { item }, entries }: Props & { entries: readonly Entry[] }) {
  const [seen] = useState(() => desk.position.value);
  const choices = [...titlesOf(entries)].map(([value, label]) => ({ value, label }));
  const newer = entries.find(({ record }) => record.supersedes === item);
  return (
    <details class="library-retire">
      <summary>{t('documents.retire')}</summary>
      <p>{t('documents.retire_text')}</p>
      <RetireForm desk={desk} shelf="library" item={item} seen={seen} sign={t('documents.retire_sign')} instead={{ choices, ...(newer ? { first: newer.item } : {}) }} />
    </details>
  );
}
