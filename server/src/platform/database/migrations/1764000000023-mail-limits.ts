import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which addresses somebody has proven to be theirs, and which mails are held back (decision 11). */
export class MailLimits1764000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const tenant = "NULLIF(current_setting('app.tenant', true), '')::uuid";
    await runner.query(`
      -- One mailbox, however its address is written: the fold of shared windows, without "+tag".
      CREATE FUNCTION mailbox_of(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT regexp_replace(lower(normalize(address, NFKC)), '^([^+@]*)\\+[^@]*@', '\\1@') $$;

      -- A ticket's link was opened from a mail to this address. The address as it was typed: on some servers a tag is another person.
      CREATE TABLE proven_address (
        tenant_id uuid NOT NULL REFERENCES tenant,
        address   text NOT NULL,
        proven_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, address)
      );
      -- "This was not me": until then no form of this tenant causes a receipt to the mailbox.
      CREATE TABLE blocked_mailbox (
        tenant_id uuid NOT NULL REFERENCES tenant,
        mailbox   text NOT NULL,
        until     timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, mailbox)
      );

      ALTER TABLE ticket
        -- False: a visitor typed the address, and this ticket's link was not opened yet.
        ADD address_confirmed boolean NOT NULL DEFAULT true,
        -- When the holder of the address said "this was not me".
        ADD disowned_at timestamptz;
      UPDATE ticket t SET address_confirmed = false FROM event e
        WHERE e.tenant_id = t.tenant_id AND e.ticket_id = t.id AND e.kind = 'ticket-opened' AND e.actor_kind = 'requester' AND e.actor_id IS NULL
          AND t.customer_id IS NULL AND t.requester_person IS NULL AND t.follow_up_of IS NULL;

      -- too-many: the address had enough for now; too-old: it waited so long that it would confuse; bundled: counted in one summary for the team.
      ALTER TABLE mail DROP CONSTRAINT mail_state_check,
        ADD CONSTRAINT mail_state_check CHECK (state IN ('waiting', 'sent', 'failed', 'unsubscribed', 'no-address', 'too-many', 'too-old', 'bundled')),
        -- The summary that counts this one; null until that is written.
        ADD summary_id uuid,
        ADD FOREIGN KEY (tenant_id, summary_id) REFERENCES mail;
      DROP INDEX mail_undelivered;
      CREATE INDEX mail_undelivered ON mail (tenant_id, id DESC) WHERE state IN ('failed', 'unsubscribed', 'no-address', 'too-many', 'too-old');
      CREATE INDEX mail_to_sum_up ON mail (tenant_id, created_at) WHERE state = 'bundled' AND summary_id IS NULL;
      -- The question of the job that writes summaries, asked across tenants: ids only.
      CREATE FUNCTION tenants_to_sum_up(held_before timestamptz) RETURNS TABLE (tenant_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        $$ SELECT DISTINCT m.tenant_id FROM mail m WHERE m.state = 'bundled' AND m.summary_id IS NULL AND m.created_at < held_before $$;
      REVOKE ALL ON FUNCTION tenants_to_sum_up(timestamptz) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION tenants_to_sum_up(timestamptz) TO bookinda_app;`);
    for (const table of ['proven_address', 'blocked_mailbox']) {
      await runner.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY tenant_wall ON ${table} TO bookinda_app USING (tenant_id = ${tenant});
        GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO bookinda_app`);
    }
  }

  async down(): Promise<void> {
    throw new Error('Restore a backup: which addresses are proven would be lost.');
  }
}
