import { verifyOnCommand } from './packages/ledger/verify-command.js';

/** `node dist/verify-ledger.js <salon> [package] [code]` with APP_DATABASE_URL; docs/operating.md. */
async function main(): Promise<void> {
  const { APP_DATABASE_URL } = process.env;
  if (!APP_DATABASE_URL) throw new Error('APP_DATABASE_URL is not set.');
  const { lines, code } = await verifyOnCommand(APP_DATABASE_URL, process.argv.slice(2));
  (code === 2 ? process.stderr : process.stdout).write(`${lines.join('\n')}\n`);
  process.exitCode = code;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
