import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { KeyRing } from './key-ring.js';

const first = 'a secret for tests, long enough to pass';
const second = 'another secret for tests, as long as that';
const before = new KeyRing(first);
const after = new KeyRing(second, [first]);
const without = new KeyRing(second);

describe('seals', () => {
  it('open again only under the same secret, purpose and owner, and untouched', () => {
    const bytes = before.seal('authenticator', 'person-a', 'JBSWY3DPEHPK3PXP');
    expect(bytes.includes('JBSWY3DPEHPK3PXP')).toBe(false);
    expect(before.open('authenticator', 'person-a', bytes)).toBe('JBSWY3DPEHPK3PXP');
    expect(without.open('authenticator', 'person-a', bytes)).toBeUndefined();
    expect(before.open('mail-links', 'person-a', bytes)).toBeUndefined();
    expect(before.open('authenticator', 'person-b', bytes)).toBeUndefined();
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(after.open('authenticator', 'person-a', changed)).toBeUndefined();
    }
    for (let length = 0; length < bytes.length; length++)
      expect(after.open('authenticator', 'person-a', bytes.subarray(0, length))).toBeUndefined();
  });

  it('are never twice alike', () => {
    expect(before.seal('authenticator', 'a', 'text').equals(before.seal('authenticator', 'a', 'text'))).toBe(false);
  });

  it('name their key, open while it is a former one, and are made anew under the current one', () => {
    const old = before.seal('authenticator', 'a', 'text');
    expect(after.open('authenticator', 'a', old)).toBe('text');
    expect([before.isCurrent(old), after.isCurrent(old)]).toEqual([true, false]);
    const anew = after.seal('authenticator', 'a', 'text');
    expect(without.open('authenticator', 'a', anew)).toBe('text');
    expect(without.isCurrent(anew)).toBe(true);
    expect(anew.subarray(1, 5).toString('hex')).toBe(after.ids[0]);
  });

  it('made before there was a ring still open, and count as to be sealed anew', () => {
    const nonce = randomBytes(12);
    const key = Buffer.from(hkdfSync('sha256', first, 'bookinda-desk', 'authenticator', 32));
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from('person-a'));
    const closed = Buffer.concat([cipher.update('JBSWY3DPEHPK3PXP', 'utf8'), cipher.final()]);
    const bytes = Buffer.concat([nonce, cipher.getAuthTag(), closed]);
    for (const ring of [before, after]) expect(ring.open('authenticator', 'person-a', bytes)).toBe('JBSWY3DPEHPK3PXP');
    expect(before.open('authenticator', 'person-b', bytes)).toBeUndefined();
    expect(without.open('authenticator', 'person-a', bytes)).toBeUndefined();
    expect(before.isCurrent(bytes)).toBe(false);
  });
});

describe('marks', () => {
  it('hold under the current and the former secrets, for their purpose and words alone', () => {
    const mark = before.mark('ticket-link', 'words', 24);
    for (const ring of [before, after]) expect(ring.holds('ticket-link', 'words', mark, 24)).toBe(true);
    expect(without.holds('ticket-link', 'words', mark, 24)).toBe(false);
    expect(before.holds('unsubscribe', 'words', mark, 24)).toBe(false);
    expect(before.holds('ticket-link', 'word', mark, 24)).toBe(false);
    expect(before.holds('ticket-link', 'words', mark.subarray(0, 23), 24)).toBe(false);
    expect(before.holds('ticket-link', 'words', Buffer.alloc(0), 24)).toBe(false);
  });

  it('are made under the current secret', () => {
    expect(without.holds('csrf', 'words', after.mark('csrf', 'words'))).toBe(true);
    expect(before.holds('csrf', 'words', after.mark('csrf', 'words'))).toBe(false);
  });

  it('made before there was a ring still hold, for their purpose alone', () => {
    const mark = createHmac('sha256', first).update('ticket-pass').update('words').digest().subarray(0, 24);
    for (const ring of [before, after]) expect(ring.holds('ticket-link', 'words', mark, 24)).toBe(true);
    expect(before.holds('package-check', 'words', mark, 24)).toBe(false);
    expect(without.holds('ticket-link', 'words', mark, 24)).toBe(false);
  });
});

it('a ring tells ids and nothing else about its secrets, the same on every instance', () => {
  expect(after.ids).toEqual([...without.ids, ...before.ids]);
  expect(new KeyRing(second, [first, second, first]).ids).toEqual(after.ids);
  for (const id of after.ids) expect(id).toMatch(/^[0-9a-f]{8}$/);
  expect(inspect(after, { depth: 9, showHidden: true }) + JSON.stringify(after)).not.toContain('secret for tests');
});
