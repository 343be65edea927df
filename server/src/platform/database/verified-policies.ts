import type { ClientBase } from 'pg';

/** As PostgreSQL prints the settings that policies of earlier migrations read. Any role can write these. */
const writable: [RegExp, string][] = [
  [/\(NULLIF\(current_setting\('app\.tenant'::text, true\), ''::text\)\)::uuid/g, 'scope_tenant()'],
  [
    /\(\( ?SELECT NULLIF\(current_setting\('app\.customer'::text, true\), ''::text\) AS "nullif"\)\)::uuid/g,
    '(SELECT scope_customer())',
  ],
];

const openTables = `SELECT c.oid::regclass::text AS "table" FROM pg_class c
  WHERE c.relnamespace = to_regnamespace('auth') AND c.relkind = 'r' AND NOT c.relrowsecurity`;

/**
 * Makes every policy read the verified scope (docs/decisions/0012), whichever migration wrote it. Throws where one
 * would still read a setting of the application's. Tables of people that have no policy get theirs.
 */
export async function verifyPolicies(owner: ClientBase): Promise<void> {
  const { rows } = await owner.query<{ name: string; table: string; condition: string }>(
    `SELECT quote_ident(p.polname) AS name, p.polrelid::regclass::text AS "table", pg_get_expr(p.polqual, p.polrelid) AS condition
       FROM pg_policy p WHERE pg_get_expr(p.polqual, p.polrelid) LIKE '%''app.%' OR pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%''app.%'`,
  );
  for (const { name, table, condition } of rows) {
    const verified = writable.reduce((text, [setting, scope]) => text.replace(setting, scope), condition);
    if (verified === condition || verified.includes("'app."))
      throw new Error(`The policy ${name} of ${table} reads a setting that anybody can write.`);
    await owner.query(`ALTER POLICY ${name} ON ${table} USING (${verified})`);
  }
  for (const { table } of (await owner.query<{ table: string }>(openTables)).rows) {
    await owner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
    await owner.query(`CREATE POLICY people_wall ON ${table} TO bookinda_app USING (scope_opens_people())`);
  }
}
