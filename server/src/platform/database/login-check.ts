import pg from 'pg';
import { migrations } from './migrations/all.js';
import { connectionFor, type DatabaseRole, roles } from './roles.js';

/**
 * Throws one sentence when the login at `url` could step around row-level security (a superuser, a member of another
 * role, an owner of tables) or when the database is older than this build.
 */
export async function checkLogin(role: DatabaseRole, url: string): Promise<void> {
  const client = new pg.Client({ ...connectionFor(role, url), connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Rights>(rightsOfLogin);
    const wrong = rows[0] && fault(role, rows[0]);
    if (wrong)
      throw new Error(`${role.toUpperCase()}_DATABASE_URL: ${wrong} See "Database logins" in docs/operating.md.`);
    const { rows: done } = rows[0]?.prepared
      ? await client.query<{ name: string }>('SELECT name FROM migration')
      : { rows: [] };
    const missing = migrations.map(({ name }) => name).filter((name) => !done.some((row) => row.name === name));
    if (missing.length > 0)
      throw new Error('The database is not prepared for this version: run node server/dist/prepare-database.js first.');
  } finally {
    await client.end();
  }
}

interface Rights {
  login: string;
  strong: boolean;
  member: boolean;
  owns: boolean;
  prepared: boolean;
}

const rightsOfLogin = `SELECT session_user AS login, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication AS strong,
    EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid) AS member,
    EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid) OR EXISTS (SELECT FROM pg_proc p WHERE p.proowner = r.oid) AS owns,
    coalesce(has_table_privilege(to_regclass('public.migration'), 'SELECT'), false) AS prepared
  FROM pg_roles r WHERE r.rolname = session_user`;

function fault(role: DatabaseRole, { login, strong, member, owns }: Rights): string | undefined {
  if (strong) return `the login ${login} is a superuser or may bypass row-level security.`;
  if (member) return `the login ${login} is a member of another role.`;
  if (owns) return `the login ${login} owns tables or functions.`;
  if (login !== roles[role]) return `it names the login ${login} instead of ${roles[role]}.`;
  return undefined;
}
