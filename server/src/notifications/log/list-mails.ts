import type { MailLogRow } from '@bookinda/contracts/notifications/mail-log';
import { ListMails as ListMailsInput } from '@bookinda/contracts/notifications/mail-log.dto';
import { listMails } from '@bookinda/contracts/notifications/routes';
import type { Page } from '@bookinda/contracts/page';
import { Controller } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { cursorFor, defaultLimit, pageOf, placeOf } from '../../platform/http/cursor.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { Messages } from '../message.js';
import { mailReaders } from './mail-log-roles.js';
import { mailRow } from './mail-row.js';

const verb = 'list-mails';

/** NT-01, NT-02: what was sent, waits or failed, newest first. Agents read mails about tickets, and none about packages or members. */
@Controller()
export class ListMails {
  constructor(
    private readonly db: Database,
    private readonly messages: Messages,
  ) {}

  @Answers(listMails, { to: staff(mailReaders), limit: listLimit })
  async handle(
    @By() caller: Staff,
    @Input() { state, limit = defaultLimit, after }: ListMailsInput,
  ): Promise<Page<MailLogRow>> {
    const [id = null] = placeOf(verb, caller.tenantId, after, 1) ?? [];
    const readable = this.messages.readableBy(caller.role);
    const values = [caller.tenantId, state ?? null, id, limit + 1, readable];
    const rows = await this.db.statement<MailLogRow>(caller, mails, values);
    return pageOf(rows, limit, (last) => cursorFor(verb, caller.tenantId, [last.id]));
  }
}

const mails = {
  name: verb,
  text: `SELECT ${mailRow} FROM mail m WHERE m.tenant_id = $1 AND ($2::text IS NULL OR m.state = $2) AND ($3::uuid IS NULL OR m.id < $3)
      AND ($5::text[] IS NULL OR m.message = ANY ($5))
    ORDER BY m.id DESC LIMIT $4`,
};
