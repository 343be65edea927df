import { disownTicket } from '@bookinda/contracts/support/routes';
import { Controller, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { anyone } from '../../identity/callers.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { invalidLinkPage, sendPage } from '../../platform/http/plain-page.js';
import { lockTicket, saveChanges, statusAfter } from '../tickets/changing.js';
import { disownedBy, disownPage, readDeskOf, receiptsBlockedDays } from './disown-page.js';
import { type Disowned, readDisownToken } from './disown-token.js';

/**
 * "This was not me": the holder of the address ends what somebody else began in the holder’s name. The ticket is closed as withdrawn, its links end, no more
 * mails about it go to the address, and for 30 days no form of this tenant causes a receipt to it. A link that is not genuine gets a page (404) that says what to do;
 * doing it twice changes nothing more.
 */
@Controller()
export class DisownTicket {
  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(disownTicket, { to: anyone, media: 'text/html', limit: { calls: 30, seconds: 60 } })
  async handle(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const disowned = readDisownToken(this.config.keys, token);
    const desk = disowned && (await readDeskOf(this.db, disowned.tenantId, disowned.ticketId));
    if (!desk) return sendPage(reply, invalidLinkPage(), 404);
    await this.db.write({ tenantId: disowned.tenantId }, async (tx) => {
      await close(tx, disowned, disownedBy(desk));
      await tx.rows(stop, [disowned.tenantId, disowned.ticketId]);
    });
    sendPage(reply, disownPage(desk, 'done'));
  }
}

async function close(tx: Tx, { tenantId, ticketId }: Disowned, by: { name: string; reason: string }): Promise<void> {
  const open = await lockTicket(tx, { tenantId }, ticketId, (ticket) => ticket.customerId === null);
  if (open.ticket.kind === 'closed') return;
  const status = await statusAfter(tx, open, 'requester-closes');
  const change = open.ticket.enter(status, open.now, { reason: by.reason });
  const actor = { kind: 'requester', id: null, name: by.name } as const;
  await saveChanges(tx, { tenantId }, open, actor, [
    { kind: 'closed', change, public: true, data: { reason: by.reason, withdrawn: true, disowned: true } },
  ]);
}

/** The address is no longer proven either: the holder may have opened the link only to see what it is. */
const stop = `
  WITH disowned AS (
    UPDATE ticket SET disowned_at = coalesce(disowned_at, now()), address_confirmed = false,
      link_version = link_version + (disowned_at IS NULL)::int WHERE tenant_id = $1 AND id = $2 RETURNING requester_email
  ), blocked AS (
    INSERT INTO blocked_mailbox (tenant_id, mailbox, until) SELECT $1, mailbox_of(requester_email), now() + interval '${receiptsBlockedDays} days' FROM disowned
      WHERE requester_email IS NOT NULL ON CONFLICT (tenant_id, mailbox) DO UPDATE SET until = excluded.until
  ), unproven AS (
    DELETE FROM proven_address a USING disowned WHERE a.tenant_id = $1 AND a.address = lower(requester_email)
  )
  UPDATE mail m SET state = 'unsubscribed' FROM disowned WHERE m.tenant_id = $1 AND m.state = 'waiting' AND lower(m.recipient) = lower(requester_email)
    AND m.event_id IN (SELECT e.id FROM event e WHERE e.tenant_id = $1 AND e.ticket_id = $2)`;
