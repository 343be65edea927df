import { argon2Sync } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { hashPassword, isOutdated, isPassword } from './passwords.js';

it('recognises its own hashes and no other password', async () => {
  const phc = await hashPassword('correct horse battery');
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await isPassword('correct horse battery', phc)).toBe(true);
  expect(await isPassword('correct horse batterx', phc)).toBe(false);
  expect(await hashPassword('correct horse battery')).not.toBe(phc);
});

it('takes the same letters from every keyboard', async () => {
  const phc = await hashPassword('jelszó árvíztűrő'.normalize('NFC'));
  expect(await isPassword('jelszó árvíztűrő'.normalize('NFD'), phc)).toBe(true);
});

it('recognises nobody without a hash, with a broken one, or with the bytes of the stand-in', async () => {
  for (const phc of [
    null,
    undefined,
    '',
    'plain text',
    '$2b$10$abcdefghijklmnopqrstuv',
    '$argon2id$v=19$m=19456,t=2,p=1$$',
  ]) {
    expect([phc, await isPassword('', phc)]).toEqual([phc, false]);
  }
});

it('calls a hash outdated that took less work, not one that took more', async () => {
  const made = (m: number, t: number) => {
    const nonce = Buffer.alloc(16, 1);
    const hash = argon2Sync('argon2id', { message: 'x', nonce, memory: m, passes: t, parallelism: 1, tagLength: 32 });
    return `$argon2id$v=19$m=${m},t=${t},p=1$${[nonce, hash].map((bytes) => bytes.toString('base64').replaceAll('=', '')).join('$')}`;
  };
  expect(isOutdated(await hashPassword('x'))).toBe(false);
  expect(isOutdated(made(19_455, 2))).toBe(true);
  expect(isOutdated(made(19_456, 1))).toBe(true);
  expect(isOutdated(made(20_000, 3))).toBe(false);
  expect(await isPassword('x', made(64, 1))).toBe(true);
});
