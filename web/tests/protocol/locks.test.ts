import { argon2id as hashWasmArgon2id } from 'hash-wasm';
import { expect, test } from 'vitest';
import { toB64, toHex, utf8 } from '../../src/protocol/bytes.ts';
import { type JsonObject } from '../../src/protocol/canonical.ts';
import { officerKeys } from '../../src/protocol/keys.ts';
import { kitCode, kitQr, makePasskeyLock, makePassphraseLock, passkeyUnlock } from '../../src/protocol/lock-making.ts';
import { type Argon2id, derive, KDF_FLOOR, openLock, parseKit, readKdf, stretch } from '../../src/protocol/locks.ts';
import { codeOf, codeOfAsync, seededBytes } from '../../src/protocol/testing.ts';
import { deviceKey, localKey, openDraft, openVault, sealDraft, sealVault, type Vault } from '../../src/protocol/vault.ts';

const random = seededBytes('locks');
const login = 'alice.martin';
const seeds = { sign: random(32), kem: random(32) };
const { keyset } = await officerKeys(seeds);
const { keyid } = keyset;
const kit = random(16);
const kdf = { ...KDF_FLOOR, salt: random(16) };

const argon2id: Argon2id = async (password, salt, { m, t, p }) =>
  new Uint8Array(await hashWasmArgon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary' }));

test('a kit code is read back however it is typed, and a mistyped one is not', () => {
  const code = kitCode(kit);
  expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(kitQr(login, kit)).toBe(`repatria:kit:1:${login}:${code}`);
  const typed = [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('0', 'o').replaceAll('1', 'l'), code.replaceAll('1', 'I').replaceAll('-', '')];
  for (const text of typed) expect(toHex(parseKit(text))).toBe(toHex(kit));
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '-') continue;
    const wrong = code.slice(0, at) + (code[at] === '7' ? '8' : '7') + code.slice(at + 1);
    expect(codeOf(() => parseKit(wrong))).toBe('bad_kit');
  }
  for (const text of ['', code.slice(1), `${code}0`, code.replace(/.$/, 'U'), code.replace(/.$/, 'ı')]) expect(codeOf(() => parseKit(text))).toBe('bad_kit');
});

test('a weaker or absurd offer of Argon2id is refused', () => {
  const offer = { alg: 'argon2id', m: 131_072, t: 3, p: 1, salt: toB64(kdf.salt) };
  expect(readKdf(offer)).toEqual({ m: 131_072, t: 3, p: 1, salt: kdf.salt });
  for (const change of [{ m: 131_071 }, { t: 2 }, { p: 0 }, { m: 1_048_577 }, { t: 11 }, { p: 5 }]) {
    expect(codeOf(() => readKdf({ ...offer, ...change }))).toBe('kdf_downgrade');
  }
  for (const change of [{ alg: 'pbkdf2' }, { salt: '' }, { x: 1 }]) expect(codeOf(() => readKdf({ ...offer, ...change }))).toBe('bad_shape');
});

test('passphrase and kit open the lock; either alone, or another login, does not', async () => {
  const stretched = await stretch('correct horse battery staple', kdf, argon2id);
  expect(stretched).toHaveLength(32);
  const { auth, unlock } = await derive(login, stretched, kit);
  expect(toHex(auth)).not.toBe(toHex(unlock));
  const lock = await makePassphraseLock({ login, keyid, kdf, unlock, seeds, salt: random(24) });
  expect(await openLock(lock, unlock, login)).toEqual(seeds);
  const otherKit = (await derive(login, stretched, random(16))).unlock;
  const otherLogin = (await derive('bob', stretched, kit)).unlock;
  for (const wrong of [otherKit, otherLogin, auth]) expect(await codeOfAsync(() => openLock(lock, wrong, login))).toBe('cannot_open');
  expect(await codeOfAsync(() => openLock(lock, unlock, 'bob'))).toBe('wrong_seeds');
  expect(await codeOfAsync(() => openLock({ ...lock, login: 'bob' }, unlock, 'bob'))).toBe('cannot_open');
  expect(await codeOfAsync(() => openLock({ ...lock, type: 'passkey' }, unlock, login))).toBe('bad_shape');
  expect(await codeOfAsync(() => openLock({ ...lock, x: 1 }, unlock, login))).toBe('bad_shape');
  const composed = await stretch('caf\u00e9', kdf, (bytes) => Promise.resolve(bytes));
  expect(composed).toEqual(await stretch('cafe\u0301', kdf, (bytes) => Promise.resolve(bytes)));
  for (const bad of ['', 'x'.repeat(1025), '\ud800']) expect(await codeOfAsync(() => stretch(bad, kdf, argon2id))).toBe('bad_passphrase');
});

test("another officer's record never opens, even under the right key", async () => {
  const unlock = random(32);
  const lock: JsonObject = await makePassphraseLock({ login, keyid: 'ab'.repeat(32), kdf, unlock, seeds, salt: random(24) });
  expect(await codeOfAsync(() => openLock(lock, unlock, login))).toBe('wrong_seeds');
});

test('a passkey opens its own lock', async () => {
  const unlock = await passkeyUnlock(login, random(32));
  const lock = await makePasskeyLock({ login, keyid, credential: random(20), unlock, seeds, salt: random(24) });
  expect(await openLock(lock, unlock, login)).toEqual(seeds);
  expect(await codeOfAsync(() => passkeyUnlock('Not A Login', random(32)))).toBe('bad_shape');
});

test('a vault opens for its owner at its version, and an older one is noticed', async () => {
  const owner = { keyid, kemSeed: seeds.kem };
  const vault: Vault = { v: 1, kind: 'vault', version: 4, pin: { size: 3, root: 'ab'.repeat(32) }, rooms: [], settings: { theme: 'dark' } };
  const sealed = await sealVault(owner, vault, random(24));
  expect(await openVault(owner, 4, 4, sealed)).toEqual(vault);
  expect(await codeOfAsync(() => openVault(owner, 4, 5, sealed))).toBe('rolled_back');
  expect(await codeOfAsync(() => openVault(owner, 5, 4, sealed))).toBe('cannot_open');
  expect(await codeOfAsync(() => openVault({ ...owner, kemSeed: random(32) }, 4, 4, sealed))).toBe('cannot_open');
});

test('drafts open in their place only, and device keys need both halves', async () => {
  const owner = { keyid, kemSeed: seeds.kem };
  const place = { draft: 'd1', version: 2 };
  const sealed = await sealDraft(owner, place, { text: 'x' }, random(32), random(24));
  expect(await openDraft(owner, place, sealed)).toEqual({ text: 'x' });
  expect(await codeOfAsync(() => openDraft(owner, { ...place, version: 1 }, sealed))).toBe('cannot_open');
  const [d, r] = [random(32), random(32)];
  expect(await deviceKey(d, r, login)).not.toEqual(await deviceKey(d, random(32), login));
  expect(await localKey(d, seeds.kem, login)).not.toEqual(await localKey(random(32), seeds.kem, login));
  expect(utf8(login)).toHaveLength(12);
});
