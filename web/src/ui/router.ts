/**
 * Where the person is, kept in the address after "#": nothing of it reaches the server.
 *
 * An invitation's token and its network's hash also arrive there; they are taken out of the address and the history at once.
 */
import { signal } from '@preact/signals';

export type Route =
  | { readonly screen: 'inbox'; readonly filter: InboxFilter }
  | { readonly screen: 'thread'; readonly room: string; readonly entry?: string | undefined }
  | { readonly screen: 'search' }
  | { readonly screen: 'compose'; readonly draft?: string | undefined; readonly to?: string | undefined; readonly kind?: 'freeze' | 'message' }
  | { readonly screen: 'directory'; readonly office?: string | undefined }
  | { readonly screen: 'clocks' }
  /** `at`: a notice, `new` or `review`; `draft` where one is being written. */
  | { readonly screen: 'notices'; readonly at?: string | undefined; readonly draft?: string | undefined }
  /** `at`: `leads`, `watched`; else where one asks. */
  | { readonly screen: 'screening'; readonly at?: string | undefined }
  /**
   * What is published. `at`: an item (`ch`, `gb-sct`, `star-few`), or what one does there (`tonight`, `compare`, `deadline`; `_new`, `_review`, `_lists`,
   * `_room`); `arg`: of what, a draft, or the file that is read; `page`: of it.
   */
  | ShelfRoute
  | { readonly screen: 'settings' }
  | { readonly screen: 'enrol'; readonly token: string; readonly net: string };

type ShelfScreen = 'frameworks' | 'library' | 'glossary' | 'meetings' | 'courses' | 'news';
/** One of them each, so that a screen can say which is its own. */
type Shelf<Screen> = Screen extends string ? { readonly screen: Screen; readonly at?: string | undefined; readonly arg?: string | undefined; readonly page?: string | undefined } : never;
export type ShelfRoute = Shelf<ShelfScreen>;

export type InboxFilter = 'action' | 'all' | 'sent' | 'drafts';

const filters: readonly InboxFilter[] = ['action', 'all', 'sent', 'drafts'];

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [head = '', ...rest] = path.split('/').map(decode);
  const query = new URLSearchParams(search);
  const arg = rest[0];
  switch (head) {
    case 'room':
      return arg ? { screen: 'thread', room: arg, entry: rest[1] } : inbox();
    case 'new':
      return { screen: 'compose', draft: arg, to: query.get('to') ?? undefined, kind: query.get('kind') === 'freeze' ? 'freeze' : 'message' };
    case 'directory':
      return { screen: 'directory', office: arg };
    case 'notices':
      return { screen: 'notices', at: arg, draft: rest[1] };
    case 'screening':
      return { screen: 'screening', at: arg };
    case 'library':
    case 'frameworks':
    case 'meetings':
    case 'courses':
    case 'news':
    case 'glossary':
      return { screen: head, at: arg, arg: rest[1], page: rest[2] };
    case 'search':
    case 'clocks':
    case 'settings':
      return { screen: head };
    case 'enrol':
      return { screen: 'enrol', token: arg ?? '', net: rest[1] ?? '' };
    default:
      return inbox(filters.find((filter) => filter === arg));
  }
}

function inbox(filter: InboxFilter = 'all'): Route {
  return { screen: 'inbox', filter };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return ''; // a broken escape is an unknown address, not an exception
  }
}

/** The parts of an address, as far as they are there. */
function path(...parts: readonly (string | undefined)[]): string {
  return `#/${parts.flatMap((part) => (part ? [encodeURIComponent(part)] : [])).join('/')}`;
}

export function href(route: Route): string {
  switch (route.screen) {
    case 'inbox':
      return path(route.screen, route.filter);
    case 'thread':
      return path('room', route.room, route.entry);
    case 'compose':
      return path('new', route.draft) + composeQuery(route);
    case 'directory':
      return path(route.screen, route.office);
    case 'notices':
      return path(route.screen, route.at, route.draft);
    case 'screening':
      return path(route.screen, route.at);
    case 'search':
    case 'clocks':
    case 'settings':
    case 'enrol':
      return path(route.screen);
    default:
      return path(route.screen, route.at, route.arg, route.page);
  }
}

function composeQuery(route: { readonly to?: string | undefined; readonly kind?: string }): string {
  const query = new URLSearchParams();
  if (route.to) query.set('to', route.to);
  if (route.kind === 'freeze') query.set('kind', 'freeze');
  return query.size ? `?${query.toString()}` : '';
}

export const route = signal<Route>(inbox());

/** Which rooms the list shows; kept while a room is open beside it. */
export const listFilter = signal<InboxFilter>('all');

export function go(to: Route): void {
  window.location.hash = href(to).slice(1);
}

/** As last read: somebody may have moved on a moment before the browser tells. */
let address = '';

function isStill(from: Route): boolean {
  return route.value === from && window.location.hash === address;
}

/** Where something that began at `from` leads when it is done; whoever has gone elsewhere meanwhile stays there. */
export function goOn(from: Route, to: Route): void {
  if (isStill(from)) go(to);
}

/** Like `goOn`, but "back" does not return to where one was. */
export function replaceWith(from: Route, to: Route): void {
  if (!isStill(from)) return;
  window.history.replaceState(null, '', href(to));
  address = window.location.hash;
  route.value = to;
}

/** Follows the address from now on. Calls `invited` with the token, and the network's hash, that the address carried. */
export function followAddress(invited: (token: string, net: string) => void): () => void {
  const read = (): void => {
    const next = parseRoute(window.location.hash);
    if (next.screen === 'enrol' && next.token) {
      window.history.replaceState(null, '', '#/enrol');
      invited(next.token, next.net);
    }
    address = window.location.hash;
    route.value = next;
    if (next.screen === 'inbox') listFilter.value = next.filter;
  };
  read();
  window.addEventListener('hashchange', read);
  return () => {
    window.removeEventListener('hashchange', read);
  };
}
