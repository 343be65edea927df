import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operator watches, counted across tenants: numbers only. */
export class Figures1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX mail_failed ON mail (created_at) WHERE state = 'failed';
      CREATE FUNCTION operating_figures() RETURNS TABLE (undecided int, oldest_seconds int, waiting int, failed int) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'SELECT (SELECT count(*) FROM event WHERE decided_at IS NULL)::int,
                coalesce((SELECT extract(epoch FROM now() - min(at)) FROM event WHERE decided_at IS NULL), 0)::int,
                (SELECT count(*) FROM mail WHERE state = ''waiting'')::int,
                (SELECT count(*) FROM mail WHERE state = ''failed'')::int';
      REVOKE ALL ON FUNCTION operating_figures() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION operating_figures() TO bookinda_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION operating_figures(); DROP INDEX mail_failed;');
  }
}
