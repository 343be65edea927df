import pg from 'pg';

/**
 * Three roles that own different things: the owner migrates and owns every table; the app and the worker own nothing,
 * so forced row-level security binds them. None is superuser, none bypasses.
 */
export const roles = { owner: 'bookinda_owner', app: 'bookinda_app', worker: 'bookinda_worker' } as const;
export type DatabaseRole = keyof typeof roles;

/**
 * Connection settings for a role. The login of `url` must be a member of the roles (prepareRoles grants that); each
 * connection narrows itself with the startup option, before the first statement. Where a pooler drops startup
 * options, give the roles logins of their own and set `<ROLE>_DATABASE_URL`.
 */
export function connectionFor(role: DatabaseRole, url: string): pg.ClientConfig {
  const own = process.env[`${role.toUpperCase()}_DATABASE_URL`];
  return {
    connectionString: own ?? url,
    options: `-c role=${roles[role]} -c timezone=UTC${role === 'owner' ? ' -c row_security=off' : ''}`,
    application_name: `bookinda-${role}`,
  };
}

/** Creates roles and extensions where missing. Runs as the login itself; several processes may do it at once. */
export async function prepareRoles(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('bookinda-roles'))");
    for (const role of Object.values(roles)) {
      await client.query(`DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
          CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
        END IF;
        IF NOT pg_has_role(current_user, '${role}', 'MEMBER') THEN GRANT ${role} TO CURRENT_USER; END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
    }
    const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
    const database = rows[0]?.name;
    await client.query(`GRANT CREATE, CONNECT, TEMPORARY ON DATABASE ${database} TO ${roles.owner}`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${roles.app}, ${roles.worker}`);
    await client.query(`GRANT CREATE, USAGE ON SCHEMA public TO ${roles.owner}`);
    await client.query(`GRANT USAGE ON SCHEMA public TO ${roles.app}, ${roles.worker}`);
    for (const extension of ['unaccent', 'btree_gin']) {
      await client.query(`CREATE EXTENSION IF NOT EXISTS ${extension} WITH SCHEMA public`);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
