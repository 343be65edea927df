import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@bookinda/contracts/problem';
import type { InputOf, OutputOf, Route } from '@bookinda/contracts/route';
import { pathOf } from '@bookinda/contracts/route';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../app.module.js';
import { configureApp, httpAdapter } from '../configure-app.js';
import { Clock, StoppedClock } from '../platform/clock.js';
import { type Config, readConfig } from '../platform/config.js';
import type { Journal } from '../platform/logs/journal.js';
import { type TestDatabase, testDatabase } from './database.js';

/** Headers that say who calls: see given.ts. */
export type As = Record<string, string>;

export interface Answer<Body> {
  status: number;
  headers: Headers;
  /** The view of a success. */
  body: Body;
  /** The problem of a refusal. */
  problem: Problem;
}

/** The whole server on a port of its own, over a real database of its own. */
export interface TestApp {
  url: string;
  db: TestDatabase;
  clock: StoppedClock;
  config: Config;
  /** Calls a route as a client would; a POST gets a fresh idempotency key unless one is given. */
  call<R extends Route>(
    route: R,
    as: As,
    input?: InputOf<R>,
    names?: Record<string, string>,
    headers?: As,
  ): Promise<Answer<OutputOf<R>>>;
  get<T>(token: abstract new (...args: never[]) => T): T;
  stop(): Promise<void>;
}

/** `env` overrides the configuration; `on` shares a database with another application (a second instance). Silent without a `journal`. */
export async function testApp(
  env: Record<string, string> = {},
  on?: TestDatabase,
  journal?: Journal,
): Promise<TestApp> {
  const db = on ?? (await testDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), 'bookinda-data-'));
  const config = readConfig({
    APP_DATABASE_URL: db.logins.app,
    WORKER_DATABASE_URL: db.logins.worker,
    DATA_DIR: dataDir,
    SECRET: 'a secret for tests, long enough to pass',
    PORT: '0',
    WORKER: '0',
    RATE_LIMITS: '0',
    PUBLIC_URL: 'http://desk.test',
    POOL_SIZE: '8',
    ...env,
  });
  const clock = new StoppedClock();
  const module = await Test.createTestingModule({ imports: [AppModule.with(config)] })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(httpAdapter(), {
    logger: journal ?? ['error', 'fatal'],
  });
  await configureApp(app, { ...config, worker: false }, journal);
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('localhost', '127.0.0.1');
  return {
    url,
    db,
    clock,
    config,
    call: (route, as, input, names, headers) => call(url, route, as, input, names, headers),
    get: (token) => app.get(token as never, { strict: false }),
    stop: async () => {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
      if (!on) await db.drop();
    },
  };
}

async function call<R extends Route>(
  url: string,
  route: R,
  as: As,
  input?: InputOf<R>,
  names?: Record<string, string>,
  more: As = {},
): Promise<Answer<OutputOf<R>>> {
  const path = pathOf(route, names);
  const query =
    route.method === 'GET' && input
      ? `?${new URLSearchParams(Object.entries(input as object).filter(([, value]) => value !== undefined))}`
      : '';
  const writes = route.method !== 'GET';
  const response = await fetch(url + path + query, {
    method: route.method,
    headers: {
      ...(writes && input !== undefined ? { 'content-type': 'application/json' } : {}),
      ...(route.method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      ...as,
      ...more,
    },
    ...(writes && input !== undefined ? { body: JSON.stringify(input) } : {}),
  });
  const text = await response.text();
  const json: unknown = text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: json as OutputOf<R>, problem: json as Problem };
}
