import { Injectable } from '@nestjs/common';
import type { RequestSource } from '../request-source.js';
import { SecurityNotices } from './security-notices.js';
import { SecurityRecord } from './security-record.js';

/** Writes down a sign-in; one from a device or network that is new to the person is mailed. */
@Injectable()
export class SignInNotice {
  constructor(
    private readonly security: SecurityRecord,
    private readonly notices: SecurityNotices,
  ) {}

  /** `tenantId` is the tenant the session opens at: others do not learn of it. */
  async record(person: { personId: string; tenantId: string; name: string }, source: RequestSource): Promise<void> {
    const { personId, tenantId, name } = person;
    const actor = { kind: 'staff', name } as const;
    const place = await this.security.write({ kind: 'signed-in', personId, tenantId, actor, source });
    if (place === 'new') await this.notices.mailPerson(personId, 'new-sign-in', source);
  }
}
