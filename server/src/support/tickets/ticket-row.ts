import { sayInstant, sayNumber } from './excerpt.js';

/** SQL: a TicketRow as JSON. Needs `t` (ticket), `d` (desk) and the joins of `rowJoins`. */
export const ticketRow = `json_build_object(
  'id', t.id, 'number', ${sayNumber('t.number', 'd')}, 'subject', t.subject, 'category', t.category, 'status', t.status, 'kind', t.kind,
  'requester', json_build_object('name', t.requester_name, 'email', t.requester_email),
  'address', CASE WHEN t.disowned_at IS NOT NULL THEN 'disowned' WHEN t.address_confirmed THEN 'confirmed' ELSE 'unconfirmed' END,
  'customer', CASE WHEN t.customer_id IS NOT NULL THEN (SELECT json_build_object('id', c.id, 'name', c.name)
    FROM customer c WHERE c.tenant_id = t.tenant_id AND c.id = t.customer_id) END,
  'assignee', CASE WHEN t.assignee_id IS NOT NULL THEN (SELECT json_build_object('id', a.id, 'name', a.name) FROM colleague a WHERE a.id = t.assignee_id) END,
  'createdAt', ${sayInstant('t.created_at')}, 'lastActivityAt', ${sayInstant('t.last_activity_at')},
  'excerpt', t.excerpt, 'messageCount', t.message_count)`;

/** SQL: what `ticketRow` and `ownTicketRow` join. */
export const rowJoins = 'JOIN desk d ON d.tenant_id = t.tenant_id';

/** SQL: an OwnTicketRow as JSON: what the requester may know. */
export const ownTicketRow = `json_build_object(
  'id', t.id, 'number', ${sayNumber('t.number', 'd')}, 'subject', t.subject, 'category', t.category, 'status', t.status, 'kind', t.kind,
  'requester', json_build_object('name', t.requester_name, 'email', t.requester_email),
  'createdAt', ${sayInstant('t.created_at')}, 'lastActivityAt', ${sayInstant('t.last_activity_at')},
  'excerpt', t.excerpt, 'messageCount', t.message_count)`;
