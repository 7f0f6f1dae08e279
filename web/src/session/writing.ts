/** Everything that signs and seals, as one part that is loaded when this person first writes something. */
export { Carrier } from './carrier.ts';
export { handlingChange, tickBody, withProof } from './casework.ts';
export { deliver, openRoom } from './delivery.ts';
export { Outbox } from './outbox.ts';
export { Receipts } from './receipts.ts';
export { Sender } from './sender.ts';
export { Upkeep } from './upkeep.ts';
