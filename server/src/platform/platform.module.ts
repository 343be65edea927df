import { join } from 'node:path';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { appDataSource } from './database/data-source.js';
import { Database } from './database/database.js';
import { PurgeRows } from './database/purge-rows.js';
import { Documents } from './documents/documents.js';
import { NewsListener } from './events/news-listener.js';
import { NewsWire } from './events/news-wire.js';
import { Newsroom } from './events/newsroom.js';
import { FileRecogniser } from './files/file-recogniser.js';
import { FolderStorage } from './files/folder-storage.js';
import { FreeSpace } from './files/free-space.js';
import { PurgeUploads } from './files/purge-uploads.js';
import { S3Storage } from './files/s3-storage.js';
import { SendFile } from './files/send-file.js';
import { Storage } from './files/storage.js';
import { UploadQuotas } from './files/upload-quotas.js';
import { Uploads } from './files/uploads.js';
import { UploadsUnderWay } from './files/uploads-under-way.js';
import { Doors } from './http/doors.js';
import { Health } from './http/health.js';
import { IncomingBodies } from './http/incoming-bodies.js';
import { InputPipe } from './http/input.js';
import { ProblemFilter } from './http/problem.filter.js';
import { JobRunner } from './jobs/job-runner.js';
import { Jobs } from './jobs/jobs.js';
import { Ticks } from './jobs/ticks.js';
import { SealAnew } from './keys/seal-anew.js';
import { RateLimits } from './limits/rate-limits.js';
import { SharedWindows } from './limits/shared-windows.js';
import { Smtp } from './mail-transport/smtp.js';
import { Metrics } from './metrics/metrics.js';
import { ReadMetrics } from './metrics/read-metrics.js';

/** What every feature stands on and no feature owns. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, entities: (new () => object)[]): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        EventEmitterModule.forRoot({ wildcard: false }),
        ScheduleModule.forRoot({ cronJobs: config.worker, intervals: config.worker, timeouts: config.worker }),
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ retryAttempts: 0 }),
          dataSourceFactory: async () => appDataSource(config.databaseUrls.app, config.poolSize, entities).initialize(),
        }),
      ],
      controllers: [Health, ReadMetrics, Documents],
      providers: [
        { provide: CONFIG, useValue: config },
        Clock,
        Newsroom,
        Database,
        Doors,
        IncomingBodies,
        Metrics,
        RateLimits,
        SharedWindows,
        Jobs,
        JobRunner,
        Ticks,
        SealAnew,
        NewsWire,
        NewsListener,
        Smtp,
        PurgeRows,
        FileRecogniser,
        FreeSpace,
        UploadQuotas,
        UploadsUnderWay,
        Uploads,
        SendFile,
        PurgeUploads,
        {
          provide: Storage,
          useValue: config.s3 ? new S3Storage(config.s3) : new FolderStorage(join(config.dataDir, 'files')),
        },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: InputPipe },
      ],
      exports: [
        CONFIG,
        Clock,
        Newsroom,
        Database,
        Doors,
        RateLimits,
        SharedWindows,
        Jobs,
        Ticks,
        Smtp,
        Uploads,
        SendFile,
      ],
    };
  }
}
