import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What uploads cost a tenant's storage, and whether pictures of requesters lose what a camera wrote into them. */
export class UploadQuotas1764000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE upload_bytes (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        -- '-infinity' for the counter that no day ends.
        day         date NOT NULL,
        -- 'stored': all files there are. By day: 'tenant', 'site-key:<id>', 'network:<network>', 'proof:<salt>'.
        counter     text NOT NULL,
        bytes       bigint NOT NULL CHECK (bytes >= 0),
        PRIMARY KEY (tenant_id, day, counter)
      );
      -- The owner itself is bound by the forced wall; for this one sum it is lifted and put back in the same transaction.
      ALTER TABLE file NO FORCE ROW LEVEL SECURITY;
      INSERT INTO upload_bytes SELECT tenant_id, '-infinity', 'stored', sum(size) FROM file GROUP BY tenant_id;
      ALTER TABLE file FORCE ROW LEVEL SECURITY;
      ALTER TABLE upload_bytes ENABLE ROW LEVEL SECURITY;
      ALTER TABLE upload_bytes FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant_wall ON upload_bytes TO bookinda_app USING (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid);
      GRANT SELECT, INSERT, UPDATE, DELETE ON upload_bytes TO bookinda_app;

      -- Where the clean-up looks: one tenant's untaken uploads by age.
      DROP INDEX file_untaken;
      CREATE INDEX file_untaken ON file (tenant_id, created_at) WHERE message_id IS NULL;

      ALTER TABLE desk ADD COLUMN removes_picture_data boolean NOT NULL DEFAULT true;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desk DROP COLUMN removes_picture_data;
      DROP INDEX file_untaken;
      CREATE INDEX file_untaken ON file (created_at) WHERE message_id IS NULL;
      DROP TABLE upload_bytes;
    `);
  }
}
