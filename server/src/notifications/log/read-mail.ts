import type { MailPreview } from '@bookinda/contracts/notifications/mail-log';
import { readMail } from '@bookinda/contracts/notifications/routes';
import { Controller, Req } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, type DeskRequest, Id } from '../../platform/http/request.js';
import { withoutLinks } from '../mail/mail-links.js';
import { wordsOfMails } from '../mail/words.js';
import { Messages } from '../message.js';
import { mailReaders } from './mail-log-roles.js';
import { mailRow } from './mail-row.js';

/**
 * NT-02: one mail as it was sent. Without its links: a ticket's would let the reader write as the requester. A mail that no
 * event caused (a password reset, an invitation) is for the recipient alone, so its words stay away.
 */
@Controller()
export class ReadMail {
  constructor(
    private readonly db: Database,
    private readonly messages: Messages,
  ) {}

  @Answers(readMail, { to: staff(mailReaders), securityEvent: 'mail-read' })
  async handle(@By() caller: Staff, @Id('id') id: string, @Req() request: DeskRequest): Promise<MailPreview> {
    const [row] = await this.db.statement<MailPreview>(caller, mail, [
      caller.tenantId,
      id,
      this.messages.readableBy(caller.role),
    ]);
    const { html, text, ...rest } = found(row);
    request.nothingToRecord = !html && !text;
    const { linkRemoved } = wordsOfMails[html.includes('<html lang="hu">') ? 'hu' : 'en'];
    return { ...rest, ...withoutLinks(withoutFormerLinks(html), withoutFormerLinks(text), linkRemoved) };
  }
}

const mail = {
  name: 'read-mail',
  text: `SELECT ${mailRow}, CASE WHEN m.event_id IS NULL THEN '' ELSE m.html END AS html, CASE WHEN m.event_id IS NULL THEN '' ELSE m.body END AS text
    FROM mail m WHERE m.tenant_id = $1 AND m.id = $2 AND ($3::text[] IS NULL OR m.message = ANY ($3))`,
};

/** Of mails that waited when links were not sealed yet. */
function withoutFormerLinks(words: string): string {
  return words.replace(/vt_[\w-]{20,}/g, 'vt_…').replace(/\/v1\/(unsubscribe|disown)\/[\w.-]+/g, '/v1/$1/…');
}
