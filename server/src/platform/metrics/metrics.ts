import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database/database.js';
import type { Doors } from '../http/doors.js';

interface Figures {
  undecided: number;
  oldest_seconds: number;
  waiting: number;
  failed: number;
}

/** What this process measures of itself, as Prometheus reads it. What is asked of the database is asked when Prometheus asks. */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  readonly registry = new Registry();
  private readonly lag = monitorEventLoopDelay({ resolution: 20 });
  private readonly durations = new Histogram({
    name: 'bookinda_request_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['verb', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15],
    registers: [this.registry],
  });
  private readonly streams = this.gauge('bookinda_streams_open', 'Live streams that are open.');
  private readonly pool = new Gauge({
    name: 'bookinda_pool_connections',
    help: 'Database connections of the pool; `waiting` are requests without one.',
    labelNames: ['state'] as const,
    registers: [this.registry],
  });
  private readonly undecided = this.gauge(
    'bookinda_events_undecided',
    'Events whose notifications are not decided yet.',
  );
  private readonly oldest = this.gauge('bookinda_events_undecided_oldest_seconds', 'Age of the oldest of them.');
  private readonly mails = new Gauge({
    name: 'bookinda_mails',
    help: 'Mails that wait for an attempt, or failed for good.',
    labelNames: ['state'] as const,
    registers: [this.registry],
  });
  private readonly lagGauge = new Gauge({
    name: 'bookinda_event_loop_lag_seconds',
    help: 'How late the event loop was since the last scrape.',
    labelNames: ['quantile'] as const,
    registers: [this.registry],
  });
  private readonly memory = new Gauge({
    name: 'bookinda_memory_bytes',
    help: 'Memory of the process.',
    labelNames: ['kind'] as const,
    registers: [this.registry],
  });
  private readonly cpu = this.gauge('bookinda_cpu_seconds_total', 'CPU time of the process.');

  constructor(private readonly db: Database) {
    this.lag.enable();
  }

  onApplicationShutdown(): void {
    this.lag.disable();
  }

  /** Times every request from here on, by verb and status class. */
  watch(fastify: FastifyInstance, doors: Doors): void {
    const verbOf = doors.verbs();
    const children = new Map<string, Histogram.Internal<'verb' | 'status'>>();
    fastify.addHook('onRequest', async (request, reply) => {
      if (!verbOf(request).startsWith('stream-')) return;
      this.streams.inc();
      reply.raw.once('close', () => this.streams.dec());
    });
    fastify.addHook('onResponse', async (request, reply) => {
      const verb = verbOf(request);
      if (verb.startsWith('stream-')) return;
      const status = `${Math.floor(reply.statusCode / 100)}xx`;
      const key = verb + status;
      const child = children.get(key) ?? this.durations.labels(verb, status);
      children.set(key, child);
      child.observe(reply.elapsedTime / 1_000);
    });
  }

  /** The exposition text. A database that does not answer leaves its own figures out, not the rest. */
  async text(): Promise<string> {
    const { totalCount, idleCount, waitingCount } = this.db.pool;
    this.pool.set({ state: 'in-use' }, totalCount - idleCount);
    this.pool.set({ state: 'idle' }, idleCount);
    this.pool.set({ state: 'waiting' }, waitingCount);
    this.lagGauge.set({ quantile: '0.5' }, this.lag.percentile(50) / 1e9);
    this.lagGauge.set({ quantile: '0.99' }, this.lag.percentile(99) / 1e9);
    this.lag.reset();
    const { rss, heapUsed } = process.memoryUsage();
    this.memory.set({ kind: 'resident' }, rss);
    this.memory.set({ kind: 'heap' }, heapUsed);
    const { user, system } = process.cpuUsage();
    this.cpu.set((user + system) / 1e6);
    await this.askDatabase();
    return this.registry.metrics();
  }

  private async askDatabase(): Promise<void> {
    const [figures] = await this.db.lookUp<Figures>(operatingFigures, []).catch(() => []);
    for (const gauge of [this.undecided, this.oldest, this.mails]) gauge.reset();
    if (!figures) return;
    this.undecided.set(figures.undecided);
    this.oldest.set(figures.oldest_seconds);
    this.mails.set({ state: 'waiting' }, figures.waiting);
    this.mails.set({ state: 'failed' }, figures.failed);
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }
}

const operatingFigures = {
  name: 'operating-figures',
  text: 'SELECT undecided, oldest_seconds, waiting, failed FROM operating_figures()',
};
