import { expect, test } from 'vitest';
import { isMailAddress } from './mail-address';

test.each(['wanjiku@ara.go.ke', 'w.k+desk@mail.example.org', "o'brien@garda.example", 'émile@exemple.fr'])('takes %s', (address) => {
  expect(isMailAddress(address)).toBe(true);
});

test.each(['', 'wanjiku', 'wanjiku@', '@ara.go.ke', 'wanjiku@ara', 'a b@ara.go.ke', 'a@b@ara.go.ke', 'Wanjiku <w@ara.go.ke>', 'a@ara.go.ke,b@ara.go.ke', 'a@ara.go.'])('refuses %s', (address) => {
  expect(isMailAddress(address)).toBe(false);
});
