import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Network, networksOf } from '../limits/network.js';
import { answerOnSocket } from './unreadable.js';

/** Within each window a body must bring so many bytes: 1 KiB a second. A phone with a bad line brings several. */
export const slowestBody = { windowMs: 20_000, bytes: 20 * 1024 };
/** Bodies that are still coming after 2 s, of one network or one known browser at once. An office shares an address. */
export const lateBodies = { afterMs: 2_000, most: 32 };
/** What is read away of a refused body before the connection is cut. */
const drain = { bytes: 16 * 1024 * 1024, ms: 30_000 };
const sweepMs = 1_000;

interface Body {
  raw: IncomingMessage;
  answer: ServerResponse;
  /** Against whom it counts. */
  from: readonly Network[];
  since: number;
  /** What the connection had brought when it began. */
  startBytes: number;
  /** Start of the current window, and what the connection had brought by then. */
  windowStart: number;
  windowBytes: number;
}

/**
 * Bodies on their way. A slow one is ended with 408 `too-slow`: each holds a connection, and an upload a file. Where a network has too
 * many late ones the slowest are ended, so that a client that posts a byte and waits keeps no other client out; a browser in which somebody has
 * signed in has places of its own. A request
 * that is answered before its body has come says that the connection closes, and the rest is read away within limits: a
 * socket that is closed over unread bytes is reset, and the answer is lost with it (RFC 9112, section 9.6).
 */
@Injectable()
export class IncomingBodies implements OnApplicationShutdown {
  private readonly underWay = new Set<Body>();
  private timer: NodeJS.Timeout | undefined;

  /** `knownBrowser`: the id of the request's browser where it has proven one, without a statement. */
  watch(fastify: FastifyInstance, knownBrowser: (request: FastifyRequest) => string | undefined): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (hasBody(request.raw)) {
        const browser = knownBrowser(request);
        this.add(request, reply.raw, browser ? [{ name: browser, factor: 1 }] : networksOf(request.ip));
      }
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
    const late: Body[] = [];
    for (const body of this.underWay) {
      if (hasEnded(body.raw)) this.underWay.delete(body);
      else if (this.isTooSlow(body, now)) this.end(body);
      else if (now - body.since >= lateBodies.afterMs) late.push(body);
    }
    const places = new Map<string, number>();
    late.sort((one, other) => rateOf(other, now) - rateOf(one, now));
    for (const body of late) if (!takesPlace(places, body)) this.end(body);
  }

  private add({ raw }: FastifyRequest, answer: ServerResponse, from: readonly Network[]): void {
    const now = performance.now();
    const startBytes = raw.socket.bytesRead;
    const body = { raw, answer, from, since: now, startBytes, windowStart: now, windowBytes: startBytes };
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

/** Bytes a millisecond since the body began. */
function rateOf({ raw, startBytes, since }: Body, now: number): number {
  return (raw.socket.bytesRead - startBytes) / (now - since);
}

/** False where its network or browser has as many late bodies as it may. */
function takesPlace(places: Map<string, number>, { from }: Body): boolean {
  if (from.some(({ name, factor }) => (places.get(name) ?? 0) >= lateBodies.most * factor)) return false;
  for (const { name } of from) places.set(name, (places.get(name) ?? 0) + 1);
  return true;
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
