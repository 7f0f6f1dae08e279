/** Which roles there are in a country's offices (protocol/statements.md, "Partners and auditors"). */

import { type Role } from './statements.ts';

/** The network's own office. */
export const SECRETARIAT = 'XN';
export const PARTNERS = 'XP';
export const AUDITORS = 'XA';
export const SERVING: readonly Role[] = ['officer', 'deputy', 'head'];

/** The roles that an office of this country may have: partners and auditors have offices of their own. */
export function rolesOf(country: string): readonly Role[] {
  if (country === PARTNERS) return ['partner'];
  return country === AUDITORS ? ['auditor'] : SERVING;
}

/** Whether requests, notices and what answers them are this country's business at all. */
export function isOperational(country: string): boolean {
  return country !== PARTNERS && country !== AUDITORS;
}
