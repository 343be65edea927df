import type { Desk, UsualAnswer } from '@bookinda/contracts/support/ticket';
import type { Category, Status } from '@bookinda/contracts/support/ticket-lifecycle';
import type { Database, Scope } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';

/** BS-12: what is said before the desk has a history of its own. */
const promised: UsualAnswer = { fromHours: 24, toHours: 48, measured: false };
/** How many answered tickets make a history. */
const enough = 20;

/** Quartiles of the first answers of the last 90 days, in hours. */
const deskOf = {
  name: 'desk',
  text: `SELECT n.name, d.preset, d.number_prefix AS "numberPrefix",
      (SELECT json_agg(json_build_object('code', code, 'kind', kind, 'label', label, 'requesterLabel', requester_label, 'colour', colour,
        'position', position, 'requiresAttention', requires_attention) ORDER BY position) FROM ticket_status WHERE tenant_id = $1 AND NOT retired) AS statuses,
      (SELECT json_agg(json_build_object('code', code, 'label', label, 'prompt', prompt, 'colour', colour, 'position', position) ORDER BY position)
        FROM ticket_category WHERE tenant_id = $1 AND NOT retired) AS categories,
      (SELECT json_build_object('n', count(*), 'low', percentile_cont(0.25) WITHIN GROUP (ORDER BY hours), 'high', percentile_cont(0.75) WITHIN GROUP (ORDER BY hours))
        FROM (SELECT extract(epoch FROM first_reply_at - created_at) / 3600 AS hours FROM ticket
          WHERE tenant_id = $1 AND first_reply_at IS NOT NULL AND last_activity_at > now() - interval '90 days' ORDER BY last_activity_at DESC LIMIT 500) h) AS history
    FROM desk d JOIN tenant n ON n.id = d.tenant_id WHERE d.tenant_id = $1`,
};

const membersOf = {
  name: 'desk-members',
  text: `SELECT p.id, p.name FROM colleague p
    WHERE p.tenant_id = $1 AND p.state = 'active' AND p.role <> 'STAFF' ORDER BY p.name, p.id LIMIT 500`,
};

interface DeskRow {
  name: string;
  preset: Desk['preset'];
  numberPrefix: string;
  statuses: Status[];
  categories: Category[];
  history: { n: number; low: number | null; high: number | null };
}

/** A desk's vocabulary; `withMembers` for those who may assign. */
export async function readDeskOf(db: Database, scope: Scope, withMembers: boolean): Promise<Desk> {
  const [row] = await db.statement<DeskRow>({ tenantId: scope.tenantId }, deskOf, [scope.tenantId]);
  const members = withMembers
    ? await db.statement<{ id: string; name: string }>(scope, membersOf, [scope.tenantId])
    : [];
  const { history, ...desk } = found(row);
  return { ...desk, members, usualAnswer: usualAnswer(history) };
}

/** Whole hours that hold half of the answers; the promise until there are enough. */
export function usualAnswer({ n, low, high }: DeskRow['history']): UsualAnswer {
  if (n < enough || low === null || high === null) return promised;
  const fromHours = Math.max(1, Math.floor(low));
  return { fromHours, toHours: Math.max(fromHours + 1, Math.ceil(high)), measured: true };
}
