/**
 * The browser's protocol behind a pipe, for tests/conformance: one JSON request a line in, one answer a line out.
 *
 * A request is `{"call", …}`; an answer `{"value"}`, `{"code"}` of a ProtocolError, or `{"fault"}` of anything else.
 * Bytes are b64.
 */
import { createInterface } from 'node:readline';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { CALLS, type Request } from './calls.ts';

async function answer(line: string): Promise<unknown> {
  try {
    const request = JSON.parse(line) as Request & { readonly call: string };
    const call = CALLS[request.call];
    if (call === undefined) throw new Error(`no such call: ${request.call}`);
    return { value: (await call(request)) ?? null };
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code };
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
