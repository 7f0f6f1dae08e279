import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
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
import { useKeys, useShortcuts } from './shortcuts';

const Palette = lazy(() => import('./palette').then((part) => part.Palette));
const KeyboardHelp = lazy(() => import('./keyboard-help').then((part) => part.KeyboardHelp));

const places: readonly { to: Route; icon: IconName; label: 'nav.inbox' | 'nav.new' | 'nav.directory' | 'nav.clocks' | 'nav.settings' }[] = [
  { to: { screen: 'inbox', filter: 'all' }, icon: 'inbox', label: 'nav.inbox' },
  { to: { screen: 'compose', kind: 'message' }, icon: 'square-pen', label: 'nav.new' },
  { to: { screen: 'directory' }, icon: 'book-user', label: 'nav.directory' },
  { to: { screen: 'clocks' }, icon: 'timer', label: 'nav.clocks' },
  { to: { screen: 'settings' }, icon: 'settings', label: 'nav.settings' },
];

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
    Slash: () => { setOpen('palette'); },
    'Shift+Slash': () => { setOpen('help'); },
    KeyC: () => { go({ screen: 'compose', kind: 'message' }); },
    KeyF: () => { go({ screen: 'compose', kind: 'freeze' }); },
    'g KeyI': () => { go({ screen: 'inbox', filter: 'all' }); },
    'g KeyD': () => { go({ screen: 'directory' }); },
    'g KeyC': () => { go({ screen: 'clocks' }); },
    'g KeyS': () => { go({ screen: 'settings' }); },
  });
  const main = useFocusOnArrival(title);
  const close = (): void => { setOpen(null); };
  return (
    <div class="frame">
      <button type="button" class="skip" onClick={() => { main.current?.focus(); }}>{t('nav.skip')}</button>
      <Bar search={() => { setOpen('palette'); }} help={() => { setOpen('help'); }} />
      <Places />
      <div class="content">
        <ConnectionBanner />
        {list ? (
          <div class={listFirst ? 'split split-list-first' : 'split'}>
            {listFirst ? <main class="split-list" id="main" tabIndex={-1} ref={main}>{list}</main> : <aside class="split-list" aria-label={t('inbox.title')}>{list}</aside>}
            {listFirst ? <aside class="split-open" aria-label={t('welcome.due')}>{children}</aside> : <main class="split-open" id="main" tabIndex={-1} ref={main}>{children}</main>}
          </div>
        ) : <main class="page" id="main" tabIndex={-1} ref={main}>{children}</main>}
      </div>
      <OutgoingToasts />
      {open === 'palette' ? <Palette onClose={close} /> : null}
      {open === 'help' ? <KeyboardHelp onClose={close} /> : null}
    </div>
  );
}

/** After moving to another screen the keyboard and the screen reader are there too. Not on the first one. */
function useFocusOnArrival(title: string) {
  const main = useRef<HTMLElement>(null);
  const address = href(route.value);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${title} – Repatria`;
    if (!first.current) main.current?.focus();
    first.current = false;
    window.scrollTo(0, 0);
  }, [address, title]);
  return main;
}

function Bar({ search, help }: { search: () => void; help: () => void }) {
  const { state } = useDesk();
  const session = state.session.value;
  return (
    <header class="bar">
      <a class="brand" href={href({ screen: 'inbox', filter: 'all' })}><Mark /> <span>Repatria</span></a>
      <button type="button" class="bar-search" onClick={search}>
        <Icon name="search" /><span>{t('palette.open')}</span><kbd dir="ltr" aria-hidden="true">Ctrl K</kbd>
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

function Places() {
  const { state } = useDesk();
  const rooms = state.rooms.value;
  const waiting = rooms.state === 'ready' ? rooms.value.filter((room) => room.needsAction).length : 0;
  const here = route.value.screen === 'thread' ? 'inbox' : route.value.screen;
  return (
    <nav class="places" aria-label={t('nav.label')}>
      {places.map(({ to, icon, label }) => (
        <a key={label} href={href(to)} aria-current={to.screen === here ? 'page' : undefined} class={to.screen === 'compose' ? 'place place-new' : 'place'}>
          <Icon name={icon} />
          <span>{t(label)}</span>
          {to.screen === 'inbox' && waiting ? <span class="count"><span aria-hidden="true">{count(waiting)}</span><span class="visually-hidden">{tn('inbox.waiting', waiting)}</span></span> : null}
        </a>
      ))}
    </nav>
  );
}
