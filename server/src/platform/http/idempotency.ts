import { createHash } from 'node:crypto';
import { limits } from '@bookinda/contracts/limits';
import type { Problem, ProblemCode } from '@bookinda/contracts/problem';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { constraintOf, type Database, type Scope, type Tx } from '../database/database.js';
import { refuseDeep } from './depth.js';
import { Refusal } from './refusal.js';
import { requestOf } from './request.js';

/** An intent of the caller that must have one effect, however often it is sent. */
export interface RetryKey {
  /** `<verb>:<who>:<the caller's key>`. */
  key: string;
  /** SHA-256 of path and body: the same key with other words is refused (422). */
  fingerprint: Buffer;
  /** Set when the answer is the first one again; becomes `Idempotent-Replayed: true`. */
  replayed: boolean;
}

/** The request's retry key, or null where none was sent and none is required. */
export const Retry = createParamDecorator((_: unknown, context: ExecutionContext): RetryKey | null => {
  const request = requestOf(context);
  const { route, rules } = request.declared ?? {};
  const sent = request.headers['idempotency-key'];
  if (sent === undefined) {
    if (rules?.retry === 'required')
      throw new Refusal('key-missing', 'Send an Idempotency-Key header with this request.');
    return null;
  }
  if (typeof sent !== 'string' || sent.length === 0 || sent.length > limits.idempotencyKey) {
    throw new Refusal('bad-request', `Idempotency-Key must have 1 to ${limits.idempotencyKey} characters.`);
  }
  refuseDeep(request.body);
  const fingerprint = createHash('sha256')
    .update(request.url)
    .update('\0')
    .update(JSON.stringify(request.body ?? null, without(rules?.retryIgnores)))
    .digest();
  request.retry = { key: `${route?.verb}:${whoOf(request.caller)}:${sent}`, fingerprint, replayed: false };
  return request.retry;
});

/** Fields that may differ between two tries of one intent, such as a fresh proof of work. */
function without(names: readonly string[] = []): (name: string, value: unknown) => unknown {
  return (name, value) => (names.includes(name) ? undefined : value);
}

function whoOf(caller: unknown): string {
  const { kind, personId, customerId, keyId, ticketId, siteKeyId } = caller as Record<string, string | undefined>;
  return `${kind}-${personId ?? customerId ?? keyId ?? ticketId ?? siteKeyId ?? ''}`;
}

/**
 * SQL that keeps a key with its answer; part of a hot verb's one statement. `$n` are the positions of key and fingerprint.
 * Only effects are kept: a refusal changed nothing, and is decided anew when the same button is pressed after its cause is gone.
 */
export function keepAnswer(key: string, fingerprint: string, status: string, answer: string, from: string): string {
  return `INSERT INTO idempotency (tenant_id, key, fingerprint, status, answer)
    SELECT scope_tenant(), ${key}::text, ${fingerprint}::bytea, ${status}, ${answer}
    FROM ${from} WHERE ${key}::text IS NOT NULL AND ${status} < 400`;
}

/** What a hot statement answers: a view, which is kept under the key, or a refusal with its code, which is not. */
export interface KeptAnswer<View> {
  status: number;
  answer: View | { code: ProblemCode };
}

/** For `Database.statement`: the event is news unless the statement refused. */
export function unlessRefused<View>(event: string): (rows: KeptAnswer<View>[]) => string | undefined {
  return ([kept]) => (kept && kept.status < 400 ? event : undefined);
}

/**
 * Runs a hot statement that keeps its own answer. The key is inserted by the same statement; a second one with the
 * same key waits for the first to commit, fails on the primary key, leaves no trace and is answered as the first was.
 */
export async function answerOnce<View>(
  db: Database,
  scope: Scope,
  retry: RetryKey | null,
  run: () => Promise<KeptAnswer<View>[]>,
): Promise<View> {
  return orFirstAnswer(db, scope, retry, async () => answerOf((await run())[0]));
}

/** The same for verbs of several statements: the key is the last row of their transaction. */
export async function writeOnce<View>(
  db: Database,
  scope: Scope,
  retry: RetryKey | null,
  work: (tx: Tx) => Promise<View>,
): Promise<View> {
  return orFirstAnswer(db, scope, retry, () =>
    db.write(scope, async (tx) => {
      const answer = await work(tx);
      if (retry)
        await tx.rows(
          'INSERT INTO idempotency (tenant_id, key, fingerprint, status, answer) VALUES ($1, $2, $3, 200, $4)',
          [scope.tenantId, retry.key, retry.fingerprint, JSON.stringify(answer ?? null)],
        );
      return answer;
    }),
  );
}

/**
 * Does `work`, or gives what its key gave first. A second try can fail on the key itself, and it can be refused because of what
 * the first one did (its last session is gone, its upload is used): both are answered as the first was. A refusal under a key
 * without an answer stands. Only refusals pay for looking that up.
 */
async function orFirstAnswer<View>(
  db: Database,
  scope: Scope,
  retry: RetryKey | null,
  work: () => Promise<View>,
): Promise<View> {
  try {
    return await work();
  } catch (error) {
    const keyExists = constraintOf(error) === 'idempotency_pkey';
    if (!retry || !(keyExists || (error instanceof Refusal && error.status < 500))) throw error;
    return replay(db, scope, retry, keyExists ? inProgress() : error);
  }
}

const inProgress = () =>
  new Refusal('in-progress', 'The first request with this key is still running.', { retryAfter: 1 });

async function replay<View>(db: Database, scope: Scope, retry: RetryKey, otherwise: unknown): Promise<View> {
  const [first] = await db.statement<KeptAnswer<View> & { fingerprint: Buffer }>(
    { tenantId: scope.tenantId },
    { name: 'replay', text: 'SELECT fingerprint, status, answer FROM idempotency WHERE tenant_id = $1 AND key = $2' },
    [scope.tenantId, retry.key],
  );
  if (!first) throw otherwise;
  if (!first.fingerprint.equals(retry.fingerprint)) {
    throw new Refusal('idempotency-mismatch', 'This Idempotency-Key was used with another request.');
  }
  retry.replayed = true;
  return opened(first);
}

/** What a hot statement gave: its view, or its refusal thrown. */
export function answerOf<View>(kept: KeptAnswer<View> | undefined): View {
  if (!kept) throw new Refusal('not-found');
  return opened(kept);
}

function opened<View>({ status, answer }: KeptAnswer<View>): View {
  if (status < 400) return answer as View;
  const { code, detail, ...facts } = answer as Problem;
  throw new Refusal(code, detail, facts as Record<string, unknown>);
}
