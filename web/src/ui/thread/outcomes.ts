import type { Outcome, RefusalReason } from '../../session/model';

/** protocol/bodies.md, `answer`. */
export const outcomes: readonly Outcome[] = ['frozen', 'partly', 'information', 'not_possible', 'refused'];

/** The refusal and return reasons of the reference data. */
export const refusalReasons: readonly RefusalReason[] = [
  'insufficient_facts', 'no_link_asset_offence', 'no_identifier', 'cannot_locate', 'no_dual_criminality', 'wrong_authority',
  'language', 'needs_mla', 'no_power_without_charge', 'ongoing_own_case', 'confidentiality', 'de_minimis', 'limitation',
  'ne_bis_in_idem', 'political', 'human_rights', 'costs',
];
