import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { configureApp, httpAdapter } from './configure-app.js';
import { loadDemo } from './demo/load-demo.js';
import { Clock } from './platform/clock.js';
import { readConfig } from './platform/config.js';
import { Database } from './platform/database/database.js';
import { checkLogin } from './platform/database/login-check.js';
import { Journal } from './platform/logs/journal.js';

/** Starts the server; whatever stops it from starting is one line on stderr and exit code 1. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const journal = new Journal(config.logLevel);
  const [current, ...former] = config.keys.ids;
  // Ids only: instances that belong together name the same ones.
  journal.log({ msg: 'keys', current, former });
  await checkLogin('app', config.databaseUrls.app);
  if (config.worker) await checkLogin('worker', config.databaseUrls.worker);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), httpAdapter(), {
    logger: journal,
    abortOnError: false,
    bufferLogs: false,
  });
  await configureApp(app, config, journal);
  if (config.demo) await loadDemo(app.get(Database), app.get(Clock), config);
  await app.listen(config.port, config.host);
  journal.log({ msg: 'listening', url: config.publicUrl });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
