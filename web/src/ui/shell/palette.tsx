import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Theme } from '../../session/model';
import { useDesk, type Desk } from '../desk';
import { Dialog } from '../elements/dialog';
import { directionOf } from '../elements/field';
import { Icon, type IconName } from '../elements/icon';
import { findOffices, fold, matches } from '../fold';
import { countryName, list, oneName } from '../format';
import { finderOf } from '../../session/search';
import { go } from '../router';
import { t, tn } from '../text';
import { reaches } from './reach';

interface Entry {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

const SHOWN = 10;

/** Ctrl+K: go anywhere, write to anybody, open any room, by typing a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const entries = firstFew(findEntries(desk, typed));
  useEffect(() => { input.current?.focus(); }, []);
  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt((n) => Math.min(entries.length - 1, n + 1));
    else if (event.key === 'ArrowUp') setAt((n) => Math.max(0, n - 1));
    else if (event.key === 'Enter') run(entries[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('palette.title')} onClose={onClose} kind="palette">
      <div class="palette-input">
        <Icon name="search" />
        <input ref={input} type="text" role="combobox" dir={directionOf(typed)} autoComplete="off" placeholder={t('palette.placeholder')} aria-label={t('palette.title')} value={typed}
          aria-expanded="true" aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={entries.length ? `${id}-${at}` : undefined}
          onInput={(event) => { setTyped(event.currentTarget.value); setAt(0); }} onKeyDown={press} />
      </div>
      <ul class="palette-list" id={`${id}-list`} role="listbox" aria-label={t('palette.title')}>
        {entries.map((entry, index) => (
          <li key={entry.id} id={`${id}-${index}`} role="option" aria-selected={index === at} class="option" onClick={() => { run(entry); }}>
            <Icon name={entry.icon} /><span dir="auto">{entry.label}</span>{entry.hint ? <span class="hint">{entry.hint}</span> : null}
          </li>
        ))}
      </ul>
      <p class={entries.length ? 'visually-hidden' : 'palette-none'} role="status">{entries.length ? tn('palette.count', entries.length) : t('palette.none')}</p>
    </Dialog>
  );
}

/** Commands that not everybody has a use for. */
const PLACES = {
  freeze: { screen: 'compose', kind: 'freeze' }, new: { screen: 'compose', kind: 'message' }, notices: { screen: 'notices' },
  screening: { screen: 'screening' }, clocks: { screen: 'clocks' },
} as const;

/** The last one is the search, which always stands there. */
function firstFew(entries: readonly Entry[]): readonly Entry[] {
  return entries.length > SHOWN ? [...entries.slice(0, SHOWN - 1), ...entries.slice(-1)] : entries;
}

function findEntries(desk: Desk, typed: string): readonly Entry[] {
  const query = fold(typed);
  const { session } = desk.state;
  const commands = commandEntries(desk).filter(({ id }) => !(id in PLACES) || reaches(session.value, PLACES[id as keyof typeof PLACES])).filter((entry) => !query || matches(fold(entry.label), query));
  return query ? [...commands, ...officeEntries(desk, typed), ...roomEntries(desk, query), searchEntry(desk, typed)] : [searchEntry(desk, ''), ...commands];
}

/** What is not a place or a command may stand in a message. */
function searchEntry({ state }: Desk, typed: string): Entry {
  return {
    id: 'search', icon: 'search', label: typed.trim() ? t('palette.search', { typed: typed.trim() }) : t('search.title'), hint: '/',
    run: () => {
      if (typed.trim()) finderOf(state).typed.value = typed.trim();
      go({ screen: 'search' });
    },
  };
}

function commandEntries({ state, verbs }: Desk): readonly Entry[] {
  const theme: Theme = state.preferences.value.theme === 'dark' ? 'light' : 'dark';
  return [
    { id: 'freeze', icon: 'snowflake', label: t('compose.freeze'), hint: 'F', run: () => { go({ screen: 'compose', kind: 'freeze' }); } },
    { id: 'new', icon: 'square-pen', label: t('compose.message'), hint: 'C', run: () => { go({ screen: 'compose', kind: 'message' }); } },
    { id: 'action', icon: 'list-checks', label: t('inbox.filter.action'), run: () => { go({ screen: 'inbox', filter: 'action' }); } },
    { id: 'inbox', icon: 'inbox', label: t('nav.inbox'), hint: 'G I', run: () => { go({ screen: 'inbox', filter: 'all' }); } },
    { id: 'directory', icon: 'book-user', label: t('nav.directory'), hint: 'G D', run: () => { go({ screen: 'directory' }); } },
    { id: 'notices', icon: 'bell', label: t('nav.notices'), hint: 'G N', run: () => { go({ screen: 'notices' }); } },
    { id: 'screening', icon: 'scan', label: t('nav.screening'), hint: 'G L', run: () => { go({ screen: 'screening' }); } },
    { id: 'frameworks', icon: 'scale', label: t('nav.frameworks'), hint: 'G F', run: () => { go({ screen: 'frameworks' }); } },
    { id: 'tonight', icon: 'snowflake', label: t('palette.tonight'), run: () => { go({ screen: 'frameworks', at: 'tonight' }); } },
    { id: 'meetings', icon: 'calendar', label: t('nav.meetings'), hint: 'G M', run: () => { go({ screen: 'meetings' }); } },
    { id: 'courses', icon: 'graduation-cap', label: t('nav.courses'), hint: 'G T', run: () => { go({ screen: 'courses' }); } },
    { id: 'news', icon: 'info', label: t('nav.news'), run: () => { go({ screen: 'news' }); } },
    { id: 'library', icon: 'library', label: t('nav.library'), hint: 'G B', run: () => { go({ screen: 'library' }); } },
    { id: 'glossary', icon: 'globe', label: t('nav.glossary'), run: () => { go({ screen: 'glossary' }); } },
    { id: 'clocks', icon: 'timer', label: t('nav.clocks'), hint: 'G C', run: () => { go({ screen: 'clocks' }); } },
    { id: 'settings', icon: 'settings', label: t('nav.settings'), hint: 'G S', run: () => { go({ screen: 'settings' }); } },
    { id: 'theme', icon: theme === 'dark' ? 'moon' : 'sun', label: t('palette.theme', { theme: t(`theme.${theme}`) }), run: () => void verbs.prefer({ theme }) },
    { id: 'out', icon: 'log-out', label: t('action.sign_out'), run: () => void verbs.signOut() },
  ];
}

function officeEntries({ state }: Desk, typed: string): readonly Entry[] {
  const directory = state.directory.value;
  if (directory.state !== 'ready') return [];
  return findOffices(directory.value.offices, typed).slice(0, 4).map((office) => ({
    id: office.id, icon: 'landmark', label: `${countryName(office.country)} · ${oneName(office.name)}`, hint: t('palette.office'),
    run: () => { go({ screen: 'directory', office: office.id }); },
  }));
}

function roomEntries({ state }: Desk, query: string): readonly Entry[] {
  const rooms = state.rooms.value;
  if (rooms.state !== 'ready') return [];
  return rooms.value.filter((room) => matches(fold(`${room.subject} ${room.preview} ${room.lastBy.officer.name.own} ${room.lastBy.officer.name.latin ?? ''}`), query))
    .slice(0, 5).map((room) => ({
      id: room.id, icon: 'message-square', label: room.subject || t('room.no_subject'), hint: list(room.counterparts.map((office) => countryName(office.country))),
      run: () => { go({ screen: 'thread', room: room.id }); },
    }));
}
