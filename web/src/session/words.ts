/** The protocol's words for roles and names in the words of the view model. */
import type { Name, Role } from './model.ts';

const ROLES: Readonly<Record<string, Role>> = {
  officer: 'officer',
  deputy: 'deputy',
  head: 'office_head',
  auditor: 'auditor',
  partner: 'partner',
  agency: 'agency_head',
  bureau: 'bureau_head',
};

export function roleOf(role: string): Role {
  return ROLES[role] ?? 'officer';
}

export function nameOf(name: string, latin = ''): Name {
  return latin === '' || latin === name ? { own: name } : { own: name, latin };
}
