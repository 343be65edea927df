import type { Problem, ProblemCode } from '@bookinda/contracts/problem';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isConnectionLoss, StatementTimeout, sqlState } from '../database/database.js';
import { Refusal } from './refusal.js';
import type { DeskRequest } from './request.js';

const titles: Partial<Record<ProblemCode, string>> = {
  'nothing-left': 'No sessions left',
  'redeemed-just-now': 'Another device has just redeemed this',
  'package-expired': 'This package has expired',
  'package-cancelled': 'This package was cancelled',
  'not-found': 'Not found',
  'too-many': 'Too many requests',
  unavailable: 'Not available right now',
  unexpected: 'Something went wrong',
};

/** Fastify's and Nest's own refusals, by status. */
const byStatus: Record<number, ProblemCode> = {
  400: 'bad-request',
  401: 'sign-in-required',
  403: 'not-allowed',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-found',
  408: 'too-slow',
  413: 'too-large',
  414: 'bad-request',
  415: 'unsupported-type',
  422: 'bad-request',
  429: 'too-many',
  431: 'bad-request',
  503: 'unavailable',
};

/** SQLSTATEs a caller can cause or wait out. */
const byState: Record<string, ProblemCode> = {
  '55P03': 'in-progress', // lock_timeout
  '40001': 'in-progress',
  '40P01': 'in-progress',
  '22021': 'bad-request', // bytes that are no UTF-8
  '22P05': 'bad-request',
  '22003': 'bad-request',
  '54000': 'too-large', // a limit of PostgreSQL's own
  // Only a cursor somebody tampered with gets that far: everything else was validated as date or id.
  '22007': 'invalid-cursor',
  '22008': 'invalid-cursor',
  '22P02': 'invalid-cursor',
};

/** What the form parser says of a multipart body that is none; it gives no status with it. */
const brokenForm =
  /^(Unexpected end of (multipart data|form)|Part terminated early|Malformed part header|Multipart: Boundary not found)/;

/** Every error leaves as `application/problem+json`; only the unexpected ones are logged with their stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<DeskRequest>();
    const refusal = refusalOf(error);
    if (refusal.code === 'unexpected')
      this.logger.error({
        requestId: request.id,
        // Not the path as it was sent: it can hold a link's secret.
        verb: request.declared?.route.verb ?? request.routeOptions.url,
        err: error instanceof Error ? error.stack : String(error),
      });
    if (error instanceof StatementTimeout)
      this.logger.error({ requestId: request.id, msg: 'statement took too long', statement: error.statement });
    if (reply.sent || reply.raw.headersSent) return;
    sendProblem(reply, refusal, request);
  }
}

export function sendProblem(reply: FastifyReply, refusal: Refusal, request: DeskRequest): void {
  const { retryAfter, ...facts } = refusal.facts;
  const wait =
    retryAfter ??
    (refusal.code === 'unavailable' || refusal.code === 'took-too-long' || refusal.code === 'in-progress'
      ? 1
      : undefined);
  const problem: Problem = {
    type: 'about:blank',
    title: titles[refusal.code] ?? refusal.code.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase()),
    status: refusal.status,
    ...(refusal.detail ? { detail: refusal.detail } : {}),
    code: refusal.code,
    requestId: request.id,
    ...facts,
  };
  if (wait !== undefined) void reply.header('retry-after', String(wait));
  void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(problem);
}

/** Any thrown thing as the refusal a client may see. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof HttpException) return new Refusal(byStatus[error.getStatus()] ?? 'bad-request');
  if (error instanceof StatementTimeout) return new Refusal('took-too-long', 'This took too long and was stopped.');
  // The connection may have been lost after the commit.
  if (isConnectionLoss(error))
    return new Refusal(
      'unavailable',
      'The database did not answer. It is not known whether anything was changed: sent again with the same Idempotency-Key, it is done once.',
    );
  const code = byState[sqlState(error) ?? ''];
  if (code) return new Refusal(code);
  if (error instanceof Error && brokenForm.test(error.message))
    return new Refusal('bad-request', 'The form breaks off.');
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode < 500) return new Refusal(byStatus[statusCode] ?? 'bad-request');
  return new Refusal('unexpected');
}
