import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { refuseDemoValues } from './demo-values.js';
import { KeyRing } from './keys/key-ring.js';

/** What the process is told from outside; read once at the start. docs/operating.md explains each variable. */
export interface Config {
  /** Addresses of the database, each with the login of its role: database/roles.ts. */
  databaseUrls: { app: string; worker: string };
  host: string;
  port: number;
  /** Where people reach this server; the base of every link in a mail. */
  publicUrl: string;
  dataDir: string;
  /** What seals secrets and signs links, sessions' forms and proofs of work: `SECRET`, and the former ones in `SECRET_OLD`. */
  keys: KeyRing;
  /** Null: mails wait in the outbox. `MAIL=off` does that too, so that a restored copy writes to nobody. */
  smtpUrl: string | null;
  mailFrom: string;
  /** Load demo tenants into an empty database. */
  demo: boolean;
  hostPagesUrl: string | null;
  /** Whether this process runs jobs and ticks; tests and read-only copies switch it off. */
  worker: boolean;
  poolSize: number;
  /** Event streams that are open at a time: in this process, and of one browser, customer or ticket link. */
  streams: { most: number; perCaller: number };
  s3: { endpoint: string | null; bucket: string; region: string } | null;
  /** What uploads may cost; bytes. */
  files: {
    /** A day, from one network (an IPv4 address or an IPv6 /64) to one tenant, by requesters. */
    perNetwork: number;
    /** A day, by visitors of the pages that carry one site key. */
    perSiteKey: number;
    /** A day, to one tenant, by everybody. */
    perTenant: number;
    /** All files of one tenant. */
    stored: number;
    /** What stays free on the volume of `dataDir`; null: 512 MB, or 5 % of a volume smaller than 10 GB. */
    reserve: number | null;
    /** Uploads that this process takes in at the same time. */
    atOnce: number;
  };
  logLevel: string;
  /** Lets a monitor on another machine read /metrics; null: only this machine may. */
  metricsToken: string | null;
  /** Off only under load tests, which would measure the refusals. */
  rateLimits: boolean;
}

/** Reads and checks the environment; throws one sentence that names the variable. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = wholeNumber(env, 'PORT', 3000);
  const secret = env.SECRET ?? (env.NODE_ENV === 'production' ? undefined : randomBytes(32).toString('hex'));
  if (!secret || secret.length < 32) throw new Error('SECRET must have at least 32 characters.');
  const former = (env.SECRET_OLD ?? '').split(/[\s,]+/).filter(Boolean);
  if (former.some((one) => one.length < 32))
    throw new Error('SECRET_OLD must name secrets of at least 32 characters each, between commas or spaces.');
  if (env.NODE_ENV === 'production' && !env.PUBLIC_URL)
    throw new Error('PUBLIC_URL is not set: it is the address at which people reach this server.');
  const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, '');
  if (!URL.canParse(publicUrl) || !/^https?:/.test(publicUrl)) throw new Error('PUBLIC_URL is not an http address.');
  refuseDemoValues(env, publicUrl);
  return {
    databaseUrls: { app: databaseUrl(env, 'APP_DATABASE_URL'), worker: databaseUrl(env, 'WORKER_DATABASE_URL') },
    host: env.HOST ?? '127.0.0.1',
    port,
    publicUrl,
    dataDir: resolve(env.DATA_DIR ?? '.data'),
    keys: new KeyRing(secret, former),
    smtpUrl: env.MAIL === 'off' ? null : env.SMTP_URL || null,
    mailFrom: env.MAIL_FROM ?? 'desk@bookinda.example',
    demo: env.DEMO === '1',
    hostPagesUrl: env.HOST_PAGES_URL?.replace(/\/$/, '') || null,
    worker: env.WORKER !== '0',
    poolSize: wholeNumber(env, 'POOL_SIZE', 10),
    streams: {
      most: wholeNumber(env, 'MAX_STREAMS', 12_000),
      perCaller: wholeNumber(env, 'MAX_STREAMS_PER_CALLER', 6),
    },
    s3: env.S3_BUCKET
      ? { endpoint: env.S3_ENDPOINT || null, bucket: env.S3_BUCKET, region: env.S3_REGION ?? 'us-east-1' }
      : null,
    files: {
      perNetwork: megabytes(env, 'UPLOAD_MB_PER_NETWORK', 500),
      perSiteKey: megabytes(env, 'UPLOAD_MB_PER_SITE_KEY', 2_000),
      perTenant: megabytes(env, 'UPLOAD_MB_PER_TENANT', 5_000),
      stored: megabytes(env, 'STORAGE_MB_PER_TENANT', 50_000),
      reserve: env.STORAGE_RESERVE_MB ? megabytes(env, 'STORAGE_RESERVE_MB', 0) : null,
      atOnce: wholeNumber(env, 'UPLOADS_AT_ONCE', 200),
    },
    logLevel: env.LOG_LEVEL ?? 'info',
    metricsToken: env.METRICS_TOKEN || null,
    rateLimits: env.RATE_LIMITS !== '0',
  };
}

function databaseUrl(env: NodeJS.ProcessEnv, name: string): string {
  const url = env[name];
  if (!url) throw new Error(`${name} is not set: see "Database logins" in docs/operating.md.`);
  if (!URL.canParse(url)) throw new Error(`${name} is not an address.`);
  return url;
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not "${text}".`);
  return value;
}

function megabytes(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  return wholeNumber(env, name, otherwise) * 1024 * 1024;
}

/** Injection token of the configuration. */
export const CONFIG = Symbol('config');
