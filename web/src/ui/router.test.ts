import { describe, expect, it } from 'vitest';
import { href, parseRoute, type Route } from './router';

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
