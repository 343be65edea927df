import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decide } from '../notifications/decide.js';
import { Database } from '../platform/database/database.js';
import { type TestApp, testApp } from '../test/app.js';
import { packageFindings } from '../test/package-audit.js';
import { loadDemo } from './load-demo.js';

describe('the demo', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
    await loadDemo(app.get(Database), app.clock, app.config);
  });
  afterAll(() => app.stop());

  it('PK-22 its packages stand the audit, the chain of their histories included', async () => {
    expect(await packageFindings(app)).toEqual([]);
    const [counted] = await app.db.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM sold_package) AS sold, (SELECT count(*)::int FROM event WHERE kind = 'package-sold') AS told,
         (SELECT count(*)::int FROM sold_package WHERE cancelled_at IS NOT NULL) AS cancelled,
         (SELECT count(*)::int FROM event WHERE kind = 'package-cancelled') AS ended, (SELECT count(*)::int FROM ledger_entry) AS entries`,
    );
    expect(counted?.['sold']).toBeGreaterThan(0);
    expect(counted?.['told']).toBe(counted?.['sold']);
    expect(counted?.['ended']).toBe(counted?.['cancelled']);
    expect(counted?.['entries']).toBeGreaterThan(0);
  });

  it('PK-17 nobody gets a mail about a sale of the demo', async () => {
    const events = await app.db.query<{ id: string; tenant_id: string }>(
      'SELECT id, tenant_id FROM event WHERE package_id IS NOT NULL',
    );
    for (const { id, tenant_id } of events) await app.get(Decide).decide({ tenantId: tenant_id, events: [id] });
    expect(await app.db.query(`SELECT message FROM mail WHERE message LIKE 'package-%'`)).toEqual([]);
  });

  it('PK-21 a disputed redemption waits at one salon’s desk, with its evidence; the first salon’s desk is empty', async () => {
    const waiting = await app.db.query(
      `SELECT w.slug, t.kind, t.subject, m.evidence -> 'step' ->> 'kind' AS step, t.about ->> 'step' = m.step_id::text AS named
       FROM package_matter m JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id JOIN tenant w ON w.id = t.tenant_id`,
    );
    expect(waiting).toEqual([
      {
        slug: 'mayfair',
        kind: 'new',
        subject: expect.stringMatching(/^Something wrong\? Massage 5: redemption on \d/),
        step: 'redemption',
        named: true,
      },
    ]);
    const [first] = await app.db.query(
      `SELECT count(*)::int AS tickets FROM ticket JOIN tenant ON tenant.id = ticket.tenant_id WHERE tenant.slug = 'aranyollo'`,
    );
    expect(first).toEqual({ tickets: 0 });
  });
});
