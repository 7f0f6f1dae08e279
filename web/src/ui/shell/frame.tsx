import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../desk';
import { Icon, type IconName } from '../elements/icon';
import { CountryBadge, PersonName } from '../elements/names';
import { go, href, route, type Route } from '../router';
import { count, t, tn } from '../text';
import { ConnectionBanner } from './banners';
import { lazy } from './lazy';
import { Mark } from './mark';
import { OutgoingToasts } from './outgoing';
import { ThemePicker } from './preferences';
import { reaches } from './reach';
import { useKeys, useShortcuts } from './shortcuts';

const Palette = lazy(() => import('./palette').then((part) => part.Palette));
const KeyboardHelp = lazy(() => import('./keyboard-help').then((part) => part.KeyboardHelp));

/** Each is called as its screen; `key` after a "g". */
const places = [
  { to: { screen: 'inbox', filter: 'all' }, name: 'inbox', key: 'I', icon: 'inbox' },
  { to: { screen: 'compose', kind: 'message' }, name: 'new', key: '', icon: 'square-pen' },
  { to: { screen: 'directory' }, name: 'directory', key: 'D', icon: 'book-user' },
  { to: { screen: 'notices' }, name: 'notices', key: 'N', icon: 'bell' },
  { to: { screen: 'screening' }, name: 'screening', key: 'L', icon: 'scan' },
  { to: { screen: 'frameworks' }, name: 'frameworks', key: 'F', icon: 'scale' },
  { to: { screen: 'library' }, name: 'library', key: 'B', icon: 'library' },
  { to: { screen: 'meetings' }, name: 'meetings', key: 'M', icon: 'calendar' },
  { to: { screen: 'courses' }, name: 'courses', key: 'T', icon: 'graduation-cap' },
  { to: { screen: 'clocks' }, name: 'clocks', key: 'C', icon: 'timer' },
  { to: { screen: 'settings' }, name: 'settings', key: 'S', icon: 'settings' },
] as const satisfies readonly { to: Route; name: string; key: string; icon: IconName }[];
const placeKeys = Object.fromEntries(places.map(({ to, key }) => [`g Key${key}`, () => { go(to); }]));

interface FrameProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly list?: ComponentChildren;
  /** On narrow windows only one of the two fits: the list, or what was opened. */
  readonly listFirst?: boolean;
}

/** Around every screen of a member: where one can go, who one is, how the connection is. */
export function Frame({ title, children, list, listFirst }: FrameProps) {
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  useShortcuts();
  useKeys({
    'Mod+KeyK': () => { setOpen((now) => (now === 'palette' ? null : 'palette')); },
    Slash: toSearch,
    'Shift+Slash': () => { setOpen('help'); },
    KeyC: () => { go({ screen: 'compose', kind: 'message' }); },
    KeyF: () => { go({ screen: 'compose', kind: 'freeze' }); },
    ...placeKeys,
  });
  const waiting = useWaiting();
  const focusOnMain = useFocusOnArrival(title, waiting);
  const mainPart = { role: 'main', id: 'main', tabIndex: -1 } as const;
  const close = (): void => { setOpen(null); };
  return (
    <div class="frame">
      <button type="button" class="skip" onClick={focusOnMain}>{t('nav.skip')}</button>
      <Bar help={() => { setOpen('help'); }} />
      <Places />
      <div class="content">
        <ConnectionBanner />
        {list ? (
          <div class={listFirst ? 'split split-list-first' : 'split'}>
            {/* The same elements in both arrangements, so that the list keeps its place when a room is opened. */}
            <div class="split-list" {...(listFirst ? mainPart : { role: 'complementary', 'aria-label': t('inbox.title') })}>{list}</div>
            <div class="split-open" {...(listFirst ? { role: 'complementary', 'aria-label': t('welcome.due') } : mainPart)}>{children}</div>
          </div>
        ) : <main class="page" id="main" tabIndex={-1}>{children}</main>}
      </div>
      <p class="visually-hidden" role="status">{waiting ? tn('inbox.waiting', waiting) : ''}</p>
      <OutgoingToasts />
      {open === 'palette' ? <Palette onClose={close} /> : null}
      {open === 'help' ? <KeyboardHelp onClose={close} /> : null}
    </div>
  );
}

