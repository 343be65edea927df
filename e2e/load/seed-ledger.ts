import type { Rig } from './rig.ts';
import type { SeededTenant } from './seed.ts';

/** How many redemptions each package has: ten of each of two services. */
const each = 20;

/**
 * Packages with `count` redemptions in all, over three and a half years up to today: two services of 15 and 10 sessions, 20 templates
 * and custom ones, two in three with an expiry, of which one in fifty expired and was extended, one in thirty cancelled, one in eleven
 * paid in part. Triggers sleep: the rows are what the verbs would leave, but for the chains' hashes.
 */
export async function seedLedger(rig: Rig, { id }: SeededTenant, count: number): Promise<void> {
  const tenant = `'${id}'::uuid`;
  const packages = count / each;
  await rig.query(`
    SET session_replication_role = replica;
    INSERT INTO customer (tenant_id, name) SELECT ${tenant}, 'Customer ' || n FROM generate_series(1, 1000) n;
    INSERT INTO package_template (tenant_id, name, services, currency, original_price, price)
      SELECT ${tenant}, 'Template ' || n, '[{"name": "Massage", "quantity": 15, "unitPrice": 200000}]', 'HUF', 5000000, 4500000 FROM generate_series(1, 20) n;
    CREATE TEMPORARY TABLE sold AS
      SELECT g, uuidv7() AS id, c.id AS customer_id, t.id AS template_id, 4500000 + 100 * (g % 1000) AS price, 2225000 + 100 * (g % 500) AS worth,
        current_date - 130 - ((${packages} - g)::bigint * 1120 / ${packages})::int AS day
      FROM generate_series(1, ${packages}) g
      JOIN (SELECT id, row_number() OVER () AS n FROM customer WHERE tenant_id = ${tenant}) c ON c.n = 1 + g % 1000
      LEFT JOIN (SELECT id, row_number() OVER () AS n FROM package_template WHERE tenant_id = ${tenant}) t ON t.n = 1 + g % 23;
    CREATE TEMPORARY TABLE line AS
      SELECT g, uuidv7() AS id, position, CASE position WHEN 0 THEN 15 ELSE 10 END AS total FROM sold, generate_series(0, 1) position;
    ANALYZE sold, line;
    INSERT INTO sold_package (tenant_id, id, customer_id, template_id, name, currency, price, paid, remaining, purchased_on, expires_on,
        cancelled_at, cancel_reason, chain_length, chain_head, search)
      SELECT ${tenant}, id, customer_id, template_id, 'Twenty-five', 'HUF', price, CASE WHEN g % 11 = 0 THEN 1000000 ELSE price END, 5, day,
        CASE WHEN g % 3 > 0 THEN day + 180 END, CASE WHEN ended THEN day + interval '170 days' END, CASE WHEN ended THEN 'other' END,
        ${each + 2}, '\\x00', '' FROM sold, LATERAL (SELECT g % 30 = 1 AND day + 170 < current_date AS ended) life ORDER BY g;
    INSERT INTO package_service (tenant_id, id, package_id, name, position, total, used, worth)
      SELECT ${tenant}, line.id, sold.id, 'Service ' || position, position, total, 10, CASE position WHEN 0 THEN worth ELSE price - worth END
      FROM line JOIN sold USING (g) ORDER BY g, position;
    INSERT INTO ledger_entry (tenant_id, package_id, service_id, kind, sessions, used_after, actor_kind, actor_name, at, seq, hash)
      SELECT ${tenant}, sold.id, line.id, 'redemption', 1, k, 'staff', 'Somebody at the desk',
        sold.day + (k * 12 + position * 5) * interval '1 day' + (8 * 3600 + sold.g * 7919 % 36000) * interval '1.001 second', k * 2 + position, '\\x00'
      FROM sold JOIN line USING (g), generate_series(1, 10) k ORDER BY sold.day + k * 12;
    INSERT INTO package_payment (tenant_id, package_id, kind, amount, method, paid_on, paid_after, actor_kind, actor_name, seq, hash)
      SELECT ${tenant}, id, 'payment', paid, 'card', day, paid, 'staff', 'Somebody at the desk', 1, '\\x00'
      FROM sold, LATERAL (SELECT CASE WHEN g % 11 = 0 THEN 1000000 ELSE price END AS paid) y;
    INSERT INTO package_change (tenant_id, package_id, kind, value_before, value_after, actor_kind, actor_name, at, seq, hash)
      SELECT ${tenant}, id, 'expiry-changed', (day + 126)::text, (day + 180)::text, 'staff', 'A manager', day + interval '160 days', ${each + 2}, '\\x00'
      FROM sold WHERE g % 3 > 0 AND g % 50 = 0 AND day + 160 < current_date;
    DROP TABLE sold, line;
    SET session_replication_role = DEFAULT;
  `);
  await rig.query(
    'VACUUM ANALYZE customer, sold_package, package_service, ledger_entry, package_payment, package_change',
  );
}
