import { badgeOf, freezeOn, statusOn } from './derived.js';

/**
 * SQL: a PackageCard as JSON (PK-02…PK-05), from a sold_package `p`, its customer `c` and its services as JSON, on `day`.
 */
export function card(day: string, services: string): string {
  return `json_build_object(
    'id', p.id, 'name', p.name, 'customer', json_build_object('id', c.id, 'name', c.name),
    'status', ${statusOn(day)}, 'payment', ${badgeOf()},
    'price', json_build_object('amount', p.price, 'currency', p.currency),
    'originalPrice', CASE WHEN p.original_price - p.original_moved > p.price THEN json_build_object('amount', p.original_price - p.original_moved, 'currency', p.currency) END,
    'paid', json_build_object('amount', p.paid, 'currency', p.currency),
    'purchasedOn', p.purchased_on, 'expiresOn', p.expires_on, 'daysLeft', p.expires_on - ${day}::date, 'freeze', ${freezeOn(day)}, 'today', ${day}::date,
    'services', ${services}, 'version', p.version)`;
}

/** SQL: a PackageService as JSON, from a row `s`; `more` are further pairs of name and value. */
export function service(used = 's.used', more = ''): string {
  return `json_build_object('id', s.id, 'name', s.name, 'total', s.total, 'used', ${used}, 'remaining', s.total - ${used}${more})`;
}

/** SQL: the services of `p` in their order. */
export function servicesOfPackage(more = ''): string {
  return `(SELECT json_agg(${service('s.used', more)} ORDER BY s.position) FROM package_service s WHERE s.tenant_id = p.tenant_id AND s.package_id = p.id)`;
}

/** SQL: what `card` needs beside `p`. */
export const customerOfPackage = 'JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id';
