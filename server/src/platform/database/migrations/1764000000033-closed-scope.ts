import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A scope that was closed is no customer's and not the whole tenant's either. One statement could close its own (a mark that does not hold
 * does) after its condition on the tenant was asked and before the one on the customer: then it saw the whole tenant.
 */
export class ClosedScope1764000000033 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- NULL opens the whole tenant, so it takes a scope that says so. Without one: a customer that does not exist.
      CREATE OR REPLACE FUNCTION scope_customer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN current_setting('backtrace_functions') = '' THEN '00000000-0000-0000-0000-000000000000'::uuid
          ELSE NULLIF(split_part(current_setting('backtrace_functions'), ',', 2), '')::uuid END $$;

      -- Whose scope it was is asked when the row is written; the check comes after the statement and finds nothing where that was closed meanwhile.
      CREATE OR REPLACE FUNCTION refuse_others_message() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT (scope_owns_ticket(NEW.ticket_id) AND (NEW.message_id IS NULL OR EXISTS (
            SELECT FROM message m WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.message_id AND m.ticket_id = NEW.ticket_id))) THEN
          RAISE insufficient_privilege USING MESSAGE = 'A customer puts files into messages of own tickets.';
        END IF;
        RETURN NULL;
      END $$;
      DROP TRIGGER refuse_others_message ON file;
      CREATE TRIGGER refuse_others_message AFTER INSERT OR UPDATE ON file FOR EACH ROW
        WHEN ((NEW.ticket_id IS NOT NULL OR NEW.message_id IS NOT NULL) AND split_part(current_setting('backtrace_functions'), ',', 2) <> '')
        EXECUTE FUNCTION refuse_others_message();`);
  }

  async down(): Promise<void> {
    throw new Error('The wall has no way down.');
  }
}
