import { callReasons } from '@bookinda/contracts/packages/package-call';
import { packageMessages } from '@bookinda/contracts/packages/package-settings';

const texts = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

/** SQL: mails `m` of tenant `$1` about packages that reached nobody, with event `e`, package `p`, customer `c` and the tick `k`. */
export const undelivered = `mail m JOIN event e ON e.tenant_id = m.tenant_id AND e.id = m.event_id
    JOIN sold_package p ON p.tenant_id = e.tenant_id AND p.id = e.package_id JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
    LEFT JOIN package_call k ON k.tenant_id = m.tenant_id AND k.mail_id = m.id
  WHERE m.tenant_id = $1 AND m.state IN (${texts(callReasons)}) AND m.message IN (${texts(packageMessages)})`;

/** SQL: a PackageCall as JSON; what stands below the line of a mail, its codes and links, nobody reads out. */
export const call = `json_build_object('id', m.id, 'at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'message', m.message, 'why', m.state, 'customer', json_build_object('id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email),
  'package', json_build_object('id', p.id, 'name', p.name), 'subject', m.subject, 'text', rtrim(split_part(m.body, E'\\n--', 1)),
  'called', CASE WHEN k.called_at IS NOT NULL THEN json_build_object('at', to_char(k.called_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'by', k.called_name) END)`;
