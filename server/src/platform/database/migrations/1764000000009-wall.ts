import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the app role may never change or delete: history. */
const appendOnly = [
  'event',
  'ledger_entry',
  'package_payment',
  'package_change',
  'package_note',
  'package_matter',
  'package_settlement',
  'package_reminder',
  'message',
  'spent_proof',
];
/** Tables the app role may also delete from; everywhere else nothing is deleted. */
const deletable = ['file', 'idempotency', 'spent_proof', 'unsubscribed'];
/** Read through definer functions before a tenant is known, so the owner itself must see the rows: no FORCE. */
const readByDefiners = ['tenant', 'site_key', 'api_key', 'event', 'mail', 'ticket', 'desk'];
/** Rows of one customer: when the transaction says which customer asks, others' rows do not exist. */
const ofCustomers: Record<string, string> = {
  customer: 'id',
  customer_code: 'customer_id',
  ticket: 'customer_id',
  sold_package: 'customer_id',
};

/**
 * The tenant wall. Row-level security on every table with a tenant, for roles that own nothing. NULLIF because a local
 * setting is '' after its transaction.
 *
 * The tenant's setting stands there as it is: beside a statement's own `tenant_id = $1` it becomes one check for the
 * whole statement, alone one index condition. A sub-select around it costs a start per table instead (a ticket's detail
 * 0.29 → 0.21 ms). The customer's is a filter of each row, where a sub-select keeps it one value.
 */
export class Wall1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const tenant = "NULLIF(current_setting('app.tenant', true), '')::uuid";
    const customer = "(SELECT NULLIF(current_setting('app.customer', true), ''))::uuid";
    const tables: { table: string; key: string }[] = await runner.query(`
      SELECT c.relname AS table, CASE WHEN c.relname = 'tenant' THEN 'id' ELSE 'tenant_id' END AS key
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = CASE WHEN c.relname = 'tenant' THEN 'id' ELSE 'tenant_id' END`);
    for (const { table, key } of tables) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      if (!readByDefiners.includes(table)) await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY tenant_wall ON ${table} TO bookinda_app USING (${key} = ${tenant})`);
      const grants = ['SELECT', 'INSERT'];
      if (!appendOnly.includes(table)) grants.push('UPDATE');
      if (deletable.includes(table)) grants.push('DELETE');
      await runner.query(`GRANT ${grants.join(', ')} ON ${table} TO bookinda_app`);
    }
    await runner.query('GRANT UPDATE (decided_at) ON event TO bookinda_app');
    await runner.query('GRANT UPDATE (pinned) ON package_note TO bookinda_app');
    for (const [table, key] of Object.entries(ofCustomers)) {
      // CASE, not OR: the planner takes OR for a filter that lets 5 rows of 1,000 through, and then sorts the whole desk
      // instead of walking the index in its order.
      await runner.query(`CREATE POLICY customer_wall ON ${table} AS RESTRICTIVE TO bookinda_app
        USING (CASE WHEN ${customer} IS NULL THEN true ELSE ${key} = ${customer} END)`);
    }
    await runner.query(`
      REVOKE ALL ON FUNCTION site_key_of(text), api_key_of(bytea), session_of(bytea), tenants_of(uuid), home_of(uuid), platform_tenant(), tenant_count(),
        undecided_events(interval, int), waiting_mails(interval, int),
        silent_tickets(int), enqueue(text, json, text, timestamptz, int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION site_key_of(text), api_key_of(bytea), session_of(bytea), tenants_of(uuid), home_of(uuid), platform_tenant(), tenant_count(),
        undecided_events(interval, int), waiting_mails(interval, int),
        silent_tickets(int), enqueue(text, json, text, timestamptz, int) TO bookinda_app;`);
  }

  async down(): Promise<void> {
    throw new Error('The wall has no way down.');
  }
}
