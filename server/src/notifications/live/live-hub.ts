import type { LiveChange } from '@bookinda/contracts/notifications/live';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { OnEvent } from '@nestjs/event-emitter';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Database } from '../../platform/database/database.js';
import { heardNews, missedNews } from '../../platform/events/news-listener.js';
import type { News } from '../../platform/events/newsroom.js';
import type { DeskRequest } from '../../platform/http/request.js';
import { type Audience, changesFor, changesSince, momentOf } from './audience.js';

/** A reader that is so far behind is cut off; it comes back with its `Last-Event-ID`. */
const unreadBytes = 64 * 1024;
/** Ids are made before the commit, so their order is not quite the commits'. */
const overlapMs = 5_000;

interface Stream {
  audience: Audience;
  reply: FastifyReply;
  heartbeat: NodeJS.Timeout;
}

/**
 * NT-03: server-sent events of this instance's listeners. News arrives as ids from whatever instance committed it; the
 * rows are read here, as the stream's own tenant and caller.
 */
@Injectable()
export class LiveHub implements OnModuleInit {
  /** Between signs of life; a caller whose rights ended loses the stream this late at most. */
  heartbeatMs = 20_000;
  private readonly log = new Logger('live');
  private readonly streams = new Set<Stream>();
  /** Per tenant: ids that came while its rows were being read. */
  private readonly waiting = new Map<string, Set<string>>();

  constructor(
    private readonly db: Database,
    private readonly adapter: HttpAdapterHost,
  ) {}

  /** Open streams would hold up a stop for ever. */
  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('preClose', (done) => {
      for (const stream of this.streams) this.end(stream);
      done();
    });
  }

  get size(): number {
    return this.streams.size;
  }

  /** Turns the reply into a stream. `stillAdmitted` is asked at every heartbeat; false ends the stream. */
  async open(
    request: DeskRequest,
    reply: FastifyReply,
    audience: Audience,
    stillAdmitted: () => Promise<boolean>,
  ): Promise<void> {
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
    });
    const stream: Stream = {
      audience,
      reply,
      heartbeat: setInterval(() => void this.beat(stream, stillAdmitted), this.heartbeatMs),
    };
    stream.heartbeat.unref();
    this.streams.add(stream);
    reply.raw.on('close', () => this.end(stream));
    reply.raw.on('error', () => this.end(stream));
    this.write(stream, 'retry: 2000\n\n');
    await this.resume(stream, request.headers['last-event-id']);
  }

  /** Reads on after the last event the client knows. Some come twice; clients drop ids they know. */
  private async resume(stream: Stream, last: string | string[] | undefined): Promise<void> {
    const moment = typeof last === 'string' ? momentOf(last) : undefined;
    if (moment === undefined) return;
    try {
      const missed = await changesSince(this.db, stream.audience, moment - overlapMs);
      this.send([stream], missed);
    } catch (error) {
      this.log.warn(`Not resumed: ${String(error)}`);
      this.end(stream);
    }
  }

  @OnEvent(heardNews)
  hear({ tenantId, events }: News): void {
    if (![...this.streams].some(({ audience }) => audience.tenantId === tenantId)) return;
    const waiting = this.waiting.get(tenantId);
    for (const event of events) waiting?.add(event);
    if (waiting) return;
    this.waiting.set(tenantId, new Set(events));
    void this.deliver(tenantId);
  }

  @OnEvent(missedNews)
  async catchUp(since: number): Promise<void> {
    for (const [audience, streams] of this.groups(() => true)) {
      await changesSince(this.db, audience, since - overlapMs).then(
        (changes) => this.send(streams, changes),
        (error: unknown) => this.log.warn(`Not caught up: ${String(error)}`),
      );
    }
  }

  /** One reading at a time per tenant: what comes meanwhile is read together. */
  private async deliver(tenantId: string): Promise<void> {
    for (let events = this.waiting.get(tenantId); events?.size; events = this.waiting.get(tenantId)) {
      this.waiting.set(tenantId, new Set());
      for (const [audience, streams] of this.groups((of) => of.tenantId === tenantId)) {
        await changesFor(this.db, audience, [...events]).then(
          (changes) => this.send(streams, changes),
          (error: unknown) => {
            // What cannot be read now is read when the client comes back.
            this.log.warn(`Not delivered: ${String(error)}`);
            for (const stream of streams) this.end(stream);
          },
        );
      }
    }
    this.waiting.delete(tenantId);
  }

  private groups(wanted: (audience: Audience) => boolean): [Audience, Stream[]][] {
    const groups = Map.groupBy(
      [...this.streams].filter(({ audience }) => wanted(audience)),
      ({ audience }) => JSON.stringify(audience),
    );
    return [...groups.values()].map((streams) => [streams[0]!.audience, streams]);
  }

  private send(streams: Stream[], changes: LiveChange[]): void {
    if (changes.length === 0) return;
    const text = changes
      .map((change) => `id: ${change.id}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`)
      .join('');
    for (const stream of streams) this.write(stream, text);
  }

  private async beat(stream: Stream, stillAdmitted: () => Promise<boolean>): Promise<void> {
    if (await stillAdmitted().catch(() => false)) this.write(stream, ': still here\n\n');
    else this.end(stream);
  }

  /** What lies unread is measured before the write: a long answer to a reader that keeps up is no reason to cut it off. */
  private write(stream: Stream, text: string): void {
    if (!this.streams.has(stream)) return;
    const { raw } = stream.reply;
    if (raw.writableLength <= unreadBytes) {
      raw.write(text);
      return;
    }
    raw.destroy();
    this.end(stream);
  }

  private end(stream: Stream): void {
    clearInterval(stream.heartbeat);
    if (this.streams.delete(stream)) stream.reply.raw.end();
  }
}
