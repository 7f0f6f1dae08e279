import '../styles/search.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Letter } from '../../session/letters';
import { isBlank, parseQuery, type Query } from '../../session/query';
import { finderOf, type Finder, type Progress } from '../../session/search';
import { useDesk } from '../desk';
import { Button } from '../elements/button';
import { directionOf } from '../elements/field';
import { Icon } from '../elements/icon';
import { Empty, Notice } from '../elements/notice';
import { countriesMeant } from '../fold';
import { useKeys } from '../shell/shortcuts';
import { go } from '../router';
import { count, t, tn } from '../text';
import { HitRow } from './hit';
import { Elsewhere, ToElsewhere } from './to-elsewhere';
import { SearchHelp } from './search-help';
import { togglers, toggled } from './togglers';

const SHOWN_AT_FIRST = 50;

/** Over what this browser has opened, in its memory. The words typed go nowhere, not even into the address, unless somebody asks the server for what is published. */
export function SearchScreen() {
  const { state } = useDesk();
  const finder = finderOf(state);
  useEffect(() => finder.follow(), [finder]);
  useKeys({ KeyU: () => { go({ screen: 'inbox', filter: 'all' }); } });
  const typed = finder.typed.value;
  const directory = state.directory.value;
  const countries = useMemo(() => (directory.state === 'ready' ? [...new Set(directory.value.offices.map(({ country }) => country))] : []), [directory]);
  const query = useMemo(() => parseQuery(typed, (folded) => countriesMeant(countries, folded)), [typed, countries]);
  const found = finder.find(query);
  const progress = finder.progress.value;
  return (
    <section class="search" aria-labelledby="search-title">
      <header class="screen-head"><h1 id="search-title" tabIndex={-1}>{t('search.title')}</h1></header>
      <SearchBox finder={finder} />
      <ProgressLine progress={progress} />
      {query.odd.length ? <Notice tone="warning"><p>{t('search.odd', { words: query.odd.join(' ') })}</p></Notice> : null}
      <p class="visually-hidden" role="status">{isBlank(query) || progress.running ? '' : tn('search.results', found.length)}</p>
      {isBlank(query) ? <SearchHelp put={(words) => { finder.typed.value = words; focusBox(); }} /> : (
        <div class="search-both">
          <section class="search-messages" aria-label={t('search.in_messages')}>
            <p class="search-to"><ToElsewhere /></p>
            <Results key={typed} found={found} query={query} running={progress.running} />
          </section>
          <Elsewhere query={query} />
        </div>
      )}
    </section>
  );
}

const BOX = 'search-box';

function focusBox(): void {
  document.getElementById(BOX)?.focus();
}

function SearchBox({ finder }: { finder: Finder }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.select();
  }, []);
  useKeys({ Slash: focusBox });
  const typed = finder.typed.value;
  return (
    <form class="search-form" role="search" onSubmit={(event) => { event.preventDefault(); }}>
      <label for={BOX} class="visually-hidden">{t('search.title')}</label>
      <div class="search-input">
        <Icon name="search" />
        {/* No spelling check: some browsers send what is typed to a service of their maker. */}
        <input id={BOX} ref={box} type="search" value={typed} dir={directionOf(typed)} placeholder={t('search.placeholder')} autoComplete="off" autoCapitalize="off" spellcheck={false}
          onInput={(event) => { finder.typed.value = event.currentTarget.value; }} />
      </div>
      <div class="search-chips" role="group" aria-label={t('search.narrow')}>
        {togglers.map(({ words, label }) => (
          <Button key={words} pressed={typed.split(/\s+/).includes(words)} onClick={() => { finder.typed.value = toggled(typed, words); }}>{t(label)}</Button>
        ))}
      </div>
    </form>
  );
}

/** "1,240 of 1,300 messages searched", and why not all. */
function ProgressLine({ progress: { searched, total, running, sealed, blockedRooms } }: { progress: Progress }) {
  return (
    <div class="search-progress">
      <p class="hint">{t('search.progress', { n: searched, total: tn('search.messages', total) })}</p>
      {running ? <progress max={Math.max(1, total)} value={searched} aria-label={t('search.running')} /> : null}
      {sealed ? <p class="hint">{tn('search.sealed', sealed)}</p> : null}
      {blockedRooms ? <p class="hint">{tn('search.blocked', blockedRooms)}</p> : null}
    </div>
  );
}

function Results({ found, query, running }: { found: readonly Letter[]; query: Query; running: boolean }) {
  const { state } = useDesk();
  const list = useRef<HTMLOListElement>(null);
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const [at, setAt] = useState(-1);
  const move = (by: number): void => {
    const next = Math.min(Math.min(found.length, shown) - 1, Math.max(0, at + by));
    setAt(next);
    list.current?.querySelectorAll<HTMLAnchorElement>('a.hit')[next]?.focus();
  };
  useKeys({ KeyJ: () => { move(1); }, KeyK: () => { move(-1); } });
  if (!found.length) {
    if (running) return <p class="hint">{t('search.none_yet')}</p>;
    return <Empty icon="search" title={t('search.none')}>{t('search.none_text')}</Empty>;
  }
  return (
    <>
      <p class="search-count">{tn('search.results', found.length)}{running ? <span class="hint"> {t('search.so_far')}</span> : null}</p>
      <ol class="hits" ref={list}>
        {found.slice(0, shown).map((letter, index) => <HitRow key={letter.entry} letter={letter} query={query} now={state.now.value} onFocus={() => { setAt(index); }} />)}
      </ol>
      {found.length > shown ? <Button onClick={() => { setShown(shown + SHOWN_AT_FIRST); }}>{t('search.more', { n: count(Math.min(SHOWN_AT_FIRST, found.length - shown)) })}</Button> : null}
    </>
  );
}
