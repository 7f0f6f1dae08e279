/**
 * The life of a notice (protocol/notices.md): its states, and what the clock makes of them.
 *
 * A `Notice` is what the fold has written, plain so that a client can keep it; which statement may write what is in
 * notice-rules.ts.
 */

import { type StatementOf } from './statements.ts';

export type NoticeState =
  | 'submitted' | 'valid' | 'suspended'
  | 'returned' | 'refused' | 'replaced' | 'withdrawn' | 'cancelled' | 'expired';

/** 184 days: how long before its end a notice is reviewed, and the longest suspension. */
export const REVIEW_SECONDS = 15_897_600;

/** Who said something about a notice, where and when. */
export interface Issued {
  /** Of the statement. */
  readonly hash: string;
  readonly index: number;
  readonly by: string;
  /** Leaf on which the issuer's post rests: it stays the same when a key is rotated. */
  readonly origin: number;
  readonly time: number;
}

export type Review = Issued & Pick<StatementOf<'notice-review'>, 'part' | 'outcome' | 'reason' | 'text'>;
export type NoticeChange = Issued & Pick<StatementOf<'notice-change'>, 'act' | 'until' | 'reason' | 'text'>;

/** A notice as the newest leaf has it; named by the hash of its statement. */
export interface Notice extends Issued, Pick<StatementOf<'notice'>, 'country' | 'colour' | 'variant' | 'record' | 'until' | 'amends'> {
  /** Knows no clock: ask `stateAt`. */
  readonly state: NoticeState;
  /** The latest time of the statements about it. */
  readonly lastTime: number;
  /** Leaf index of the second pass. */
  readonly published: number | null;
  readonly suspendedUntil: number | null;
  readonly replacedBy: string | null;
  readonly reviews: readonly Review[];
  readonly changes: readonly NoticeChange[];
}

/** The state by the clock at `time` (Unix seconds), for all that the leaves so far say. */
export function stateAt(notice: Notice, time: number): NoticeState {
  const { state, until, suspendedUntil } = notice;
  if (!hasNotEnded(state) || time < runsOutAt(notice)) return state;
  return state === 'suspended' && suspendedUntil !== null && suspendedUntil <= until ? 'cancelled' : 'expired';
}

/** When the clock alone ends a notice that nothing else has ended. */
export function runsOutAt({ until, suspendedUntil }: Notice): number {
  return Math.min(until, suspendedUntil ?? until);
}

/** By state alone: ask it of what `stateAt` gives. */
export function hasNotEnded(state: NoticeState): boolean {
  return state === 'submitted' || state === 'valid' || state === 'suspended';
}

export function dueForReview(notice: Notice, time: number): boolean {
  return stateAt(notice, time) === 'valid' && time >= notice.until - REVIEW_SECONDS;
}

export function hasPassed({ reviews }: Notice, part: Review['part']): boolean {
  return reviews.some((review) => review.part === part && review.outcome === 'pass');
}

/** Whether a pass of this part is the one that publishes it. */
export function wouldBePublishedBy(notice: Notice, part: Review['part']): boolean {
  return notice.state === 'submitted' && notice.reviews.length > 0 && !hasPassed(notice, part);
}

/** The notes that are shown with the notice, oldest first. */
export function redressOf({ changes }: Notice): NoticeChange[] {
  return changes.filter(({ act }) => act === 'redress');
}
