import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../server/src/platform/embedded/postgres.ts';
import { filesIn, readSettings, type Settings } from './settings.ts';
import { openStage, type Stage } from './stage.ts';

/**
 * Opens a stage on free ports with fresh data, does `work`, and closes it. `env` is what child processes need:
 * `STAGE_DEMO` (path of demo.json), `STAGE_DATABASE_URL`, `STAGE_SERVER` (JSON of how the server was spawned).
 */
export async function withStage<Result>(
  say: (line: string) => void,
  work: (env: NodeJS.ProcessEnv, stage: Stage) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bookinda-stage-'));
  const stage = await openStage(await freeSettings(dataDir), { say }).catch(async (error) => {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  const leave = () => stage.stop().then(() => process.exit(1));
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    const env = {
      STAGE_DEMO: filesIn(dataDir).demo,
      STAGE_DATABASE_URL: stage.databaseUrl,
      STAGE_SERVER: JSON.stringify(stage.serverOptions),
    };
    return await work(env, stage);
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    await stage.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Always the embedded database and the mailbox, whatever the caller's shell says. */
async function freeSettings(dataDir: string): Promise<Settings> {
  const [api, hostPages, mailbox, smtp] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  return readSettings({
    PORT: String(api),
    HOST_PAGES_PORT: String(hostPages),
    MAILBOX_PORT: String(mailbox),
    SMTP_PORT: String(smtp),
    DATA_DIR: dataDir,
  });
}
