import { standingOf } from '../packages/matters/evidence.js';
import { enterMatter } from '../packages/matters/matter.js';
import { disputeSubject } from '../packages/matters/matter-words.js';
import type { Tx } from '../platform/database/database.js';
import type { TicketStory } from './stories.js';
import { type Author, tellTicket } from './tell-ticket.js';

interface Dispute {
  tenant: { id: string; language: 'hu' | 'en'; timeZone: string };
  customer: Author;
  agent: Author;
  today: string;
  words: string;
}

/** PK-21: a customer asks about the last redemption of her used package: the ticket waits at the desk, with its evidence. */
export async function tellDispute(tx: Tx, { tenant, customer, agent, today, words }: Dispute): Promise<void> {
  const last = await tx.row<{ package: string; step: string }>(
    `SELECT e.package_id AS package, e.id AS step FROM sold_package p JOIN ledger_entry e ON e.tenant_id = p.tenant_id AND e.package_id = p.id
     WHERE p.tenant_id = $1 AND p.customer_id = $2 AND p.cancelled_at IS NULL AND p.remaining > 0 AND p.expires_on > $3 AND e.kind = 'redemption'
     ORDER BY e.at DESC LIMIT 1`,
    [tenant.id, customer.id, today],
  );
  if (!last) return;
  const standing = await standingOf(tx, tenant.id, last.package, last.step, today);
  if (!standing?.step || !standing.day) return;
  const { kind } = standing.step;
  const matter = { kind: 'dispute', packageId: last.package, step: last.step } as const;
  const subject = disputeSubject(tenant.language, standing.card.name, { kind, day: standing.day }, tenant.timeZone);
  const story: TicketStory = {
    category: 'BILLING',
    status: 'OPEN',
    subject,
    thread: [{ by: 'requester', text: words }],
    daysAgo: 0,
  };
  const ticket = await tellTicket(tx, {
    tenantId: tenant.id,
    story,
    requester: customer,
    customerId: customer.id,
    person: null,
    agent,
    language: tenant.language,
    about: { ...matter },
  });
  await enterMatter(tx, tenant.id, ticket, matter, standing);
}
