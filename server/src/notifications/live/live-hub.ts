import type { LiveChange } from '@bookinda/contracts/notifications/live';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { OnEvent } from '@nestjs/event-emitter';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { heardNews, missedNews } from '../../platform/events/news-listener.js';
import type { News } from '../../platform/events/newsroom.js';
import type { DeskRequest } from '../../platform/http/request.js';
import {
  type Audience,
  changesFor,
  changesSince,
  concernedBy,
  firstIdAt,
  linksEnded,
  momentOf,
  mostMissed,
} from './audience.js';
import { OpenStreams, type Stream, type StreamGroup } from './open-streams.js';
import { Turns } from './turns.js';

/** A reader that is so far behind is cut off; it comes back with its `Last-Event-ID`. */
const unreadBytes = 64 * 1024;
/** Ids are made before the commit, so their order is not quite the commits'. */
const overlapMs = 5_000;
/** Milliseconds. A stream that was away for longer gets `resync` instead of what it missed. */
const reachMs = 3_600_000;
/** Callers asked about at a time whether they still have their rights, so that streams leave connections for requests. */
const askedAtOnce = 3;
/** A customer's token or a ticket link is looked at every third heartbeat, a member's session at every one. */
const requesterBeats = 3;

/**
 * NT-03: server-sent events of this instance's listeners. News arrives as ids from whatever instance committed it; the
 * rows are read here, as the stream's own tenant and caller.
 */
@Injectable()
export class LiveHub implements OnModuleInit {
  /** Between signs of life; a member whose rights ended loses the stream this late at most, a requester three times as late. */
  heartbeatMs = 20_000;
  private readonly log = new Logger('live');
  private readonly streams: OpenStreams;
  private readonly turns = new Turns(askedAtOnce);
  /** Per tenant: ids that came while its rows were being read. */
  private readonly waiting = new Map<string, Set<string>>();

  constructor(
    private readonly db: Database,
    private readonly adapter: HttpAdapterHost,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.streams = new OpenStreams(config.streams);
  }

