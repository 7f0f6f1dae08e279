import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followAddress, goOn, href, parseRoute, replaceWith, route, type Route } from './router';

describe('routes', () => {
  const routes: readonly Route[] = [
    { screen: 'inbox', filter: 'action' }, { screen: 'thread', room: 'ab12' }, { screen: 'directory', office: 'ch/bern' }, { screen: 'directory', office: undefined },
    { screen: 'clocks' }, { screen: 'settings' }, { screen: 'compose', draft: 'd/1', to: 'ke/nairobi', kind: 'freeze' }, { screen: 'compose', draft: undefined, to: undefined, kind: 'message' },
  ];

  it.each(routes)('$screen comes back from its address', (route) => {
    expect(parseRoute(href(route))).toEqual(route);
  });

  it.each(['', '#', '#/', '#/nowhere', '#/room', '#/inbox/else', '#/room/%E0%A4%A'])('%s is the inbox', (hash) => {
    expect(parseRoute(hash)).toEqual({ screen: 'inbox', filter: 'all' });
  });

  it('reads the token and the network of an invitation and never writes them back', () => {
    expect(parseRoute('#/enrol/tok-EN_1/ab12')).toEqual({ screen: 'enrol', token: 'tok-EN_1', net: 'ab12' });
    expect(parseRoute('#/enrol/tok-EN_1')).toEqual({ screen: 'enrol', token: 'tok-EN_1', net: '' });
    expect(href({ screen: 'enrol', token: 'tok-EN_1', net: 'ab12' })).toBe('#/enrol');
  });
});

/** A browser changes the address at once and tells of it a moment later. */
class Bar extends EventTarget {
  readonly location = { hash: '' };
  readonly history = { replaceState: (_state: null, _title: string, hash: string): void => { this.location.hash = hash; } };

  press(hash: string): void {
    this.location.hash = hash;
  }

  tell(): void {
    this.dispatchEvent(new Event('hashchange'));
  }
}

describe('what was begun somewhere', () => {
  let bar: Bar;
  let stop: () => void;
  const sent: Route = { screen: 'inbox', filter: 'sent' };

  beforeEach(() => {
    bar = new Bar();
    vi.stubGlobal('window', bar);
    bar.press('#/new/d1');
    stop = followAddress(() => undefined);
  });

  afterEach(() => {
    stop();
    vi.unstubAllGlobals();
  });

  it('leads on from there', () => {
    goOn(route.value, sent);
    expect(bar.location.hash).toBe('/inbox/sent');
  });

  it.each([goOn, replaceWith])('leads nowhere once somebody has gone elsewhere, told of or not', (leads) => {
    const from = route.value;
    bar.press('#/directory');
    leads(from, sent);
    expect(bar.location.hash).toBe('#/directory');
    bar.tell();
    leads(from, sent);
    expect([bar.location.hash, route.value.screen]).toEqual(['#/directory', 'directory']);
  });

  it('leads on from where it led itself', () => {
    replaceWith(route.value, { screen: 'compose', draft: 'd2' });
    goOn(route.value, sent);
    expect(bar.location.hash).toBe('/inbox/sent');
  });
});
