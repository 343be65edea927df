import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { networksOf } from '../limits/network.js';
import { sendProblem } from './problem.filter.js';
import { Refusal } from './refusal.js';
import type { DeskRequest } from './request.js';
import { answerOnSocket } from './unreadable.js';

/** Within each window a body must bring so many bytes: 1 KiB a second. A phone with a bad line brings several. */
export const slowestBody = { windowMs: 20_000, bytes: 20 * 1024 };
/** Bodies that are still coming after 2 s, of one network at once. An office shares an address. */
export const lateBodies = { afterMs: 2_000, perNetwork: 32 };
/** What is read away of a refused body before the connection is cut. */
const drain = { bytes: 16 * 1024 * 1024, ms: 30_000 };
const sweepMs = 1_000;

interface Body {
  raw: IncomingMessage;
  answer: ServerResponse;
  address: string;
  since: number;
  /** Start of the current window, and what the connection had brought by then. */
  windowStart: number;
  windowBytes: number;
}

/**
 * Bodies on their way. A slow one is ended with 408 `too-slow`: each holds a connection, and an upload a file. A request
 * that is answered before its body has come says that the connection closes, and the rest is read away within limits: a
 * socket that is closed over unread bytes is reset, and the answer is lost with it (RFC 9112, section 9.6).
 */
@Injectable()
export class IncomingBodies implements OnApplicationShutdown {
  private readonly underWay = new Set<Body>();
  /** Late bodies by network, as of the last sweep. */
  private late = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (!hasBody(request.raw)) return done();
      if (this.isCrowded(request.ip)) {
        const refusal = new Refusal('too-many', 'Too many uploads at once. Please wait a moment.', { retryAfter: 5 });
        sendProblem(reply, refusal, request as DeskRequest);
        return;
      }
      this.add(request, reply.raw);
      done();
    });
    fastify.addHook('onSend', (request, reply, payload, done) => {
      if (hasBody(request.raw) && !request.raw.complete) {
        reply.header('connection', 'close');
        lingerBefore(request.raw);
      }
      done(null, payload);
    });
    this.timer = setInterval(() => this.sweep(performance.now()), sweepMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Ends what is too slow or one too many. `now` in milliseconds of `performance.now()`. */
  sweep(now: number): void {
    const late = new Map<string, number>();
    for (const body of this.underWay) {
      if (hasEnded(body.raw)) this.underWay.delete(body);
      else if (this.isTooSlow(body, now)) this.end(body);
      else if (now - body.since >= lateBodies.afterMs && !this.count(late, body.address)) this.end(body);
    }
    this.late = late;
  }

  private add({ raw, ip }: FastifyRequest, answer: ServerResponse): void {
    const now = performance.now();
    const body = { raw, answer, address: ip, since: now, windowStart: now, windowBytes: raw.socket.bytesRead };
    this.underWay.add(body);
    raw.once('close', () => this.underWay.delete(body));
  }

  private isTooSlow(body: Body, now: number): boolean {
    if (now - body.windowStart < slowestBody.windowMs) return false;
    const { bytesRead } = body.raw.socket;
    const came = bytesRead - body.windowBytes;
    body.windowStart = now;
    body.windowBytes = bytesRead;
    return came < slowestBody.bytes;
  }

  /** False where one of the address's networks has as many late bodies as it may. */
  private count(late: Map<string, number>, address: string): boolean {
    const networks = networksOf(address);
    if (networks.some(({ name, factor }) => (late.get(name) ?? 0) >= lateBodies.perNetwork * factor)) return false;
    for (const { name } of networks) late.set(name, (late.get(name) ?? 0) + 1);
    return true;
  }

  private isCrowded(address: string): boolean {
    if (this.late.size === 0) return false;
    return networksOf(address).some(({ name, factor }) => (this.late.get(name) ?? 0) >= lateBodies.perNetwork * factor);
  }

  private end(body: Body): void {
    this.underWay.delete(body);
    const { socket } = body.raw;
    if (body.answer.headersSent) {
      socket.destroy();
      return;
    }
    answerOnSocket(socket, 'too-slow', 'The request took too long to arrive.');
    socket.destroySoon();
  }
}

/** A request that was answered early hears nothing of its connection's end. */
function hasEnded(raw: IncomingMessage): boolean {
  return raw.complete || raw.destroyed || raw.socket.destroyed;
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined;
}

/** Once the answer is written, Node closes this connection: only half of it, until the sender is done or the limits are reached. */
function lingerBefore(raw: IncomingMessage): void {
  const { socket } = raw;
  const from = socket.bytesRead;
  socket.destroySoon = () => {
    const stop = () => {
      clearInterval(watch);
      clearTimeout(patience);
      socket.destroy();
    };
    const patience = setTimeout(stop, drain.ms).unref();
    const watch = setInterval(() => {
      if (socket.bytesRead - from > drain.bytes) stop();
    }, 100).unref();
    socket.on('error', stop).once('close', stop);
    raw.on('error', stop).once('end', stop);
    socket.end();
    raw.unpipe().resume();
    if (raw.complete && raw.readableEnded) stop();
  };
}
