/**
 * Step 5 of the directory fold for notices (protocol/notices.md, "The fold"): who may say what, and when.
 *
 * As in authority.ts, a rule checks and then returns what it would change.
 */

import { demand } from './errors.ts';
import {
  hasNotEnded, hasPassed, type Issued, type Notice, type NoticeChange, type NoticeState, REVIEW_SECONDS, type Review, stateAt,
  wouldBePublishedBy,
} from './notice-states.ts';
import { isOperational, SECRETARIAT, SERVING } from './posts.ts';
import { bureauHead, type Change, isOfficer, type Landing, type Officer, type Register, type Rule } from './register.ts';
import { type Role, type Statement, type StatementOf } from './statements.ts';

/** 1,827 days. */
const MAX_VALIDITY_SECONDS = 157_852_800;

type AboutNotice = StatementOf<'notice'> | StatementOf<'notice-review'> | StatementOf<'notice-change'>;

function noticeOf({ notices }: Register, hash: string): Notice {
  const found = notices.get(hash);
  demand(found !== undefined, 'unknown_notice', hash);
  return found;
}

/** The issuer as the officer that they are, active at the statement's time. */
export function activeOfficer({ register }: Landing, { by, time }: Statement): Officer | undefined {
  const holder = register.holders.get(by);
  return isOfficer(holder) && holder.status === 'active' && time < holder.until ? holder : undefined;
}

/** Whether the issuer is, at the statement's time, an active officer of the country with one of these roles. */
export function isOfficerOf(landing: Landing, statement: Statement, country: string, ...roles: Role[]): boolean {
  const officer = activeOfficer(landing, statement);
  return officer !== undefined && officer.country === country && roles.includes(officer.role);
}

function isLead(landing: Landing, statement: Statement, country: string): boolean {
  if (!isOperational(country)) return false;
  return bureauHead(landing.register, country) === statement.by || isOfficerOf(landing, statement, country, 'head', 'deputy');
}

export function isSecretariat(landing: Landing, statement: Statement): boolean {
  return isOfficerOf(landing, statement, SECRETARIAT, ...SERVING);
}

export function issued({ register, hash, index }: Landing, { by, time }: Statement): Issued {
  return { hash, index, by, time, origin: register.holders.get(by)?.chain[0] ?? index };
}

export function samePerson(one: Issued, other: Issued): boolean {
  return one.by === other.by || one.origin === other.origin;
}

/** Else a statement that is dated back could bring back what another has already found ended. */
function clockOf({ lastTime }: Notice, { time }: AboutNotice): number {
  return Math.max(time, lastTime);
}

function demandState(notice: Notice, statement: AboutNotice, allowed: (state: NoticeState) => boolean): void {
  const state = stateAt(notice, clockOf(notice, statement));
  demand(allowed(state), 'wrong_state', state);
}

const isPublished = (state: NoticeState) => state === 'valid' || state === 'suspended';

function put({ register }: Landing, ...changed: readonly Notice[]): Change {
  return () => {
    for (const notice of changed) register.notices.set(notice.hash, notice);
  };
}

export const notice: Rule<'notice'> = (landing, statement) => {
  const { register, hash } = landing;
  const { country, colour, variant, record, until, amends, time } = statement;
  demand(isLead(landing, statement, country), 'no_authority', 'not a lead of the country');
  demand(until > time && until <= time + MAX_VALIDITY_SECONDS, 'bad_until');
  demand(!register.noticeOfRecord.has(record), 'replayed_record');
  if (amends !== null) checkAmendment(noticeOf(register, amends), statement);
  const made: Notice = {
    ...issued(landing, statement), country, colour, variant, record, until, amends,
    state: 'submitted', lastTime: time, published: null, suspendedUntil: null, replacedBy: null, reviews: [], changes: [],
  };
  return () => {
    register.notices.set(hash, made);
    register.noticeOfRecord.set(record, hash);
  };
};

function checkAmendment(amended: Notice, statement: StatementOf<'notice'>): void {
  const { country, colour, variant, until } = statement;
  const same = amended.country === country && amended.colour === colour && amended.variant === variant;
  demand(same, 'bad_amendment', 'country, colour and variant stay');
  demandState(amended, statement, isPublished);
  demand(until <= amended.until, 'bad_until', 'it would last longer');
}

