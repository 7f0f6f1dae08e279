/** The protocol's codes that a notice's form offers. */
export { ACTIONS, BASIS_KINDS, HOLDER_ROLES, SCHEMES } from '../protocol/notices.ts';
