/**
 * The one error of the protocol: a check that failed.
 *
 * Codes are those of the pages in protocol/; whoever catches one blocks, never only warns.
 */

export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  /** @param code as in the specification @param detail English, for logs and helpers; not for the officer's screen */
  constructor(
    readonly code: string,
    readonly detail = '',
  ) {
    super(detail === '' ? code : `${code}: ${detail}`);
  }
}

/** Raise `code` unless `held`. */
export function demand(held: boolean, code: string, detail = ''): asserts held {
  if (!held) throw new ProtocolError(code, detail);
}
