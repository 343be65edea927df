import type { TicketCounts } from '@bookinda/contracts/support/ticket';
import type { Database, Scope, Statement } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';
import type { Requesting } from './requesting.js';

/**
 * The desk's counts read only its open tickets (a partial index): numbers have no holes and nothing is deleted, so the
 * counter row is the count of all, and closed is the difference.
 */
const ofDesk: Statement = {
  name: 'count-tickets',
  plannedOnce: true,
  text: `SELECT d.last_number::int AS all, o.open, (d.last_number - o.open)::int AS closed, o.mine, o.unassigned, o.by_category AS "byCategory"
    FROM desk d, (
      SELECT coalesce(sum(n), 0)::int AS open, coalesce(sum(mine), 0)::int AS mine, coalesce(sum(unassigned), 0)::int AS unassigned,
        coalesce(json_object_agg(category, n), '{}') AS by_category
      FROM (SELECT category, count(*)::int AS n, (count(*) FILTER (WHERE assignee_id = $2))::int AS mine, (count(*) FILTER (WHERE assignee_id IS NULL))::int AS unassigned
        FROM ticket WHERE tenant_id = $1 AND kind NOT IN ('solved', 'closed') GROUP BY category) per) o
    WHERE d.tenant_id = $1`,
};

const ofRequester = {
  name: 'count-own-tickets',
  text: `SELECT count(*)::int AS all, (count(*) FILTER (WHERE kind NOT IN ('solved', 'closed')))::int AS open,
      (count(*) FILTER (WHERE kind IN ('solved', 'closed')))::int AS closed, 0 AS mine, 0 AS unassigned,
      (SELECT coalesce(json_object_agg(category, n), '{}') FROM (SELECT category, count(*)::int AS n FROM ticket
        WHERE tenant_id = $1 AND customer_id = $2 AND ($3::uuid IS NULL OR requester_person = $3) AND kind NOT IN ('solved', 'closed') GROUP BY category) per) AS "byCategory"
    FROM ticket WHERE tenant_id = $1 AND customer_id = $2 AND ($3::uuid IS NULL OR requester_person = $3)`,
};

/** Open tickets by tab, person and category; `me` is whose "mine" is. */
export async function countForDesk(db: Database, scope: Scope, me: string | null): Promise<TicketCounts> {
  const [counts] = await db.statement<TicketCounts>(scope, ofDesk, [scope.tenantId, me]);
  return found(counts);
}

/** The same for what a requester may see. */
export async function countForRequester(db: Database, who: Requesting): Promise<TicketCounts> {
  const [counts] = await db.statement<TicketCounts>(who, ofRequester, [who.tenantId, who.customerId, who.onlyPerson]);
  return found(counts);
}
