import { expect, test } from 'vitest';
import { type Bytes, concat, toHex, u32, utf8 } from './bytes.ts';
import { decode, demandSignatures, ENTRY, type Envelope, sign, STATEMENT, verify } from './envelope.ts';
import { SigningKey } from './keys.ts';
import { codeOf, codeOfAsync, seededBytes } from './testing.ts';

const random = seededBytes('envelope');
const alice = await SigningKey.fromSeed(random(32));
const bob = await SigningKey.fromSeed(random(32));
const value = { v: 1, kind: 'test' };
const both = await sign(STATEMENT, value, [alice, bob]);

/** The wire form with one part replaced. */
function wireOf(parts: { head?: number[]; length?: number; payload?: Bytes; count?: number; signatures?: Bytes[]; tail?: Bytes }): Bytes {
  const payload = parts.payload ?? both.payload;
  const signatures = parts.signatures ?? rawSignatures(both);
  return concat(
    Uint8Array.from(parts.head ?? [1, STATEMENT]), u32(parts.length ?? payload.length), payload,
    Uint8Array.of(parts.count ?? signatures.length), ...signatures, parts.tail ?? new Uint8Array(0),
  );
}

function rawSignatures(envelope: Envelope): Bytes[] {
  const wire = envelope.wire();
  const start = 6 + envelope.payload.length + 1;
  return envelope.signatures.map((_, n) => wire.slice(start + 96 * n, start + 96 * (n + 1)));
}

test('what is signed is the DSSE PAE, and its hash leaves signatures out', async () => {
  expect(new TextDecoder().decode(both.pae)).toBe(
    'DSSEv1 42 application/vnd.repatria.statement.v1+json 21 {"v":1,"kind":"test"}',
  );
  expect((await sign(STATEMENT, value, [alice])).hash).toBe(both.hash);
  expect((await sign(ENTRY, value, [alice])).hash).not.toBe(both.hash);
});

test('the wire form comes back the same', () => {
  const again = decode(both.wire());
  expect(toHex(again.wire())).toBe(toHex(both.wire()));
  expect(again.hash).toBe(both.hash);
  expect(toHex(wireOf({}))).toBe(toHex(both.wire()));
});

test('a wire form with anything out of place is refused', () => {
  const [first = new Uint8Array(0), second = new Uint8Array(0)] = rawSignatures(both);
  const bad: [Bytes, string][] = [
    [new Uint8Array(0), 'bad_envelope'],
    [wireOf({ head: [2, 1] }), 'bad_envelope'],
    [wireOf({ head: [1, 3] }), 'bad_envelope'],
    [wireOf({ length: 22 }), 'bad_envelope'],
    [wireOf({ length: 0xffffffff }), 'bad_envelope'],
    [wireOf({ count: 1 }), 'bad_envelope'],
    [wireOf({ signatures: [] }), 'bad_envelope'],
    [wireOf({ signatures: Array<Bytes>(17).fill(first) }), 'bad_envelope'],
    [wireOf({ tail: Uint8Array.of(0) }), 'bad_envelope'],
    [wireOf({ signatures: [second, first] }), 'bad_envelope'],
    [wireOf({ signatures: [first, first] }), 'bad_envelope'],
    [wireOf({ payload: utf8('{"v":1, "kind":"test"}') }), 'not_canonical'],
    [wireOf({ payload: utf8('{"v":2,"kind":"test"}') }), 'unknown_version'],
    [wireOf({ payload: utf8('{"v":true}') }), 'unknown_version'],
    [wireOf({ payload: utf8('{}') }), 'unknown_version'],
    [wireOf({ payload: utf8(`{"v":1,"x":"${'y'.repeat(65_525)}"}`) }), 'bad_envelope'],
  ];
  for (const [wire, code] of bad) expect(codeOf(() => decode(wire))).toBe(code);
  for (let cut = 0; cut < both.wire().length; cut++) {
    expect(codeOf(() => decode(both.wire().slice(0, cut)))).not.toBe('accepted');
  }
});

test('a signature holds for its key, its bytes and its payload only', async () => {
  await verify(both, alice.keyid, alice.public);
  const single = await sign(STATEMENT, value, [alice]);
  expect(await codeOfAsync(() => verify(single, bob.keyid, bob.public))).toBe('missing_signature');
  expect(await codeOfAsync(() => verify(single, alice.keyid, bob.public))).toBe('bad_signature');
  const wire = single.wire();
  for (const at of [10, wire.length - 1, wire.length - 40]) {
    const changed = wire.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await codeOfAsync(async () => verify(decode(changed), alice.keyid, alice.public))).not.toBe('accepted');
  }
});

test('a fold takes exactly the demanded signatures, each checked before', async () => {
  const fresh = await sign(STATEMENT, value, [alice, bob]);
  const demanded = new Map([[alice.keyid, alice.public], [bob.keyid, bob.public]]);
  expect(codeOf(() => demandSignatures(fresh, demanded))).toBe('bad_signature');
  for (const [keyid, key] of demanded) await verify(fresh, keyid, key);
  demandSignatures(fresh, demanded);
  expect(codeOf(() => demandSignatures(fresh, new Map([[alice.keyid, alice.public]])))).toBe('bad_envelope');
  const single = await sign(STATEMENT, value, [alice]);
  await verify(single, alice.keyid, alice.public);
  expect(codeOf(() => demandSignatures(single, demanded))).toBe('missing_signature');
  expect(codeOf(() => demandSignatures(single, new Map([[alice.keyid, bob.public]])))).toBe('bad_signature');
});
