import { expect, test } from 'vitest';
import { toB64 } from '../../src/protocol/bytes.ts';
import { checkBody } from '../../src/protocol/bodies.ts';
import { type JsonObject } from '../../src/protocol/canonical.ts';
import { type Blob, type Clock } from '../../src/protocol/entries.ts';
import { codeOf } from '../../src/protocol/testing.ts';

const hash = 'ab'.repeat(32);
const other = 'cd'.repeat(32);
const handling = { tlp: 'TLP:GREEN' };
const id = '01'.repeat(16);
const attachment = { id, name: 'a', type: 'b', size: 3, key: toB64(new Uint8Array(32)), sha256: hash, ct_sha256: other, ct_len: 99 };
const blob = { id, sha256: other, len: 99 };
const message = { kind: 'message', subject: '', text: 'x', re: null, attachments: [], language: 'en', handling };
const request = {
  kind: 'request', subject: '', text: '', attachments: [], language: 'en', handling,
  request: {
    type: 'freeze', urgency: 'flash', to: 'ke/office', needed_by: null, offence: '', offence_law: '', stage: '', facts: '', persons: [], assets: [], measure: '',
    formal_by: 1, purpose: '', contact: { name: '', phone: '', languages: '' }, order: '', authority: '', third_parties: '',
  },
};
const acknowledgement = { kind: 'acknowledgement', re: hash, text: '', reference: '' };
const opening: Clock = { act: 'open', urgency: 'flash', to: 'ke/office' };
const check = (body: JsonObject, clock: Clock | null = null, blobs: Blob[] = []) => codeOf(() => checkBody(body, { clock, blobs }));

test('bodies of each kind are taken with the clock that goes with them', () => {
  const known: [JsonObject, Clock | null][] = [
    [message, null], [request, opening], [acknowledgement, { act: 'acknowledge', of: hash }],
    [{ kind: 'answer', re: hash, outcome: 'frozen', reason: '', text: '', attachments: [], measure: null, handling }, { act: 'answer', of: hash }],
    [{ kind: 'close', re: hash, outcome: 'x', text: '', handling }, { act: 'close', of: hash }],
    [{ kind: 'receipt', what: 'read', of: [hash] }, null],
    [{ kind: 'tick', action: 'a', state: 'done', note: '', owner: '', attachments: [] }, null],
    [{ kind: 'note', text: '', attachments: [], handling }, null], [{ kind: 'handling', of: hash, tlp: 'TLP:RED', handling }, null],
  ];
  for (const [body, clock] of known) expect([body['kind'], check(body, clock)]).toEqual([body['kind'], 'accepted']);
  expect(checkBody({ kind: 'made-later', x: 1 }, { clock: null, blobs: [] })).toBeUndefined();
});

test('a body that says another thing than its entry is refused', () => {
  expect(check(message, opening)).toBe('bad_clock');
  expect(check(request)).toBe('bad_clock');
  expect(check(request, { ...opening, urgency: 'urgent' })).toBe('bad_clock');
  expect(check(request, { ...opening, to: 'fr/office' })).toBe('bad_clock');
  expect(check(acknowledgement, { act: 'acknowledge', of: other })).toBe('bad_clock');
  expect(check(acknowledgement, { act: 'answer', of: hash })).toBe('bad_clock');
  const withFile = { ...message, attachments: [attachment] };
  expect(check(withFile, null, [blob])).toBe('accepted');
  for (const blobs of [[], [blob, blob], [{ ...blob, len: 98 }], [{ ...blob, sha256: hash }], [{ ...blob, id: '02'.repeat(16) }]]) {
    expect(check(withFile, null, blobs)).toBe('blob_mismatch');
  }
  expect(check(acknowledgement, { act: 'acknowledge', of: hash }, [blob])).toBe('blob_mismatch');
});

test('a body with a missing, extra or wrong-typed key is refused', () => {
  const without = Object.fromEntries(Object.entries(message).filter(([key]) => key !== 'language'));
  for (const bad of [without, { ...message, x: 1 }, { ...message, subject: 'x'.repeat(301) }, { ...message, text: 'x'.repeat(100_001) }, { ...message, handling: { tlp: 'TLP:WHITE' } }, { ...message, re: '' }, {}]) {
    expect(check(bad)).toBe('bad_shape');
  }
});
