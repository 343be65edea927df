import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Logins, loginsAt, serverLogins } from '../../server/src/platform/embedded/logins.ts';
import { type EmbeddedPostgres, freePort, startPostgres } from '../../server/src/platform/embedded/postgres.ts';
import { prepareDatabase } from '../stage/database.ts';
import { ready, type ServerOptions, type ServerProcess, spawnServer } from '../stage/server.ts';

/** Root of every HMAC of the servers a rig starts: seeds sign with it. */
export const secret = 'a secret for load and faults, long enough to pass';

/** A server process of the rig. */
export interface RigServer extends ServerProcess {
  url: string;
  logFile: string;
  /** SIGKILL: nothing drains. */
  kill(): Promise<void>;
  /** Whether it ended although nobody asked it to. */
  died(): boolean;
}

export interface RigServerOptions {
  env?: NodeJS.ProcessEnv;
  /** Another one's, to come back in its place. */
  url?: string;
  /** Another build than `server/dist/main.js`. */
  entry?: string;
}

/** A PostgreSQL of one's own with production's settings, prepared, and built servers over it. Everything ends with `close`. */
export interface Rig {
  postgres: EmbeddedPostgres;
  dir: string;
  /** Asks as superuser: sees through the wall. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Starts one more server and waits until it is ready. */
  startServer(name: string, options?: RigServerOptions): Promise<RigServer>;
  close(): Promise<void>;
}

export async function openRig(): Promise<Rig> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  await chmod(dir, 0o755);
  const postgres = await startPostgres({
    dataDir: join(dir, 'postgres'),
    database: 'bookinda',
    settings: { max_connections: '100' },
  });
  const logins = loginsAt(postgres.url, secret);
  await prepareDatabase(postgres.url, logins).catch(async (error) => {
    await postgres.stop();
    throw error;
  });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const servers: RigServer[] = [];
  return {
    postgres,
    dir,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    startServer: async (name, options) => {
      const server = await startServer(logins, dir, name, options);
      servers.push(server);
      return server;
    },
    close: async () => {
      for (const { logFile, died } of servers) if (died()) process.stderr.write(`${await endOf(logFile)}\n`);
      await Promise.all(servers.map((server) => server.stop(5_000)));
      await pool.end();
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function startServer(
  logins: Logins,
  dir: string,
  name: string,
  { env = {}, url: address, entry }: RigServerOptions = {},
): Promise<RigServer> {
  const port = address ? Number(new URL(address).port) : await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options: ServerOptions = {
    address: url,
    logFile: join(dir, `${name}.log`),
    // The limits would be measured instead of the work; everything else is as in production.
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      ...serverLogins(logins),
      PORT: String(port),
      PUBLIC_URL: url,
      SECRET: secret,
      DATA_DIR: join(dir, 'data'),
      RATE_LIMITS: '0',
      ...env,
    },
    ...(entry ? { entry } : {}),
    nodeOptions: process.env.SERVER_NODE_OPTIONS?.split(' ') ?? [],
  };
  const server = await spawnServer(options);
  await ready(server, options);
  let [asked, ended] = [false, false];
  server.exited.then(() => {
    ended = !asked;
  });
  return {
    ...server,
    url,
    logFile: options.logFile,
    died: () => ended,
    stop: (patience) => {
      asked = true;
      return server.stop(patience);
    },
    kill: async () => {
      asked = true;
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
  };
}

/** The last lines of a log that are no requests: why a server died. */
async function endOf(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8'))
    .trim()
    .split('\n')
    .filter((line) => !line.includes('"verb"'));
  return [`${logFile} ended unasked:`, ...lines.slice(-25)].join('\n');
}
