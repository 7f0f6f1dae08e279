/** Between what news lead to (`shelf/item` of protocol/publications.md) and this client's addresses. Pure. */
import type { Shelf } from '../../session/publication-model';

const SCREENS: Readonly<Record<Exclude<Shelf, 'news'>, string>> = { framework: 'frameworks', library: 'library', meeting: 'meetings', course: 'courses' };
const LINK = /^(framework|library|meeting|course|news)\/([a-z0-9][a-z0-9-]{0,62})$/;

/** Empty where it names no item of a shelf. */
export function addressOf(link: string): string {
  const [, shelf, item] = LINK.exec(link) ?? [];
  if (shelf === undefined || item === undefined) return '';
  return `#/${shelf === 'news' ? 'news' : SCREENS[shelf as Exclude<Shelf, 'news'>]}/${item}`;
}

export function isLink(link: string): boolean {
  return link === '' || LINK.test(link);
}

/** An address of this client, as somebody copies it from the bar, or the link itself. */
export function linkOf(typed: string): string {
  const [, screen, item] = /#\/([a-z]+)\/([a-z0-9-]+)/.exec(typed) ?? [];
  const shelf = Object.entries(SCREENS).find(([, name]) => name === screen)?.[0] ?? (screen === 'news' ? 'news' : undefined);
  return shelf !== undefined && item !== undefined ? `${shelf}/${item}` : typed.trim();
}
