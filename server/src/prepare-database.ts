import { migrate } from './platform/database/migrate.js';

/** `node dist/prepare-database.js`: brings a database to this version; docs/operating.md, "Database logins". */
async function main(): Promise<void> {
  const { DATABASE_URL: administrator } = process.env;
  const [owner, app, worker] = ['OWNER', 'APP', 'WORKER'].map((role) => {
    const url = process.env[`${role}_DATABASE_URL`];
    if (!url) throw new Error(`${role}_DATABASE_URL is not set.`);
    if (!URL.canParse(url)) throw new Error(`${role}_DATABASE_URL is not an address.`);
    return url;
  }) as [string, string, string];
  await migrate({ owner, app, worker }, administrator);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
