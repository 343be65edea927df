import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger as NestLogger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Logger } from 'graphile-worker';
import type pg from 'pg';
import { CONFIG, type Config } from '../config.js';
import { connectionFor } from '../database/roles.js';
import { Jobs } from './jobs.js';
import { noteStrayRejections } from './stray-rejections.js';
import { beginWorkShift, freeJobsOfEndedShifts, type WorkShift } from './work-shift.js';

/** Runs jobs where `config.worker` says so: one work shift after the other, until the process stops. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new NestLogger('jobs');
  private readonly worker: pg.ClientConfig;
  private shift: WorkShift | undefined;
  private stopping = false;
  private forgetStrays = () => {};

  constructor(
    private readonly jobs: Jobs,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.worker = connectionFor('worker', config.databaseUrls.worker);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.worker) return;
    this.forgetStrays = noteStrayRejections((error) => this.log.warn(`Let go: ${error.message}`));
    await this.begin();
  }

  /** Jobs that run may end; jobs fetched but not begun go back to the table. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await this.shift?.stop();
    this.forgetStrays();
  }

  /** A worker that was killed hard would keep its jobs locked for four hours. */
  @Interval(15_000)
  async freeJobs(): Promise<void> {
    if (!this.shift || this.stopping) return;
    await freeJobsOfEndedShifts(this.shift).catch((error: unknown) => this.log.warn(`Freeing jobs: ${String(error)}`));
  }

  private async begin(): Promise<void> {
    const shift = await beginWorkShift(this.worker, this.jobs.handlers, this.logger());
    this.shift = shift;
    if (this.stopping) return shift.stop();
    void shift.ended.then((why) => this.beginAgain(why));
  }

  private beginAgain(why: string): void {
    if (this.stopping) return;
    this.log.warn(`The job runner stopped (${why}) and starts again.`);
    const again = setTimeout(() => {
      if (!this.stopping) this.begin().catch((error: unknown) => this.beginAgain(String(error)));
    }, 1_000);
    again.unref();
  }

  private logger(): Logger {
    return new Logger(() => (level, message) => {
      // While stopping, connections that close under its hands are no news.
      if (this.stopping) this.log.debug(message);
      else if (level === 'error') this.log.error(message);
      else if (level === 'warning') this.log.warn(message);
    });
  }
}
