import type { Remedy } from '@bookinda/contracts/packages/package-matter';
import type { PaymentMethod } from '@bookinda/contracts/packages/payment';
import type { SettlePackageMatter } from '@bookinda/contracts/packages/settle-package-matter.dto';
import { daysBetween, type LocalDate } from '@bookinda/contracts/values';
import type { Tx } from '../../platform/database/database.js';
import type { NewEvent } from '../../platform/events/record.js';
import { Refusal } from '../../platform/http/refusal.js';
import type { AnyStep } from '../ledger/enter-step.js';
import type { SoldPackage } from '../sold/sold-package.js';

type WithoutActor<S> = S extends unknown ? Omit<S, 'actor' | 'reason'> : never;

/** What a remedy does, as it is remembered and told. */
export interface Remedied {
  remedy: Remedy;
  sessions: number | null;
  service: { id: string; name: string; usedAfter: number; total: number } | null;
  /** Days won; null also where the package never expires from then on. */
  days: number | null;
  expiresOn: { from: LocalDate; to: LocalDate | null } | null;
  /** Minor units given back. */
  amount: number | null;
  method: PaymentMethod | null;
}

/** A remedy that may be entered: nothing is written yet. */
export interface Plan {
  does: Remedied;
  steps: WithoutActor<AnyStep>[];
  event: { kind: string; data: NewEvent['data'] };
}

const nothing = { sessions: null, service: null, days: null, expiresOn: null, amount: null, method: null };

/** Decides under the package's lock what the remedy would write, or refuses. */
export function planOf(tx: Tx, tenantId: string, sold: SoldPackage, input: SettlePackageMatter): Plan | Promise<Plan> {
  if (input.remedy === 'refund') return refund(sold, input);
  if (input.remedy === 'extend') return extension(sold, input.expiresOn);
  return input.redemption ? reversal(tx, tenantId, sold, input.redemption) : givenBack(tx, tenantId, sold, input);
}

interface ServiceRow {
  service: string;
  name: string;
  used: number;
  total: number;
}

async function reversal(tx: Tx, tenantId: string, sold: SoldPackage, redemption: string): Promise<Plan> {
  const row = await tx.row<
    ServiceRow & { sessions: number; reversed: boolean; staff: { id: string | null; name: string } }
  >(
    `SELECT s.id AS service, s.name, s.used, s.total, e.sessions, json_build_object('id', e.staff_id, 'name', e.staff_name) AS staff,
       EXISTS (SELECT FROM ledger_entry r WHERE r.tenant_id = $1 AND r.reverses = e.id) AS reversed
     FROM ledger_entry e JOIN package_service s ON s.tenant_id = e.tenant_id AND s.id = e.service_id
     WHERE e.tenant_id = $1 AND e.package_id = $2 AND e.id = $3 AND e.kind = 'redemption'`,
    [tenantId, sold.facts.id, redemption],
  );
  if (!row) throw Refusal.field('redemption', 'unknown', 'This package has no such redemption.');
  const { service, sessions: taken, used, staff } = row;
  const sessions = sold.restoration({ sessions: taken, used, redemption: row });
  return {
    does: { ...nothing, remedy: 'restore', sessions: taken, service: afterwards(row, sessions) },
    steps: [{ kind: 'reversal', service, sessions, reverses: redemption, staff }],
    event: { kind: 'redemption-reversed', data: told(row, sessions) },
  };
}

async function givenBack(
  tx: Tx,
  tenantId: string,
  sold: SoldPackage,
  { service, sessions = 1 }: SettlePackageMatter,
): Promise<Plan> {
  const row = await tx.row<ServiceRow>(
    'SELECT s.id AS service, s.name, s.used, s.total FROM package_service s WHERE s.tenant_id = $1 AND s.package_id = $2 AND s.id = $3',
    [tenantId, sold.facts.id, service],
  );
  if (!row) throw Refusal.field('service', 'unknown', 'This package has no such service.');
  const back = sold.restoration({ sessions, used: row.used, redemption: null });
  return {
    does: { ...nothing, remedy: 'restore', sessions, service: afterwards(row, back) },
    // PK-08: the ledger corrects by one.
    steps: Array.from({ length: sessions }, () => ({
      kind: 'correction' as const,
      service: row.service,
      sessions: -1,
    })),
    event: { kind: 'sessions-corrected', data: told(row, back) },
  };
}

const afterwards = ({ service: id, name, used, total }: ServiceRow, sessions: number) => ({
  id,
  name,
  usedAfter: used + sessions,
  total,
});

const told = ({ service, name, used, total }: ServiceRow, sessions: number) => ({
  service,
  serviceName: name,
  sessions,
  remaining: total - used - sessions,
});

function extension(sold: SoldPackage, wanted: LocalDate | null | undefined): Plan {
  const { expiresOn: from } = sold.facts;
  // What the step's reason says is the ticket: enough to restore an expired package.
  const to = sold.expiry(wanted ?? null, 'ticket');
  if (from === null) throw Refusal.field('expiresOn', 'never-expires', 'This package never expires.');
  if (to === 'same' || (to !== null && to < from))
    throw Refusal.field('expiresOn', 'not-later', 'An extension leads to a later day.');
  const days = to === null ? null : daysBetween(from < sold.today ? sold.today : from, to);
  return {
    does: { ...nothing, remedy: 'extend', days: days === 0 ? 1 : days, expiresOn: { from, to } },
    steps: [{ kind: 'expiry-changed', from, to }],
    event: { kind: 'expiry-changed', data: { change: { field: 'expiresOn', from, to } } },
  };
}

function refund(sold: SoldPackage, { amount = 0, method = 'other' }: SettlePackageMatter): Plan {
  const given = sold.refund(amount);
  return {
    does: { ...nothing, remedy: 'refund', amount, method },
    steps: [{ kind: 'refund', amount: given, method, paidOn: sold.today }],
    event: { kind: 'payment-refunded', data: { amount: given } },
  };
}
