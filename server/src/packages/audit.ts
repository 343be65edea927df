/** A question about stored data whose answer is always no row. Asked as a role that sees through the wall. */
export interface AuditQuery {
  name: string;
  sql: string;
}

/** PK-05, PK-08, PK-12: what must hold of packages after any load, fault or journey. */
export const auditQueries: AuditQuery[] = [
  {
    name: 'used differs from the ledger’s sum',
    sql: `SELECT s.tenant_id, s.id, s.used, coalesce(sum(l.sessions), 0) AS ledger FROM package_service s
      LEFT JOIN ledger_entry l ON l.tenant_id = s.tenant_id AND l.service_id = s.id
      GROUP BY s.tenant_id, s.id, s.used HAVING s.used <> coalesce(sum(l.sessions), 0)`,
  },
  {
    name: 'remaining differs from total − used of the services',
    sql: `SELECT p.tenant_id, p.id, p.remaining, coalesce(sum(s.total - s.used), 0) AS services FROM sold_package p
      LEFT JOIN package_service s ON s.tenant_id = p.tenant_id AND s.package_id = p.id
      GROUP BY p.tenant_id, p.id, p.remaining HAVING p.remaining <> coalesce(sum(s.total - s.used), 0)`,
  },
  {
    name: 'remaining outside 0..total',
    sql: 'SELECT tenant_id, id, total, used FROM package_service WHERE used NOT BETWEEN 0 AND total',
  },
  {
    name: 'balance after an entry is not the sum up to it',
    sql: `SELECT tenant_id, id FROM (
        SELECT tenant_id, id, used_after, sum(sessions) OVER (PARTITION BY tenant_id, service_id ORDER BY at, id) AS so_far FROM ledger_entry) l
      WHERE used_after <> so_far`,
  },
  {
    name: 'reversal of something else than a redemption of the same service, or of another number of sessions',
    sql: `SELECT r.tenant_id, r.id FROM ledger_entry r JOIN ledger_entry e ON e.tenant_id = r.tenant_id AND e.id = r.reverses
      WHERE e.kind <> 'redemption' OR e.service_id <> r.service_id OR e.package_id <> r.package_id OR e.sessions <> -r.sessions`,
  },
  {
    name: 'redemption reversed twice',
    sql: 'SELECT tenant_id, reverses FROM ledger_entry WHERE reverses IS NOT NULL GROUP BY tenant_id, reverses HAVING count(*) > 1',
  },
  {
    name: 'paid differs from the sum of payments',
    sql: `SELECT p.tenant_id, p.id, p.paid, coalesce(sum(y.amount), 0) AS payments FROM sold_package p
      LEFT JOIN package_payment y ON y.tenant_id = p.tenant_id AND y.package_id = p.id
      GROUP BY p.tenant_id, p.id, p.paid HAVING p.paid <> coalesce(sum(y.amount), 0)`,
  },
  {
    name: 'event names an entry of another package, or none',
    sql: `SELECT e.tenant_id, e.id FROM event e
      LEFT JOIN ledger_entry l ON l.tenant_id = e.tenant_id AND l.package_id = e.package_id AND l.id = (e.data ->> 'entry')::uuid
      WHERE e.kind IN ('redemption', 'redemption-reversed', 'sessions-corrected') AND e.data ? 'entry' AND l.id IS NULL`,
  },
  {
    name: 'event of a package names another customer',
    sql: `SELECT e.tenant_id, e.id FROM event e JOIN sold_package p ON p.tenant_id = e.tenant_id AND p.id = e.package_id
      WHERE e.customer_id IS NOT NULL AND e.customer_id <> p.customer_id`,
  },
];
