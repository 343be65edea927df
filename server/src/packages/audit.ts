import { verified } from './ledger/chain.js';

/** A question about stored data whose answer is always no row. Asked as a role that sees through the wall. */
export interface AuditQuery {
  name: string;
  sql: string;
}

/** What moved money of a package: payments, and transfers of sessions. */
const moneySteps = `SELECT tenant_id, package_id, id, seq, amount, paid_after FROM package_payment
  UNION ALL SELECT tenant_id, package_id, id, seq, paid_share, paid_after FROM ledger_entry WHERE paid_share IS NOT NULL`;

/** PK-05, PK-08, PK-12, PK-17, PK-22: what must hold of packages after any load, fault or journey. */
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
      LEFT JOIN (${moneySteps}) y ON y.tenant_id = p.tenant_id AND y.package_id = p.id
      GROUP BY p.tenant_id, p.id, p.paid HAVING p.paid <> coalesce(sum(y.amount), 0)`,
  },
  {
    name: 'paid after an entry is not the sum up to it',
    sql: `SELECT tenant_id, id FROM (
        SELECT tenant_id, id, paid_after, sum(amount) OVER (PARTITION BY tenant_id, package_id ORDER BY seq) AS so_far FROM (${moneySteps}) m) y
      WHERE paid_after <> so_far`,
  },
  {
    name: 'payment reversed that was none, or of another amount or package',
    sql: `SELECT r.tenant_id, r.id FROM package_payment r JOIN package_payment y ON y.tenant_id = r.tenant_id AND y.id = r.reverses
      WHERE y.kind <> 'payment' OR y.package_id <> r.package_id OR y.amount <> -r.amount`,
  },
  {
    name: 'expiry or cancellation differs from what the history says',
    sql: `SELECT p.tenant_id, p.id FROM sold_package p
      LEFT JOIN LATERAL (SELECT c.value_after FROM package_change c WHERE c.tenant_id = p.tenant_id AND c.package_id = p.id AND c.kind IN ('expiry-changed', 'frozen', 'thawed')
        ORDER BY c.seq DESC LIMIT 1) last ON true
      LEFT JOIN package_change x ON x.tenant_id = p.tenant_id AND x.package_id = p.id AND x.kind = 'cancelled'
      WHERE (last IS NOT NULL AND p.expires_on::text IS DISTINCT FROM last.value_after) OR (x.id IS NOT NULL AND p.cancelled_at IS NULL)`,
  },
  {
    name: 'entry after the cancellation that is no refund',
    sql: `SELECT x.tenant_id, e.id FROM package_change x JOIN (
        SELECT tenant_id, package_id, id, seq, kind FROM ledger_entry UNION ALL SELECT tenant_id, package_id, id, seq, kind FROM package_payment
        UNION ALL SELECT tenant_id, package_id, id, seq, kind FROM package_change) e ON e.tenant_id = x.tenant_id AND e.package_id = x.package_id
      WHERE x.kind = 'cancelled' AND e.seq > x.seq AND e.kind NOT IN ('refund', 'renewed')`,
  },
  {
    name: 'transfer that came out of nothing, or did not arrive whole',
    sql: `SELECT coalesce(o.tenant_id, i.tenant_id) AS tenant_id, coalesce(o.id, i.id) AS id
      FROM (SELECT * FROM ledger_entry WHERE kind = 'transfer-out') o
      FULL JOIN (SELECT l.*, s.total, p.transferred_from, p.price + p.price_moved AS issued FROM ledger_entry l
        JOIN package_service s ON s.tenant_id = l.tenant_id AND s.id = l.service_id JOIN sold_package p ON p.tenant_id = l.tenant_id AND p.id = l.package_id
        WHERE l.kind = 'transfer-in') i ON i.tenant_id = o.tenant_id AND i.package_id = o.other_package
      WHERE o.id IS NULL OR i.id IS NULL OR i.other_package <> o.package_id OR i.transferred_from IS DISTINCT FROM o.package_id OR i.total <> o.sessions
        OR i.price_share <> -o.price_share OR i.paid_share <> -o.paid_share OR i.issued <> i.price_share`,
  },
  {
    name: 'price or sessions moved differ from the transfers',
    sql: `SELECT p.tenant_id, p.id FROM sold_package p
      JOIN LATERAL (SELECT sum(s.moved) AS moved FROM package_service s WHERE s.tenant_id = p.tenant_id AND s.package_id = p.id) s ON true
      JOIN LATERAL (SELECT coalesce(-sum(l.price_share), 0) AS price, coalesce(sum(l.sessions), 0) AS sessions FROM ledger_entry l
        WHERE l.tenant_id = p.tenant_id AND l.package_id = p.id AND l.kind = 'transfer-out') l ON true
      WHERE p.price_moved <> l.price OR coalesce(s.moved, 0) <> l.sessions`,
  },
  {
    name: 'freeze differs from what the history says',
    sql: `SELECT p.tenant_id, p.id FROM sold_package p
      LEFT JOIN LATERAL (SELECT c.kind, c.freeze_from, c.freeze_until FROM package_change c
        WHERE c.tenant_id = p.tenant_id AND c.package_id = p.id AND c.kind IN ('frozen', 'thawed') ORDER BY c.seq DESC LIMIT 1) last ON true
      WHERE (p.frozen_from, p.frozen_until) IS DISTINCT FROM
        (CASE last.kind WHEN 'frozen' THEN last.freeze_from END, CASE last.kind WHEN 'frozen' THEN last.freeze_until END)`,
  },
  {
    name: 'worth of the services is not the price they were sold for',
    sql: `SELECT p.tenant_id, p.id FROM sold_package p JOIN package_service s ON s.tenant_id = p.tenant_id AND s.package_id = p.id
      GROUP BY p.tenant_id, p.id, p.price, p.price_moved HAVING sum(s.worth) IS DISTINCT FROM p.price + p.price_moved OR count(*) <> count(s.worth)`,
  },
  {
    name: 'history cut or edited',
    sql: `SELECT tenant_id, id, broken_at FROM (${verified()}) v WHERE broken_at IS NOT NULL`,
  },
  {
    name: 'more than one reminder per package, expiry date and recipient',
    sql: `SELECT m.tenant_id, e.package_id, m.message FROM mail m JOIN event e ON e.tenant_id = m.tenant_id AND e.id = m.event_id
      WHERE m.message IN ('package-expiring', 'package-expired', 'package-fully-used')
      GROUP BY m.tenant_id, e.package_id, m.message, e.data ->> 'expiresOn', lower(m.recipient) HAVING count(*) > 1`,
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
  {
    name: 'settlement without its entry or its words, or of another package than its ticket is about',
    sql: `SELECT s.tenant_id, s.ticket_id, s.place FROM package_settlement s
      JOIN package_matter m ON m.tenant_id = s.tenant_id AND m.ticket_id = s.ticket_id
      LEFT JOIN (SELECT tenant_id, package_id, id FROM ledger_entry UNION ALL SELECT tenant_id, package_id, id FROM package_payment
        UNION ALL SELECT tenant_id, package_id, id FROM package_change) e ON e.tenant_id = s.tenant_id AND e.package_id = s.package_id AND e.id = s.step_id
      LEFT JOIN message g ON g.tenant_id = s.tenant_id AND g.ticket_id = s.ticket_id AND g.id = s.message_id
      WHERE e.id IS NULL OR g.id IS NULL OR m.package_id <> s.package_id`,
  },
];
