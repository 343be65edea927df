import type { Language } from '@bookinda/contracts/values';
import { Injectable } from '@nestjs/common';
import type { Database } from '../platform/database/database.js';
import type { Letter } from './mail/letter.js';

/** An event row as decisions see it. */
export interface EventRow {
  tenantId: string;
  id: string;
  kind: string;
  ticketId: string | null;
  packageId: string | null;
  customerId: string | null;
  actor: { kind: 'requester' | 'staff' | 'system' | 'api-key'; id: string | null; name: string };
  /** False: the requester and the customer must not learn of it. */
  public: boolean;
  data: { change?: { field: string; from: string | null; to: string | null } } & Record<string, unknown>;
}

/** Somebody who is told. */
export interface Recipient {
  address: string;
  name: string | null;
  language: Language;
  /** Where the button leads this person. */
  url: string;
}

/** What a mail says, but for what every letter has. */
export interface Words {
  subject: string;
  letter: Pick<Letter, 'heading' | 'paragraphs' | 'quote' | 'smallPrint'> & { button?: string };
}

/** One message the product can send: on which event, to whom, saying what. */
export interface Message<Facts> {
  /** As the mail log and the unsubscribe link call it, `ticket-received`. */
  name: string;
  /** Kinds of events that cause it. */
  on: readonly string[];
  /** Left out: always. */
  when?: (facts: Facts) => boolean;
  to: (facts: Facts) => Recipient[];
  says: Record<Language, (facts: Facts) => Words>;
  /** A person may end these mails with one click (RFC 8058). Answers to one's own question have no such link. */
  endable?: boolean;
}

/** A feature's messages, and how to learn what they need to know of an event. */
export interface Declaration<Facts> {
  /** Null: there is nobody to tell any more. */
  facts: (db: Database, event: EventRow) => Promise<Facts | null>;
  /** The `inReplyTo` of every mail of one conversation, without domain: `ticket-<id>`. */
  conversation: (facts: Facts) => string;
  /** In this order; of several that one event causes, a person gets the first. */
  messages: readonly Message<Facts>[];
}

/** A message that one event causes, with who gets it and what it says. */
export interface Cause {
  message: Message<unknown>;
  facts: unknown;
  conversation: string;
}

/** Every message of the product. Features declare theirs in their module's `onModuleInit`. */
@Injectable()
export class Messages {
  private readonly declared: Declaration<unknown>[] = [];

  declare<Facts>(declaration: Declaration<Facts>): void {
    this.declared.push(declaration as unknown as Declaration<unknown>);
  }

  /** Whether any event of this kind may be told to anybody. */
  concern(kind: string): boolean {
    return this.declared.some(({ messages }) => messages.some(({ on }) => on.includes(kind)));
  }

  /** What `event` gives reason to say. */
  async causedBy(db: Database, event: EventRow): Promise<Cause[]> {
    const causes: Cause[] = [];
    for (const { facts: learn, conversation, messages } of this.declared) {
      const candidates = messages.filter(({ on }) => on.includes(event.kind));
      const facts = candidates.length > 0 ? await learn(db, event) : null;
      if (facts === null) continue;
      const meant = candidates.filter(({ when }) => when?.(facts) ?? true);
      causes.push(...meant.map((message) => ({ message, facts, conversation: conversation(facts) })));
    }
    return causes;
  }
}
