import type { LedgerReceipt } from '@bookinda/contracts/packages/package';
import { type ProblemCode, problems } from '@bookinda/contracts/problem';
import type { LocalDate } from '@bookinda/contracts/values';
import { v7 as uuidv7 } from 'uuid';
import { actorOf } from '../../identity/actor.js';
import type { DeskCaller } from '../../identity/callers.js';
import type { Database, Statement } from '../../platform/database/database.js';
import { answerOnce, type KeptAnswer, keepAnswer, type RetryKey } from '../../platform/http/idempotency.js';
import { card, customerOfPackage, service } from '../sold/card.js';
import { isFrozen } from '../sold/derived.js';
import { chained, headOf } from './chain.js';

/** A verb that moves sessions of a package: what it asks for, and when it is refused. Its own values start at `$10`. */
export interface SessionMove {
  name: string;
  /** Kind of the ledger entry. */
  kind: 'redemption' | 'reversal' | 'correction';
  /** Kind of the event. */
  event: 'redemption' | 'redemption-reversed' | 'sessions-corrected';
  /**
   * SQL giving one row: service_id, sessions (used +, given back −), reverses, reason, appointment, staff_id,
   * staff_name, and what its refusals look at.
   */
  asked: string;
  /** SQL conditions over `asked`, `package` and `service`, in the order they are told. */
  refusals: [when: string, code: ProblemCode][];
  /** SQL: what else changes on the service's row. */
  marks?: string;
}

/** The day is over: valid through the whole expiry day in the tenant's zone (PK-05). */
export const expired = 'package.expires_on < $4::date';
/** PK-19: today is one of the days it rests. */
export const frozen = isFrozen('$4', 'package');
/** PK-08: 0 ≤ used ≤ total; what went to another customer does not come back. */
export const beyondTotal = 'service.used + asked.sessions NOT BETWEEN service.moved AND service.total';

/**
 * PK-08: another device redeemed the same service within this time: the visitor stands between two screens, or two people serve the
 * same one. The device that redeemed may go on at once: its person sees what it did.
 */
export const redeemedJustNow = (device: string, force: string) =>
  `NOT ${force} AND service.redeemed_by_device IS DISTINCT FROM ${device} AND service.redeemed_at > clock_timestamp() - interval '60 seconds'`;

/** PK-20: the salon lets only reception and managers redeem, and `isStaff` (SQL) says that it is neither. */
export const notForStaff = (isStaff: string) => `${isStaff} AND NOT staff_redeems($1)`;

/** SQL: what is to be paid first, in minor units; a function, so that a statement that does not ask has no plan for it. */
const dueBefore = 'due_before($1, $2, asked.service_id, asked.sessions, package.price, package.paid)';
/** PK-13: the salon redeems only up to the paid value, and this would be more. Paid packages are not asked further. */
export const beyondPaidValue = `package.paid < package.price AND ${dueBefore} > 0`;

/**
 * One statement: lock, verdict, entry, balances, event, kept answer with the card after it. An event that nobody is
 * written about (all but those of the last session, see package-fully-used) is decided from its birth: no job looks at it.
 *
 * All parts of a statement see one snapshot, so balances are read under lock: FOR UPDATE gives the newest version, a
 * plain SELECT the one from before the wait. The package is locked first, so two moves never wait crosswise.
 */
