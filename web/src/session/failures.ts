/**
 * What went wrong, in the words of the view model: failures of calls, and blocks for failed verifications.
 *
 * A ProtocolError is never a failure that one may try again: it becomes a block.
 */
import { ProtocolError } from '../protocol/errors.ts';
import type { Block, BlockCode, ErrorCode, Failure, Result } from './model.ts';
import type { HttpFailure } from './ports.ts';

export function done<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export const nothing: Result<null> = { ok: true, value: null };

export function fail(code: ErrorCode, detail?: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: detail === undefined ? { code } : { code, detail } };
}

/** Raised inside the session to end a verb with a failure; verbs turn it into a Result. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly failure: Failure,
    readonly serverCode = '',
  ) {
    super(failure.code);
  }
}

const BY_SERVER_CODE: Readonly<Record<string, ErrorCode>> = {
  not_found: 'not_found',
  session_ended: 'expired',
  no_session: 'expired',
  bad_sign_in: 'bad_credentials',
  bad_passkey: 'bad_credentials',
  too_many: 'slow_down',
  too_large: 'too_large',
  login_taken: 'login_taken',
  bad_login: 'login_taken',
  bad_invitation: 'invitation_invalid',
};

export function failureOf(answer: HttpFailure): Failure {
  const retry = answer.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: answer.retryAfterSeconds };
  return { code: codeOf(answer), detail: `${answer.status} ${answer.code}`, reason: answer.code, ...retry };
}

function codeOf(answer: HttpFailure): ErrorCode {
  switch (answer.kind) {
    case 'unreachable':
      return 'offline';
    case 'aborted':
      return 'cancelled';
    case 'server':
      return answer.code === 'disk_full' ? 'disk_full' : 'server';
    case 'refused':
      return BY_SERVER_CODE[answer.code] ?? (answer.status === 401 ? 'expired' : 'refused');
  }
}

export function refuse(answer: HttpFailure): never {
  throw new Refusal(failureOf(answer), answer.kind === 'refused' ? answer.code : '');
}

/** The code under which the server refused, of whatever was thrown; empty when it was something else. */
export function serverCode(error: unknown): string {
  return error instanceof Refusal ? error.serverCode : '';
}

export function isOffline(error: unknown): boolean {
  return error instanceof Refusal && error.failure.code === 'offline';
}

/** What was thrown, as a failure for a screen. */
export function failureFrom(error: unknown): Failure {
  if (error instanceof Refusal) return error.failure;
  if (error instanceof ProtocolError) return { code: 'blocked', detail: error.message };
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return { code: 'disk_full' };
  return { code: 'server', detail: error instanceof Error ? error.message : 'unknown' };
}

const REGISTER_BLOCKS: Readonly<Record<string, BlockCode>> = {
  rolled_back: 'register_rolled_back',
  forked: 'register_rewritten',
  bad_proof: 'register_rewritten',
  bad_checkpoint: 'register_signature',
  bad_checkpoint_signature: 'register_signature',
  wrong_log: 'register_signature',
  bad_cosignature: 'register_signature',
  no_quorum: 'witnesses_missing',
  stale_checkpoint: 'witnesses_missing',
  wrong_network: 'wrong_network',
  bad_root: 'wrong_network',
  kdf_downgrade: 'downgrade',
  unknown_version: 'client_outdated',
  unknown_kind: 'client_outdated',
  stale_client: 'client_outdated',
  wrong_seeds: 'own_keys_altered',
  wrong_office_key: 'key_substituted',
  wrong_record: 'record_altered',
  wrong_picture: 'record_altered',
};

const ROOM_BLOCKS: Readonly<Record<string, BlockCode>> = {
  room_rolled_back: 'room_rolled_back',
  room_forked: 'room_forked',
  stale_head: 'room_forked',
  bad_seq: 'room_forked',
  replayed_entry: 'room_forked',
  wrong_network: 'wrong_network',
  wrong_log: 'register_split',
  log_went_back: 'register_split',
  wrong_kem: 'key_substituted',
  wrong_key: 'key_substituted',
  wrong_office_key: 'key_substituted',
  cannot_unwrap: 'key_substituted',
  unproven_entry: 'member_unverified',
  bad_proof: 'member_unverified',
  not_a_member: 'member_unverified',
  unknown_issuer: 'member_unverified',
  no_seat: 'member_unverified',
  no_authority: 'member_unverified',
  blob_mismatch: 'attachment_altered',
  unknown_version: 'client_outdated',
  unknown_kind: 'client_outdated',
};

/** The block that a failed verification is; `room` when it is that room's alone. */
export function blockOf(error: ProtocolError, at: number, technical: readonly string[], room?: string): Block {
  const lines = [`code ${error.code}`, ...(error.detail === '' ? [] : [error.detail]), ...technical];
  if (room === undefined) {
    return { code: REGISTER_BLOCKS[error.code] ?? 'statement_invalid', at, technical: lines };
  }
  return { code: ROOM_BLOCKS[error.code] ?? 'entry_invalid', room, at, technical: [...lines, `room ${room}`] };
}

/** Runs a verb: what it throws becomes its result, so that no screen ever has to catch. */
export async function attempt<T>(verb: () => Promise<T>): Promise<Result<T>> {
  try {
    return done(await verb());
  } catch (error) {
    return { ok: false, failure: failureFrom(error) };
  }
}
