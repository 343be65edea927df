import { auditQueries } from '../packages/audit.js';
import type { TestApp } from './app.js';

/** What the audit of packages finds in the whole database; empty when all is well. */
export async function packageFindings(app: TestApp): Promise<{ name: string; rows: object[] }[]> {
  const findings = [];
  for (const { name, sql } of auditQueries) findings.push({ name, rows: await app.db.query(sql) });
  return findings.filter(({ rows }) => rows.length > 0);
}
