import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * PK-08: which device redeemed a service last, and when, so that a second device is asked before it redeems the same again. On the
 * service's own row, because that one is read under its lock: the ledger's rows of a redemption one has waited for are not in the
 * statement's snapshot.
 */
export class LastRedemption1764000000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- redeemed_by_device: the session of a member or the API key. Empty after a reversal.
      ALTER TABLE package_service ADD COLUMN redeemed_at timestamptz, ADD COLUMN redeemed_by_device uuid, ADD COLUMN redeemed_by text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE package_service DROP COLUMN redeemed_at, DROP COLUMN redeemed_by_device, DROP COLUMN redeemed_by',
    );
  }
}
