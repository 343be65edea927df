import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { dirname } from 'node:path';
import { type Logins, serverLogins } from '../../server/src/platform/embedded/logins.ts';
import { hostPages } from '../host-pages/host-pages.ts';
import { build } from './build.ts';
import { type Database, loginsOf, openDatabase, prepareDatabase } from './database.ts';
import { type DemoTenant, readDemoTenants, writeDemoFile } from './demo-file.ts';
import { checkFree, listen } from './listen.ts';
import { takeLock } from './lock.ts';
import { Mailbox } from './mailbox/mailbox.ts';
import { Refusal } from './refusal.ts';
import { ready, type ServerOptions, type ServerProcess, spawnServer } from './server.ts';
import { filesIn, type Settings } from './settings.ts';
import { closeWeb, webServer } from './web.ts';

export interface Stage {
  settings: Settings;
  /** The administrator's. */
  databaseUrl: string;
  logins: Logins;
  smtpUrl: string;
  tenants: DemoTenant[];
  server: ServerProcess;
  /** How the server was spawned, for tests that start a second one or restart it. */
  serverOptions: ServerOptions;
  /** Settles with a sentence when a part ends unasked. */
  broken: Promise<string>;
  /** Server first, so that what it drains still finds its database and mail server. */
  stop(): Promise<void>;
}

export interface StageOptions {
  say?: (line: string) => void;
  /** Default true; false when the caller has built. */
  builds?: boolean;
  /** Calls a start off. */
  signal?: AbortSignal;
  /** More for the server's environment. */
  env?: NodeJS.ProcessEnv;
}

const tokensEvery = 5 * 60_000;
const largestLog = 64 * 1024 * 1024;

/** Starts everything. When a part cannot, the others are stopped again and its refusal is thrown. */
export async function openStage(settings: Settings, options: StageOptions = {}): Promise<Stage> {
  const undo: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      for (const step of undo.reverse()) await step().catch(() => {});
    })();
    return stopping;
  };
  const called = new Promise<never>((_, reject) => {
    options.signal?.addEventListener('abort', () => reject(new Refusal('Stopped while starting.')));
  });
  try {
    return { ...(await Promise.race([raise(settings, options, undo), called])), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function raise(settings: Settings, options: StageOptions, undo: (() => Promise<unknown>)[]) {
  const say = options.say ?? (() => {});
  const files = filesIn(settings.dataDir);
  await prepareFolder(settings.dataDir);
  undo.push(
    await takeLock(
      files.lock,
      (pid) => `${settings.dataDir} is in use by process ${pid}: stop it, or choose another DATA_DIR.`,
    ),
  );
  if (settings.demo && !isLoopback(settings.host))
    throw new Refusal(
      `HOST=${settings.host} lets other machines in, and the demo's passwords are public: set DEMO=0, or leave HOST out.`,
    );
  // All addresses before any work: a taken port is told at once.
  await checkFree(settings.ports.api, settings.host, 'PORT');
  let tenants: DemoTenant[] = [];
  const mailbox = settings.smtpUrl ? undefined : settings.urls.mailbox;
  const hosts: Server = webServer(hostPages({ ...settings.urls, mailbox, tenants: () => tenants }));
  await listen(hosts, settings.ports.hostPages, settings.host, 'HOST_PAGES_PORT');
  undo.push(() => closeWeb(hosts));
  const smtpUrl = settings.smtpUrl ?? (await openMailbox(settings, files.mail, undo));

  const [built, opened] = await Promise.allSettled([
    options.builds === false ? undefined : build(say),
    open(settings, files.postgres, say, undo),
  ]);
  for (const outcome of [built, opened]) if (outcome.status === 'rejected') throw outcome.reason;
  const database = (opened as PromiseFulfilledResult<Database>).value;

  const secret = await secretOf(files.secret);
  const logins = loginsOf(settings.databaseUrl, database.url, secret);
  say('preparing the database');
  await prepareDatabase(database.url, logins);
  say('starting the server');
  await rm(files.serverLog, { force: true });
  const serverOptions: ServerOptions = {
    env: {
      ...process.env,
      ...options.env,
      NODE_ENV: process.env.NODE_ENV ?? 'production',
      ...serverLogins(logins),
      PORT: String(settings.ports.api),
      HOST: settings.host,
      PUBLIC_URL: settings.urls.api,
      HOST_PAGES_URL: settings.urls.hostPages,
      DATA_DIR: settings.dataDir,
      SMTP_URL: smtpUrl,
      SECRET: secret,
      DEMO: settings.demo ? '1' : '0',
    },
    logFile: files.serverLog,
    address: `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${settings.ports.api}`,
  };
  const server = await spawnServer(serverOptions);
  undo.push(() => server.stop());
  await ready(server, serverOptions);

  tenants = await readDemoTenants(settings.dataDir);
  undo.push(await keepDemoFile(settings, smtpUrl, files.serverLog));
  const broken = Promise.race([
    server.exited.then(() => `The server has ended; its last words are in ${files.serverLog}.`),
    database.exited.then(() => `PostgreSQL has ended; its last words are in ${files.postgres}.log.`),
  ]);
  return { settings, databaseUrl: database.url, logins, smtpUrl, tenants, server, serverOptions, broken };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

async function prepareFolder(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir);
    await access(dataDir, constants.W_OK | constants.X_OK);
    // Root passes access() on a read-only file system's folders only by writing.
    const probe = `${dataDir}/.writable`;
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOTDIR' ? 'is not a folder' : `cannot be written to (${code})`;
    throw new Refusal(`${dataDir} ${why}: choose another folder with DATA_DIR.`);
  }
}

/** One at a time: Node's recursive mkdir spins for ever where the system refuses with ENOENT, as under /proc. */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isDirectory()) throw Object.assign(new Error(path), { code: 'ENOTDIR' });
  if (found) return;
  await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function openMailbox(settings: Settings, folder: string, undo: (() => Promise<unknown>)[]): Promise<string> {
  const mailbox = new Mailbox();
  undo.push(() => mailbox.close());
  await mailbox.open({ ports: settings.ports, folder });
  return mailbox.smtpUrl;
}

async function open(
  settings: Settings,
  folder: string,
  say: (line: string) => void,
  undo: (() => Promise<unknown>)[],
): Promise<Database> {
  say(settings.databaseUrl ? 'reaching the database' : 'starting PostgreSQL');
  const database = await openDatabase(settings.databaseUrl, folder).catch((error: Error) => {
    throw error instanceof Refusal ? error : new Refusal(`${error.message.replace(/\.$/, '')}.`);
  });
  undo.push(() => database.stop());
  return database;
}

/** The root of all signatures of this copy; made once. */
export async function secretOf(file: string): Promise<string> {
  if (process.env.SECRET) return process.env.SECRET;
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known) return known;
  const secret = randomBytes(32).toString('base64url');
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}

/** Customer tokens live 15 minutes, so the file is written anew every 5. */
async function keepDemoFile(settings: Settings, smtpUrl: string, serverLog: string): Promise<() => Promise<void>> {
  await writeDemoFile(settings, smtpUrl);
  const timer = setInterval(async () => {
    await writeDemoFile(settings, smtpUrl).catch(() => {});
    const { size } = await stat(serverLog).catch(() => ({ size: 0 }));
    if (size > largestLog) await truncate(serverLog).catch(() => {});
  }, tokensEvery);
  return async () => clearInterval(timer);
}
