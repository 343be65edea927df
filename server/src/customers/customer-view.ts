import { type DeskCaller, sellers } from '../identity/callers.js';
import { hasStatus } from '../packages/sold/derived.js';

/** Whether the caller reads what customers owe: those who list debts. */
export function readsDebts(caller: DeskCaller): boolean {
  return caller.kind === 'staff' ? sellers.includes(caller.role) : caller.scopes.includes('packages:read');
}

/** SQL: a Customer as JSON, from a customer `c`, on `day`; `debts` says whether the reader `readsDebts`. */
export function customerView(day: string, debts: string): string {
  return `json_build_object('id', c.id, 'name', c.name, 'email', c.email, 'phone', c.phone, 'language', c.language,
    'since', to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'openTickets', (SELECT count(*) FROM ticket t WHERE t.tenant_id = c.tenant_id AND t.customer_id = c.id AND t.kind NOT IN ('solved', 'closed')),
    'activePackages', (SELECT count(*) FROM sold_package p WHERE p.tenant_id = c.tenant_id AND p.customer_id = c.id AND ${hasStatus('active', day)}),
    'balanceDue', CASE WHEN ${debts}::boolean THEN (SELECT json_build_object('amount', coalesce(sum(p.price - p.paid), 0), 'currency', (SELECT w.currency FROM tenant w WHERE w.id = c.tenant_id))
      FROM sold_package p WHERE p.tenant_id = c.tenant_id AND p.customer_id = c.id AND p.cancelled_at IS NULL AND p.paid < p.price) END)`;
}
