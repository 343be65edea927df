import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The mark that the server makes for statements of its own, outside a tenant or with the tables of people beside one. */
const opened = 'scope_opens_people()';

/**
 * What a statement without a verified scope, or under one customer's, could still do (docs/decisions/0012): ask definer functions about
 * people, write the security record, enter jobs, reset limits, forget spent proofs, write on another customer's ticket.
 */
export class ClosedDefiners1764000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of people and across tenants: under the mark for people alone, which the server makes for statements of its own. No row otherwise.
      CREATE OR REPLACE FUNCTION tenants_of(wanted uuid) RETURNS TABLE (id uuid, name text, role text) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT t.id, t.name, m.role FROM auth.membership m JOIN tenant t ON t.id = m.tenant_id
          WHERE m.person_id = wanted AND m.state = 'active' AND ${opened} ORDER BY t.name $$;
      CREATE OR REPLACE FUNCTION home_of(wanted uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT t.id FROM auth.membership m JOIN tenant t ON t.id = m.tenant_id
          WHERE m.person_id = wanted AND m.state = 'active' AND ${opened} ORDER BY m.used_at DESC NULLS LAST, t.name, t.id LIMIT 1 $$;
      CREATE OR REPLACE FUNCTION security_events_of(wanted uuid, before uuid, at_most int) RETURNS SETOF auth.security_event
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT e.* FROM auth.security_event e WHERE e.person_id = wanted AND (before IS NULL OR e.id < before) AND ${opened}
          ORDER BY e.id DESC LIMIT at_most $$;
      CREATE OR REPLACE FUNCTION every_tenant() RETURNS TABLE (id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        $$ SELECT t.id FROM tenant t WHERE ${opened} $$;
      CREATE OR REPLACE FUNCTION undecided_events(older_than interval, at_most int) RETURNS TABLE (tenant_id uuid, id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT e.tenant_id, e.id FROM event e WHERE e.decided_at IS NULL AND e.at < now() - older_than AND ${opened} ORDER BY e.at LIMIT at_most $$;
      CREATE OR REPLACE FUNCTION waiting_mails(older_than interval, at_most int) RETURNS TABLE (tenant_id uuid, id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT m.tenant_id, m.id FROM mail m WHERE m.state = 'waiting' AND m.next_attempt_at < now() - older_than AND ${opened}
          ORDER BY m.next_attempt_at LIMIT at_most $$;
      CREATE OR REPLACE FUNCTION silent_tickets(at_most int) RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT t.tenant_id, t.id FROM ticket t JOIN desk d USING (tenant_id)
          WHERE t.kind = 'solved' AND d.close_after_days > 0 AND t.last_activity_at <= now() - d.close_after_days * interval '24 hours' AND ${opened}
          ORDER BY t.last_activity_at LIMIT at_most $$;
      CREATE OR REPLACE FUNCTION tenants_to_sum_up(held_before timestamptz) RETURNS TABLE (tenant_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT DISTINCT m.tenant_id FROM mail m WHERE m.state = 'bundled' AND m.summary_id IS NULL AND m.created_at < held_before AND ${opened} $$;

      -- What writes refuses aloud.
      CREATE FUNCTION require_people() RETURNS void LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT ${opened} THEN RAISE insufficient_privilege USING MESSAGE = 'This function works for Database.people and transactions whose scope says so.'; END IF;
      END $$;
      ALTER FUNCTION record_security_event(text, uuid, uuid, text, text, text, text, text) RENAME TO write_security_event;
      REVOKE ALL ON FUNCTION write_security_event(text, uuid, uuid, text, text, text, text, text) FROM bookinda_app;
      CREATE FUNCTION record_security_event(the_kind text, the_person uuid, the_tenant uuid, the_actor_kind text, the_actor_name text,
          the_network text, the_agent text, the_about text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM require_people();
        RETURN write_security_event(the_kind, the_person, the_tenant, the_actor_kind, the_actor_name, the_network, the_agent, the_about);
      END $$;
      REVOKE ALL ON FUNCTION record_security_event(text, uuid, uuid, text, text, text, text, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION record_security_event(text, uuid, uuid, text, text, text, text, text) TO bookinda_app;
      CREATE OR REPLACE FUNCTION enqueue(task text, payload json, key text, run_at timestamptz, max_attempts int) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM require_people();
        PERFORM graphile_worker.add_job(task, payload => payload, job_key => key, run_at => run_at, max_attempts => max_attempts,
          priority => CASE task WHEN 'decide' THEN 0 ELSE 10 END);
      END $$;

      -- Addresses of members who wrote to the desk: for its own statements, not for a customer's.
      CREATE OR REPLACE FUNCTION ticket_opener(of_ticket uuid) RETURNS TABLE (email text, name text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        $$ SELECT p.email, p.name FROM ticket t JOIN auth.person p ON p.id = t.requester_person
           WHERE t.tenant_id = scope_tenant() AND scope_customer() IS NULL AND t.id = of_ticket $$;
      CREATE OR REPLACE FUNCTION event_author_email(of_event uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        $$ SELECT p.email FROM event e JOIN auth.person p ON p.id = e.actor_id
           WHERE e.tenant_id = scope_tenant() AND scope_customer() IS NULL AND e.id = of_event $$;

      -- Limits are counted under the mark. A tenant's transaction counts the mails it writes, and never fewer.
      ALTER TABLE rate_window ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY people_wall ON rate_window TO bookinda_app USING (${opened});
      ${['SELECT', 'INSERT', 'UPDATE'].map(mailsOfTenant).join('\n')}
      REVOKE UPDATE ON rate_window FROM bookinda_app;
      GRANT UPDATE (hits) ON rate_window TO bookinda_app;
      CREATE FUNCTION refuse_fewer_hits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
        $$ BEGIN PERFORM require_people(); RETURN NEW; END $$;
      CREATE TRIGGER refuse_fewer_hits BEFORE UPDATE ON rate_window FOR EACH ROW WHEN (NEW.hits < OLD.hits) EXECUTE FUNCTION refuse_fewer_hits();

      -- What makes a proof of work or a retry key count once is forgotten when its time is over, and never before (purge-rows.ts).
      CREATE POLICY kept_a_while ON spent_proof AS RESTRICTIVE FOR DELETE TO bookinda_app USING (spent_at < now() - interval '48 hours');
      CREATE POLICY kept_a_while ON idempotency AS RESTRICTIVE FOR DELETE TO bookinda_app USING (created_at < now() - interval '48 hours');
      REVOKE UPDATE ON idempotency FROM bookinda_app;

      -- One customer writes on her own tickets. VOLATILE, because such a function sees what its statement has written so far: the one that opens a ticket
      -- writes message and event too. The desk pays for reading the setting once a row (docs/decisions/0012).
      SET LOCAL check_function_bodies = off;
      CREATE FUNCTION scope_owns_ticket(of_ticket uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN EXISTS (SELECT FROM ticket t WHERE t.tenant_id = scope_tenant() AND t.id = of_ticket AND t.customer_id = scope_customer());
      END $$;
      CREATE POLICY own_ticket ON message AS RESTRICTIVE FOR INSERT TO bookinda_app
        WITH CHECK (CASE WHEN scope_customer() IS NULL THEN true ELSE scope_owns_ticket(ticket_id) END);
      CREATE POLICY own_ticket ON package_matter AS RESTRICTIVE FOR INSERT TO bookinda_app
        WITH CHECK (CASE WHEN scope_customer() IS NULL THEN true ELSE scope_owns_ticket(ticket_id) END);
      CREATE POLICY own_ticket ON event AS RESTRICTIVE FOR INSERT TO bookinda_app
        WITH CHECK (CASE WHEN scope_customer() IS NULL THEN true ELSE (ticket_id IS NULL OR scope_owns_ticket(ticket_id))
          AND (package_id IS NULL OR package_id = ANY (scope_packages())) END);

      -- A file goes into a message of the same ticket. After the statement, because it may write the message too.
      CREATE FUNCTION refuse_others_message() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        IF scope_customer() IS NOT NULL AND NOT (scope_owns_ticket(NEW.ticket_id) AND (NEW.message_id IS NULL OR EXISTS (
            SELECT FROM message m WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.message_id AND m.ticket_id = NEW.ticket_id))) THEN
          RAISE insufficient_privilege USING MESSAGE = 'A customer puts files into messages of own tickets.';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER refuse_others_message AFTER INSERT OR UPDATE ON file FOR EACH ROW
        WHEN (NEW.ticket_id IS NOT NULL OR NEW.message_id IS NOT NULL) EXECUTE FUNCTION refuse_others_message();`);
  }

  async down(): Promise<void> {
    throw new Error('The wall has no way down.');
  }
}

/** A tenant's own statement may do this with windows of mails; a new one begins with a hit. */
function mailsOfTenant(verb: string): string {
  const mails = "starts_with(name, 'mail:') AND scope_tenant() IS NOT NULL AND scope_customer() IS NULL";
  const condition = {
    SELECT: `USING (${mails})`,
    UPDATE: `USING (${mails})`,
    INSERT: `WITH CHECK (${mails} AND hits > 0)`,
  }[verb];
  return `CREATE POLICY mails_of_tenant_${verb.toLowerCase()} ON rate_window FOR ${verb} TO bookinda_app ${condition};`;
}
