/**
 * WebAuthn with the PRF extension. The PRF output is the lock's secret: it is taken out of the extension
 * results here and never travels with the credential that goes to the server.
 */
import type { Bytes } from '../protocol/bytes.ts';
import { Refusal } from '../session/failures.ts';
import type { PasskeyAnswer, Passkeys } from '../session/ports.ts';

interface PrfResults {
  readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first?: BufferSource } };
}

export const passkeys: Passkeys = {
  async supported(): Promise<boolean> {
    if (typeof PublicKeyCredential === 'undefined') return false;
    const capabilities = await PublicKeyCredential.getClientCapabilities?.().catch(() => undefined);
    return capabilities?.['extension:prf'] ?? typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';
  },

  async create(options: unknown, prfInput: Bytes): Promise<PasskeyAnswer | null> {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
    publicKey.extensions = { ...publicKey.extensions, prf: { eval: { first: prfInput } } };
    const made = await ask(() => navigator.credentials.create({ publicKey }));
    if (made === null) return null;
    const answer = withPrf(made);
    // Some authenticators answer PRF only when asked to sign, not when made.
    return answer ?? this.get(getOptions(publicKey, made), prfInput).then((got) => got && { ...got, credential: bare(made) });
  },

  async get(options: unknown, prfInput: Bytes): Promise<PasskeyAnswer | null> {
    const publicKey = isParsed(options)
      ? options
      : PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
    publicKey.extensions = { ...publicKey.extensions, prf: { eval: { first: prfInput } } };
    const got = await ask(() => navigator.credentials.get({ publicKey }));
    return got === null ? null : withPrf(got);
  },
};

const CLOSED: readonly string[] = ['NotAllowedError', 'AbortError'];

/** Null when the person closed the dialog or took too long; what this browser cannot do is said. */
async function ask(run: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await run()) as PublicKeyCredential | null;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (CLOSED.includes(error.name)) return null;
    throw new Refusal({ code: 'unsupported', detail: `${error.name}: ${error.message}` });
  }
}

function isParsed(options: unknown): options is PublicKeyCredentialRequestOptions {
  return typeof options === 'object' && options !== null && 'challenge' in options && typeof options.challenge !== 'string';
}

function getOptions(made: PublicKeyCredentialCreationOptions, credential: PublicKeyCredential): PublicKeyCredentialRequestOptions {
  return {
    challenge: made.challenge,
    userVerification: 'required',
    allowCredentials: [{ type: 'public-key', id: credential.rawId }],
    ...(made.rp.id === undefined ? {} : { rpId: made.rp.id }),
  };
}

function withPrf(credential: PublicKeyCredential): PasskeyAnswer | null {
  const results = credential.getClientExtensionResults() as PrfResults;
  const first = results.prf?.results?.first;
  if (first === undefined) return null;
  const view = ArrayBuffer.isView(first) ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength) : new Uint8Array(first);
  return { credentialId: new Uint8Array(credential.rawId), credential: bare(credential), prf: new Uint8Array(view) };
}

/** The credential as JSON without the PRF output. */
function bare(credential: PublicKeyCredential): unknown {
  const json = credential.toJSON() as unknown as { clientExtensionResults?: Record<string, unknown> };
  return { ...json, clientExtensionResults: {} };
}
