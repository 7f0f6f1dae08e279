/** Which screens are whose: partners and auditors have no requests, notices and screening (protocol/wire.md). */
import { AUDITORS, isOperational } from '../../session/allowed';
import type { SessionState } from '../../session/model';
import type { Route } from '../router';

const OPERATIONAL: ReadonlySet<Route['screen']> = new Set(['notices', 'screening', 'clocks']);

/** Whether whoever is signed in has a use for this place. */
export function reaches(session: SessionState, to: Route): boolean {
  if (session.state !== 'ready') return true;
  const { country } = session.me.office;
  if (to.screen === 'compose') return country !== AUDITORS && (to.kind !== 'freeze' || isOperational(country));
  return !OPERATIONAL.has(to.screen) || isOperational(country);
}
