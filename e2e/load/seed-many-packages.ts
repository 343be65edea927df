import type { Rig } from './rig.ts';
import type { SeededTenant } from './seed.ts';

/**
 * `count` packages over two years, as a chain of salons has them: a third used up, one in twenty cancelled, three in four
 * with an expiry, seven in ten paid; 200 kinds of services, 20 templates, a customer for every ten. Triggers sleep: the
 * rows are what the verbs would leave, but for the chains' hashes. Gives the id of one template.
 */
export async function seedManyPackages(rig: Rig, { id }: SeededTenant, count: number): Promise<string> {
  const tenant = `'${id}'::uuid`;
  await rig.query(`
    SET session_replication_role = replica;
    CREATE TEMPORARY TABLE person AS
      SELECT n, uuidv7() AS id, (ARRAY['Kovács', 'Szabó', 'Tóth', 'Nagy', 'Kiss', 'Varga', 'Molnár', 'Németh', 'Balogh', 'Papp'])[1 + n % 10]
        || ' ' || (ARRAY['Éva', 'Anna', 'Mária', 'Katalin', 'Ilona', 'Judit', 'Zsuzsa', 'Péter', 'Gábor', 'László', 'Réka'])[1 + (n / 10) % 11]
        || CASE WHEN n >= 110 THEN ' ' || translate((n / 110)::text, '0123456789', 'bdfgklmnrs') ELSE '' END AS name
      FROM generate_series(0, greatest(1, ${count} / 10) - 1) n;
    INSERT INTO customer (tenant_id, id, name) SELECT ${tenant}, id, name FROM person;
    CREATE TEMPORARY TABLE offer AS SELECT n, uuidv7() AS id FROM generate_series(0, 19) n;
    INSERT INTO package_template (tenant_id, id, name, services, currency, original_price, price)
      SELECT ${tenant}, id, 'Template ' || n, '[{"name": "Massage", "quantity": 10, "unitPrice": 500000}]', 'HUF', 5000000, 4500000 FROM offer;
    CREATE TEMPORARY TABLE sold AS
      SELECT g, uuidv7() AS id, person.id AS customer_id, person.name AS customer, offer.id AS template_id,
        CASE WHEN g % 2 = 0 THEN 'Massage' WHEN g % 4 = 1 THEN 'Facial' ELSE 'Treatment ' || (g / 4) % 200 END AS service,
        current_date - ((${count} - g)::bigint * 730 / ${count})::int AS purchased_on, 10 AS total,
        CASE WHEN g % 3 = 0 THEN 10 ELSE g % 7 END AS used, g % 20 = 7 AS cancelled, g % 4 > 0 AS expires, (90 + g % 630) AS days,
        CASE WHEN g % 20 < 14 THEN 4500000 WHEN g % 20 < 17 THEN 1500000 ELSE 0 END AS paid
      FROM generate_series(1, ${count}) g JOIN person ON person.n = g % greatest(1, ${count} / 10) JOIN offer ON offer.n = (g / 7) % 20
      ORDER BY g;
    INSERT INTO sold_package (tenant_id, id, customer_id, template_id, name, currency, price, paid, remaining, purchased_on, expires_on,
        cancelled_at, cancel_reason, chain_length, chain_head, search)
      SELECT ${tenant}, id, customer_id, CASE WHEN g % 5 > 0 THEN template_id END, service || ' card', 'HUF', 4500000, paid, total - used, purchased_on,
        CASE WHEN expires THEN purchased_on + days END, CASE WHEN cancelled THEN purchased_on + interval '1 day' END, CASE WHEN cancelled THEN 'other' END,
        CASE WHEN used > 0 THEN 1 ELSE 0 END, CASE WHEN used > 0 THEN '\\x00'::bytea END, to_tsvector('folded', plain_words(service || ' card ' || customer))
      FROM sold ORDER BY g;
    INSERT INTO package_service (tenant_id, package_id, name, position, total, used) SELECT ${tenant}, id, service, 0, total, used FROM sold ORDER BY g;
    INSERT INTO ledger_entry (tenant_id, package_id, service_id, kind, sessions, used_after, actor_kind, actor_name, at, seq, hash)
      SELECT ${tenant}, sold.id, s.id, 'redemption', s.used, s.used, 'system', 'Seed',
        least(now(), sold.purchased_on + sold.g % 200 * interval '1 day'), 1, '\\x00'
      FROM sold JOIN package_service s ON s.tenant_id = ${tenant} AND s.package_id = sold.id WHERE s.used > 0 ORDER BY sold.g;
    DROP TABLE person, offer, sold;
    SET session_replication_role = DEFAULT;
  `);
  await rig.query('VACUUM ANALYZE customer, sold_package, package_service, ledger_entry');
  const [template] = await rig.query<{ id: string }>('SELECT id FROM package_template WHERE tenant_id = $1 LIMIT 1', [
    id,
  ]);
  return template?.id ?? '';
}
