import { packageStatuses } from '@bookinda/contracts/packages/package-status';
import { paymentBadges } from '@bookinda/contracts/packages/payment-badge';
import { listPackages } from '@bookinda/contracts/packages/routes';
import { listTickets } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '../../platform/database/database.js';
import { keptVariants } from '../../platform/database/scoped-query.js';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenMember, givenMember, givenTenant } from '../../test/given.js';

let app: TestApp;
let owner: GivenMember;
beforeAll(async () => {
  app = await testApp({ POOL_SIZE: '1' });
  owner = await givenMember(app, await givenTenant(app), 'OWNER');
});
afterAll(() => app.stop());

interface Prepared {
  name: string;
  since: string;
}

/** What the pool's only connection holds. */
function prepared(): Promise<Prepared[]> {
  return app
    .get(Database)
    .lookUp<Prepared>(
      { name: 'prepared', text: 'SELECT name, prepare_time::text AS since FROM pg_prepared_statements' },
      [],
    );
}

it('keeps a bounded number of statements prepared, however many combinations of filters are asked for', async () => {
  const hot = async () => expect((await app.call(listPackages, owner.as, {})).status).toBe(200);
  await hot();
  const before = await prepared();
  const hotStatement = before.find(({ name }) => name.startsWith('list-packages:'));
  expect(hotStatement).toBeDefined();
  let combinations = 0;
  for (const status of [undefined, ...packageStatuses])
    for (const payment of [undefined, ...paymentBadges])
      for (const q of [undefined, 'anna'])
        for (const expiresTo of [undefined, '2027-01-31']) {
          const answer = await app.call(listPackages, owner.as, { status, payment, q, expiresTo });
          expect(answer.status).toBe(200);
          combinations += 1;
          await hot();
        }
  for (const tab of ['open', 'closed'] as const)
    for (const q of [undefined, 'anna', '17'])
      for (const assignee of [undefined, 'me', 'nobody']) {
        expect((await app.call(listTickets, owner.as, { tab, q, assignee })).status).toBe(200);
        combinations += 1;
      }
  expect(combinations).toBeGreaterThan(2 * keptVariants);
  const after = await prepared();
  expect(after.filter(({ name }) => /^list-(packages|tickets):/.test(name)).length).toBeLessThanOrEqual(keptVariants);
  expect(after.length).toBeLessThanOrEqual(before.length + keptVariants + 5);
  // The one in constant use was never prepared anew.
  expect(after).toContainEqual(hotStatement);
  // One that was closed is prepared again when it is asked for.
  expect((await app.call(listPackages, owner.as, { q: 'anna', expiresTo: '2027-01-31' })).status).toBe(200);
});
