import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is to be paid before a redemption is a sum that can be paid: the smallest amount that the currency shows, as usedValue of contracts
 * rounds it. Sessions that went to another customer took their part of the price along, so they have no weight here either.
 */
export class PaidInCoins1764000000035 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION due_before(of_tenant uuid, of_package uuid, of_service uuid, more int, price bigint, paid bigint) RETURNS bigint
        LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
        BEGIN
          IF NOT EXISTS (SELECT FROM package_settings WHERE tenant_id = of_tenant AND only_paid_value) THEN RETURN 0; END IF;
          RETURN (SELECT greatest(0, CASE WHEN part.used = 0 THEN 0 WHEN part.used = part.total THEN price
                ELSE least(price, div(2 * price * part.used + part.total * part.step, 2 * part.total * part.step)::bigint * part.step) END - paid)
            FROM (SELECT sum(w.used * w.weight) AS used, sum(w.total * w.weight) AS total,
                (SELECT CASE p.currency WHEN 'HUF' THEN 100 ELSE 1 END FROM sold_package p WHERE p.tenant_id = of_tenant AND p.id = of_package) AS step
              FROM (SELECT s.total - s.moved AS total, s.used - s.moved + CASE WHEN s.id = of_service THEN more ELSE 0 END AS used,
                  CASE WHEN bool_and(s.unit_price IS NOT NULL) OVER () AND max(s.unit_price) OVER () > 0 THEN s.unit_price ELSE 1 END::numeric AS weight
                FROM package_service s WHERE s.tenant_id = of_tenant AND s.package_id = of_package) w) part);
        END $$;`);
  }

  async down(): Promise<void> {
    throw new Error('The rounding has no way down.');
  }
}
