import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of the desk, the owner or the tenant's secrets: no statement of a customer's needs them. */
const deskOnly = [
  'auth.security_event',
  'blocked_mailbox',
  'customer_token_secret',
  'mail',
  'package_call',
  'package_extension',
  'package_extension_item',
  'package_letter',
  'package_letter_item',
  'package_note',
  'package_reminder',
  'proven_address',
  'site_key',
  'unsubscribed',
  'upload_bytes',
];

/** Whose row it is, where a customer asks. */
const ofCustomer: Record<string, string> = {
  event: 'customer_id = (SELECT scope_customer())',
  // A member writes to the platform's desk as the customer that her salon is there.
  file: `(owner = 'customer:' || (SELECT scope_customer()) OR ticket_id = ANY ((SELECT scope_tickets())::uuid[])
    OR (owner LIKE 'staff:%' AND (SELECT scope_represents_tenant())))`,
  ledger_entry: 'package_id = ANY ((SELECT scope_packages())::uuid[])',
  package_change: 'package_id = ANY ((SELECT scope_packages())::uuid[])',
  package_payment: 'package_id = ANY ((SELECT scope_packages())::uuid[])',
  package_service: 'package_id = ANY ((SELECT scope_packages())::uuid[])',
  package_matter: 'package_id = ANY ((SELECT scope_packages())::uuid[])',
  package_settlement: 'package_id = ANY ((SELECT scope_packages())::uuid[])',
};

/**
 * One customer's scope sees that customer's rows and what belongs to nobody (docs/decisions/0014). Conditions stand behind a CASE that
 * a scope without a customer leaves at once; sub-selects without a table run once for a statement, and only where a customer asks.
 */
export class CustomerWall1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The owner of a forced table could not even look at what these read.
      SET LOCAL check_function_bodies = off;
      CREATE FUNCTION scope_tickets() RETURNS uuid[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS
        $$ SELECT array_agg(t.id) FROM ticket t WHERE t.tenant_id = scope_tenant() AND t.customer_id = scope_customer() $$;
      CREATE FUNCTION scope_packages() RETURNS uuid[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS
        $$ SELECT array_agg(p.id) FROM sold_package p WHERE p.tenant_id = scope_tenant() AND p.customer_id = scope_customer() $$;
      CREATE FUNCTION scope_represents_tenant() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS
        $$ SELECT EXISTS (SELECT FROM customer c WHERE c.tenant_id = scope_tenant() AND c.id = scope_customer() AND c.represents IS NOT NULL) $$;

      -- What proves hosts' tokens is given to who asks for a whole tenant, and written sealed.
      CREATE FUNCTION customer_token_secrets() RETURNS json LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT json_agg(json_build_object('id', s.id, 'sealed', encode(s.sealed, 'base64'), 'secret', s.secret) ORDER BY s.id DESC)
        FROM customer_token_secret s WHERE s.tenant_id = scope_tenant() AND scope_customer() IS NULL
          AND (s.retired_at IS NULL OR s.retired_at > now() - interval '15 minutes') $$;
      REVOKE ALL ON FUNCTION customer_token_secrets() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION customer_token_secrets() TO bookinda_app;
      REVOKE SELECT, INSERT, UPDATE ON customer_token_secret FROM bookinda_app;
      GRANT SELECT (tenant_id, id, created_at, retired_at), INSERT (tenant_id, id, sealed), UPDATE (retired_at) ON customer_token_secret TO bookinda_app;

      ALTER POLICY tenant_wall ON auth.membership USING (tenant_id = scope_tenant() AND scope_customer() IS NULL);
      CREATE OR REPLACE VIEW colleague WITH (security_barrier) AS
        SELECT m.tenant_id, p.id, p.name, p.email, p.language, m.role, m.state, m.invited_name, m.invitation_id
        FROM auth.membership m JOIN auth.person p ON p.id = m.person_id WHERE m.tenant_id = scope_tenant() AND scope_customer() IS NULL;

      -- A message is written by the statement that opens its ticket, which does not see that ticket yet. None is changed or deleted.
      CREATE POLICY customer_wall ON message AS RESTRICTIVE FOR SELECT TO bookinda_app
        USING (CASE WHEN (SELECT scope_customer()) IS NULL THEN true ELSE ticket_id = ANY ((SELECT scope_tickets())::uuid[]) END);
      -- Kept answers are written beside the effect and read under the tenant's scope.
      ${['SELECT', 'UPDATE', 'DELETE'].map((verb) => `CREATE POLICY customer_wall_${verb.toLowerCase()} ON idempotency AS RESTRICTIVE FOR ${verb} TO bookinda_app USING (scope_customer() IS NULL);`).join('\n')}
      ${deskOnly.map((table) => `CREATE POLICY customer_wall ON ${table} AS RESTRICTIVE TO bookinda_app USING (scope_customer() IS NULL);`).join('\n')}
      ${Object.entries(ofCustomer)
        .map(
          ([table, own]) => `CREATE POLICY customer_wall ON ${table} AS RESTRICTIVE TO bookinda_app
            USING (CASE WHEN (SELECT scope_customer()) IS NULL THEN true ELSE ${own} END);`,
        )
        .join('\n')}`);
  }

  async down(): Promise<void> {
    throw new Error('The wall has no way down.');
  }
}
