/**
 * Calls to our own server, as wire.md says. Never throws: what went wrong is a typed answer.
 *
 * Follows no redirect (our API has none; one would be somebody else's), keeps nothing in the HTTP cache,
 * and treats a body that takes too long like no answer at all.
 */
import type { Answer, Call, Http, HttpFailure } from '../session/ports.ts';

const TYPES = {
  frames: 'application/vnd.repatria.frames',
  octets: 'application/octet-stream',
  text: 'text/plain; charset=utf-8',
};
const TIMEOUT_MS = 45_000;
const API = '/api/v1';

/** `origin` is empty in a page, where the server is the page's own. */
export function makeHttp(origin = '', send: typeof fetch = fetch.bind(globalThis)): Http {
  return {
    async call(call: Call): Promise<Answer> {
      const timeout = new AbortController();
      const timer = setTimeout(() => {
        timeout.abort();
      }, call.timeoutMs ?? TIMEOUT_MS);
      try {
        const response = await send(`${origin}${call.outside === true ? '' : API}${call.path}`, requestOf(call, timeout.signal));
        const bytes = new Uint8Array(await response.arrayBuffer());
        return response.ok ? accepted(response, bytes) : refused(response, bytes);
      } catch {
        return call.signal?.aborted === true ? failure('aborted', 0, 'aborted') : failure('unreachable', 0, 'offline');
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function requestOf(call: Call, timeout: AbortSignal): RequestInit {
  const headers: Record<string, string> = { ...call.headers };
  let body: BodyInit | null = null;
  if (call.json !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(call.json);
  } else if (call.bytes !== undefined) {
    headers['Content-Type'] = TYPES[call.type ?? 'frames'];
    // A slice of a file as a Blob: 8 MiB of bytes would be copied into the request while the page stands still.
    body = call.type === 'octets' ? new Blob([call.bytes]) : call.bytes;
  }
  const signal = call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]);
  return { method: call.method, headers, body, signal, cache: 'no-store', redirect: 'error', credentials: 'same-origin' };
}

function accepted(response: Response, bytes: Uint8Array<ArrayBuffer>): Answer {
  return { ok: true, status: response.status, bytes, header: (name) => response.headers.get(name) };
}

function refused(response: Response, bytes: Uint8Array<ArrayBuffer>): HttpFailure {
  const { code, detail } = readError(bytes);
  const kind = response.status >= 400 && response.status < 500 && code !== '' ? 'refused' : 'server';
  const after = Number(response.headers.get('Retry-After') ?? '');
  const known = failure(kind, response.status, code === '' ? 'server' : code, detail);
  return after > 0 ? { ...known, retryAfterSeconds: after } : known;
}

function readError(bytes: Uint8Array): { code: string; detail: Record<string, unknown> } {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    if (typeof value !== 'object' || value === null || !('error' in value) || typeof value.error !== 'string') {
      return { code: '', detail: {} };
    }
    const detail = 'detail' in value && typeof value.detail === 'object' && value.detail !== null ? value.detail : {};
    return { code: value.error, detail: detail as Record<string, unknown> };
  } catch {
    return { code: '', detail: {} };
  }
}

function failure(
  kind: HttpFailure['kind'],
  status: number,
  code: string,
  detail: Readonly<Record<string, unknown>> = {},
): HttpFailure {
  return { ok: false, kind, status, code, detail };
}
