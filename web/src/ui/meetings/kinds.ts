/** Codes of a meeting's record (protocol/publications.md), in the order of forms. */
export const KINDS = ['conference', 'expert-group', 'workshop', 'working', 'training', 'assembly', 'event'] as const;
export const STATES = ['planned', 'open', 'closed', 'held', 'cancelled'] as const;
