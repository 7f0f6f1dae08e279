/** What the protocol allows, for screens that offer only that. */
export { isStricter, mayChange } from '../protocol/handling.ts';
