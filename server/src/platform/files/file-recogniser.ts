import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Refusal } from '../http/refusal.js';
import type { Recognised, RecogniseTask } from './recognise-file.worker.js';

/** Threads that look at files. Two, so that one hostile file does not make everybody wait for its time limit. */
const threads = 2;
/** An honest file of 10 MB takes about 0.1 s. */
const defaultLimitMs = 5_000;

/**
 * Looks at foreign bytes in threads of their own: whatever a file does to a parser, the event loop goes on, and a look
 * that takes longer than its limit ends with its thread.
 */
@Injectable()
export class FileRecogniser implements OnApplicationShutdown {
  private pool: Piscina<RecogniseTask, Recognised> | undefined;
  private free = threads;
  private readonly waiting: (() => void)[] = [];

  /**
   * What the file at `path` is; 422 `file-too-complex` when that cannot be said within `limitMs`. With `cleansPictures` a
   * picture is rewritten without its metadata.
   */
  async recognise(task: RecogniseTask, limitMs = defaultLimitMs): Promise<Recognised> {
    await this.turn();
    try {
      // The time starts here and not while others are looked at: an honest file never pays for a hostile one.
      return await this.threads().run(task, { signal: AbortSignal.timeout(limitMs) });
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
      throw new Refusal('file-too-complex', 'This file takes too long to check. Please send it in another format.');
    } finally {
      this.free += 1;
      this.waiting.shift()?.();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private async turn(): Promise<void> {
    while (this.free === 0) await new Promise<void>((next) => this.waiting.push(next));
    this.free -= 1;
  }

  /** Threads begin with the first file and end after a quiet minute. */
  private threads(): Piscina<RecogniseTask, Recognised> {
    this.pool ??= new Piscina({
      filename: new URL(`./recognise-file.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
        .href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 60_000,
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    return this.pool;
  }
}
