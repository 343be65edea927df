import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deliveries: who is told of which event, by which channel, and what became of it (NT-01, NT-02). */
export class Notifications1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mail (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL DEFAULT uuidv7(),
        -- The event that caused it; null for mails of identity (reset, invitation).
        event_id    uuid,
        -- The declared message.
        message     text NOT NULL,
        recipient   text NOT NULL,
        recipient_name text,
        subject     text NOT NULL,
        html        text NOT NULL,
        body        text NOT NULL,
        headers     jsonb NOT NULL DEFAULT '{}',
        -- The Message-ID it has on every attempt.
        message_id  text NOT NULL UNIQUE,
        state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'unsubscribed', 'no-address')),
        attempts    int NOT NULL DEFAULT 0,
        error       text,
        created_at  timestamptz NOT NULL DEFAULT now(),
        -- When it is due; while an attempt runs, when somebody else may try.
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        sent_at     timestamptz,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, event_id) REFERENCES event
      );
      -- One mail per cause and person, however often the decision runs.
      CREATE UNIQUE INDEX mail_once ON mail (tenant_id, event_id, lower(recipient)) WHERE event_id IS NOT NULL;
      CREATE INDEX mail_log ON mail (tenant_id, id DESC);
      CREATE INDEX mail_undelivered ON mail (tenant_id, id DESC) WHERE state IN ('failed', 'unsubscribed', 'no-address');
      CREATE INDEX mail_waiting ON mail (next_attempt_at) WHERE state = 'waiting';

      -- PK-17: who called the customer whom a mail about her package did not reach; without a time the tick was taken back.
      CREATE TABLE package_call (
        tenant_id   uuid NOT NULL,
        mail_id     uuid NOT NULL,
        called_at   timestamptz,
        called_by   uuid REFERENCES auth.person,
        called_name text NOT NULL,
        PRIMARY KEY (tenant_id, mail_id),
        FOREIGN KEY (tenant_id, mail_id) REFERENCES mail
      );

      CREATE TABLE unsubscribed (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        address     text NOT NULL,
        message     text NOT NULL,
        at          timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, address, message)
      );

      -- The sweeper's question, asked across tenants: ids only.
      CREATE FUNCTION undecided_events(older_than interval, at_most int) RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'SELECT e.tenant_id, e.id FROM event e WHERE e.decided_at IS NULL AND e.at < now() - older_than ORDER BY e.at LIMIT at_most';
      CREATE FUNCTION waiting_mails(older_than interval, at_most int) RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'SELECT m.tenant_id, m.id FROM mail m WHERE m.state = ''waiting'' AND m.next_attempt_at < now() - older_than
          ORDER BY m.next_attempt_at LIMIT at_most';
      -- The sweeps that clean up, across tenants.
      CREATE FUNCTION every_tenant() RETURNS TABLE (id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        'SELECT t.id FROM tenant t';
      REVOKE ALL ON FUNCTION every_tenant() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION every_tenant() TO bookinda_app;
      GRANT DELETE ON auth.link TO bookinda_app;
      CREATE FUNCTION silent_tickets(at_most int) RETURNS TABLE (tenant_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'SELECT t.tenant_id, t.id FROM ticket t JOIN desk d USING (tenant_id)
          WHERE t.kind = ''solved'' AND d.close_after_days > 0 AND t.last_activity_at <= now() - d.close_after_days * interval ''24 hours''
          ORDER BY t.last_activity_at LIMIT at_most';

      -- The one door from the app role to the jobs. Deciding comes before sending: a backlog of mails must not hold up the news. plpgsql: its body is looked up when it runs, after the job tables came.
      CREATE FUNCTION enqueue(task text, payload json, key text, run_at timestamptz, max_attempts int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'BEGIN PERFORM graphile_worker.add_job(task, payload => payload, job_key => key, run_at => run_at, max_attempts => max_attempts,
          priority => CASE task WHEN ''decide'' THEN 0 ELSE 10 END); END';
    `);
  }

  async down(): Promise<void> {
    throw new Error('The first migrations have no way back: restore a backup.');
  }
}
