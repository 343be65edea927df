import type { Filtering } from '../sold/filtering.js';
import { letterMessage } from './letter-message.js';

/**
 * SQL over tenant `$1`, day `$2` and the filter's values from `$3`: one row per customer with a package that passes: id, packages
 * (those that are not cancelled, where there are any) and why she gets no letter.
 */
export function chosenCustomers(filter: Filtering): string {
  return `SELECT c.id, c.name, c.email, c.language, p.packages,
      CASE WHEN p.cancelled THEN 'cancelled' WHEN coalesce(c.email, '') = '' THEN 'no-address'
        WHEN EXISTS (SELECT FROM unsubscribed u WHERE u.tenant_id = $1 AND u.address = lower(c.email) AND u.message = '${letterMessage}') THEN 'unsubscribed' END AS why
    FROM (
      SELECT p.customer_id, bool_and(p.cancelled_at IS NOT NULL) AS cancelled,
        coalesce(array_agg(p.id ORDER BY p.expires_on NULLS LAST, p.id) FILTER (WHERE p.cancelled_at IS NULL), array_agg(p.id)) AS packages
      FROM sold_package p WHERE ${filter.where} GROUP BY p.customer_id
    ) p JOIN customer c ON c.tenant_id = $1 AND c.id = p.customer_id`;
}