/** After moving to another screen the keyboard and the screen reader are there too. Not on the first one. */
function useFocusOnArrival(title: string, waiting: number): () => void {
  const address = href(route.value);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${waiting ? `(${count(waiting)}) ` : ''}${title} – Repatria`;
  }, [title, waiting]);
  // At once: a moment later somebody has pressed or typed there already.
  useLayoutEffect(() => {
    const { value } = route;
    const placesItself = value.screen === 'search' || (value.screen === 'thread' && value.entry && value.entry !== 'checklist');
    const arrived = !first.current;
    first.current = false;
    if (placesItself) return;
    if (arrived) focusMain();
    window.scrollTo(0, 0);
  }, [address]);
  return focusMain;
}

function focusMain(): void {
  document.getElementById('main')?.focus();
}

/** How many rooms wait for this office. */
function useWaiting(): number {
  const { state } = useDesk();
  const rooms = state.rooms.value;
  return rooms.state === 'ready' ? rooms.value.filter((room) => room.needsAction).length : 0;
}

function toSearch(): void {
  go({ screen: 'search' });
}

function Bar({ help }: { help: () => void }) {
  const { state } = useDesk();
  const session = state.session.value;
  return (
    <header class="bar">
      <a class="brand" aria-label="Repatria" href={href({ screen: 'inbox', filter: 'all' })}><Mark /> <span>Repatria</span></a>
      <button type="button" class="bar-search" onClick={toSearch}>
        <Icon name="search" /><span>{t('palette.open')}</span><kbd dir="ltr" aria-hidden="true">/</kbd>
      </button>
      <div class="bar-tools">
        <button type="button" class="button button-icon wide-only" onClick={help} aria-label={t('keys.title')} title={t('keys.title')}><Icon name="keyboard" /></button>
        <ThemePicker />
        {session.state === 'ready' ? (
          <a class="bar-me" href={href({ screen: 'settings' })}>
            <CountryBadge country={session.me.office.country} /><span class="wide-only"><PersonName name={session.me.name} short /></span>
            <span class="visually-hidden">{t('nav.settings')}</span>
          </a>
        ) : null}
      </div>
    </header>
  );
}

/** Leads of watched names that nobody of the office has seen. */
function Fresh() {
  const { state } = useDesk();
  const leads = state.leads.value;
  return leads ? <span class="count"><span aria-hidden="true">{count(leads)}</span><span class="visually-hidden">{tn('nav.leads', leads)}</span></span> : null;
}

function Places() {
  const waiting = useWaiting();
  const session = useDesk().state.session.value;
  const { screen } = route.value;
  const here = screen === 'thread' ? 'inbox' : screen === 'news' ? 'meetings' : screen === 'glossary' ? 'library' : screen;
  const strip = useRef<HTMLElement>(null);
  // On a narrow window there are more places than fit.
  useEffect(() => { strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }, [here]);
  return (
    <nav class="places" ref={strip} aria-label={t('nav.label')}>
      {places.filter(({ to }) => reaches(session, to)).map(({ to, icon, name }) => (
        <a key={name} href={href(to)} aria-current={to.screen === here ? 'page' : undefined} class={to.screen === 'compose' ? 'place place-new' : 'place'}>
          <Icon name={icon} />
          <span>{t(`nav.${name}`)}</span>
          {to.screen === 'screening' ? <Fresh /> : null}
          {to.screen === 'inbox' && waiting ? <span class="count"><span aria-hidden="true">{count(waiting)}</span><span class="visually-hidden">{tn('inbox.waiting', waiting)}</span></span> : null}
        </a>
      ))}
    </nav>
  );
}
