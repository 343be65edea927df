import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose rows a transaction sees is a setting that the application's role cannot write (docs/decisions/0012). The scope is
 * `<tenant>,<customer>[,people]`, ids as hexadecimal digits without hyphens, kept in `backtrace_functions`: the one text setting of
 * PostgreSQL that takes a privilege to write and has no effect here, since no function of its source is named by digits.
 * The functions below write it, as the owner, after they checked a proof: a mark of the server, a session, an API key.
 */
export class VerifiedScope1764000000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- HMAC-SHA-256 keys (RFC 2104), already padded and combined with its two constants. No role but the owner reads them.
      CREATE TABLE scope_key (
        inner_pad   bytea PRIMARY KEY CHECK (length(inner_pad) = 64),
        outer_pad   bytea NOT NULL CHECK (length(outer_pad) = 64),
        added_at    timestamptz NOT NULL DEFAULT now()
      );

      -- Inlined by the planner: in a policy they cost what reading a setting costs.
      CREATE FUNCTION scope_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT NULLIF(split_part(current_setting('backtrace_functions'), ',', 1), '')::uuid $$;
      CREATE FUNCTION scope_customer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT NULLIF(split_part(current_setting('backtrace_functions'), ',', 2), '')::uuid $$;

      CREATE FUNCTION scope_opens_people() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT split_part(current_setting('backtrace_functions'), ',', 3) = 'people' $$;

      ${entering('enter_scope(tenant text, customer text, mac bytea)', holds('scope'))}
      ${entering(
        'enter_scope_as_staff(tenant text, customer text, hash_of_token bytea, at_stage text, person uuid, with_role text)',
        `SELECT FROM auth.session s JOIN auth.membership m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id
          WHERE customer = '' AND s.token_hash = hash_of_token AND s.expires_at > now() AND s.stage = at_stage AND s.person_id = person
            AND s.tenant_id = tenant::uuid AND m.state = 'active' AND m.role = with_role`,
      )}
      ${entering(
        'enter_scope_with_key(tenant text, customer text, hash_of_key bytea, key_id uuid, key_scopes text[])',
        `SELECT FROM api_key k
          WHERE customer = '' AND k.hash = hash_of_key AND k.revoked_at IS NULL AND k.tenant_id = tenant::uuid AND k.id = key_id AND k.scopes = key_scopes`,
      )}
      -- One customer's scope sees no key of its tenant.
      CREATE POLICY customer_wall ON api_key AS RESTRICTIVE TO bookinda_app USING (scope_customer() IS NULL);
      -- Who could read or write a key's hash could enter its scope. Keys are found by api_key_of and made by create_api_key.
      REVOKE SELECT, INSERT, UPDATE ON api_key FROM bookinda_app;
      GRANT SELECT (tenant_id, id, hint, name, scopes, created_at, last_used_at, revoked_at), UPDATE (last_used_at, revoked_at) ON api_key TO bookinda_app;
      -- In the scope's tenant, for a manager's session that proved the password lately; no row otherwise. Five minutes more than the route asks.
      CREATE FUNCTION create_api_key(by_session uuid, key_hash bytea, key_hint text, key_name text, key_scopes text[])
        RETURNS TABLE (id uuid, name text, hint text, scopes text[], created_at timestamptz, last_used_at timestamptz, revoked_at timestamptz)
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO api_key AS k (tenant_id, hash, hint, name, scopes)
        SELECT s.tenant_id, key_hash, key_hint, key_name, key_scopes
          FROM auth.session s JOIN auth.membership m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id
          WHERE s.id = by_session AND s.tenant_id = scope_tenant() AND scope_customer() IS NULL AND s.stage = 'complete' AND s.expires_at > now()
            AND s.proven_at > now() - interval '15 minutes' AND m.state = 'active' AND m.role IN ('OWNER', 'MANAGER')
        RETURNING k.id, k.name, k.hint, k.scopes, k.created_at, k.last_used_at, k.revoked_at $$;
      REVOKE ALL ON FUNCTION create_api_key FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION create_api_key TO bookinda_app;
      -- The same as enter_scope, with the tables of people besides; without a tenant when that is ''. NULL where the mark does not hold.
      CREATE FUNCTION enter_people(tenant text, customer text, mac bytea) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT CASE WHEN set_config('backtrace_functions', CASE WHEN EXISTS (${holds('people')})
          THEN ${scope} || ',people' ELSE '' END, true) <> '' THEN tenant END $$;
      REVOKE ALL ON FUNCTION enter_people FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION enter_people TO bookinda_app;

      -- Passwords, sessions and links are open to the statements that name them, under a mark of the server. Definer functions read as owner: no FORCE.
      ${['person', 'membership', 'session', 'link'].map(peopleWall).join('')}
      CREATE POLICY tenant_wall ON auth.membership FOR SELECT TO bookinda_app USING (tenant_id = scope_tenant());
      -- What a tenant knows of its own members. A barrier: a condition of the one who asks must not run on others' rows.
      CREATE VIEW colleague WITH (security_barrier) AS
        SELECT m.tenant_id, p.id, p.name, p.email, p.language, m.role, m.state, m.invited_name, m.invitation_id
        FROM auth.membership m JOIN auth.person p ON p.id = m.person_id WHERE m.tenant_id = scope_tenant();
      GRANT SELECT ON colleague TO bookinda_app;
      -- Who wrote to the desk or acted on its ticket may belong to another tenant.
      CREATE FUNCTION ticket_opener(of_ticket uuid) RETURNS TABLE (email text, name text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        $$ SELECT p.email, p.name FROM ticket t JOIN auth.person p ON p.id = t.requester_person WHERE t.tenant_id = scope_tenant() AND t.id = of_ticket $$;
      CREATE FUNCTION event_author_email(of_event uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        $$ SELECT p.email FROM event e JOIN auth.person p ON p.id = e.actor_id WHERE e.tenant_id = scope_tenant() AND e.id = of_event $$;
      REVOKE ALL ON FUNCTION ticket_opener(uuid), event_author_email(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ticket_opener(uuid), event_author_email(uuid) TO bookinda_app;

      -- Trigger functions find their tables by a path of their own too.
      DO $$ DECLARE f regprocedure; BEGIN
        FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proconfig IS NULL
          AND (p.prorettype = 'trigger'::regtype OR p.proname IN ('unproven', 'step_was_counted'))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
          EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', f);
        END LOOP;
      END $$;`);
  }

  async down(): Promise<void> {
    throw new Error('The wall has no way down.');
  }
}

/** The setting, made of ids alone: whatever else stands in `tenant` or `customer` is an error of the cast. */
const scope = ['tenant', 'customer']
  .map((id) => `coalesce(replace(NULLIF(${id}, '')::uuid::text, '-', ''), '')`)
  .join(` || ',' || `);

/** A row where `mac` is the mark of `kind` for tenant and customer: HMAC-SHA-256 under one of the keys. */
function holds(kind: 'scope' | 'people'): string {
  return `SELECT FROM scope_key k
    WHERE sha256(k.outer_pad || sha256(k.inner_pad || convert_to('${kind}/' || tenant || '/' || customer, 'UTF8'))) = mac`;
}

/** Opens a table of people to who has opened them all. */
function peopleWall(table: string): string {
  return `
    ALTER TABLE auth.${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY people_wall ON auth.${table} TO bookinda_app USING (scope_opens_people());`;
}

/** A function that opens the scope where `proof` gives a row. It gives the tenant, or '' where it opened nothing. */
function entering(signature: string, proof: string): string {
  const name = signature.slice(0, signature.indexOf('('));
  return `
    CREATE FUNCTION ${signature} RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      SELECT CASE WHEN set_config('backtrace_functions',
        CASE WHEN EXISTS (${proof}) THEN ${scope} ELSE '' END, true) <> '' THEN tenant ELSE '' END $$;
    REVOKE ALL ON FUNCTION ${name} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${name} TO bookinda_app;`;
}