export function sessionMove({ name, kind, event, asked, refusals, marks }: SessionMove): Statement {
  return {
    name,
    plannedOnce: true,
    text: `
    WITH package AS MATERIALIZED (
      SELECT p.id, p.customer_id, p.remaining, p.expires_on, p.cancelled_at, p.name, p.currency, p.price, p.paid, p.price_moved, p.original_price, p.purchased_on,
        p.transferred_from, p.renewed_from, p.frozen_from, p.frozen_until, p.chain_length, p.chain_head FROM sold_package p
      WHERE p.tenant_id = $1 AND p.id = $2 FOR NO KEY UPDATE
    ), services AS MATERIALIZED (
      SELECT s.id, s.name, s.position, s.total, s.used, s.moved, s.unit_price, s.redeemed_at, s.redeemed_by_device, s.redeemed_by FROM package JOIN package_service s ON s.tenant_id = $1 AND s.package_id = package.id
      FOR NO KEY UPDATE OF s
    ), asked AS MATERIALIZED (
      ${asked}
    ), verdict AS MATERIALIZED (
      SELECT asked.*, service.name AS service_name, service.total, service.used + asked.sessions AS used_after,
        uuidv7() AS id, clock_timestamp() AS at, '${kind}' AS kind, NULL::bigint AS price_share, NULL::bigint AS paid_share, NULL::bigint AS paid_after, NULL::uuid AS other_package,
        $7::text AS actor_kind, $8::uuid AS actor_id, $9::text AS actor_name,
        package.chain_length + 1 AS seq, ${headOf('package', 'services')} AS previous,
        service.redeemed_by AS last_by, floor(extract(epoch FROM clock_timestamp() - service.redeemed_at))::int AS seconds_ago,
        CASE WHEN service.id IS NULL THEN 'not-found' ${refusals.map(([when, code]) => `WHEN ${when} THEN '${code}'`).join(' ')} END AS code
      FROM asked LEFT JOIN package ON true LEFT JOIN services service ON service.id = asked.service_id
    ), entry AS (
      INSERT INTO ledger_entry (tenant_id, package_id, id, at, seq, service_id, kind, sessions, used_after, reverses, reason, appointment,
        staff_id, staff_name, actor_kind, actor_id, actor_name, hash)
      SELECT $1, $2, id, at, seq, service_id, kind, sessions, used_after, reverses, reason, appointment, staff_id, staff_name,
        actor_kind, actor_id, actor_name, ${chained('ledger_entry', 'v', 'v.previous')}
      FROM verdict v WHERE code IS NULL
      RETURNING id, service_id, sessions, used_after, seq, hash, at
    ), moved AS (
      UPDATE sold_package p SET remaining = p.remaining - entry.sessions, version = p.version + 1,
        chain_length = entry.seq, chain_head = entry.hash FROM entry
      WHERE p.tenant_id = $1 AND p.id = $2 RETURNING p.*
    ), balanced AS (
      UPDATE package_service s SET used = s.used + entry.sessions, last_step = entry.seq${marks ? `, ${marks}` : ''} FROM entry WHERE s.tenant_id = $1 AND s.id = entry.service_id
    ), told AS (
      INSERT INTO event (tenant_id, id, kind, package_id, customer_id, actor_kind, actor_id, actor_name, public, decided_at, data)
      SELECT $1, $3, '${event}', p.id, p.customer_id, $7, $8, $9, true, CASE WHEN p.remaining > 0 THEN clock_timestamp() END, jsonb_build_object('entry', entry.id, 'service', verdict.service_id,
        'serviceName', verdict.service_name, 'sessions', verdict.sessions, 'remaining', verdict.total - verdict.used_after)
      FROM moved p, entry, verdict
    ), answer AS MATERIALIZED (
      SELECT 200 AS status, p.remaining > 0 AS decided, json_build_object('entry', entry.id, 'card', ${card('$4', cardServices)},
        'head', encode(entry.hash, 'hex'))::jsonb AS answer
      FROM entry CROSS JOIN moved p ${customerOfPackage}
      UNION ALL
      SELECT ${statusOfCode}, true, ${refusalOfCode} FROM verdict no WHERE no.code IS NOT NULL
    ), kept AS (
      ${keepAnswer('$5', '$6', 'status', 'answer', 'answer')}
    )
    SELECT status, answer, decided FROM answer`,
  };
}

const cardServices = `(SELECT json_agg(${service('now.used')} ORDER BY s.position)
  FROM services s, LATERAL (SELECT CASE WHEN s.id = entry.service_id THEN entry.used_after ELSE s.used END AS used) now)`;

const codes: ProblemCode[] = ['not-found', 'not-allowed', 'invalid-input'];
const statusOfCode = `CASE no.code ${codes.map((code) => `WHEN '${code}' THEN ${problems[code]}`).join(' ')} ELSE 409 END`;
const refusalOfCode = `CASE no.code
  WHEN 'invalid-input' THEN '{"code": "invalid-input", "errors": [{"path": "staff", "code": "unknown", "message": "Nobody of this salon has this id."}]}'::jsonb
  WHEN 'paid-value-used-up' THEN (SELECT jsonb_build_object('code', no.code, 'due',
      jsonb_build_object('amount', ${dueBefore}, 'currency', package.currency)) FROM package, asked)
  WHEN 'redeemed-just-now' THEN jsonb_build_object('code', no.code, 'by', no.last_by, 'seconds', no.seconds_ago)
  ELSE jsonb_build_object('code', no.code) END`;

/** Runs a move; the same retry key gives the first answer again. A refusal is kept nowhere. */
export function moveSessions(
  db: Database,
  caller: DeskCaller,
  retry: RetryKey | null,
  move: Statement,
  packageId: string,
  today: LocalDate,
  own: unknown[],
): Promise<LedgerReceipt> {
  const event = uuidv7();
  const { kind, id, name } = actorOf(caller);
  const values = [
    caller.tenantId,
    packageId,
    event,
    today,
    retry?.key ?? null,
    retry?.fingerprint ?? null,
    kind,
    id,
    name,
    ...own,
  ];
  return answerOnce(db, caller, retry, () =>
    db.statement<KeptAnswer<LedgerReceipt> & { decided: boolean }>(caller, move, values, ([kept]) =>
      kept?.status === 200 ? { event, decided: kept.decided } : undefined,
    ),
  );
}
