/** @dates */
import { randomUUID } from 'node:crypto';
import { roles } from '@bookinda/contracts/identity/session';
import {
  cancelPackage,
  changeExpiry,
  extendPackages,
  freezePackage,
  listExtensionResults,
  listExtensions,
  listHistory,
  previewExtension,
  readExtension,
  readPackage,
  takePayment,
  undoExtension,
} from '@bookinda/contracts/packages/routes';
import type { InputOf } from '@bookinda/contracts/route';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../platform/database/database.js';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';
import { turnSome } from './extending.js';
import { RunExtensions } from './run-extensions.js';

describe('extending many packages', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let customer: string;
  const today = '2026-11-22';

  beforeAll(async () => {
    app = await testApp();
    app.clock.moveTo('2026-11-21T23:30:00Z');
  });
  beforeEach(async () => {
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    customer = await givenCustomer(app, salon, 'Éva');
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  const given = (expiresOn: string | null, more = {}) => givenPackage(app, salon, customer, { expiresOn, ...more });
  const extend = (input: Partial<InputOf<typeof extendPackages>>) =>
    app.call(extendPackages, manager.as, { reason: ' closed ', ...input } as InputOf<typeof extendPackages>);
  const run = (id: string) => app.get(RunExtensions).run(salon.id, id);
  const preview = async (input: InputOf<typeof previewExtension>) =>
    (await app.call(previewExtension, manager.as, input)).body;
  const expiryOf = async (id: string) => (await app.call(readPackage, manager.as, undefined, { id })).body.expiresOn;
  const read = async (id: string) => (await app.call(readExtension, manager.as, undefined, { id })).body;

  /** One of each kind. */
  async function shelf() {
    const sold = {
      soon: await given('2026-12-01'),
      late: await given('2027-06-01'),
      yesterday: await given('2026-11-21'),
      longAgo: await given('2026-02-01'),
      forEver: await given(null),
      usedUp: await given('2026-12-01', { services: [{ total: 1, used: 1 }] }),
      frozen: await given('2026-12-01'),
      cancelled: await given('2026-12-01'),
    };
    await app.call(freezePackage, manager.as, { from: '2026-11-25' }, { id: sold.frozen.id });
    await app.call(cancelPackage, manager.as, { reason: 'other' }, { id: sold.cancelled.id });
    return sold;
  }

  it('PK-19 by days: the preview says how many, which, and who is left out why; then each has its entry', async () => {
    const { soon, late, yesterday, longAgo } = await shelf();
    const told = await preview({ days: 14 });
    expect(told.packages).toBe(3);
    expect(told.examples.map((one) => [one.package.id, one.from, one.to, one.customer.name])).toEqual([
      [yesterday.id, '2026-11-21', '2026-12-05', 'Éva'],
      [soon.id, '2026-12-01', '2026-12-15', 'Éva'],
      [late.id, '2027-06-01', '2027-06-15', 'Éva'],
    ]);
    const leftOut = ['cancelled', 'frozen', 'fully-used', 'never-expires', 'still-expired'];
    expect(told.leftOut.map(({ why, packages }) => [why, packages])).toEqual(leftOut.map((why) => [why, 1]));
    expect(told.leftOut.at(-1)?.examples).toMatchObject([{ package: { id: longAgo.id }, customer: { name: 'Éva' } }]);

    const { body, status } = await extend({ days: 14 });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      state: 'running',
      packages: 3,
      waiting: 3,
      extended: 0,
      by: manager.name,
      reason: 'closed',
      days: 14,
      until: null,
    });
    await run(body.id);
    expect(await read(body.id)).toMatchObject({
      state: 'done',
      waiting: 0,
      extended: 3,
      skipped: 0,
      leftOut: leftOut.map((why) => ({ why, packages: 1 })),
    });
    expect(await Promise.all([soon, late, yesterday, longAgo].map(({ id }) => expiryOf(id)))).toEqual([
      '2026-12-15',
      '2027-06-15',
      '2026-12-05',
      '2026-02-01',
    ]);
    const { items } = (await app.call(listHistory, manager.as, {}, { id: soon.id })).body;
    expect(items.at(-1)).toMatchObject({
      kind: 'expiry-changed',
      change: { from: '2026-12-01', to: '2026-12-15' },
      reason: 'closed',
      actor: manager.name,
    });
    expect(
      await app.db.query(`SELECT data FROM event WHERE package_id = $1 AND kind = 'expiry-changed'`, [soon.id]),
    ).toMatchObject([{ data: { batch: body.id, change: { from: '2026-12-01', to: '2026-12-15' } } }]);
  });

  it('PK-19 to a day: never shortens, and brings expired ones back only when they are asked for', async () => {
    const { soon, late, longAgo } = await shelf();
    const { packages, leftOut } = await preview({ until: '2027-01-31' });
    expect([packages, leftOut.find(({ why }) => why === 'later-already')?.packages]).toEqual([1, 1]);
    expect(leftOut.find(({ why }) => why === 'expired')?.packages).toBe(2);
    await run((await extend({ until: '2027-01-31' })).body.id);
    expect(await Promise.all([soon, late, longAgo].map(({ id }) => expiryOf(id)))).toEqual([
      '2027-01-31',
      '2027-06-01',
      '2026-02-01',
    ]);
    const restored = (await extend({ until: '2027-01-31', status: 'expired' })).body;
    expect(restored.packages).toBe(2);
    await run(restored.id);
    expect(await expiryOf(longAgo.id)).toBe('2027-01-31');
  });

  it('PK-19 the filters choose, all that pass and not a page; the list of results pages through them', async () => {
    const sold = await Promise.all(Array.from({ length: 120 }, () => given('2026-12-24')));
    const other = await given('2027-03-01');
    const filter = { expiresFrom: '2026-12-01', expiresTo: '2026-12-31' };
    const { body } = await extend({ ...filter, days: 7 });
    expect(body.packages).toBe(120);
    await run(body.id);
    expect(await expiryOf(other.id)).toBe('2027-03-01');
    const first = (await app.call(listExtensionResults, manager.as, { limit: 100, state: 'extended' }, { id: body.id }))
      .body;
    const rest = (await app.call(listExtensionResults, manager.as, { limit: 100, after: first.next! }, { id: body.id }))
      .body;
    const results = [...first.items, ...rest.items];
    expect(new Set(results.map((one) => one.package.id))).toEqual(new Set(sold.map(({ id }) => id)));
    expect(results[0]).toMatchObject({
      state: 'extended',
      why: null,
      from: '2026-12-24',
      to: '2026-12-31',
      customer: { id: customer },
    });
  });

  it('PK-19 killed half-way, and run twice at once: each package is extended once', async () => {
    const sold = await Promise.all(Array.from({ length: 30 }, () => given('2026-12-01')));
    const { id } = (await extend({ days: 1 })).body;
    const some = (db: Database) =>
      db.write({ tenantId: salon.id }, (tx) =>
        turnSome(tx, { tenantId: salon.id }, id, 'extend', { today, atOnce: 7 }),
      );
    const db = app.get(Database);
    expect(await some(db)).toBe(7);
    await expect(
      db.write({ tenantId: salon.id }, async (tx) => {
        await turnSome(tx, { tenantId: salon.id }, id, 'extend', { today, atOnce: 7 });
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect(await read(id)).toMatchObject({ state: 'running', waiting: 23, extended: 7 });
    await Promise.all([run(id), some(db), run(id)]);
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'done', extended: 30 });
    const changes = await app.db.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM package_change WHERE package_id = ANY ($1) GROUP BY package_id',
      [sold.map((one) => one.id)],
    );
    expect(changes).toEqual(Array.from({ length: 30 }, () => ({ n: 1 })));
  });

  it('PK-19 what changed before its turn is skipped and says why', async () => {
    const [stays, goes] = [await given('2026-12-01'), await given('2026-12-01')];
    const { id } = (await extend({ days: 3 })).body;
    await app.call(cancelPackage, manager.as, { reason: 'other' }, { id: goes.id });
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'done', extended: 1, skipped: 1 });
    const { items } = (await app.call(listExtensionResults, manager.as, { state: 'skipped' }, { id })).body;
    expect(items).toMatchObject([{ package: { id: goes.id }, why: 'cancelled', from: null, to: null }]);
    expect(await expiryOf(stays.id)).toBe('2026-12-04');
  });

  it('PK-19 undone: those that changed since keep what they have, the others get their day back; once', async () => {
    const [plain, moved, paid] = [await given('2026-12-01'), await given('2026-12-01'), await given('2026-12-01')];
    const { id } = (await extend({ days: 10 })).body;
    expect((await app.call(undoExtension, manager.as, undefined, { id })).problem.code).toBe('in-progress');
    await run(id);
    await app.call(changeExpiry, manager.as, { expiresOn: '2027-07-07' }, { id: moved.id });
    await app.call(takePayment, manager.as, { rest: true, method: 'cash' }, { id: paid.id });
    const undoing = await app.call(undoExtension, manager.as, undefined, { id });
    expect([undoing.status, undoing.body.state]).toEqual([202, 'undoing']);
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'undone', undone: 1, kept: 2, extended: 0 });
    expect(await Promise.all([plain, moved, paid].map((one) => expiryOf(one.id)))).toEqual([
      '2026-12-01',
      '2027-07-07',
      '2026-12-11',
    ]);
    const { items } = (await app.call(listExtensionResults, manager.as, { state: 'kept' }, { id })).body;
    expect(items.map(({ why }) => why)).toEqual(['changed', 'changed']);
    expect((await app.call(undoExtension, manager.as, undefined, { id })).body.state).toBe('undone');
    await run(id);
    expect((await app.call(listHistory, manager.as, {}, { id: plain.id })).body.items.map(({ kind }) => kind)).toEqual([
      'sold',
      'expiry-changed',
      'expiry-changed',
    ]);
    expect((await app.call(listExtensions, manager.as, {})).body.items).toMatchObject([{ id, state: 'undone' }]);
  });

  it('PK-19 a wake-up that was lost is made up for', async () => {
    await given('2026-12-01');
    const { id } = (await extend({ days: 3 })).body;
    await app.db.query('DELETE FROM graphile_worker._private_jobs');
    await app.get(RunExtensions).resume();
    const jobs = await app.db.query('SELECT key FROM graphile_worker._private_jobs WHERE key = $1', [
      `run-extension:${id}`,
    ]);
    expect(jobs).toHaveLength(1);
  });

  it('PK-19 neither or both measures, a day that is over, no reason, nothing to extend: refused; a key extends once', async () => {
    await given('2026-12-01');
    const fields: [object, string][] = [
      [{}, 'days'],
      [{ days: 3, until: '2027-01-01' }, 'days'],
      [{ days: 0 }, 'days'],
      [{ days: 3_661 }, 'days'],
      [{ days: '1e3' }, 'days'],
      [{ until: '2026-11-21' }, 'until'],
      [{ until: '2026-02-30' }, 'until'],
      [{ days: 3, reason: '  ' }, 'reason'],
    ];
    for (const [input, path] of fields)
      expect((await extend(input)).problem).toMatchObject({ code: 'invalid-input', errors: [{ path }] });
    expect((await extend({ days: 3, q: 'nobody' })).problem.code).toBe('nothing-left');
    expect((await extend({ days: 3, q: '!!' })).problem.code).toBe('nothing-left');
    const key = { 'idempotency-key': randomUUID() };
    const input = { days: 3, reason: 'closed' };
    const [one, two] = [
      await app.call(extendPackages, manager.as, input, {}, key),
      await app.call(extendPackages, manager.as, input, {}, key),
    ];
    expect(two.body).toEqual(one.body);
    expect((await app.call(listExtensions, manager.as, {})).body.items).toHaveLength(1);
  });

  it('PK-20 owners and managers extend many; nobody else does, and another salon’s batch is none', async () => {
    await given('2026-12-01');
    const { id } = (await extend({ days: 1 })).body;
    for (const role of roles) {
      const { as } = await givenMember(app, salon, role);
      const allowed = role === 'OWNER' || role === 'MANAGER';
      const statuses = [
        (await app.call(previewExtension, as, { days: 1 })).status,
        (await app.call(extendPackages, as, { days: 1, reason: 'x' })).status,
        (await app.call(readExtension, as, undefined, { id })).status,
        (await app.call(listExtensions, as, {})).status,
        (await app.call(listExtensionResults, as, {}, { id })).status,
      ];
      expect({ role, statuses }).toEqual({
        role,
        statuses: allowed ? [200, 202, 200, 200, 200] : [403, 403, 403, 403, 403],
      });
      if (!allowed) expect((await app.call(undoExtension, as, undefined, { id })).status).toBe(403);
    }
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    for (const route of [readExtension, undoExtension, listExtensionResults])
      expect((await app.call(route, stranger.as, undefined, { id })).status).toBe(404);
  });
});
