import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../session/model';
import type { Route } from '../router';
import { mayAsk, mayWrite } from '../compose/addressing';
import { reaches } from './reach';

const of = (country: string): SessionState => ({ state: 'ready', me: { office: { country } } }) as SessionState;
const screens: readonly Route[] = [
  { screen: 'notices' }, { screen: 'screening' }, { screen: 'clocks' }, { screen: 'compose', kind: 'freeze' }, { screen: 'compose', kind: 'message' },
  { screen: 'inbox', filter: 'all' }, { screen: 'library' }, { screen: 'meetings' }, { screen: 'frameworks' }, { screen: 'settings' },
];
const reached = (country: string): number => screens.filter((screen) => reaches(of(country), screen)).length;

describe('who reaches what', () => {
  it('shows partners nothing operational, and auditors no letters either', () => {
    expect(['KE', 'XN', 'XP', 'XA'].map(reached)).toEqual([10, 10, 6, 5]);
    expect(reaches(of('XP'), { screen: 'compose', kind: 'message' })).toBe(true);
    expect(reaches({ state: 'expired', login: 'a' }, { screen: 'notices' })).toBe(true);
  });

  it('asks contact points alone, and writes to partners', () => {
    expect(['CH', 'XP', 'XA'].map((to) => mayAsk(of('KE'), to))).toEqual([true, false, false]);
    expect(['CH', 'XP', 'XA'].map((to) => mayWrite(of('KE'), to))).toEqual([true, true, false]);
    expect(mayAsk(of('XP'), 'CH')).toBe(false);
  });
});
