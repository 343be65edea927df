import { dateLocale } from '@bookinda/contracts/written-date';
import { Inject, Injectable } from '@nestjs/common';
import { Post } from '../../notifications/mail/post.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database, type Tx } from '../../platform/database/database.js';
import type { Staff } from '../callers.js';
import { type SecurityNotice, securityMail } from '../messages/security-mail.js';
import type { RequestSource } from '../request-source.js';

/** Whom a mail about an account goes to, and whose name and colour it bears. */
export interface Recipient {
  name: string;
  email: string;
  language: string;
  tenantId: string;
}

interface Details {
  by?: string;
  about?: string;
  left?: number;
}

/** Mails about the security of an account, each in its recipient's language. */
@Injectable()
export class SecurityNotices {
  constructor(
    private readonly db: Database,
    private readonly post: Post,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Within a transaction of the recipient's tenant. */
  async mail(
    tx: Tx,
    { name, email, language, tenantId }: Recipient,
    notice: SecurityNotice,
    source: RequestSource,
    { by = '', about = '', left = 0 }: Details = {},
  ): Promise<void> {
    const tenant = await tx.row<{ name: string; time_zone: string }>(
      'SELECT name, time_zone FROM tenant WHERE id = $1',
      [tenantId],
    );
    if (!tenant) throw new Error(`No tenant ${tenantId} in this transaction's scope.`);
    const time = this.clock
      .now()
      .toZonedDateTimeISO(tenant.time_zone)
      .toLocaleString(dateLocale(language, tenant.time_zone), timeStyle);
    const facts = { name, tenant: tenant.name, by, about, left };
    const mail = securityMail(language, notice, facts, { ...source, time, url: `${this.config.publicUrl}/manager/` });
    await this.post.mail(tx, { tenantId, message: `security-${notice}`, to: { address: email, name }, ...mail });
  }

  /** To a person who is known by id alone, in a transaction of its own; nothing where the person belongs to no tenant. */
  async mailPerson(personId: string, notice: SecurityNotice, source: RequestSource, details?: Details): Promise<void> {
    const [person] = await this.db.people<{ name: string; email: string; language: string; tenant_id: string | null }>(
      recipient,
      [personId],
    );
    if (!person?.tenant_id) return;
    const { tenant_id: tenantId, ...rest } = person;
    await this.db.write({ tenantId }, (tx) => this.mail(tx, { ...rest, tenantId }, notice, source, details));
  }

  /** To every owner of the caller's tenant, and to the caller. */
  async mailOwners(
    tx: Tx,
    caller: Staff,
    notice: SecurityNotice,
    source: RequestSource,
    about?: string,
  ): Promise<void> {
    const people = await tx.rows<{ name: string; email: string; language: string }>(owners, [
      caller.tenantId,
      caller.personId,
    ]);
    const details = { by: caller.name, ...(about ? { about } : {}) };
    for (const person of people) await this.mail(tx, { ...person, tenantId: caller.tenantId }, notice, source, details);
  }
}

const timeStyle = { dateStyle: 'long', timeStyle: 'short' } as const;
const recipient = {
  name: 'recipient-of-security-notice',
  text: 'SELECT name, email, language, home_of(id) AS tenant_id FROM auth.person WHERE id = $1',
};
const owners = `SELECT p.name, p.email, p.language FROM colleague p
  WHERE p.tenant_id = $1 AND p.state = 'active' AND (p.role = 'OWNER' OR p.id = $2) ORDER BY p.id LIMIT 50`;
