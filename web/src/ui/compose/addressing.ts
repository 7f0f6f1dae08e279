/** To whom one may write: partners and auditors are asked nothing, and auditors get no letters (protocol/rooms.md). */
import { AUDITORS, isOperational } from '../../session/allowed';
import type { SessionState } from '../../session/model';
import { reaches } from '../shell/reach';

/** Whether whoever is signed in may ask something of an office of this country. */
export function mayAsk(session: SessionState, country: string): boolean {
  return isOperational(country) && reaches(session, { screen: 'compose', kind: 'freeze' });
}

export function mayWrite(session: SessionState, country: string): boolean {
  return country !== AUDITORS && reaches(session, { screen: 'compose', kind: 'message' });
}