export const noticeReview: Rule<'notice-review'> = (landing, statement) => {
  const { part, outcome, reason, text } = statement;
  const of = noticeOf(landing.register, statement.notice);
  demand(isSecretariat(landing, statement), 'no_authority', 'not the secretariat');
  const review: Review = { ...issued(landing, statement), part, outcome, reason, text };
  const others = [of, ...of.reviews.filter((before) => before.part !== part)];
  demand(!others.some((other) => samePerson(review, other)), 'same_person');
  demandState(of, statement, (state) => state === 'submitted');
  demand(!hasPassed(of, part), 'wrong_state', 'this part has passed');
  if (outcome === 'refuse') demand(reason !== '', 'no_reason');
  const reviewed = { ...of, reviews: [...of.reviews, review], lastTime: clockOf(of, statement) };
  if (outcome !== 'pass') return put(landing, { ...reviewed, state: outcome === 'return' ? 'returned' : 'refused' });
  return wouldBePublishedBy(of, part) ? publication(landing, statement, reviewed) : put(landing, reviewed);
};

/** The second pass: what the notice amends gives way to it. */
function publication(landing: Landing, statement: AboutNotice, reviewed: Notice): Change {
  const published: Notice = { ...reviewed, state: 'valid', published: landing.index };
  if (reviewed.amends === null) return put(landing, published);
  const amended = noticeOf(landing.register, reviewed.amends);
  demandState(amended, statement, isPublished);
  return put(landing, published, { ...amended, state: 'replaced', replacedBy: published.hash });
}

interface Act {
  /** The secretariat, a lead of the country, or either. */
  readonly by: 'secretariat' | 'lead' | 'either';
  readonly from: (state: NoticeState) => boolean;
  readonly hasUntil?: true;
  readonly needs?: 'reason' | 'text';
  /** What it changes, after its own checks of `until`. */
  readonly effect: (of: Notice, statement: StatementOf<'notice-change'>) => Partial<Notice>;
}

const ACTS: Readonly<Record<NoticeChange['act'], Act>> = {
  suspend: { by: 'either', from: (state) => state === 'valid', hasUntil: true, effect: suspended },
  reinstate: { by: 'secretariat', from: (state) => state === 'suspended', effect: () => ({ state: 'valid', suspendedUntil: null }) },
  withdraw: { by: 'lead', from: hasNotEnded, effect: () => ({ state: 'withdrawn' }) },
  cancel: { by: 'secretariat', from: isPublished, needs: 'reason', effect: () => ({ state: 'cancelled' }) },
  renew: { by: 'lead', from: (state) => state === 'valid', hasUntil: true, needs: 'text', effect: renewed },
  redress: { by: 'secretariat', from: (state) => state !== 'submitted', needs: 'text', effect: () => ({}) },
};

export const noticeChange: Rule<'notice-change'> = (landing, statement) => {
  const { act: name, until, reason, text } = statement;
  const of = noticeOf(landing.register, statement.notice);
  const act = ACTS[name];
  demand(until === null || act.hasUntil === true, 'bad_until', `${name} has none`);
  const right =
    (act.by !== 'lead' && isSecretariat(landing, statement)) || (act.by !== 'secretariat' && isLead(landing, statement, of.country));
  demand(right, 'no_authority', name);
  demandState(of, statement, act.from);
  if (act.needs !== undefined) demand(statement[act.needs] !== '', 'no_reason', act.needs);
  const change: NoticeChange = { ...issued(landing, statement), act: name, until, reason, text };
  const lastTime = clockOf(of, statement);
  return put(landing, { ...of, ...act.effect(of, statement), changes: [...of.changes, change], lastTime });
};

function suspended(_of: Notice, { time, until }: StatementOf<'notice-change'>): Partial<Notice> {
  demand(until !== null && until > time && until <= time + REVIEW_SECONDS, 'bad_until');
  return { state: 'suspended', suspendedUntil: until };
}

function renewed(of: Notice, { time, until }: StatementOf<'notice-change'>): Partial<Notice> {
  demand(time >= of.until - REVIEW_SECONDS, 'too_early');
  demand(until !== null && until > of.until && until <= time + MAX_VALIDITY_SECONDS, 'bad_until');
  return { until };
}
