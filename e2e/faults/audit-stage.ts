import { join } from 'node:path';
import pg from 'pg';
import { auditFindings, fileFindings } from './audit.ts';

/** What the audit finds in the database and the files of a copy that ran for a while. `databaseUrl`: a superuser's. */
export async function auditStage(databaseUrl: string, dataDir: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  pool.on('error', () => undefined);
  const rig = { query: async <Row extends object>(sql: string) => (await pool.query(sql)).rows as Row[] };
  try {
    return [...(await auditFindings(rig)), ...(await fileFindings(rig, join(dataDir, 'files')))];
  } finally {
    await pool.end();
  }
}