  /** Open streams would hold up a stop for ever. */
  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('preClose', (done) => {
      for (const stream of this.streams.all()) this.end(stream);
      done();
    });
  }

  get size(): number {
    return this.streams.size;
  }

  /**
   * Turns the reply into a stream. `stillAdmitted` is asked again and again; false ends the stream. 429 `too-many` where the
   * caller has as many open as it may, 503 `unavailable` where the process has.
   */
  async open(
    request: DeskRequest,
    reply: FastifyReply,
    audience: Audience,
    stillAdmitted: () => Promise<boolean>,
  ): Promise<void> {
    const stream = this.streams.add(audience, request, reply);
    reply.raw.on('close', () => this.end(stream));
    reply.raw.on('error', () => this.end(stream));
    // Closed while the caller was looked up: no event will come.
    if (reply.raw.destroyed) return this.end(stream);
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
    });
    this.beatLater(stream, stillAdmitted, 1);
    this.write(stream, 'retry: 2000\n\n');
    await this.resume(stream, request.headers['last-event-id']);
  }

  /** Reads on after the last event the client knows. Some come twice; clients drop ids they know. */
  private async resume(stream: Stream, last: string | string[] | undefined): Promise<void> {
    const moment = typeof last === 'string' ? momentOf(last) : undefined;
    if (moment !== undefined) await this.makeUp(stream.audience, [stream], moment);
  }

  /** Sends what was missed since a moment (milliseconds), or `resync` where that is too long ago or too much. */
  private async makeUp(audience: Audience, streams: Iterable<Stream>, moment: number): Promise<void> {
    const now = this.clock.now().epochMilliseconds;
    if (moment < now - reachMs) return this.sendResync(streams, now);
    try {
      const missed = await this.turns.take(() => changesSince(this.db, audience, moment - overlapMs));
      if (missed.length < mostMissed) this.send(streams, missed);
      else this.sendResync(streams, now);
    } catch (error) {
      this.log.warn(`Not caught up: ${String(error)}`);
      for (const stream of streams) this.end(stream);
    }
  }

  @OnEvent(heardNews)
  hear({ tenantId, events }: News): void {
    if (!this.streams.hasTenant(tenantId)) return;
    const waiting = this.waiting.get(tenantId);
    for (const event of events) waiting?.add(event);
    if (waiting) return;
    this.waiting.set(tenantId, new Set(events));
    void this.deliver(tenantId);
  }

  @OnEvent(missedNews)
  async catchUp(since: number): Promise<void> {
    for (const { audience, streams } of this.streams.groups()) await this.makeUp(audience, streams, since);
  }

  /** One reading at a time per tenant: what comes meanwhile is read together. */
  private async deliver(tenantId: string): Promise<void> {
    for (let events = this.waiting.get(tenantId); events?.size; events = this.waiting.get(tenantId)) {
      this.waiting.set(tenantId, new Set());
      for (const group of await this.concerned(tenantId, [...events])) await this.deliverTo(group, [...events]);
    }
    this.waiting.delete(tenantId);
  }

  /** One look at the events tells which customers' and tickets' streams they can concern at all. */
  private async concerned(tenantId: string, events: string[]): Promise<StreamGroup[]> {
    const groups = [...this.streams.groupsOf(tenantId)];
    if (groups.filter(({ audience }) => subjectOf(audience)).length < 2) return groups;
    try {
      const subjects = await concernedBy(this.db, tenantId, events);
      return groups.filter(({ audience }) => subjects.has(subjectOf(audience) ?? '') || !subjectOf(audience));
    } catch {
      return groups;
    }
  }

  private async deliverTo({ audience, streams }: StreamGroup, events: string[]): Promise<void> {
    try {
      this.send(streams, await changesFor(this.db, audience, events));
    } catch (error) {
      // What cannot be read now is read when the client comes back.
      this.log.warn(`Not delivered: ${String(error)}`);
      for (const stream of streams) this.end(stream);
    }
  }

  private send(streams: Iterable<Stream>, changes: LiveChange[]): void {
    if (changes.length === 0) return;
    const text = changes
      .map((change) => `id: ${change.id}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`)
      .join('');
    const linkEnded = changes.some(({ kind }) => kind === linksEnded);
    for (const stream of streams) {
      this.write(stream, text);
      // It comes back, and is admitted where its link is a newer one.
      if (linkEnded && stream.audience.onlyTicket) this.end(stream);
    }
  }

  /** What the client shows may be old. The id lets it resume from now on. */
  private sendResync(streams: Iterable<Stream>, now: number): void {
    for (const stream of streams) this.write(stream, `id: ${firstIdAt(now)}\nevent: resync\ndata: {}\n\n`);
  }

  /** A quarter earlier or less, so that streams that opened together do not ask together for ever. */
  private beatLater(stream: Stream, stillAdmitted: () => Promise<boolean>, beat: number): void {
    stream.heartbeat = setTimeout(
      () => void this.beat(stream, stillAdmitted, beat),
      this.heartbeatMs * (1 - Math.random() / 4),
    );
    stream.heartbeat.unref();
  }

  private async beat(stream: Stream, stillAdmitted: () => Promise<boolean>, beat: number): Promise<void> {
    if (stream.reply.raw.destroyed) return this.end(stream);
    const asks = stream.ofMember || beat % requesterBeats === 0;
    if (asks && !(await this.turns.take(stillAdmitted).catch(() => false))) return this.end(stream);
    this.write(stream, ': still here\n\n');
    if (this.streams.has(stream)) this.beatLater(stream, stillAdmitted, beat + 1);
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
    clearTimeout(stream.heartbeat);
    if (this.streams.remove(stream)) stream.reply.raw.end();
  }
}

/** The one customer or ticket that a narrowed stream is about. */
function subjectOf({ onlyTicket, customerId }: Audience): string | null {
  return onlyTicket ?? customerId;
}
