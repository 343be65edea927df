import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Windows know when they end, so that ended ones leave the table. A customer's stream catches up from one range of an index. */
export class Limits1764000000022 implements MigrationInterface {
  /** CREATE INDEX CONCURRENTLY does not run in a transaction; each step may be repeated. */
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      TRUNCATE rate_window;
      ALTER TABLE rate_window ADD COLUMN IF NOT EXISTS ends_at timestamptz NOT NULL DEFAULT now() + interval '1 day';
      CREATE INDEX IF NOT EXISTS rate_window_by_end ON rate_window (ends_at);`);
    // What an interrupted try left behind is not valid.
    await runner.query('DROP INDEX IF EXISTS event_of_customer');
    await runner.query(`CREATE INDEX CONCURRENTLY event_of_customer ON event (tenant_id, customer_id, id)
      WHERE customer_id IS NOT NULL AND public`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX event_of_customer; ALTER TABLE rate_window DROP COLUMN ends_at;');
  }
}
