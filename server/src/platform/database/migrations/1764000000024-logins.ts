import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What programs need that log in with their own role alone. */
export class Logins1764000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION tenant_by_slug(wanted text) RETURNS TABLE (id uuid, name text) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS 'SELECT t.id, t.name FROM tenant t WHERE t.slug = wanted';
      REVOKE ALL ON FUNCTION tenant_by_slug(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION tenant_by_slug(text) TO bookinda_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION tenant_by_slug(text)');
  }
}
