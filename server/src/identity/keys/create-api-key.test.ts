import { createApiKey, listApiKeys, listMembers, revokeApiKey } from '@bookinda/contracts/identity/routes';
import type { ApiScope } from '@bookinda/contracts/identity/session';
import { readDesk } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenMember, type GivenTenant, givenMember, givenTenant } from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;

beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
  owner = await givenMember(app, salon, 'OWNER');
});
afterAll(() => app.stop());

async function givenKey(scopes: ApiScope[]) {
  const { body } = await app.call(createApiKey, owner.as, { name: 'Booking system', scopes });
  return { ...body, as: { authorization: `Bearer ${body.secret}` } };
}

it('shows the secret once and stores only its hash', async () => {
  const { secret, id, hint } = await givenKey(['tickets:read', 'tickets:read']);
  expect(secret).toMatch(/^sk_[\w-]{43}$/);
  expect(hint).toBe(`${secret.slice(0, 7)}…`);
  const listed = (await app.call(listApiKeys, owner.as)).body.items.find((key) => key.id === id);
  expect(listed).toMatchObject({ name: 'Booking system', scopes: ['tickets:read'], lastUsedAt: null, revokedAt: null });
  expect(JSON.stringify(listed)).not.toContain(secret);
  const rows = await app.db.query<{ row: string }>(
    'SELECT k::text AS row FROM api_key k UNION ALL SELECT e::text FROM event e UNION ALL SELECT i::text FROM idempotency i',
  );
  expect(rows.some(({ row }) => row.includes(secret))).toBe(false);
});

it('lets a key do what its scopes say and nothing of a person', async () => {
  const [reader, packages] = [
    await givenKey(['tickets:read']),
    await givenKey(['packages:read', 'packages:write', 'customers:read']),
  ];
  expect((await app.call(readDesk, reader.as)).status).toBe(200);
  expect((await app.call(readDesk, packages.as)).problem.code).toBe('not-allowed');
  expect((await app.call(listMembers, reader.as)).problem.code).toBe('not-allowed');
  expect((await app.call(createApiKey, reader.as, { name: 'More', scopes: ['packages:write'] })).problem.code).toBe(
    'not-allowed',
  );
});

it('notes when a key was used at most hourly', async () => {
  const { id, as } = await givenKey(['tickets:read']);
  const used = async () =>
    (await app.db.query<{ at: Date | null }>('SELECT last_used_at AS at FROM api_key WHERE id = $1', [id]))[0]?.at ??
    null;
  await app.call(readDesk, as);
  for (let n = 0; n < 50 && !(await used()); n++) await new Promise((done) => setTimeout(done, 20));
  const first = await used();
  expect(first).not.toBeNull();
  await app.call(readDesk, as);
  await new Promise((done) => setTimeout(done, 100));
  expect(await used()).toEqual(first);
});

it('ends a revoked key at once', async () => {
  const { id, as } = await givenKey(['tickets:read']);
  expect((await app.call(readDesk, as)).status).toBe(200);
  expect((await app.call(revokeApiKey, owner.as, undefined, { id })).status).toBe(204);
  expect((await app.call(readDesk, as)).problem.code).toBe('key-unknown');
  expect((await app.call(revokeApiKey, owner.as, undefined, { id })).status).toBe(204);
});

it('answers a key of another tenant as one that does not exist', async () => {
  const { id, as } = await givenKey(['tickets:read']);
  const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
  expect((await app.call(revokeApiKey, stranger.as, undefined, { id })).status).toBe(404);
  expect((await app.call(listApiKeys, stranger.as)).body.items).toEqual([]);
  expect((await app.call(readDesk, as)).status).toBe(200);
});

it('refuses a scope that does not exist, and none at all', async () => {
  for (const scopes of [['everything'], []]) {
    expect((await app.call(createApiKey, owner.as, { name: 'X', scopes: scopes as [] })).problem).toMatchObject({
      code: 'invalid-input',
      errors: [{ path: 'scopes' }],
    });
  }
});
