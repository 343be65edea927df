import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';

describe('embedded PostgreSQL', () => {
  it('is a real PostgreSQL 18 with the extensions the search needs', async () => {
    const client = new Client({ connectionString: process.env.TEST_DATABASE_URL });
    await client.connect();
    try {
      const { rows: version } = await client.query('SHOW server_version_num');
      expect(Number(version[0].server_version_num)).toBeGreaterThanOrEqual(180_000);
      const { rows } = await client.query(
        "SELECT name FROM pg_available_extensions WHERE name IN ('unaccent', 'pg_trgm', 'btree_gin') ORDER BY 1",
      );
      expect(rows.map((row) => row.name)).toEqual(['btree_gin', 'pg_trgm', 'unaccent']);
    } finally {
      await client.end();
    }
  });
});
