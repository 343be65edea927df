import { join, resolve } from 'node:path';
import { Refusal } from './refusal.ts';

/** The repository's root. */
export const root = resolve(import.meta.dirname, '../..');

/** Where everything listens and keeps its data. Port 0 is not offered: addresses must be the same after a restart. */
export interface Settings {
  host: string;
  ports: { api: number; hostPages: number; mailbox: number; smtp: number };
  /** Origins as a browser sees them, without a slash at the end. */
  urls: { api: string; hostPages: string; mailbox: string };
  /** Absolute. */
  dataDir: string;
  /** Someone else's PostgreSQL; undefined: the embedded one. */
  databaseUrl: string | undefined;
  /** A real mail server; undefined: the mailbox. */
  smtpUrl: string | undefined;
  demo: boolean;
}

/** Reads PORT, HOST_PAGES_PORT, MAILBOX_PORT, SMTP_PORT, HOST, PUBLIC_URL, HOST_PAGES_URL, MAILBOX_URL, DATA_DIR, DATABASE_URL, SMTP_URL, DEMO. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const ports = {
    api: port(env, 'PORT', 3000),
    hostPages: port(env, 'HOST_PAGES_PORT', 3001),
    mailbox: port(env, 'MAILBOX_PORT', 3002),
    // Its default is any free port: nobody types it.
    smtp: port(env, 'SMTP_PORT', 0),
  };
  return {
    host: env.HOST || '127.0.0.1',
    ports,
    urls: {
      api: origin(env, 'PUBLIC_URL', ports.api),
      hostPages: origin(env, 'HOST_PAGES_URL', ports.hostPages),
      mailbox: origin(env, 'MAILBOX_URL', ports.mailbox),
    },
    dataDir: resolve(root, env.DATA_DIR || '.data'),
    databaseUrl: env.DATABASE_URL || undefined,
    smtpUrl: env.SMTP_URL || undefined,
    demo: env.DEMO !== '0',
  };
}

/** Files of the stage inside its data folder. */
export function filesIn(dataDir: string) {
  return {
    lock: join(dataDir, 'stage.pid'),
    secret: join(dataDir, 'secret'),
    serverLog: join(dataDir, 'server.log'),
    demo: join(dataDir, 'demo.json'),
    demoTenants: join(dataDir, 'demo-tenants.json'),
    postgres: join(dataDir, 'postgres'),
    mail: join(dataDir, 'mail'),
  };
}

function port(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new Refusal(`${name}=${text} is not a port (1 to 65535).`);
  return number;
}

function origin(env: NodeJS.ProcessEnv, name: string, port: number): string {
  const text = env[name] || `http://localhost:${port}`;
  if (!URL.canParse(text)) throw new Refusal(`${name}=${text} is not a URL.`);
  return new URL(text).origin;
}
