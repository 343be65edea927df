import type { LocalDate } from '@bookinda/contracts/values';
import type { Tx } from '../../platform/database/database.js';
import type { Actor } from '../../platform/events/record.js';
import { chained, type Entries, headOf } from './chain.js';

interface Step {
  actor: Actor;
  reason?: string | null;
  reverses?: string | null;
  /** Default: now. */
  at?: string;
}

/** Money of a package: minor units, received (+) or given back (−). */
export interface MoneyStep extends Step {
  kind: 'payment' | 'refund' | 'payment-reversal';
  amount: number;
  method: string;
  paidOn: LocalDate;
}

/** What changes the package as a whole. */
export interface ChangeStep extends Step {
  kind: 'expiry-changed' | 'frozen' | 'thawed' | 'renewed' | 'cancelled';
  from: string | null;
  to: string | null;
  note?: string | null;
  /** Of frozen and thawed: the days, as planned or as they were. */
  freeze?: { from: LocalDate; until: LocalDate | null } | null;
  /** Of renewed: the package that was sold. */
  other?: string;
}

/** Sessions used (+) or given back (−). Hot verbs have a statement of their own, session-move.ts. */
export interface SessionStep extends Step {
  kind: 'redemption' | 'reversal' | 'correction';
  service: string;
  sessions: number;
  staff?: { id: string | null; name: string };
}

/** PK-19: one side of a transfer. Sessions go (+), or none is used where they came; money in minor units goes (−) or comes (+). */
export interface TransferStep extends Step {
  kind: 'transfer-out' | 'transfer-in';
  service: string;
  sessions: number;
  price: number;
  paid: number;
  other: string;
}

/** Whatever can be entered. */
export type AnyStep = MoneyStep | ChangeStep | SessionStep | TransferStep;

/** An entry that was written, and the package's check code after it. */
export interface Entered {
  id: string;
  head: string;
}

/** How a step becomes a row: its columns in `r` (JSON), what follows from the package, what it changes there. */
function entering(table: Entries, given: string, derived: Record<string, string>, set: string, also = ''): string {
  const own = given.split(', ').map((column) => column.split(' ')[0]);
  const actor = ['actor_kind', 'actor_id', 'actor_name'];
  const columns = ['id', 'at', 'seq', ...own, ...Object.keys(derived), ...actor];
  return `
    WITH package AS MATERIALIZED (
      SELECT p.* FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2 FOR NO KEY UPDATE
    ), e AS MATERIALIZED (
      SELECT uuidv7() AS id, coalesce(r.at, clock_timestamp()) AS at, package.chain_length + 1 AS seq, ${headOf('package')} AS previous,
        ${own.map((column) => `r.${column}`).join(', ')}, ${[...Object.entries(derived).map(([name, sql]) => `${sql} AS ${name}`), ...actor.map((one) => `r.${one}`)].join(', ')}
      FROM package, json_to_record($3::json) AS r(at timestamptz, ${given}, actor_kind text, actor_id uuid, actor_name text)
    ), entry AS (
      INSERT INTO ${table} (tenant_id, package_id, ${columns.join(', ')}, hash)
      SELECT $1, $2, ${columns.map((column) => `e.${column}`).join(', ')}, ${chained(table, 'e', 'e.previous')} FROM e RETURNING *
    )${also}
    UPDATE sold_package p SET ${set}, chain_length = entry.seq, chain_head = entry.hash, version = p.version + 1 FROM entry
    WHERE p.tenant_id = $1 AND p.id = $2 RETURNING entry.id, encode(entry.hash, 'hex') AS head`;
}

