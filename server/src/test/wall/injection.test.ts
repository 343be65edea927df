import { openSupportRequest, openTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tokenHash } from '../../identity/session-token.js';
import { Database, type Scope, sqlState } from '../../platform/database/database.js';
import { checkLogin } from '../../platform/database/login-check.js';
import { migrate } from '../../platform/database/migrate.js';
import { databaseGrants } from '../../platform/database/roles.js';
import { ScopeMarks } from '../../platform/database/scope-marks.js';
import { type TestApp, testApp } from '../app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenApiKey,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../given.js';

/** What PostgreSQL answers to a statement that the role may not run: insufficient privilege, or there is no such thing. */
const denied = ['42501', '42883', '0A000'];

describe('an injected statement of the application’s role', () => {
  let app: TestApp;
  let db: Database;
  let own: GivenTenant;
  let victim: GivenTenant;

  beforeAll(async () => {
    app = await testApp();
    db = app.get(Database);
    [own, victim] = [await givenTenant(app), await givenTenant(app)];
    await givenCustomer(app, own);
    await givenCustomer(app, victim);
  });
  afterAll(() => app?.stop());

  /** Statements one after the other in one transaction, as an injection would run them; their rows, or the SQLSTATE. */
  async function injected(...statements: string[]): Promise<unknown> {
    return db
      .write({ tenantId: own.id }, async (tx) => {
        let rows: unknown[] = [];
        for (const sql of statements) rows = await tx.rows(sql);
        return rows;
      })
      .catch((error: unknown) => sqlState(error) ?? String(error));
  }

  it.each(['SET ROLE NONE', 'RESET ROLE', 'RESET SESSION AUTHORIZATION', 'SET SESSION AUTHORIZATION DEFAULT'])(
    'gains nothing by %s',
    async (sql) => {
      expect(
        await injected(
          sql,
          'SELECT current_user::text AS role, rolsuper AS super FROM pg_roles WHERE rolname = current_user',
        ),
      ).toEqual([{ role: 'bookinda_app', super: false }]);
      const seen = await injected(sql, 'SELECT DISTINCT tenant_id AS tenant FROM customer');
      expect([[], [{ tenant: own.id }]]).toContainEqual(seen);
    },
  );

  it.each([
    'SET ROLE bookinda_owner',
    'SET ROLE bookinda_worker',
    'SET ROLE postgres',
    'SET SESSION AUTHORIZATION postgres',
    `SELECT pg_read_file('/etc/hostname')`,
    `SELECT pg_ls_dir('.')`,
    `SELECT lo_import('/etc/hostname')`,
    `COPY customer TO PROGRAM 'cat'`,
    `COPY customer FROM '/etc/hostname'`,
    'SELECT * FROM pg_authid',
    'SELECT * FROM pg_shadow',
    'SELECT * FROM graphile_worker._private_jobs',
    'CREATE TABLE loot (a int)',
    'CREATE TEMP TABLE loot (a int)',
    'CREATE SCHEMA loot',
    `CREATE FUNCTION loot() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    'CREATE EXTENSION dblink',
    `SELECT dblink('host=127.0.0.1', 'SELECT 1')`,
    'ALTER TABLE customer DISABLE ROW LEVEL SECURITY',
    'DROP POLICY tenant_wall ON customer',
    'ALTER ROLE bookinda_app SUPERUSER',
    'ALTER ROLE bookinda_app BYPASSRLS',
    'GRANT bookinda_owner TO bookinda_app',
    'SET session_replication_role = replica',
    'DELETE FROM event',
    'TRUNCATE customer',
  ])('is denied %s', async (sql) => {
    expect(denied).toContain(await injected(sql));
  });

  it('cannot turn row-level security off: the query fails instead', async () => {
    expect(await injected('SET LOCAL row_security = off', 'SELECT * FROM customer')).toBe('42501');
  });
});

describe('an injected statement that wants another scope', () => {
  let app: TestApp;
  let db: Database;
  let own: GivenTenant;
  let victim: GivenTenant;
  let [customer, neighbour] = ['', ''];
  let sessionHash: Buffer;
  let ownKey: Buffer;

  beforeAll(async () => {
    app = await testApp();
    db = app.get(Database);
    [own, victim] = [await givenTenant(app), await givenTenant(app)];
    [customer, neighbour] = [await givenCustomer(app, own), await givenCustomer(app, own)];
    await givenCustomer(app, victim);
    await givenMember(app, own, 'OWNER');
    const { authorization } = await givenApiKey(app, own, ['tickets:read']);
    ownKey = tokenHash(authorization?.replace('Bearer ', '') ?? '');
    await givenMember(app, victim, 'OWNER');
    const [row] = await app.db.query<{ token_hash: Buffer }>(
      'SELECT token_hash FROM auth.session WHERE tenant_id = $1',
      [victim.id],
    );
    sessionHash = row?.token_hash ?? Buffer.alloc(0);
  });
  afterAll(() => app?.stop());

  const everyCustomer = 'SELECT DISTINCT tenant_id AS tenant FROM customer';
  const bytes = (value: Buffer) => `'\\x${value.toString('hex')}'::bytea`;
  const digits = (id: string) => id.replaceAll('-', '');

  /** Under the tenant's own scope, or one customer's: the statements, then what can be seen; each alone where it is denied. */
  async function seen(statements: string[], ask: string, scope: Scope = { tenantId: own.id }): Promise<unknown> {
    return db
      .write(scope, async ({ entities }) => {
        for (const sql of statements) {
          await entities.query('SAVEPOINT before');
          await entities.query(sql).catch(() => entities.query('ROLLBACK TO before'));
        }
        return entities.query(ask) as Promise<unknown>;
      })
      .catch((error: unknown) => sqlState(error) ?? String(error));
  }

  const attempts = (): Record<string, string> => {
    const marks = new ScopeMarks(app.db.logins.app);
    const scope = `${digits(victim.id)},`;
    return {
      'the former setting': `SELECT set_config('app.tenant', '${victim.id}', true)`,
      'the setting itself': `SELECT set_config('backtrace_functions', '${scope}', true)`,
      'SET LOCAL': `SET LOCAL backtrace_functions = '${scope}'`,
      SET: `SET backtrace_functions = '${scope}'`,
      'the view of settings': `UPDATE pg_settings SET setting = '${scope}' WHERE name = 'backtrace_functions'`,
      'a default of its role': `ALTER ROLE bookinda_app SET backtrace_functions = '${scope}'`,
      'a default of the database': `ALTER DATABASE postgres SET backtrace_functions = '${scope}'`,
      'no mark': `SELECT enter_scope('${victim.id}', '', '')`,
      'an invented mark': `SELECT enter_scope('${victim.id}', '', ${bytes(Buffer.alloc(32, 7))})`,
      'its own mark': `SELECT enter_scope('${victim.id}', '', ${bytes(marks.of(own.id, ''))})`,
      'a mark of people': `SELECT enter_scope('${victim.id}', '', ${bytes(marks.of(victim.id, '', 'people'))})`,
      'a mark without a tenant': `SELECT enter_people('${victim.id}', '', ${bytes(marks.of('', '', 'people'))})`,
      'a session that it does not know': `SELECT enter_scope_as_staff('${victim.id}', '', ${bytes(Buffer.alloc(32))}, 'complete', '${victim.id}', 'OWNER')`,
      'a session whose hash it looks up': `SELECT enter_scope_as_staff('${victim.id}', '', token_hash, stage, person_id, 'OWNER') FROM auth.session`,
      'an API key whose hash it looks up': `SELECT enter_scope_with_key('${victim.id}', '', hash, id, scopes) FROM api_key`,
    };
  };

  it('opens no other tenant, whatever it tries', async () => {
    for (const [name, sql] of Object.entries(attempts())) {
      const rows = await seen([sql], everyCustomer);
      // A refused mark closes the scope; where the statement itself was denied it stays what it was.
      expect({ name, rows: JSON.stringify(rows).replace(own.id, 'own') }).toEqual({
        name,
        rows: expect.stringMatching(/^(\[\]|\[\{"tenant":"own"\}\])$/),
      });
    }
  });

  it('does not open people’s tables with a key of its own tenant, made or found', async () => {
    const key = `${bytes(ownKey)}, (SELECT id FROM api_key LIMIT 1), '{tickets:read}'`;
    const tries = [
      `INSERT INTO api_key (tenant_id, hash, hint, name, scopes) VALUES ('${own.id}', sha256('x'), '1234', 'injected', '{}')`,
      `SELECT create_api_key('${own.id}', sha256('x'), '1234', 'injected', '{}')`,
      `SELECT enter_scope_with_key('${own.id}', ',people', hash, id, scopes) FROM api_key`,
      `SELECT enter_scope_with_key('${own.id}', ',people', ${key})`,
      `SELECT enter_scope_with_key('${own.id}', ',people', sha256('x'), id, scopes) FROM api_key WHERE name = 'injected'`,
    ];
    expect(await seen(tries, 'SELECT id FROM auth.person')).toEqual([]);
    expect(await seen(tries.slice(0, 2), `SELECT id FROM api_key WHERE name = 'injected'`)).toEqual([]);
    for (const sql of [
      'SELECT hash FROM api_key',
      `UPDATE api_key SET hash = sha256('x')`,
      `INSERT INTO api_key (hash) VALUES ('x')`,
    ])
      expect(await injectedInto(sql)).toBe('42501');
  });

  it('writes nothing but ids into the scope, whatever text a definer function is given', async () => {
    const functions = await app.db.query<{ name: string; names: string[]; types: string[] }>(
      `SELECT p.proname AS name, p.proargnames[1:p.pronargs] AS names,
         ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a(t, n) ORDER BY n) AS types
       FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
         AND has_function_privilege('bookinda_app', p.oid, 'EXECUTE') AND 'text'::regtype = ANY (p.proargtypes::oid[]) ORDER BY 1`,
    );
    expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining(['enter_scope', 'enter_scope_with_key']));
    const [session] = await app.db.query<{ hash: Buffer; person: string; key: string }>(
      `SELECT s.token_hash AS hash, s.person_id AS person, (SELECT k.id FROM api_key k WHERE k.tenant_id = s.tenant_id LIMIT 1) AS key
       FROM auth.session s WHERE s.tenant_id = $1`,
      [own.id],
    );
    const marks = new ScopeMarks(app.db.logins.app);
    // Every proof is genuine and the tenant's own: what remains is how its words are spelt.
    const genuine: Record<string, unknown> = {
      tenant: own.id,
      customer: '',
      mac: marks.of(own.id, ''),
      hash_of_token: session?.hash,
      at_stage: 'complete',
      person: session?.person,
      with_role: 'OWNER',
      hash_of_key: ownKey,
      key_id: session?.key,
      key_scopes: ['tickets:read'],
    };
    const ofType: Record<string, unknown> = {
      uuid: own.id,
      bytea: ownKey,
      integer: 1,
      bigint: 1,
      json: '{}',
      'text[]': [],
    };
    const nasty = [
      ',people',
      ',,people',
      `${own.id},people`,
      `${digits(victim.id)},,people`,
      digits(own.id).toUpperCase(),
      `{${own.id}}`,
      own.id.toUpperCase(),
      digits(victim.id).replace(/(.{4})(?=.)/g, '$1-'),
      `${customer},people`,
      customer,
    ];
    let calls = 0;
    for (const { name, names, types } of functions)
      for (const [at, type] of types.entries())
        for (const text of type === 'text' ? nasty : []) {
          const values = types.map((type, n) =>
            n === at ? text : (genuine[names[n] ?? ''] ?? ofType[type] ?? (type === 'text' ? 'x' : null)),
          );
          const call = `SELECT ${name}(${types.map((type, n) => `$${n + 1}::${type}`).join()})`;
          const scope = await db
            .write({ tenantId: own.id }, async ({ entities }) => {
              await entities.query('SAVEPOINT before');
              await entities.query(call, values).catch(() => entities.query('ROLLBACK TO before'));
              const [row] = await entities.query<{ scope: string }[]>(
                `SELECT current_setting('backtrace_functions') AS scope`,
              );
              throw new Seen(row?.scope ?? '');
            })
            .catch((error: unknown) => (error instanceof Seen ? error.scope : String(error)));
          expect({ name, argument: names[at], text, scope }).toEqual({
            name,
            argument: names[at],
            text,
            scope: expect.stringMatching(new RegExp(`^(${digits(own.id)},)?$`)),
          });
          calls += 1;
        }
    expect(calls).toBeGreaterThan(100);
  });

  it('is not widened from one customer to all', async () => {
    const marks = new ScopeMarks(app.db.logins.app);
    for (const sql of [
      `SELECT set_config('backtrace_functions', '${digits(own.id)},', true)`,
      `SELECT enter_scope('${own.id}', '', ${bytes(marks.of(own.id, customer))})`,
      `SELECT enter_scope('${own.id}', '${neighbour}', ${bytes(marks.of(own.id, customer))})`,
      'RESET ALL',
      `INSERT INTO api_key (tenant_id, id, hash, hint, name, scopes) VALUES ('${own.id}', '${neighbour}', '\\x01', '', 'mine', '{}')`,
    ]) {
      const withKey = `SELECT enter_scope_with_key('${own.id}', '', hash, id, scopes) FROM api_key`;
      const rows = await seen([sql, withKey], 'SELECT id FROM customer', { tenantId: own.id, customerId: customer });
      expect([[], [{ id: customer }]]).toContainEqual(rows);
    }
  });

  it('cannot read the key of the marks', async () => {
    expect(await seen([], 'SELECT * FROM scope_key')).toBe('42501');
  });

  it('reads nothing of people: no password, no session, no link, of no tenant', async () => {
    for (const table of ['person', 'session', 'link'])
      expect({ table, rows: await injectedInto(`SELECT * FROM auth.${table}`) }).toEqual({ table, rows: [] });
    const members = await injectedInto('SELECT tenant_id AS tenant FROM auth.membership');
    expect(members).toEqual([{ tenant: own.id }]);
    expect(await injectedInto('SELECT tenant_id AS tenant, role FROM colleague')).toEqual([
      { tenant: own.id, role: 'OWNER' },
    ]);
    // Not even by an error that a condition makes on others' rows.
    expect(await injectedInto(`SELECT id FROM colleague WHERE role <> 'OWNER' AND name::int > 0`)).toEqual([]);
  });

  it('changes nothing of people', async () => {
    expect(await injectedInto(`UPDATE auth.person SET password = 'mine' RETURNING id`)).toEqual([]);
    expect(await injectedInto(`UPDATE auth.membership SET role = 'OWNER' RETURNING role`)).toEqual([]);
    expect(await injectedInto('DELETE FROM auth.session RETURNING id')).toEqual([]);
    expect(
      await injectedInto(
        `INSERT INTO auth.membership (tenant_id, person_id, role) SELECT '${victim.id}', person_id, 'OWNER' FROM auth.membership`,
      ),
    ).toBe('42501');
  });

  it('with a policy that reads a setting of the application it would: this test can fail', async () => {
    const [{ condition } = { condition: '' }] = await app.db.query<{ condition: string }>(
      `SELECT qual AS condition FROM pg_policies WHERE tablename = 'customer' AND policyname = 'tenant_wall'`,
    );
    await app.db.query(
      `ALTER POLICY tenant_wall ON customer USING (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid)`,
    );
    const forged = [`SELECT set_config('app.tenant', '${victim.id}', true)`];
    expect(await seen(forged, everyCustomer)).toEqual([{ tenant: victim.id }]);
    // Preparing the database repairs what a migration wrote in the old way.
    await migrate(app.db.logins);
    expect(await seen(forged, everyCustomer)).toEqual([{ tenant: own.id }]);
    const [{ condition: repaired } = { condition: '' }] = await app.db.query<{ condition: string }>(
      `SELECT qual AS condition FROM pg_policies WHERE tablename = 'customer' AND policyname = 'tenant_wall'`,
    );
    expect(repaired).toBe(condition);
  });

  it('with a session’s hash it would: what people have is as good as their tenant', async () => {
    const rows = await seen(
      [
        `SELECT enter_scope_as_staff('${victim.id}', '', ${bytes(sessionHash)}, 'complete', (SELECT person_id FROM session_of(${bytes(sessionHash)})), 'OWNER')`,
      ],
      everyCustomer,
    );
    expect(rows).toEqual([{ tenant: victim.id }]);
  });

  it('a new password of the login is a new key; the one before holds until the next', async () => {
    const at = (password: string) => {
      const url = new URL(app.db.logins.app);
      url.password = password;
      return url.toString();
    };
    const enters = async (url: string) => {
      const mark = new ScopeMarks(url).of(own.id, '');
      const [row] = await db.lookUp<{ tenant: string }>(
        { name: 'enter-by-mark', text: 'SELECT enter_scope($1, $2, $3) AS tenant' },
        [own.id, '', mark],
      );
      return row?.tenant === own.id;
    };
    const passwords = ['the second password', 'the third password'] as const;
    for (const password of passwords) expect(await enters(at(password))).toBe(false);
    await migrate({ ...app.db.logins, app: at(passwords[0]) });
    expect([await enters(app.db.logins.app), await enters(at(passwords[0]))]).toEqual([true, true]);
    await migrate({ ...app.db.logins, app: at(passwords[1]) });
    expect([await enters(app.db.logins.app), await enters(at(passwords[0])), await enters(at(passwords[1]))]).toEqual([
      false,
      true,
      true,
    ]);
  });

  /** Raw SQL inside a tenant's statement, past everything the application does before it sends one. */
  async function injectedInto(sql: string): Promise<unknown> {
    return db
      .write({ tenantId: own.id }, ({ entities }) => entities.query(sql).then((result: unknown) => rowsOf(result)))
      .catch((error: unknown) => sqlState(error) ?? String(error));
  }
});

/** Carries what was seen out of a transaction that is rolled back. */
class Seen extends Error {
  constructor(readonly scope: string) {
    super();
  }
}

/** TypeORM gives the rows of an UPDATE or DELETE beside their number. */
function rowsOf(result: unknown): unknown {
  return Array.isArray(result) && Array.isArray(result[0]) ? result[0] : result;
}

/** Why an injected statement gains nothing by a function that works as the owner of the tables. */
const definerFunctions: Record<string, string> = {
  enter_scope: 'a mark of the server',
  enter_people: 'a mark of the server',
  enter_scope_as_staff: 'the hash of a live session’s token',
  enter_scope_with_key: 'the hash of a live API key',
  session_of: 'the hash of a live session’s token, which no statement without the mark for people can read',
  api_key_of: 'the hash of a live API key, which no statement can read',
  create_api_key:
    'a session’s id, which no statement without the mark for people can read, with a fresh proof, in its own tenant',
  site_key_of: 'a publishable key, as it stands in every page that uses it',
  customer_token_secrets: 'a tenant’s scope, not one customer’s: its own, sealed',
  ticket_opener: 'a tenant’s scope, not one customer’s: of its own tickets',
  event_author_email: 'a tenant’s scope, not one customer’s: of its own events',
  tenants_of: 'the mark for people',
  home_of: 'the mark for people',
  security_events_of: 'the mark for people',
  record_security_event: 'the mark for people',
  every_tenant: 'the mark for people',
  undecided_events: 'the mark for people',
  waiting_mails: 'the mark for people',
  silent_tickets: 'the mark for people',
  tenants_to_sum_up: 'the mark for people',
  enqueue: 'the mark for people',
  purge_security_events: 'nothing: deletes what is older than 400 days, as every hour does',
  operating_figures: 'nothing: four numbers',
  tenant_count: 'nothing: a number',
  platform_tenant: 'nothing: the id of the platform, which every salon writes to',
  tenant_by_slug: 'a salon’s short name: its id and name',
};

describe('an injected statement without a scope, or under that of its request', () => {
  let app: TestApp;
  let db: Database;
  let own: GivenTenant;
  let owner: GivenMember;
  let subject: { customer: string; ticket: string; package: string };
  let neighbour: typeof subject;
  let request: string;
  let platform: GivenTenant;
  let scopes: Record<string, Scope | null>;

  beforeAll(async () => {
    app = await testApp();
    db = app.get(Database);
    platform = await givenTenant(app, { kind: 'platform' });
    own = await givenTenant(app);
    owner = await givenMember(app, own, 'OWNER');
    [subject, neighbour] = [await givenCustomersThings(), await givenCustomersThings()];
    request = (await app.call(openSupportRequest, owner.as, words)).body.id;
    scopes = {
      none: null,
      tenant: { tenantId: own.id },
      customer: { tenantId: own.id, customerId: subject.customer },
    };
  });
  afterAll(() => app?.stop());

  const words = { type: 'TECHNICAL', subject: 'Subject', description: 'Description' };

  async function givenCustomersThings(): Promise<typeof subject> {
    const customer = await givenCustomer(app, own);
    const { body } = await app.call(openTicket, await asCustomer(own, customer), words);
    await app.db.query(
      `INSERT INTO file (tenant_id, name, media_type, size, sha256, storage_key, owner) VALUES ($1, 'a.txt', 'text/plain', 1, '', $2, $2)`,
      [own.id, `customer:${customer}`],
    );
    return { customer, ticket: body.id, package: (await givenPackage(app, own, customer)).id };
  }

  /** The rows of a statement, past everything the application does before it sends one, or its SQLSTATE. */
  async function result(sql: string, scope: Scope | null): Promise<unknown> {
    const answer = scope
      ? db.write(scope, ({ entities }) => entities.query(sql).then(rowsOf))
      : db.pool.query<object>(sql).then(({ rows }) => rows);
    return answer.catch((error: unknown) => sqlState(error) ?? String(error));
  }

  /** What every one of the scopes is answered. */
  async function results(sql: string): Promise<Record<string, unknown>> {
    const answers: Record<string, unknown> = {};
    for (const [name, scope] of Object.entries(scopes)) answers[name] = await result(sql, scope);
    return answers;
  }

  const everywhere = (answer: unknown) => ({ none: answer, tenant: answer, customer: answer });

  it('may call no function of the owner’s that does not stand here with what it asks for', async () => {
    const rows = await app.db.query<{ name: string }>(
      `SELECT DISTINCT p.proname AS name FROM pg_proc p
       WHERE p.prosecdef AND has_function_privilege('bookinda_app', p.oid, 'EXECUTE') AND has_schema_privilege('bookinda_app', p.pronamespace, 'USAGE')`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(definerFunctions).sort());
  });

  it('learns nothing of people: no tenants, no home, no security record, no session', async () => {
    const { id } = owner;
    for (const sql of [
      `SELECT * FROM tenants_of('${id}')`,
      `SELECT * FROM home_of('${id}') home WHERE home IS NOT NULL`,
      `SELECT * FROM security_events_of('${id}', NULL, 100)`,
      'SELECT s.* FROM auth.session t, session_of(t.token_hash) s',
    ])
      expect({ sql, ...(await results(sql)) }).toEqual({ sql, ...everywhere([]) });
    // The server itself does.
    const asked = { name: 'tenants-of-one', text: 'SELECT id FROM tenants_of($1)' };
    expect(await db.people(asked, [id])).toEqual([{ id: own.id }]);
  });

  it('learns no address of a member under a customer’s scope', async () => {
    const [event] = await app.db.query<{ id: string }>(
      `INSERT INTO event (tenant_id, kind, actor_kind, actor_id, actor_name, public) VALUES ($1, 'seen', 'staff', $2, 'Owner', true) RETURNING id`,
      [own.id, owner.id],
    );
    const author = `SELECT email FROM event_author_email('${event?.id}') email WHERE email IS NOT NULL`;
    expect(await results(author)).toEqual({ none: [], customer: [], tenant: [{ email: owner.email }] });
    // The platform's own: another salon's scope there is one customer's too.
    const opener = `SELECT email FROM ticket_opener('${request}')`;
    const tenantId = platform.id;
    expect(await result(opener, { tenantId, customerId: await givenCustomer(app, platform) })).toEqual([]);
    expect(await result(opener, { tenantId })).toEqual([{ email: owner.email }]);
  });

  it('forges nothing in the security record, of its own tenant neither', async () => {
    const { id } = owner;
    for (const kind of ['signed-in', 'sign-in-failed', 'api-key-created'])
      for (const tenant of ['NULL', `'${own.id}'`]) {
        const sql = `SELECT record_security_event('${kind}', '${id}', ${tenant}, 'staff', 'Forged', '192.0.2.9', 'Forged', NULL)`;
        expect({ sql, ...(await results(sql)) }).toEqual({ sql, ...everywhere('42501') });
      }
    expect(await app.db.query(`SELECT id FROM auth.security_event WHERE actor_name = 'Forged'`)).toEqual([]);
  });

  it('lists no ids of other tenants and enters no job', async () => {
    await app.db.query('UPDATE event SET decided_at = NULL');
    await app.db.query(
      `UPDATE ticket t SET status = s.code, kind = s.kind, last_activity_at = now() - interval '1 year' FROM ticket_status s
       WHERE t.id = $1 AND s.tenant_id = t.tenant_id AND s.kind = 'solved'`,
      [request],
    );
    await app.db.query(
      `INSERT INTO mail (tenant_id, message, recipient, subject, html, body, message_id, state, created_at)
       SELECT $1, 'x', 'a@b.example', '', '', '', gen_random_uuid(), state, now() - interval '1 day' FROM unnest(ARRAY['waiting', 'bundled']) state`,
      [platform.id],
    );
    for (const call of [
      'every_tenant()',
      `undecided_events('0 seconds', 100)`,
      `waiting_mails('-10 days', 100)`,
      'silent_tickets(100)',
      'tenants_to_sum_up(now())',
    ]) {
      const sql = `SELECT * FROM ${call}`;
      expect({ sql, ...(await results(sql)) }).toEqual({ sql, ...everywhere([]) });
      // The server itself is answered.
      expect(await db.people({ name: call, text: sql }, [])).not.toEqual([]);
    }
    expect(await results(`SELECT enqueue('decide', '{"news": []}', NULL, NULL, 1)`)).toEqual(everywhere('42501'));
  });

  it('resets no limit, and counts none but mails, upwards, for a tenant', async () => {
    await app.db.query(
      `INSERT INTO rate_window (name, who, starts_at, ends_at, hits)
       SELECT name, 'somebody', now(), now() + interval '1 hour', 5 FROM unnest(ARRAY['guess:account/86400', 'mail:strangers:mailbox/3600']) name`,
    );
    const mails = `name LIKE 'mail:%' AND who = 'somebody'`;
    for (const sql of [
      'DELETE FROM rate_window RETURNING name',
      `UPDATE rate_window SET hits = 0 WHERE name LIKE 'guess:%' RETURNING name`,
      `UPDATE rate_window SET hits = hits + 100 WHERE name LIKE 'guess:%' RETURNING name`,
    ])
      expect({ sql, ...(await results(sql)) }).toEqual({ sql, ...everywhere([]) });
    const fewer = await results(`UPDATE rate_window SET hits = hits - 1 WHERE ${mails} RETURNING name`);
    expect(fewer).toEqual({ none: [], customer: [], tenant: '42501' });
    const insert = (name: string, hits: number) =>
      results(
        `INSERT INTO rate_window (name, who, starts_at, ends_at, hits) VALUES ('${name}', 'new', now(), now() + interval '1 hour', ${hits}) RETURNING hits`,
      );
    expect(await insert('guess:account/86400', 1)).toEqual(everywhere('42501'));
    expect(await insert('mail:strangers:mailbox/3600', -100)).toEqual(everywhere('42501'));
    for (const column of ['ends_at = now()', 'starts_at = now()', `who = 'else'`])
      expect(await results(`UPDATE rate_window SET ${column} WHERE ${mails}`)).toEqual(everywhere('42501'));
    // What a transaction does that writes a mail.
    const more = await results(`UPDATE rate_window SET hits = hits + 1 WHERE ${mails} RETURNING hits`);
    expect(more).toEqual({ none: [], customer: [], tenant: [{ hits: 6 }] });
  });

  it('forgets no spent proof of work and no retry key before its time', async () => {
    const { id } = own;
    await app.db.query(
      `INSERT INTO spent_proof (tenant_id, salt, spent_at) SELECT $1, age, now() - age::interval FROM unnest(ARRAY['47 hours', '49 hours']) age`,
      [id],
    );
    await app.db.query(
      `INSERT INTO idempotency (tenant_id, key, fingerprint, status, answer, created_at)
       SELECT $1, age, '', 200, '{}', now() - age::interval FROM unnest(ARRAY['47 hours', '49 hours']) age`,
      [id],
    );
    expect(await results(`UPDATE idempotency SET answer = '{}'`)).toEqual(everywhere('42501'));
    expect(await result('DELETE FROM spent_proof RETURNING salt', null)).toEqual([]);
    expect(await result('DELETE FROM spent_proof RETURNING salt', { tenantId: id })).toEqual([{ salt: '49 hours' }]);
    expect(await result('DELETE FROM idempotency RETURNING key', null)).toEqual([]);
    expect(await result('DELETE FROM idempotency RETURNING key', { tenantId: id })).toEqual([{ key: '49 hours' }]);
  });

  it('writes on no ticket but her own under one customer’s scope', async () => {
    const tenant = own.id;
    const scope: Scope = { tenantId: tenant, customerId: subject.customer };
    const [mine, other] = [subject, neighbour];
    const messageOf = async (ticket: string) => {
      const [row] = await app.db.query<{ id: string }>('SELECT id FROM message WHERE ticket_id = $1 LIMIT 1', [ticket]);
      return row?.id;
    };
    const message = (ticket: string) =>
      `INSERT INTO message (tenant_id, ticket_id, side, author_name, body) VALUES ('${tenant}', '${ticket}', 'desk', 'Forged', 'Forged')`;
    const event = (ticket: string | null, about: string | null = null) =>
      `INSERT INTO event (tenant_id, kind, ticket_id, package_id, customer_id, actor_kind, actor_name, public)
       VALUES ('${tenant}', 'forged', ${ticket ? `'${ticket}'` : 'NULL'}, ${about ? `'${about}'` : 'NULL'}, '${subject.customer}', 'staff', 'Forged', true)`;
    const file = (ticket: string, message: string | undefined) =>
      `UPDATE file SET ticket_id = '${ticket}', message_id = '${message}' WHERE owner = 'customer:${subject.customer}'`;
    const matter = (ticket: string) =>
      `INSERT INTO package_matter (tenant_id, ticket_id, package_id, kind, evidence) VALUES ('${tenant}', '${ticket}', '${mine.package}', 'renewal', '{}')`;
    const [ownMessage, otherMessage] = [await messageOf(mine.ticket), await messageOf(other.ticket)];
    const others = [
      message(other.ticket),
      event(other.ticket),
      event(null, other.package),
      file(other.ticket, otherMessage),
      file(mine.ticket, otherMessage),
      matter(other.ticket),
      // Not in the statement that writes on her own either.
      `WITH mine AS (${message(mine.ticket)}) ${message(other.ticket)}`,
    ];
    const hers = [
      message(mine.ticket),
      event(mine.ticket, mine.package),
      file(mine.ticket, ownMessage),
      matter(mine.ticket),
    ];
    const answers: Record<string, unknown> = {};
    for (const sql of [...others, ...hers]) answers[sql] = await result(sql, scope);
    expect(answers).toEqual({
      ...Object.fromEntries(others.map((sql) => [sql, '42501'])),
      ...Object.fromEntries(hers.map((sql) => [sql, []])),
    });
  });

  it('sees nothing more by closing one customer’s scope in the midst of a statement', async () => {
    const scope: Scope = { tenantId: own.id, customerId: subject.customer };
    const closed = (id: string) => `(SELECT CASE WHEN enter_scope('', '', '') = '' THEN '${id}'::uuid END)`;
    const { customer, ticket, package: sold } = neighbour;
    const asks = {
      message: `SELECT ticket_id AS id FROM message WHERE ticket_id = ${closed(ticket)}`,
      event: `SELECT ticket_id AS id FROM event WHERE ticket_id = ${closed(ticket)}`,
      ticket: `SELECT id FROM ticket WHERE id = ${closed(ticket)}`,
      customer: `SELECT id FROM customer WHERE id = ${closed(customer)}`,
      sold_package: `SELECT id FROM sold_package WHERE id = ${closed(sold)}`,
    };
    const answers: Record<string, unknown> = {};
    // The tenant's condition is a key of the index then, and has been asked before.
    for (const [table, ask] of Object.entries(asks))
      answers[table] = await db.write(scope, async ({ entities }) => {
        await entities.query('SET LOCAL enable_seqscan = off');
        return entities.query<unknown>(ask);
      });
    expect(answers).toEqual({ message: [], event: [], ticket: [], customer: [], sold_package: [] });
  });

  it('puts no file into another’s message by closing one customer’s scope behind it', async () => {
    const [message] = await app.db.query<{ id: string }>('SELECT id FROM message WHERE ticket_id = $1 LIMIT 1', [
      neighbour.ticket,
    ]);
    const sql = `UPDATE file SET ticket_id = '${neighbour.ticket}', message_id = '${message?.id}'
      WHERE owner = 'customer:${subject.customer}' RETURNING enter_scope('', '', '')`;
    expect(await result(sql, { tenantId: own.id, customerId: subject.customer })).toBe('42501');
  });
});

describe('a login of the server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app?.stop());

  it('is taken when it has its role alone, for the app and for the worker', async () => {
    await checkLogin('app', app.db.logins.app);
    await checkLogin('worker', app.db.logins.worker);
  });

  it('is refused at the start when it is a superuser, owns the tables or is another role’s', async () => {
    await expect(checkLogin('app', app.db.url)).rejects.toThrow(/APP_DATABASE_URL: .* superuser/);
    await expect(checkLogin('app', app.db.logins.owner)).rejects.toThrow(/owns tables/);
    await expect(checkLogin('app', app.db.logins.worker)).rejects.toThrow(/instead of bookinda_app/);
  });

  it('is refused at the start when it is a member of the owner’s role', async () => {
    const [row] = await app.db.query<{ name: string }>('SELECT current_database() AS name');
    await app.db.query(`CREATE ROLE member_of_owner LOGIN PASSWORD 'a password of a member' IN ROLE bookinda_owner`);
    try {
      for (const statement of databaseGrants(row?.name ?? '')) await app.db.query(statement);
      const url = new URL(app.db.url);
      [url.username, url.password] = ['member_of_owner', 'a password of a member'];
      await expect(checkLogin('app', url.toString())).rejects.toThrow(/member of another role/);
    } finally {
      await app.db.query('DROP ROLE member_of_owner');
    }
  });

  it('is refused at the start where a migration is missing', async () => {
    await app.db.query(`DELETE FROM migration WHERE name LIKE 'Logins%'`);
    await expect(checkLogin('app', app.db.logins.app)).rejects.toThrow(/prepare-database/);
  });
});
