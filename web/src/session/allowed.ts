/** What the protocol allows, for screens that offer only that. */
export { AUDITORS, isOperational } from '../protocol/posts.ts';
export { isStricter, mayChange } from '../protocol/handling.ts';
