import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenTenant, givenMember, givenTenant } from '../../test/given.js';
import { PurgeRows } from './purge-rows.js';

let app: TestApp;
let tenants: GivenTenant[];
beforeAll(async () => {
  app = await testApp();
  tenants = [await givenTenant(app), await givenTenant(app)];
});
afterAll(() => app.stop());

const count = async (table: string) =>
  Number((await app.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);

it('forgets what nobody can use any more, at every tenant, and keeps the rest', async () => {
  for (const { id } of tenants) {
    for (const age of ['47 hours', '49 hours']) {
      await app.db.query(
        `INSERT INTO idempotency (tenant_id, key, fingerprint, status, answer, created_at) VALUES ($1, $2::text, '', 200, '{}', now() - $2::text::interval)`,
        [id, age],
      );
      await app.db.query(
        'INSERT INTO spent_proof (tenant_id, salt, spent_at) VALUES ($1, $2::text, now() - $2::text::interval)',
        [id, age],
      );
    }
  }
  const ended = await givenMember(app, tenants[0]!, 'OWNER');
  await givenMember(app, tenants[0]!, 'OWNER');
  await app.db.query(`UPDATE auth.session SET expires_at = now() - interval '1 second' WHERE person_id = $1`, [
    ended.id,
  ]);
  await app.db.query(
    `INSERT INTO auth.link (token_hash, purpose, person_id, expires_at) VALUES ('\\x01', 'reset-password', $1, now() - interval '8 days'), ('\\x02', 'reset-password', $1, now())`,
    [ended.id],
  );
  await app.get(PurgeRows).purge();
  expect(await Promise.all(['idempotency', 'spent_proof', 'auth.session', 'auth.link'].map(count))).toEqual([
    2, 2, 1, 1,
  ]);
});
