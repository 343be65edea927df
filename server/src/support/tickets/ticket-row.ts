import { sayInstant, sayNumber } from './excerpt.js';

const rowNaming = (customer: string, assignee: string) => `json_build_object(
  'id', t.id, 'number', ${sayNumber('t.number', 'd')}, 'subject', t.subject, 'category', t.category, 'status', t.status, 'kind', t.kind,
  'requester', json_build_object('name', t.requester_name, 'email', t.requester_email),
  'address', CASE WHEN t.disowned_at IS NOT NULL THEN 'disowned' WHEN t.address_confirmed THEN 'confirmed' ELSE 'unconfirmed' END,
  'customer', ${customer}, 'assignee', ${assignee},
  'createdAt', ${sayInstant('t.created_at')}, 'lastActivityAt', ${sayInstant('t.last_activity_at')},
  'excerpt', t.excerpt, 'messageCount', t.message_count)`;

/** SQL: a TicketRow as JSON, in a list. Needs `t` (ticket), `d` (desk) and the joins of `rowJoins`. */
export const ticketRow = rowNaming(
  `CASE WHEN t.customer_id IS NOT NULL THEN (SELECT json_build_object('id', c.id, 'name', c.name)
    FROM customer c WHERE c.tenant_id = t.tenant_id AND c.id = t.customer_id) END`,
  `CASE WHEN t.assignee_id IS NOT NULL THEN (SELECT json_build_object('id', a.id, 'name', a.name) FROM colleague a WHERE a.id = t.assignee_id) END`,
);

/** SQL: the same for one ticket (1764000000034-named-in-detail.ts says why not the same way). */
export const ticketRowAlone = rowNaming('named_customer(t.customer_id)', 'named_colleague(t.assignee_id)');

/** SQL: what `ticketRow` and `ownTicketRow` join. */
export const rowJoins = 'JOIN desk d ON d.tenant_id = t.tenant_id';

/** SQL: an OwnTicketRow as JSON: what the requester may know. */
export const ownTicketRow = `json_build_object(
  'id', t.id, 'number', ${sayNumber('t.number', 'd')}, 'subject', t.subject, 'category', t.category, 'status', t.status, 'kind', t.kind,
  'requester', json_build_object('name', t.requester_name, 'email', t.requester_email),
  'createdAt', ${sayInstant('t.created_at')}, 'lastActivityAt', ${sayInstant('t.last_activity_at')},
  'excerpt', t.excerpt, 'messageCount', t.message_count)`;
