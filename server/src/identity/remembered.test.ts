import { countTickets, fileTicket, listTickets } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../test/app.js';
import { type GivenTenant, givenApiKey, givenMember, givenTenant } from '../test/given.js';

const words = { type: 'OTHER', subject: 'A question', description: 'Which of the two?', name: 'Anna' };

describe('a remembered caller', () => {
  let first: TestApp;
  let second: TestApp;
  let tenant: GivenTenant;

  beforeAll(async () => {
    first = await testApp();
    second = await testApp({}, first.db);
    tenant = await givenTenant(first);
  });
  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  /** Both instances know the owner of a session by heart. */
  async function givenKnownOwner() {
    const owner = await givenMember(first, tenant, 'OWNER');
    for (const app of [first, second, first, second]) expect((await app.call(listTickets, owner.as)).status).toBe(200);
    return owner;
  }
  const tickets = async () => (await first.db.query('SELECT FROM ticket WHERE tenant_id = $1', [tenant.id])).length;

  it('is let in by what the database says now: a session that was ended elsewhere ends here at once, for writing too', async () => {
    const owner = await givenKnownOwner();
    const before = await tickets();
    await first.db.query('DELETE FROM auth.session WHERE person_id = $1', [owner.id]);
    for (const app of [first, second]) {
      expect((await app.call(fileTicket, owner.as, words)).problem).toMatchObject({
        status: 401,
        code: 'sign-in-required',
      });
      expect((await app.call(listTickets, owner.as)).problem).toMatchObject({ status: 401, code: 'sign-in-required' });
      expect((await app.call(countTickets, owner.as)).problem).toMatchObject({ status: 401, code: 'sign-in-required' });
    }
    expect(await tickets()).toBe(before);
    expect(await first.db.query('SELECT FROM idempotency WHERE tenant_id = $1', [tenant.id])).toEqual([]);
  });

  it.each([
    ['whose session expired', "UPDATE auth.session SET expires_at = now() - interval '1 second' WHERE person_id = $1"],
    ['whose membership ended', "UPDATE auth.membership SET state = 'ended' WHERE person_id = $1"],
  ])('%s is asked to sign in', async (_, change) => {
    const owner = await givenKnownOwner();
    await first.db.query(change, [owner.id]);
    for (const app of [first, second])
      expect((await app.call(listTickets, owner.as)).problem).toMatchObject({ status: 401 });
  });

  it('whose role was lowered does nothing more in the old one', async () => {
    const owner = await givenKnownOwner();
    await first.db.query("UPDATE auth.membership SET role = 'STAFF' WHERE person_id = $1", [owner.id]);
    const before = await tickets();
    const [once, again] = [
      await second.call(fileTicket, owner.as, words),
      await second.call(fileTicket, owner.as, words),
    ];
    expect([once.status, once.headers.get('retry-after')]).toEqual([503, '1']);
    expect(again.problem).toMatchObject({ status: 403, code: 'not-allowed' });
    expect(await tickets()).toBe(before);
  });

  it('whose session moved to another tenant sees the other one only', async () => {
    const owner = await givenKnownOwner();
    const other = await givenTenant(first);
    await first.db.query("INSERT INTO auth.membership (tenant_id, person_id, role) VALUES ($1, $2, 'OWNER')", [
      other.id,
      owner.id,
    ]);
    await first.call(fileTicket, owner.as, words);
    await first.db.query('UPDATE auth.session SET tenant_id = $2 WHERE person_id = $1', [owner.id, other.id]);
    expect((await second.call(listTickets, owner.as)).status).toBe(503);
    expect((await second.call(listTickets, owner.as)).body).toEqual({ items: [], next: null });
  });

  it('with a key that was revoked has no key', async () => {
    const as = await givenApiKey(first, tenant, ['tickets:write']);
    for (const app of [first, second, first, second]) expect((await app.call(fileTicket, as, words)).status).toBe(201);
    const before = await tickets();
    await first.db.query('UPDATE api_key SET revoked_at = now() WHERE tenant_id = $1', [tenant.id]);
    for (const app of [first, second])
      expect((await app.call(fileTicket, as, words)).problem).toMatchObject({ status: 401, code: 'key-unknown' });
    expect(await tickets()).toBe(before);
  });
});