/** Statements over tenant, package and the step's columns as JSON. */
export const entries = {
  money: entering(
    'package_payment',
    'kind text, amount bigint, method text, paid_on date, reverses uuid, reason text',
    { paid_after: 'package.paid + r.amount' },
    'paid = p.paid + entry.amount',
  ),
  change: entering(
    'package_change',
    'kind text, value_before text, value_after text, reason text, note text, freeze_from date, freeze_until date, other_package uuid',
    {},
    `expires_on = CASE WHEN entry.kind IN ('expiry-changed', 'frozen', 'thawed') THEN entry.value_after::date ELSE p.expires_on END,
      frozen_from = CASE entry.kind WHEN 'frozen' THEN entry.freeze_from WHEN 'thawed' THEN NULL ELSE p.frozen_from END,
      frozen_until = CASE entry.kind WHEN 'frozen' THEN entry.freeze_until WHEN 'thawed' THEN NULL ELSE p.frozen_until END,
      rest_expires_on = CASE entry.kind WHEN 'frozen' THEN entry.value_before::date WHEN 'thawed' THEN NULL ELSE p.rest_expires_on END,
      cancelled_at = CASE entry.kind WHEN 'cancelled' THEN entry.at ELSE p.cancelled_at END,
      cancel_reason = CASE entry.kind WHEN 'cancelled' THEN entry.reason ELSE p.cancel_reason END`,
  ),
  sessions: entering(
    'ledger_entry',
    'kind text, service_id uuid, sessions int, reverses uuid, reason text, price_share bigint, paid_share bigint, other_package uuid, appointment text, staff_id uuid, staff_name text',
    {
      paid_after: 'package.paid + r.paid_share',
      used_after:
        '(SELECT s.used FROM package_service s WHERE s.tenant_id = $1 AND s.package_id = package.id AND s.id = r.service_id) + r.sessions',
    },
    `remaining = p.remaining - entry.sessions, paid = coalesce(entry.paid_after, p.paid),
      price = p.price + CASE entry.kind WHEN 'transfer-out' THEN entry.price_share ELSE 0 END,
      price_moved = p.price_moved - CASE entry.kind WHEN 'transfer-out' THEN entry.price_share ELSE 0 END`,
    `, balanced AS (
      UPDATE package_service s SET used = entry.used_after, last_step = entry.seq, moved = s.moved + CASE entry.kind WHEN 'transfer-out' THEN entry.sessions ELSE 0 END FROM entry WHERE s.tenant_id = $1 AND s.id = entry.service_id
    )`,
  ),
};

/** Columns of a step as the statements above read them. */
export function rowOf(step: AnyStep): string {
  const { actor, at = null, reason = null, reverses = null, kind } = step;
  const common = { kind, at, reason, reverses, actor_kind: actor.kind, actor_id: actor.id, actor_name: actor.name };
  return JSON.stringify({ ...common, ...ownColumns(step) });
}

function ownColumns(step: AnyStep): object {
  if ('amount' in step) return { amount: step.amount, method: step.method, paid_on: step.paidOn };
  if ('price' in step) {
    const { service, sessions, price, paid, other } = step;
    return { service_id: service, sessions, price_share: price, paid_share: paid, other_package: other };
  }
  if ('sessions' in step) {
    const { service, sessions, staff } = step;
    return { service_id: service, sessions, staff_id: staff?.id ?? null, staff_name: staff?.name ?? null };
  }
  const { from, to, note = null, freeze, other = null } = step;
  const days = { freeze_from: freeze?.from ?? null, freeze_until: freeze?.until ?? null };
  return { value_before: from, value_after: to, note, ...days, other_package: other };
}

/** Writes one entry under the package's lock and moves the balances with it. The caller has decided that it may. */
export async function enterStep(tx: Tx, tenantId: string, packageId: string, step: AnyStep): Promise<Entered> {
  const sql = 'amount' in step ? entries.money : 'sessions' in step ? entries.sessions : entries.change;
  const entered = await tx.row<Entered>(sql, [tenantId, packageId, rowOf(step)]);
  if (!entered) throw new Error(`No package ${packageId} in this transaction's scope.`);
  return entered;
}
