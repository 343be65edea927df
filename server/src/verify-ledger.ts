import { verifyOnCommand } from './packages/ledger/verify-command.js';

/** `node dist/verify-ledger.js <salon> [package] [code]` with DATABASE_URL; docs/operating.md. */
async function main(): Promise<void> {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set.');
  const { lines, code } = await verifyOnCommand(DATABASE_URL, process.argv.slice(2));
  (code === 2 ? process.stderr : process.stdout).write(`${lines.join('\n')}\n`);
  process.exitCode = code;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
