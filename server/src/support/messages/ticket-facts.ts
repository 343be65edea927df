import type { StatusKind } from '@bookinda/contracts/support/ticket-lifecycle';
import { type Language, type Localized, languages } from '@bookinda/contracts/values';
import { ticketPass } from '../../identity/ticket-pass.js';
import type { EventRow, Recipient } from '../../notifications/message.js';
import type { Config } from '../../platform/config.js';
import type { Database, Statement } from '../../platform/database/database.js';
import { disownToken } from '../disown/disown-token.js';
import { sayNumber } from '../tickets/excerpt.js';
import { withoutLinks } from './without-links.js';

/** What the messages of a ticket know. Nothing in it is internal: an internal note's words never get here. */
export interface TicketFacts {
  event: EventRow;
  /** The desk's tenant. */
  desk: string;
  /** As people say it, `TKT-0123`. */
  number: string;
  /** As the requester wrote it; its links are inert until the address is confirmed. */
  subject: string;
  requester: string;
  /** Whose address it is, where a person wrote: that the mailbox's holder opened this ticket's link, or is vouched for. */
  confirmed: boolean;
  /**
   * False: a stranger typed the address. Mails to it then carry neither the stranger's words nor the chosen name: otherwise anybody could send
   * any text to any address under the desk's name. True as soon as the mailbox's holder has opened any ticket's link of this tenant.
   */
  proven: boolean;
  /** Where the holder of an unconfirmed address says "this was not me"; null where the address is confirmed. */
  disownUrl: string | null;
  /** The key of the page a visitor wrote on. */
  siteKey: string | null;
  byCustomer: boolean;
  /** The message this event wrote; null when it wrote none or an internal one. */
  message: { author: string; text: string } | null;
  /** PK-21: what was done together with the message, in the requester's language; null where it was words alone. */
  done: string | null;
  /** The status this event led to, in the requester's words; null when it stayed. */
  status: { label: Localized; kind: StatusKind } | null;
  closeAfterDays: number;
  /** Who asked: a person's address, or the salon's and its member's. */
  requesters: Recipient[];
  /** Who answers: the assignee, else the team. */
  answering: Recipient;
  team: Recipient;
  /** The address of whoever did it, where it is known. */
  author: string | null;
}

interface FactsRow {
  event: string;
  ticket: string;
  number: string;
  subject: string;
  requester_name: string;
  requester_email: string | null;
  language: string;
  by_customer: boolean;
  confirmed: boolean;
  known_address: boolean;
  disowned: boolean;
  blocked: boolean;
  represents: string | null;
  message_author: string | null;
  message_text: string | null;
  status: TicketFacts['status'];
  close_after_days: number;
  team_email: string;
  desk_name: string;
  desk_language: string;
  link_version: number;
  assignee: { email: string; name: string; language: string } | null;
  opener: { email: string; name: string } | null;
  author_email: string | null;
}

const factsOfTicket: Statement = {
  name: 'facts-of-ticket',
  plannedOnce: true,
  text: `
  SELECT e.id AS event, t.id AS ticket, ${sayNumber('t.number', 'd')} AS number, t.subject, t.requester_name, t.requester_email, t.language, t.link_version, c.represents,
    t.customer_id IS NOT NULL AS by_customer, t.address_confirmed AS confirmed, t.disowned_at IS NOT NULL AS disowned,
    EXISTS (SELECT FROM proven_address a WHERE a.tenant_id = $1 AND a.address = lower(t.requester_email)) AS known_address,
    EXISTS (SELECT FROM blocked_mailbox b WHERE b.tenant_id = $1 AND b.mailbox = mailbox_of(t.requester_email) AND b.until > now()) AS blocked,
    d.close_after_days, d.team_email,
    w.name AS desk_name, w.language AS desk_language, m.author_name AS message_author, m.body AS message_text,
    (SELECT json_build_object('label', s.requester_label, 'kind', s.kind) FROM ticket_status s WHERE s.tenant_id = $1 AND e.data -> 'change' ->> 'field' = 'status'
      AND s.code = e.data -> 'change' ->> 'to') AS status,
    (SELECT json_build_object('email', p.email, 'name', p.name, 'language', p.language) FROM colleague p
      WHERE p.tenant_id = $1 AND p.state = 'active' AND p.id = t.assignee_id) AS assignee,
    (SELECT json_build_object('email', p.email, 'name', p.name) FROM ticket_opener(t.id) p WHERE t.requester_person IS NOT NULL) AS opener,
    CASE WHEN e.actor_id IS NOT NULL THEN event_author_email(e.id) END AS author_email
  FROM event e JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id JOIN desk d ON d.tenant_id = t.tenant_id JOIN tenant w ON w.id = t.tenant_id
    LEFT JOIN customer c ON c.tenant_id = t.tenant_id AND c.id = t.customer_id
    LEFT JOIN message m ON m.tenant_id = t.tenant_id AND m.id = (e.data ->> 'message')::uuid AND m.ticket_id = t.id AND NOT m.internal
  WHERE e.tenant_id = $1 AND e.id = ANY ($2::uuid[])`,
};

