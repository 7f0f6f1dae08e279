// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { suggestLogin } from '../enrol/passphrase';
import { keyName } from '../shell/shortcuts';
import { visibleName } from './names';

it.each([
  ['statement\u202Exslx.exe', 'statement□xslx.exe'], ['a\u0000b', 'a□b'], ['\u2066x\u2069', '□x□'], ['zero\u200bwidth', 'zero□width'], ['كشف حساب.pdf', 'كشف حساب.pdf'],
])('shows the marks that would turn a file name around', (name, shown) => {
  expect(visibleName(name)).toBe(shown);
});

it('suggests a login that the protocol accepts, or none', () => {
  expect(suggestLogin('Élodie Lefèvre', 'FR')).toBe('elodie.lefevre.fr');
  expect(suggestLogin('خالد', 'AE')).toBe('');
});

it('names keys by their place', () => {
  const press = (init: KeyboardEventInit): KeyboardEvent => new KeyboardEvent('keydown', init);
  expect(keyName(press({ code: 'KeyJ', key: 'ت' }), false)).toBe('KeyJ');
  expect(keyName(press({ code: 'KeyK', ctrlKey: true }), true)).toBe('Mod+KeyK');
  expect(keyName(press({ code: 'Slash', shiftKey: true }), false)).toBe('Shift+Slash');
  expect(keyName(press({ code: 'KeyI' }), true)).toBe('g KeyI');
});
