import type { SecurityEventKind } from '@bookinda/contracts/identity/session';
import { Injectable, Logger } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import type { DeskCaller } from '../callers.js';
import type { RequestSource } from '../request-source.js';

/** One thing that happened; what the table keeps of it. */
export interface SecurityFacts {
  kind: SecurityEventKind;
  /** Whose account it is, or which member did it; null for an API key. */
  personId: string | null;
  /** Null: it concerns the account wherever the person is a member. */
  tenantId: string | null;
  /** Who did it; an empty name where that is not known. */
  actor: { kind: 'staff' | 'api-key' | 'unknown'; name: string };
  source: RequestSource;
  /** A key's name, an address, an operation: at most 500 characters. */
  about?: string | undefined;
}

/** A member or an integration that does something at its own tenant. */
export function byItself(caller: DeskCaller): Pick<SecurityFacts, 'personId' | 'tenantId' | 'actor'> {
  const { tenantId, name } = caller;
  if (caller.kind === 'staff') return { personId: caller.personId, tenantId, actor: { kind: 'staff', name } };
  return { personId: null, tenantId, actor: { kind: 'api-key', name } };
}

/** Of a sign-in: whether the person was seen on this network with this device within 90 days. */
export type Familiarity = 'first' | 'known' | 'new';

/** The security record: append-only, written by one function of the database (see migration 25). */
@Injectable()
export class SecurityRecord {
  private readonly logger = new Logger('security-record');

  constructor(private readonly db: Database) {}

  /** Writes in the transaction of what happened, whose scope says `people`. */
  async enter(tx: Tx, facts: SecurityFacts): Promise<void> {
    await tx.rows(record.text, valuesOf(facts));
  }

  /** Writes by itself. */
  async write(facts: SecurityFacts): Promise<Familiarity> {
    const [row] = await this.db.people<{ familiarity: Familiarity }>(record, valuesOf(facts));
    return row?.familiarity ?? 'known';
  }

  /** Writes beside the request: an answer that waited for it would tell by its time that an account exists. */
  note(facts: SecurityFacts): void {
    this.write(facts).catch((error: unknown) => this.logger.warn(`${facts.kind} was not recorded: ${String(error)}`));
  }
}

const record = {
  name: 'record-security-event',
  text: 'SELECT record_security_event($1, $2, $3, $4, $5, $6, $7, $8) AS familiarity',
};

function valuesOf({ kind, personId, tenantId, actor, source, about }: SecurityFacts): unknown[] {
  return [kind, personId, tenantId, actor.kind, actor.name, source.network, source.agent, about ?? null];
}