interface Salon {
  name: string;
  email: string;
}

/** A represented tenant's row lies behind its own wall: read in its own scope. */
const salonAddress = { name: 'salon-address', text: 'SELECT name, email FROM tenant WHERE id = $1' };

export async function ticketFacts(db: Database, config: Config, events: EventRow[]): Promise<Map<string, TicketFacts>> {
  const tenantId = events[0]?.tenantId ?? '';
  const rows = await db.statement<FactsRow>({ tenantId }, factsOfTicket, [tenantId, events.map(({ id }) => id)]);
  const salons = new Map<string, Salon>();
  for (const { represents } of rows) {
    if (!represents || salons.has(represents)) continue;
    const [salon] = await db.statement<Salon>({ tenantId: represents }, salonAddress, [represents]);
    if (salon) salons.set(represents, salon);
  }
  const byId = new Map(events.map((event) => [event.id, event]));
  return new Map(
    rows.map((row) => [row.event, factsOf(row, byId.get(row.event)!, salons.get(row.represents ?? ''), config)]),
  );
}

function factsOf(row: FactsRow, event: EventRow, salon: Salon | undefined, config: Config): TicketFacts {
  const { actor, tenantId } = event;
  const atDesk = `${config.publicUrl}/manager/tickets/${row.ticket}`;
  const team: Recipient = {
    address: row.team_email,
    name: row.desk_name,
    language: languageOf(row.desk_language),
    url: atDesk,
  };
  const { assignee } = row;
  const { confirmed } = row;
  const person = row.requester_email
    ? { email: row.requester_email, name: confirmed ? row.requester_name : null }
    : null;
  const plain = (text: string) => (confirmed ? text : withoutLinks(text));
  const byRequester = actor.kind === 'requester';
  const disownUrl = confirmed
    ? null
    : `${config.publicUrl}/v1/disown/${disownToken(config.keys, { tenantId, ticketId: row.ticket })}`;
  const url = row.represents
    ? `${config.publicUrl}/manager/support/${row.ticket}`
    : `${config.publicUrl}/ticket#${ticketPass(config.keys, tenantId, row.ticket, row.link_version)}`;
  return {
    event,
    number: row.number,
    subject: plain(row.subject),
    desk: row.desk_name,
    requester: plain(row.requester_name),
    confirmed,
    proven: confirmed || row.known_address,
    disownUrl,
    siteKey: typeof event.data['siteKey'] === 'string' ? event.data['siteKey'] : null,
    byCustomer: row.by_customer,
    status: row.status,
    closeAfterDays: row.close_after_days,
    team,
    done: typeof event.data['done'] === 'string' ? event.data['done'] : null,
    message:
      row.message_text === null
        ? null
        : byRequester
          ? { author: plain(row.message_author ?? ''), text: plain(row.message_text) }
          : { author: row.message_author ?? '', text: row.message_text },
    requesters: distinct([salon, row.opener ?? person], languageOf(row.language), url).map((recipient) =>
      row.disowned || (row.blocked && event.kind === 'ticket-opened' && !confirmed)
        ? { ...recipient, declined: true }
        : recipient,
    ),
    answering: assignee
      ? { address: assignee.email, name: assignee.name, language: languageOf(assignee.language), url: atDesk }
      : team,
    author: row.author_email ?? (actor.kind === 'requester' ? row.requester_email : null),
  };
}

/** BS-10: both addresses of a salon, once each. */
function distinct(
  people: ({ email: string; name: string | null } | null | undefined)[],
  language: Language,
  url: string,
): Recipient[] {
  const known = people.filter((person) => person !== null && person !== undefined);
  const byAddress = new Map(
    known.toReversed().map(({ email, name }) => [email.toLowerCase(), { address: email, name, language, url }]),
  );
  return [...byAddress.values()].toReversed();
}

function languageOf(tag: string): Language {
  return languages.find((language) => tag.toLowerCase().startsWith(language)) ?? 'en';
}
