import { expect, it } from '@jest/globals';
import { sealed, unsealed } from './sealing.js';

const root = 'a secret for tests, long enough to pass';

it('opens again only under the same root, purpose and owner, and untouched', () => {
  const bytes = sealed(root, 'totp', 'person-a', 'JBSWY3DPEHPK3PXP');
  expect(bytes.includes('JBSWY3DPEHPK3PXP')).toBe(false);
  expect(unsealed(root, 'totp', 'person-a', bytes)).toBe('JBSWY3DPEHPK3PXP');
  expect(unsealed(`${root}!`, 'totp', 'person-a', bytes)).toBeUndefined();
  expect(unsealed(root, 'other', 'person-a', bytes)).toBeUndefined();
  expect(unsealed(root, 'totp', 'person-b', bytes)).toBeUndefined();
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unsealed(root, 'totp', 'person-a', changed)).toBeUndefined();
  }
  expect(unsealed(root, 'totp', 'person-a', bytes.subarray(0, 20))).toBeUndefined();
});

it('never closes the same text twice alike', () => {
  expect(sealed(root, 'totp', 'a', 'text').equals(sealed(root, 'totp', 'a', 'text'))).toBe(false);
});
