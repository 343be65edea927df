import { createHash, timingSafeEqual } from 'node:crypto';
import { readMetrics } from '@bookinda/contracts/operation/routes';
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../config.js';
import { Answers, publicLimit } from '../http/answers.js';
import { Refusal } from '../http/refusal.js';
import type { DeskRequest } from '../http/request.js';
import { Metrics } from './metrics.js';

@Controller()
export class ReadMetrics {
  constructor(
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** For whoever is on this machine, or holds `METRICS_TOKEN`; 403 for everybody else. */
  @Answers(readMetrics, { to: { kinds: ['anonymous'] }, limit: publicLimit, media: 'text/plain' })
  async handle(@Req() request: DeskRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!isLocal(request) && !this.holdsToken(request)) throw new Refusal('not-allowed');
    void reply.header('content-type', this.metrics.registry.contentType).header('cache-control', 'no-store');
    return this.metrics.text();
  }

  private holdsToken({ headers: { authorization = '' } }: DeskRequest): boolean {
    const { metricsToken } = this.config;
    return metricsToken !== null && timingSafeEqual(digest(authorization), digest(`Bearer ${metricsToken}`));
  }
}

/** From the loopback and not passed on by something in front of us, which would come from there as well. */
function isLocal({ raw, headers }: DeskRequest): boolean {
  const address = raw.socket.remoteAddress ?? '';
  const passedOn = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some((name) => headers[name] !== undefined);
  return !passedOn && /^(::ffff:)?127\.|^::1$/.test(address);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
