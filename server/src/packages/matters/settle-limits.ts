import type { SettleLimits } from '@bookinda/contracts/packages/package-matter';
import { type DeskCaller, managers } from '../../identity/callers.js';
import type { Tx } from '../../platform/database/database.js';
import { Refusal } from '../../platform/http/refusal.js';
import { defaultSettings } from '../reminders/settings.js';
import type { Remedied } from './remedies.js';

/** What one person may still do on one ticket; null = without limit. */
export type Allowance = SettleLimits | null;

/** PK-20, PK-21: what is left of the salon's limits on this ticket, whoever used the rest; managers have none. */
export async function allowanceOf(tx: Tx, caller: DeskCaller, ticketId: string): Promise<Allowance> {
  if (caller.kind === 'staff' && managers.includes(caller.role)) return null;
  const { tenantId } = caller;
  const settings = await tx.row<{ limits: SettleLimits }>(
    'SELECT settle_limits AS limits FROM package_settings WHERE tenant_id = $1',
    [tenantId],
  );
  const used = await tx.row<SettleLimits>(
    `SELECT coalesce(sum(sessions), 0)::int AS sessions, coalesce(sum(days), 0)::int AS days, coalesce(sum(amount), 0)::float8 AS refund
     FROM package_settlement WHERE tenant_id = $1 AND ticket_id = $2`,
    [tenantId, ticketId],
  );
  const limits = settings?.limits ?? defaultSettings.settleLimits;
  const left = (name: keyof SettleLimits) => Math.max(0, limits[name] - (used?.[name] ?? 0));
  return { sessions: left('sessions'), days: left('days'), refund: left('refund') };
}

/** Refuses what goes beyond the allowance, with what is left of it. */
export function refuseBeyond(allowance: Allowance, { remedy, sessions, days, amount }: Remedied): void {
  if (!allowance) return;
  // Days are null where the package shall never expire.
  const [asked, left, unit] = {
    restore: [sessions, allowance.sessions, 'sessions'] as const,
    extend: [days, allowance.days, 'days'] as const,
    refund: [amount, allowance.refund, 'minor units'] as const,
  }[remedy];
  if (asked === null || asked > left)
    throw new Refusal('not-allowed', `Your role may settle ${left} ${unit} more on this ticket. Ask a manager.`, {
      left,
    });
}
